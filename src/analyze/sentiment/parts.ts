/** Sums over the features of a text and of its parts: each feature is worked out and looked up once, for all of them. */
import { type FeatureSink, type FeatureSpec, IdNumbers, manners, polarities, sequences } from './features.ts';
import type { PolarityReader } from './polarity.ts';
import type { TableReader } from './table.ts';
import type { Units } from './units.ts';

/** Row not looked up yet. */
const UNKNOWN = -2;

/** One text at a time; parts of the text read last cost least. */
export class PartSums {
  readonly #spec: FeatureSpec;
  readonly #polarity: PolarityReader;
  readonly #table: TableReader;
  readonly #numbers = new IdNumbers();
  #units: Units | null = null;
  /** Sequences in the order they begin: number of the feature, and where the sequence ends. */
  #features = new Int32Array(4096);
  #ends = new Int32Array(4096);
  #count = 0;
  /** By unit: the first sequence that begins there. */
  #firsts = new Int32Array(1024);
  /** The last unit with sequences so far. */
  #begun = -1;
  /** By number of a feature: its row, and the sum it was last counted in. */
  #rows = new Int32Array(4096).fill(UNKNOWN);
  #counted = new Int32Array(4096);
  #sum = 0;
  #distinct = 0;
  readonly #counter: FeatureSink = { add: (id) => this.#countOnce(this.#numbers.of(id)) };
  readonly #collector: FeatureSink = { add: (id, from, to) => this.#collect(id, from, to) };

  constructor(spec: FeatureSpec, polarity: PolarityReader, table: TableReader) {
    this.#spec = spec;
    this.#polarity = polarity;
    this.#table = table;
  }

  /** Column sums of the features of `units[from, to)`, written to `out`. Returns how many features there are. */
  read(units: Units, from: number, to: number, out: Float64Array): number {
    if (this.#units !== units) this.#take(units);
    this.#sum = (this.#sum + 1) | 0;
    this.#distinct = 0;
    this.#table.begin();
    const stop = this.#firsts[to]!;
    for (let k = this.#firsts[from]!; k < stop; k++) if (this.#ends[k]! <= to) this.#countOnce(this.#features[k]!);
    if (from === 0 && to === units.count) manners(units, this.#counter);
    polarities(this.#polarity, units, from, to, this.#counter);
    this.#table.end(this.#distinct, out);
    return this.#distinct;
  }

  #take(units: Units): void {
    this.#units = units;
    this.#rows.fill(UNKNOWN, 0, this.#numbers.count);
    this.#numbers.clear();
    this.#count = 0;
    if (this.#firsts.length <= units.count) this.#firsts = new Int32Array(units.count * 2);
    this.#begun = -1;
    sequences(units, this.#spec, 0, units.count, this.#collector);
    for (let i = this.#begun + 1; i <= units.count; i++) this.#firsts[i] = this.#count;
  }

  #collect(id: number, from: number, to: number): void {
    if (from > this.#begun) {
      this.#begun = from;
      this.#firsts[from] = this.#count;
    }
    if (this.#count === this.#features.length) {
      this.#features = twice(this.#features);
      this.#ends = twice(this.#ends);
    }
    this.#features[this.#count] = this.#numbers.of(id);
    this.#ends[this.#count++] = to;
  }

  #countOnce(number: number): void {
    if (number >= this.#rows.length) {
      const known = this.#rows.length;
      this.#rows = twice(this.#rows).fill(UNKNOWN, known);
      this.#counted = twice(this.#counted);
    }
    if (this.#counted[number] === this.#sum) return;
    this.#counted[number] = this.#sum;
    this.#distinct++;
    let row = this.#rows[number]!;
    if (row === UNKNOWN) {
      row = this.#table.row(this.#numbers.ids[number]!);
      this.#rows[number] = row;
    }
    if (row >= 0) this.#table.add(row);
  }
}

function twice(array: Int32Array): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(array.length * 2);
  wider.set(array);
  return wider;
}
