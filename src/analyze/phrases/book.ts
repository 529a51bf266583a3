/** Lists of phrases, each standing for something, all looked for in one pass. */
import { Automaton } from '../match/automaton.ts';
import { isSeam } from '../match/boundary.ts';
import type { Field } from '../match/field.ts';
import { keyOf, standsFree } from '../match/needle.ts';
import { isSpace } from '../text/chars.ts';
import { readingsOf } from './pattern.ts';

/** A phrase found. Offsets are UTF-16 units of the field's text, end exclusive. */
export interface Occurrence<T> {
  readonly value: T;
  readonly start: number;
  readonly end: number;
}

interface Piece {
  /** Which phrase, which of its parts. */
  readonly phrase: number;
  readonly part: number;
  readonly prefix: boolean;
}

interface Phrase<T> {
  readonly value: T;
  /** For each part, words that may stand before it. */
  readonly gaps: readonly number[];
}

/** The beginning of a phrase with several parts, found as far as `part`. */
interface Begun {
  readonly start: number;
  readonly end: number;
}

/** More beginnings of one phrase than these are forgotten, oldest first. */
const REMEMBERED = 4;
const MAX_PARTS = 8;
const SENTENCE_END = /[。！？!?\n；;]|\.\s/;

export class PhraseBook<T> {
  readonly #phrases: Phrase<T>[] = [];
  readonly #pieces: Piece[][] = [];
  readonly #keys: string[] = [];
  readonly #automaton: Automaton;

  /** `entries`: patterns (see `pattern.ts`) with what they stand for. Throws on a broken pattern. */
  constructor(entries: Iterable<readonly [pattern: string, value: T]>) {
    const index = new Map<string, number>();
    for (const [pattern, value] of entries) {
      for (const parts of readingsOf(pattern)) {
        if (parts.length > MAX_PARTS) throw new Error(`more than ${MAX_PARTS} parts: ${pattern}`);
        const phrase = this.#phrases.push({ value, gaps: parts.map((p) => p.gap) }) - 1;
        for (const [part, { texts }] of parts.entries()) {
          for (const { text, prefix } of texts) this.#add(index, keyOf(text), { phrase, part, prefix });
        }
      }
    }
    this.#automaton = new Automaton(this.#keys);
  }

  #add(index: Map<string, number>, key: string, piece: Piece): void {
    let at = index.get(key);
    if (at === undefined) {
      at = this.#keys.push(key) - 1;
      index.set(key, at);
      this.#pieces.push([]);
    }
    this.#pieces[at]!.push(piece);
  }

  /** Every occurrence, by its end from left to right. */
  find(field: Field): Occurrence<T>[] {
    const found: Occurrence<T>[] = [];
    const begun = new Map<number, Begun[]>();
    this.#automaton.scan(field.units, field.length, (key, to) => {
      const from = to - this.#keys[key]!.length;
      if (!standsFree(field.units, field.length, from, to, true)) return;
      const wholeWord = standsFree(field.units, field.length, from, to, false);
      const start = field.start(from);
      const exactEnd = field.end(to);
      let openEnd = -1;
      for (const { phrase, part, prefix } of this.#pieces[key]!) {
        if (!prefix && !wholeWord) continue;
        if (prefix && openEnd < 0) openEnd = wholeWord ? exactEnd : field.end(wordEnd(field, to));
        const end = prefix ? openEnd : exactEnd;
        const { value, gaps } = this.#phrases[phrase]!;
        let first = start;
        if (part > 0) {
          const before = begun
            .get(phrase * MAX_PARTS + part - 1)
            ?.find((b) => follows(field, b.end, start, gaps[part]!));
          if (before === undefined) continue;
          first = before.start;
        }
        if (part === gaps.length - 1) found.push({ value, start: first, end });
        else remember(begun, phrase * MAX_PARTS + part, { start: first, end });
      }
    });
    return found;
  }
}

/** Where the word that goes on at unit `to` ends. */
function wordEnd(field: Field, to: number): number {
  let end = to;
  while (end < field.length && !isSeam(field.units[end - 1]!, field.units[end]!)) end++;
  return end;
}

function remember(begun: Map<number, Begun[]>, key: number, beginning: Begun): void {
  const known = begun.get(key);
  if (known === undefined) begun.set(key, [beginning]);
  else {
    if (known.length >= REMEMBERED) known.shift();
    known.push(beginning);
  }
}

function follows(field: Field, end: number, start: number, gap: number): boolean {
  if (start < end) return false;
  if (gap === 0) {
    for (let i = end; i < start; i++) if (!isSpace(field.text.charCodeAt(i))) return false;
    return start - end <= 4;
  }
  if (start - end > 200 || field.wordIndex(start) - field.wordIndex(end - 1) > gap + 1) return false;
  return !SENTENCE_END.test(field.text.slice(end, start));
}
