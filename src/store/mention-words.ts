/**
 * What a mention is found by: the tokens of its text, with their places, and its facts (brand, label, site, …), so that
 * one index answers any mixture of them however rare it is. A fact is a word with `=` in it, which no text's token has.
 */
import type { AspectFinding, IntentFinding, Label } from '../model.ts';

export interface Facts {
  readonly brand: string;
  readonly label: Label;
  readonly site: string;
  readonly kind: string;
  readonly lang: string;
  readonly talker: string;
  readonly aspects: readonly AspectFinding[];
  readonly intents: readonly IntentFinding[];
}

export const brandFact = (brand: string) => `b=${brand}`;
export const labelFact = (label: string) => `l=${label}`;
export const siteFact = (site: string) => `s=${site}`;
export const kindFact = (kind: string) => `k=${kind}`;
export const langFact = (lang: string) => `g=${lang}`;
export const talkerFact = (talker: string) => `t=${talker}`;
export const aspectFact = (aspect: string, feeling?: Label) =>
  `a=${aspect}${feeling === undefined ? '' : `=${feeling}`}`;
export const intentFact = (intent: string) => `i=${intent}`;
export const starsFact = (stars: number) => `r=${stars}`;

/** One to five stars from a rating of 0…1, whatever the scale it was given on. */
export function starsOf(rating: number): number {
  return 1 + Math.round(Math.min(1, Math.max(0, rating)) * 4);
}

/** Longer words cannot be indexed. */
const LONGEST = 500;

/** A vector holds a megabyte; what would not fit is not searched. */
const MOST_BYTES = 700_000;
/** Length, place and padding of a word in it. */
const WORD_OVERHEAD = 8;

/** A word as it stands in the text form of `tsvector` and `tsquery`. */
export function quoted(word: string): string {
  return `'${word.slice(0, LONGEST).toWellFormed().replace(/\\/g, '\\\\').replace(/'/g, "''")}'`;
}

/** `tokens`: of its text, with their positions; `rating`: 0…1. In the text form of `tsvector`. */
export function mentionWords(
  facts: Facts,
  tokens: Iterable<{ lexeme: string; position: number }>,
  rating: number | null,
): string {
  const words = factsOf(facts, rating).map(quoted);
  let bytes = 0;
  for (const { lexeme, position } of tokens) {
    const word = quoted(lexeme);
    bytes += Buffer.byteLength(word) + WORD_OVERHEAD;
    if (bytes > MOST_BYTES) break;
    words.push(`${word}:${position}`);
  }
  return words.join(' ');
}

function factsOf(facts: Facts, rating: number | null): string[] {
  const { brand, label, site, kind, lang, talker, aspects, intents } = facts;
  return [
    ...[brandFact(brand), labelFact(label), siteFact(site), kindFact(kind), langFact(lang), talkerFact(talker)],
    ...aspects.flatMap(({ aspect, label: feeling }) => [aspectFact(aspect), aspectFact(aspect, feeling)]),
    ...intents.map(({ intent }) => intentFact(intent)),
    ...(rating === null ? [] : [starsFact(starsOf(rating))]),
  ];
}
