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

/** Collects features without repeats; one instance serves one text at a time. */
export class FeatureReader {
  readonly #spec: FeatureSpec;
  readonly #polarity: PolarityReader | null;
  #ids = new Int32Array(4096);
  #count = 0;
  /** Open-addressing set; an entry belongs to the text in hand if its stamp says so. */
  #seen = new Int32Array(1 << 13);
  #stamps = new Int32Array(1 << 13);
  #stamp = 0;

  constructor(spec: FeatureSpec, polarity: PolarityReader | null = null) {
    this.#spec = spec;
    this.#polarity = polarity === null || polarity.empty ? null : polarity;
  }

  /** The ids of `units[from, to)`; valid until the next call. */
  read(units: Units, from = 0, to = units.count): Int32Array {
    this.#count = 0;
    this.#stamp++;
    const { hash, kind } = units;
    const longest = this.#spec.units;
    for (let i = from; i < to; i++) {
      let h = 0;
      const end = Math.min(to, i + longest);
      for (let k = i; k < end; k++) {
        h = mix(h, hash[k]!);
        this.#add(finish(h ^ ORDER[k - i + 1]!) & MASK);
      }
      if (this.#spec.letters !== null && kind[i] === WORD) this.#letters(units, i);
    }
    if (from === 0 && to === units.count) for (const fact of units.manner) this.#add(finish(fact) & MASK);
    if (this.#polarity !== null) this.#polarities(this.#polarity, units, from, to);
    return this.#ids.subarray(0, this.#count);
  }

  /** What the word list says: each strength of praise and blame met, negated or not, their balance, and the last one. */
  #polarities(reader: PolarityReader, units: Units, from: number, to: number): void {
    const { values, negated } = reader.read(units);
    let up = 0;
    let down = 0;
    let last = 0;
    for (let i = from; i < to; i++) {
      const value = values[i]!;
      if (value === 0) continue;
      const strength = Math.sign(value) * Math.ceil(Math.abs(value) * 3);
      this.#add(finish(mix(mix(POLARITY, strength), negated[i]!)) & MASK);
      const turned = negated[i] === 1 ? -0.6 * value : value;
      if (turned > 0) up += turned;
      else down -= turned;
      last = Math.sign(turned);
    }
    const balance = Math.max(-6, Math.min(6, Math.round((up - down) * 2)));
    this.#add(finish(mix(mix(POLARITY, 11), balance)) & MASK);
    this.#add(finish(mix(mix(POLARITY, 12), Math.min(4, Math.ceil(up)) * 8 + Math.min(4, Math.ceil(down)))) & MASK);
    this.#add(finish(mix(mix(POLARITY, 13), last)) & MASK);
    const share = up + down === 0 ? 0 : Math.round((4 * (up - down)) / (up + down));
    this.#add(finish(mix(mix(POLARITY, 14), share)) & MASK);
  }

  #letters(units: Units, i: number): void {
    const [shortest, longest] = this.#spec.letters!;
    const start = units.start[i]!;
    const end = Math.min(units.end[i]!, start + 24);
    if (end - start < 4) return;
    for (let at = start - 1; at + shortest <= end + 1; at++) {
      let h = LETTERS;
      const stop = Math.min(at + longest, end + 1);
      for (let q = at; q < stop; q++) {
        h = mix(h, q < start || q >= end ? EDGE : units.folded.charCodeAt(q));
        if (q - at + 1 >= shortest) this.#add(finish(h) & MASK);
      }
    }
  }

  #add(id: number): void {
    let mask = this.#seen.length - 1;
    let slot = id & mask;
    while (this.#stamps[slot] === this.#stamp) {
      if (this.#seen[slot] === id) return;
      slot = (slot + 1) & mask;
    }
    this.#stamps[slot] = this.#stamp;
    this.#seen[slot] = id;
    if (this.#count === this.#ids.length) {
      const wider = new Int32Array(this.#ids.length * 2);
      wider.set(this.#ids);
      this.#ids = wider;
    }
    this.#ids[this.#count++] = id;
    if (this.#count * 2 <= this.#seen.length) return;
    // Half full: a wider set, filled again.
    mask = this.#seen.length * 2 - 1;
    this.#seen = new Int32Array(mask + 1);
    this.#stamps = new Int32Array(mask + 1);
    for (let k = 0; k < this.#count; k++) {
      let s = this.#ids[k]! & mask;
      while (this.#stamps[s] === this.#stamp) s = (s + 1) & mask;
      this.#stamps[s] = this.#stamp;
      this.#seen[s] = this.#ids[k]!;
    }
  }
}
