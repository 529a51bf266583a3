/**
 * Features of a text: its sequences of one to four units, for words their letters too (prefixes, endings, slips of the
 * keyboard), and the manner in which it is written; each as a 26-bit id and each once. A text's features are what linear models weigh; how often a thing
 * is said adds little (Wang & Manning 2012).
 */
import { finish, mix } from './hash.ts';
import type { PolarityReader } from './polarity.ts';
import { type Units, WORD } from './units.ts';

/** Number of different ids. */
export const FEATURE_BITS = 26;
const MASK = 2 ** FEATURE_BITS - 1;

/** Which features a model reads; part of the model's file. */
export interface FeatureSpec {
  /** Longest sequence of units. */
  readonly units: number;
  /** Lengths of letter sequences inside words, `[from, to]`, or none. */
  readonly letters: readonly [number, number] | null;
}

const ORDER = [0, 0x9e3779b9, 0x3c6ef372, 0x51ed270b, 0x2545f491, 0x165667b1];
const LETTERS = 0x77123;
const EDGE = 0x20;
const POLARITY = 0x901a;

/** Takes features as they are met, with repeats. */
export interface FeatureSink {
  /** A feature that lies in `units[from, to)`. */
  add(id: number, from: number, to: number): void;
  /** Takes the letters of the word `units[i]` in its own way; without: each sequence of them is added. */
  word?(units: Units, i: number): void;
}

/** Sequences of units, and of letters in words, in `units[from, to)`; those that begin further left come first. */
export function sequences(units: Units, spec: FeatureSpec, from: number, to: number, sink: FeatureSink): void {
  const { hash, kind } = units;
  const longest = spec.units;
  for (let i = from; i < to; i++) {
    let h = 0;
    const end = Math.min(to, i + longest);
    for (let k = i; k < end; k++) {
      h = mix(h, hash[k]!);
      sink.add(finish(h ^ ORDER[k - i + 1]!) & MASK, i, k + 1);
    }
    if (spec.letters === null || kind[i] !== WORD) continue;
    if (sink.word === undefined) letters(units, i, spec.letters, sink);
    else sink.word(units, i);
  }
}

/** Letters of a word that are looked at. */
const READ_LETTERS = 24;

/** What tells one word's letters from another's. */
export const lettersOf = ({ folded, start, end }: Units, i: number): string =>
  folded.slice(start[i]!, Math.min(end[i]!, start[i]! + READ_LETTERS));

/** Adds the sequences of letters in the word `units[i]`. */
export function letters(
  units: Units,
  i: number,
  [shortest, longest]: readonly [number, number],
  sink: FeatureSink,
): void {
  const start = units.start[i]!;
  const end = Math.min(units.end[i]!, start + READ_LETTERS);
  if (end - start < 4) return;
  for (let at = start - 1; at + shortest <= end + 1; at++) {
    let h = LETTERS;
    const stop = Math.min(at + longest, end + 1);
    for (let q = at; q < stop; q++) {
      h = mix(h, q < start || q >= end ? EDGE : units.folded.charCodeAt(q));
      if (q - at + 1 >= shortest) sink.add(finish(h) & MASK, i, i + 1);
    }
  }
}

/** Of the manner in which a whole text is written. */
export function manners(units: Units, sink: FeatureSink): void {
  for (const fact of units.manner) sink.add(finish(fact) & MASK, 0, units.count);
}

/** What the word list says: each strength of praise and blame met, negated or not, their balance, and the last one. */
export function polarities(reader: PolarityReader, units: Units, from: number, to: number, sink: FeatureSink): void {
  if (reader.empty) return;
  const add = (h: number) => sink.add(finish(h) & MASK, from, to);
  const { values, negated } = reader.read(units);
  let up = 0;
  let down = 0;
  let last = 0;
  for (let i = from; i < to; i++) {
    const value = values[i]!;
    if (value === 0) continue;
    const strength = Math.sign(value) * Math.ceil(Math.abs(value) * 3);
    add(mix(mix(POLARITY, strength), negated[i]!));
    const turned = negated[i] === 1 ? -0.6 * value : value;
    if (turned > 0) up += turned;
    else down -= turned;
    last = Math.sign(turned);
  }
  const balance = Math.max(-6, Math.min(6, Math.round((up - down) * 2)));
  add(mix(mix(POLARITY, 11), balance));
  add(mix(mix(POLARITY, 12), Math.min(4, Math.ceil(up)) * 8 + Math.min(4, Math.ceil(down))));
  add(mix(mix(POLARITY, 13), last));
  const share = up + down === 0 ? 0 : Math.round((4 * (up - down)) / (up + down));
  add(mix(mix(POLARITY, 14), share));
}

/** A set of ids that numbers them as they come; emptied at no cost. */
export class IdNumbers {
  /** By number. */
  ids = new Int32Array(4096);
  count = 0;
  /** Open addressing; an entry belongs to the text in hand if its stamp says so. */
  #slots = new Int32Array(1 << 13);
  #stamps = new Int32Array(1 << 13);
  #stamp = 0;

  clear(): void {
    this.count = 0;
    this.#stamp = (this.#stamp + 1) | 0;
  }

  /** The number of `id`; a new one is given the next. */
  of(id: number): number {
    const mask = this.#slots.length - 1;
    let slot = id & mask;
    while (this.#stamps[slot] === this.#stamp) {
      const number = this.#slots[slot]!;
      if (this.ids[number] === id) return number;
      slot = (slot + 1) & mask;
    }
    const number = this.count++;
    this.#stamps[slot] = this.#stamp;
    this.#slots[slot] = number;
    if (number === this.ids.length) {
      const wider = new Int32Array(this.ids.length * 2);
      wider.set(this.ids);
      this.ids = wider;
    }
    this.ids[number] = id;
    if (this.count * 2 > this.#slots.length) this.#widen();
    return number;
  }

  /** Half full: a wider set, filled again. */
  #widen(): void {
    const mask = this.#slots.length * 2 - 1;
    this.#slots = new Int32Array(mask + 1);
    this.#stamps = new Int32Array(mask + 1);
    this.#stamp = 1;
    for (let number = 0; number < this.count; number++) {
      let slot = this.ids[number]! & mask;
      while (this.#stamps[slot] === 1) slot = (slot + 1) & mask;
      this.#stamps[slot] = 1;
      this.#slots[slot] = number;
    }
  }
}

/** Collects features without repeats; one instance serves one text at a time. */
export class FeatureReader implements FeatureSink {
  readonly #spec: FeatureSpec;
  readonly #polarity: PolarityReader | null;
  readonly #numbers = new IdNumbers();

  constructor(spec: FeatureSpec, polarity: PolarityReader | null = null) {
    this.#spec = spec;
    this.#polarity = polarity;
  }

  /** The ids of the features of a text; valid until the next call. */
  read(units: Units): Int32Array {
    this.#numbers.clear();
    sequences(units, this.#spec, 0, units.count, this);
    manners(units, this);
    if (this.#polarity !== null) polarities(this.#polarity, units, 0, units.count, this);
    return this.#numbers.ids.subarray(0, this.#numbers.count);
  }

  add(id: number): void {
    this.#numbers.of(id);
  }
}
