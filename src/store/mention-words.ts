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

/** What the text form of `tsvector` and `tsquery` reads as its own. */
const SPECIAL = /['\\]/;

/** A word as it stands in the text form of `tsvector` and `tsquery`. */
export function quoted(word: string): string {
  const short = (word.length > LONGEST ? word.slice(0, LONGEST) : word).toWellFormed();
  return SPECIAL.test(short) ? `'${short.replace(/\\/g, '\\\\').replace(/'/g, "''")}'` : `'${short}'`;
}

/** The tokens of a text, with their places, in the text form of `tsvector`: the part that is no fact. */
export function textWords(tokens: Iterable<{ lexeme: string; position: number }>): string {
  let words = '';
  let bytes = 0;
  for (const { lexeme, position } of tokens) {
    const word = quoted(lexeme);
    bytes += Buffer.byteLength(word) + WORD_OVERHEAD;
    if (bytes > MOST_BYTES) break;
    words += ` ${word}:${position}`;
  }
  return words;
}

/** `words`: of its text (`textWords`); `rating`: 0…1. In the text form of `tsvector`. */
export function mentionWords(facts: Facts, words: string, rating: number | null): string {
  return factsOf(facts, rating).map(quoted).join(' ') + words;
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
