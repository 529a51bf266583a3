/** Lists of phrases, each standing for something, all looked for in one pass. */
import { Automaton } from '../match/automaton.ts';
import type { Field } from '../match/field.ts';
import { keyOf, standsFree } from '../match/needle.ts';
import { spellingsOf } from './pattern.ts';

/** A phrase found. Offsets are UTF-16 units of the field's text, end exclusive. */
export interface Occurrence<T> {
  readonly value: T;
  readonly start: number;
  readonly end: number;
}

/** Words that may stand in a gap (`..`). */
const MAX_GAP = 6;
const SENTENCE_END = /[。！？!?\n；;]|\.\s/;

interface Piece {
  /** Which phrase, which of its parts. */
  readonly phrase: number;
  readonly part: number;
  readonly prefix: boolean;
}

export class PhraseBook<T> {
  readonly #values: T[] = [];
  /** Number of parts of each phrase. */
  readonly #lengths: number[] = [];
  readonly #pieces: Piece[][] = [];
  readonly #keys: string[] = [];
  readonly #automaton: Automaton;

  /** `entries`: patterns (see `pattern.ts`) with what they stand for. */
  constructor(entries: Iterable<readonly [pattern: string, value: T]>) {
    const index = new Map<string, number>();
    for (const [pattern, value] of entries) {
      for (const { parts } of spellingsOf(pattern)) {
        const phrase = this.#values.push(value) - 1;
        this.#lengths.push(parts.length);
        for (const [part, { text, prefix }] of parts.entries()) {
          const key = keyOf(text);
          if (key === '') throw new Error(`nothing to look for in “${pattern}”`);
          let at = index.get(key);
          if (at === undefined) {
            at = this.#keys.push(key) - 1;
            index.set(key, at);
            this.#pieces.push([]);
          }
          this.#pieces[at]!.push({ phrase, part, prefix });
        }
      }
    }
    this.#automaton = new Automaton(this.#keys);
  }

  /** Every occurrence, by its end from left to right. */
  find(field: Field): Occurrence<T>[] {
    const found: Occurrence<T>[] = [];
    /** For phrases with gaps: where the latest occurrence of the parts so far stands. */
    let begun: Map<number, { part: number; start: number; end: number }> | null = null;
    this.#automaton.scan(field.units, field.length, (key, to) => {
      const from = to - this.#keys[key]!.length;
      let free: boolean | null = null;
      let freeLeft: boolean | null = null;
      for (const { phrase, part, prefix } of this.#pieces[key]!) {
        if (prefix) freeLeft ??= standsFree(field.units, field.length, from, to, true);
        else free ??= standsFree(field.units, field.length, from, to, false);
        if (!(prefix ? freeLeft : free)) continue;
        const start = field.start(from);
        const end = field.end(to);
        const parts = this.#lengths[phrase]!;
        if (parts === 1) {
          found.push({ value: this.#values[phrase]!, start, end });
          continue;
        }
        begun ??= new Map();
        const so = begun.get(phrase);
        if (part === 0) begun.set(phrase, { part: 0, start, end });
        else if (so !== undefined && so.part === part - 1 && follows(field, so.end, start)) {
          if (part === parts - 1) found.push({ value: this.#values[phrase]!, start: so.start, end });
          else begun.set(phrase, { part, start: so.start, end });
        }
      }
    });
    return found;
  }
}

function follows(field: Field, end: number, start: number): boolean {
  if (start < end) return false;
  if (field.wordIndex(start) - field.wordIndex(end - 1) > MAX_GAP + 1) return false;
  return start - end < 200 && !SENTENCE_END.test(field.text.slice(end, start));
}
