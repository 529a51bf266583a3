/**
 * Sums over the features of a text and of its parts. What a part's features weigh is the difference of two running sums
 * over the text, less what reaches beyond the part's end and less what was counted twice; so parts cost next to nothing
 * once the text has been read. All in whole numbers: a part's sums are the same as if it were read by itself.
 */
import {
  type FeatureSink,
  type FeatureSpec,
  IdNumbers,
  letters,
  lettersOf,
  manners,
  polarities,
  sequences,
} from './features.ts';
import type { PolarityReader } from './polarity.ts';
import type { TableReader } from './table.ts';
import type { Units } from './units.ts';

/** No sequence. */
const NONE = -1;
/** Words whose letters are remembered: most words of a text have been met before. */
const MOST_WORDS = 10_000;
/** Longer words are few; and a longer piece of a text may keep all of the text in memory. */
const LONGEST_WORD = 12;

/** Row not looked up yet. */
const UNKNOWN = -2;

/** The sequences of letters in a word: feature and row of each. */
interface Letters {
  readonly ids: Int32Array;
  readonly rows: Int32Array;
}

/** One text at a time; parts of the text read last cost least. */
export class PartSums {
  readonly #spec: FeatureSpec;
  readonly #polarity: PolarityReader;
  readonly #table: TableReader;
  readonly #numbers = new IdNumbers();
  #units: Units | null = null;
  /** Sequences in the order they begin: number of the feature, where the sequence begins and ends. */
  #features = new Int32Array(4096);
  #begins = new Int32Array(4096);
  #ends = new Int32Array(4096);
  /** The sequence before with the same feature, or NONE. */
  #before = new Int32Array(4096);
  #count = 0;
  /** Sequences whose feature has been met before, in order. */
  #again: number[] = [];
  /** By unit: the first sequence that begins there. */
  #firsts = new Int32Array(1024);
  /** The last unit with sequences so far. */
  #begun = -1;
  /** By unit and column: sums over all sequences that begin before it. */
  #running = new Int32Array(1 << 14);
  /** By number of a feature: its row, the sequence that had it last, and the part it was last counted in. */
  #rows = new Int32Array(4096);
  #lasts = new Int32Array(4096);
  #counted = new Int32Array(4096);
  /** Features up to this number are those of sequences. */
  #ofSequences = 0;
  #part = 0;
  #from = 0;
  #to = 0;
  #distinct = 0;
  readonly #counter: FeatureSink = { add: (id) => this.#countOnce(id) };
  readonly #collector: FeatureSink = {
    add: (id, from, to) => this.#collect(id, from, to, UNKNOWN),
    word: (units, i) => this.#collectWord(units, i),
  };
  readonly #words = new Map<string, Letters>();

  constructor(spec: FeatureSpec, polarity: PolarityReader, table: TableReader) {
    this.#spec = spec;
    this.#polarity = polarity;
    this.#table = table;
  }

  /** Column sums of the features of `units[from, to)`, written to `out`. Returns how many features there are. */
  read(units: Units, from: number, to: number, out: Float64Array): number {
    if (this.#units !== units) this.#take(units);
    this.#part = (this.#part + 1) | 0;
    this.#from = from;
    this.#to = to;
    this.#sequencesOf(from, to);
    if (from === 0 && to === units.count) manners(units, this.#counter);
    polarities(this.#polarity, units, from, to, this.#counter);
    this.#table.end(this.#distinct, out);
    return this.#distinct;
  }

  #sequencesOf(from: number, to: number): void {
    const table = this.#table;
    const first = this.#firsts[from]!;
    const stop = this.#firsts[to]!;
    table.beginAt(this.#running, from, to);
    let distinct = stop - first;
    const near = this.#firsts[Math.max(from, to - this.#spec.units + 1)]!;
    for (let k = near; k < stop; k++) {
      if (this.#ends[k]! <= to) continue;
      distinct--;
      table.subtract(this.#rows[this.#features[k]!]!);
    }
    const again = this.#again;
    for (let i = firstAtLeast(again, first); i < again.length && again[i]! < stop; i++) {
      const k = again[i]!;
      if (this.#ends[k]! > to || !this.#within(this.#before[k]!)) continue;
      distinct--;
      table.subtract(this.#rows[this.#features[k]!]!);
    }
    this.#distinct = distinct;
  }

  /** Whether the sequence `k`, or one before it with the same feature, lies in the part. */
  #within(k: number): boolean {
    for (let at = k; at !== NONE && this.#begins[at]! >= this.#from; at = this.#before[at]!) {
      if (this.#ends[at]! <= this.#to) return true;
    }
    return false;
  }

  #take(units: Units): void {
    this.#units = units;
    this.#numbers.clear();
    this.#count = 0;
    this.#again.length = 0;
    if (this.#firsts.length <= units.count) this.#firsts = new Int32Array(units.count * 2);
    this.#begun = -1;
    sequences(units, this.#spec, 0, units.count, this.#collector);
    for (let i = this.#begun + 1; i <= units.count; i++) this.#firsts[i] = this.#count;
    this.#ofSequences = this.#numbers.count;
    const { width } = this.#table;
    const room = (units.count + 1) * width;
    if (this.#running.length < room) this.#running = new Int32Array(room * 2);
    this.#table.begin();
    for (let i = 0; i < units.count; i++) {
      this.#table.copyTo(this.#running, i);
      const stop = this.#firsts[i + 1]!;
      for (let k = this.#firsts[i]!; k < stop; k++) this.#table.add(this.#rows[this.#features[k]!]!);
    }
    this.#table.copyTo(this.#running, units.count);
  }

  #collectWord(units: Units, i: number): void {
    const word = lettersOf(units, i);
    let known = this.#words.get(word);
    if (known === undefined) {
      const ids: number[] = [];
      if (this.#spec.letters !== null) letters(units, i, this.#spec.letters, { add: (id) => void ids.push(id) });
      known = { ids: Int32Array.from(ids), rows: Int32Array.from(ids, (id) => this.#table.row(id)) };
      if (this.#words.size >= MOST_WORDS) this.#words.clear();
      if (word.length <= LONGEST_WORD) this.#words.set(word, known);
    }
    const { ids, rows } = known;
    for (let k = 0; k < ids.length; k++) this.#collect(ids[k]!, i, i + 1, rows[k]!);
  }

  /** `row`: of the feature, or UNKNOWN. */
  #collect(id: number, from: number, to: number, row: number): void {
    if (from > this.#begun) {
      this.#begun = from;
      this.#firsts[from] = this.#count;
    }
    if (this.#count === this.#features.length) {
      this.#features = twice(this.#features);
      this.#begins = twice(this.#begins);
      this.#ends = twice(this.#ends);
      this.#before = twice(this.#before);
    }
    const k = this.#count++;
    const known = this.#numbers.count;
    const number = this.#numbers.of(id);
    if (number === known) this.#meet(number, row === UNKNOWN ? this.#table.row(id) : row);
    else this.#again.push(k);
    this.#features[k] = number;
    this.#begins[k] = from;
    this.#ends[k] = to;
    this.#before[k] = this.#lasts[number]!;
    this.#lasts[number] = k;
  }

  /** Notes a new feature. */
  #meet(number: number, row: number): void {
    if (number >= this.#rows.length) {
      this.#rows = twice(this.#rows);
      this.#lasts = twice(this.#lasts);
      this.#counted = twice(this.#counted);
    }
    this.#rows[number] = row;
    this.#lasts[number] = NONE;
    this.#counted[number] = this.#part;
  }

  /** Counts a feature of the part that is no sequence, unless a sequence of the part has the same. */
  #countOnce(id: number): void {
    const known = this.#numbers.count;
    const number = this.#numbers.of(id);
    if (number === known) this.#meet(number, this.#table.row(id));
    else if (this.#counted[number] === this.#part) return;
    this.#counted[number] = this.#part;
    if (number < this.#ofSequences && this.#within(this.#lasts[number]!)) return;
    this.#distinct++;
    this.#table.add(this.#rows[number]!);
  }
}

function twice(array: Int32Array): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(array.length * 2);
  wider.set(array);
  return wider;
}

/** The first place in ascending `values` with at least `least`; their number if there is none. */
function firstAtLeast(values: readonly number[], least: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
