/** Whom a text is asked about, where it names them, and what of it is about them. */
import type { Span } from '../../model.ts';
import { othersIn } from './others.ts';
import { findTarget } from './target.ts';
import { type Shares, sharesOf } from './whose.ts';

/** Where the text names those the sentiment is towards, or the words that do. */
export interface Target {
  readonly words?: readonly string[];
  readonly spans?: readonly Span[];
  /** Where the text names others of the kind; empty: it is known to name none. Without: not known. */
  readonly others?: readonly Span[];
}

/** Of whom a text is asked, and what of it is about them. */
export interface Heard {
  readonly places: readonly Span[];
  readonly others: readonly Span[];
  /** Nobody else of the kind is named, as far as anybody knows. */
  readonly alone: boolean;
  /** Null: all of it, or it cannot be told. */
  readonly shares: Shares | null;
}

/** `target` as it was asked for, its places `shift` characters further on in `whole`, a text in `lang`. */
export function hear(target: Target | null | undefined, whole: string, shift: number, lang: string): Heard {
  const { words = [], spans = [], others: known = [] } = target ?? {};
  if (words.length === 0 && spans.length === 0) return { places: [], others: [], alone: false, shares: null };
  const shifted = (list: readonly Span[]) => list.map(([start, end]): Span => [start + shift, end + shift]);
  const places = findTarget(whole, words, shifted(spans));
  const others = othersIn(whole, lang, places, shifted(known));
  const alone = target?.others !== undefined && others.length === 0;
  return { places, others, alone, shares: sharesOf(whole, places, others) };
}
