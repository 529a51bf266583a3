/** One thing to look for: a term or a query's word, in its comparable form, with the rules of where it counts. */
import { fold, isFolded } from '../normalise.ts';
import { QueryError } from '../query/error.ts';
import { isSpace } from '../text/chars.ts';
import { isSeam } from './boundary.ts';

/** Where a needle counts. `word`: in running text, and in tags and handles by `tagged`. */
export type Scope = 'word' | 'mention' | 'hashtag';

export interface Needle {
  /** As configured; what a match gives as its reason. */
  readonly term: string;
  /** What the automaton looks for. */
  readonly key: string;
  /** The same without blanks, which is how several words stand in a hashtag or handle; null for one word. */
  readonly joined: string | null;
  readonly scope: Scope;
  /** `term*`: may go on to the right. */
  readonly prefix: boolean;
  /** The form that must occur as written, or null where case does not matter. */
  readonly exact: string | null;
  /** Contains a dot, slash or `@`, so that it may name an address. */
  readonly inAddresses: boolean;
}

const MAX_TERM = 200;
const SOMETHING = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;

const UNEVEN = /[\s\-\u2010\u2011]/;
/** Plain small letters and digits, words apart by one blank. */
const COMPARABLE = /^[a-z0-9']+(?: [a-z0-9']+)*$/;

/** White space and hyphens evened out, as `Field` does with texts. */
export function keyOf(term: string): string {
  // Thousands of phrases are comparable as they are, and folding them would be most of what they cost.
  if (COMPARABLE.test(term) || (!UNEVEN.test(term) && isFolded(term))) return term;
  return fold(term)
    .text.replace(/[\s\-\u2010\u2011]+/gu, ' ')
    .trim();
}

/** Throws `QueryError` (offset 0) for a term that cannot occur. */
export function makeNeedle(term: string, options: { caseSensitive?: boolean; prefix?: boolean } = {}): Needle {
  const trimmed = term.trim();
  if (trimmed.length > MAX_TERM) throw new QueryError(`a term may have at most ${MAX_TERM} characters`, MAX_TERM);
  const first = trimmed.normalize('NFKC').charAt(0);
  const scope: Scope =
    trimmed.length > 1 && first === '@' ? 'mention' : trimmed.length > 1 && first === '#' ? 'hashtag' : 'word';
  const bare = scope === 'word' ? trimmed : trimmed.slice(1).replace(/[#＃]$/u, '');
  const key = keyOf(bare);
  if (!SOMETHING.test(key)) {
    throw new QueryError(`“${term}” can never match: it has no letter, digit or emoji`, 0);
  }
  const joined = key.includes(' ') ? key.replaceAll(' ', '') : null;
  return {
    term,
    key,
    joined,
    scope,
    prefix: options.prefix ?? false,
    exact: options.caseSensitive ? asWritten(bare) : null,
    inAddresses: /[./@:]/.test(key),
  };
}

/** NFKC and even blanks, case kept: what a case-sensitive term is compared in. */
export function asWritten(text: string): string {
  let out = '';
  let gap = false;
  for (const char of text.normalize('NFKC').trim()) {
    const blank = isSpace(char.charCodeAt(0)) || char === '-' || char === '\u2010';
    if (!blank || !gap) out += blank ? ' ' : char;
    gap = blank;
  }
  return out;
}

/** Whether [from, to) of `units` stands free: no word runs on over its edges. */
export function standsFree(units: Uint16Array, length: number, from: number, to: number, prefix: boolean): boolean {
  const before = from > 0 ? units[from - 1]! : Number.NaN;
  const after = to < length ? units[to]! : Number.NaN;
  return isSeam(before, units[from]!) && (prefix || isSeam(units[to - 1]!, after));
}
