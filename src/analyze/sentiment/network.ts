/**
 * A small convolutional network over word vectors (Kim 2014, "Convolutional Neural Networks for Sentence Classification"):
 * filters look at three neighbouring units; what each filter sees at most and on average goes to the heads. Vectors that
 * were learned from much more text than anybody labelled know words that training never showed.
 *
 * A filter is linear before it is cut off at 0, so what each unit adds to it at each of the three places is worked out
 * when the unit is first met, and kept: a text then costs additions only.
 */
/** Neighbouring units that a filter looks at. */
export const PLACES = 3;
/** Units of a text that are read: of longer texts half at the beginning, half at the end. */
export const READ_UNITS = 128;

export interface NetworkParts {
  /** One for all texts and one for each style; each gives a balance and a neutrality. */
  readonly heads: readonly string[];
  readonly dimensions: number;
  readonly filters: number;
  /** Kinds of marks that units can carry. */
  readonly marks: number;
  /** Parts of a text that are pooled on their own; the first is usually all of it. */
  readonly regions: number;
  /** Ascending hashes of the units with a vector. */
  readonly words: Int32Array;
  /** (words + 1) × dimensions: the vector of any other unit, then one for each of `words`, in 1/127 of its scale. */
  readonly vectors: Int8Array;
  /** By vector: its largest component. */
  readonly scales: Float32Array;
  /** places × filters × dimensions. */
  readonly kernels: Float32Array;
  /** marks × places × filters: added for a unit with that mark. */
  readonly marked: Float32Array;
  /** By filter. */
  readonly bias: Float32Array;
  /** heads × 2 × regions × 2·filters: for the largest, then for the mean of each filter. */
  readonly weights: Float32Array;
  /** heads × 2. */
  readonly constants: Float32Array;
}

/** Names of what a network gives: `network all:s`, `network all:n` …. */
export const networkOutputs = (heads: readonly string[]): string[] =>
  heads.flatMap((head) => [`network ${head}:s`, `network ${head}:n`]);

/** The places of a text's units that are read, of `units[from, to)`. */
export function readPlaces(from: number, to: number): { readonly count: number; readonly at: (i: number) => number } {
  const length = Math.max(0, to - from);
  if (length <= READ_UNITS) return { count: length, at: (i) => from + i };
  const half = READ_UNITS / 2;
  return { count: READ_UNITS, at: (i) => (i < half ? from + i : to - READ_UNITS + i) };
}

/** Rows of vectors by the hashes of units; 0 for a unit without one. */
export function vectorRows(words: Int32Array): (hash: number) => number {
  let size = 1024;
  while (size < words.length * 2) size *= 2;
  const mask = size - 1;
  const rows = new Int32Array(size);
  words.forEach((hash, i) => {
    let slot = hash & mask;
    while (rows[slot] !== 0) slot = (slot + 1) & mask;
    rows[slot] = i + 1;
  });
  return (hash) => {
    let slot = hash & mask;
    let row = rows[slot]!;
    while (row !== 0 && words[row - 1] !== hash) {
      slot = (slot + 1) & mask;
      row = rows[slot]!;
    }
    return row;
  };
}

/** A text as a network reads it. */
export interface NetworkInput {
  /** Hashes of the units. */
  readonly hash: Int32Array;
  /** By unit: bit `m` if it carries mark `m`. The first mark: a negation reaches it. */
  readonly marks: Uint8Array;
  /** By unit: bit `r` if it belongs to region `r`. Null: all belong to the only one. */
  readonly regions: Uint8Array | null;
}

/** Reads texts with a network; one text at a time. */
export class NetworkReader {
  readonly #parts: NetworkParts;
  readonly #rowOf: (hash: number) => number;
  /** By row: what it adds to each filter at each place, once known. */
  readonly #added: (Float32Array | undefined)[];
  readonly #nothing: Float32Array;
  /** units × filters: what was seen around each unit, 0 where it was less; the last row is for what need not be kept. */
  readonly #seen: Float32Array;
  readonly #highest: Float32Array;
  readonly #sums: Float32Array;
  readonly #counts: Int32Array;
  readonly #rows = new Int32Array(READ_UNITS);
  readonly #marks = new Uint8Array(READ_UNITS);
  /** The text in `#rows`, `#marks` and `#seen`, if parts of it can be read from there. */
  #held: (Pick<NetworkInput, 'hash' | 'marks'> & { readonly from: number; readonly count: number }) | null = null;
  /** Head after head: balance, neutrality. Overwritten by the next text. */
  readonly out: Float64Array;

  constructor(parts: NetworkParts) {
    this.#parts = parts;
    this.#rowOf = vectorRows(parts.words);
    this.#added = new Array(parts.words.length + 1);
    this.#nothing = new Float32Array(PLACES * parts.filters);
    this.#seen = new Float32Array((READ_UNITS + 1) * parts.filters);
    this.#highest = new Float32Array(parts.regions * parts.filters);
    this.#sums = new Float32Array(parts.regions * parts.filters);
    this.#counts = new Int32Array(parts.regions);
    this.out = new Float64Array(parts.heads.length * 2);
  }

  /** Reads the units [from, to). Returns `out`. */
  read(input: NetworkInput, from: number, to: number): Float64Array {
    this.#highest.fill(0);
    this.#sums.fill(0);
    this.#counts.fill(0);
    const { hash, marks, regions } = input;
    const held = this.#held;
    if (held !== null && regions === null && held.hash === hash && held.marks === marks && within(held, from, to)) {
      this.#readPart(held.count, from - held.from, to - held.from);
    } else this.#readAll(input, from, to);
    this.#heads();
    return this.out;
  }

  #readAll({ hash, marks, regions }: NetworkInput, from: number, to: number): void {
    const { count, at } = readPlaces(from, to);
    for (let i = 0; i < count; i++) {
      const k = at(i);
      this.#rows[i] = this.#rowOf(hash[k]!);
      this.#marks[i] = marks[k]!;
    }
    if (regions === null) for (let i = 0; i < count; i++) this.#read(i, 0, count, i);
    else {
      for (let i = 0; i < count; i++) {
        this.#look(i, 0, count, READ_UNITS);
        this.#pool(READ_UNITS, regions[at(i)]!);
      }
    }
    this.#held = regions === null && count === to - from ? { hash, marks, from, count } : null;
  }

  /** Reads places [lo, hi) of the `count` held: only around its ends is anything seen that was not seen before. */
  #readPart(count: number, lo: number, hi: number): void {
    for (let i = lo; i < hi; i++) {
      if ((i > lo || lo === 0) && (i + 1 < hi || hi === count)) this.#pool(i, 1);
      else this.#read(i, lo, hi, READ_UNITS);
    }
  }

  #read(i: number, lo: number, hi: number, row: number): void {
    if (this.#unmarked(i, lo, hi)) this.#lookAndPool(i, lo, hi, row);
    else {
      this.#look(i, lo, hi, row);
      this.#pool(row, 1);
    }
  }

  #unmarked(i: number, lo: number, hi: number): boolean {
    const marks = this.#marks;
    return marks[i] === 0 && (i === lo || marks[i - 1] === 0) && (i + 1 === hi || marks[i + 1] === 0);
  }

  /** The most common case of `#look` and `#pool`, in one go: one region, no marks nearby. The same to the last bit. */
  #lookAndPool(i: number, lo: number, hi: number, row: number): void {
    const { filters, bias } = this.#parts;
    const seen = this.#seen;
    const highest = this.#highest;
    const sums = this.#sums;
    const before = i > lo ? this.#addedBy(this.#rows[i - 1]!) : this.#nothing;
    const here = this.#addedBy(this.#rows[i]!);
    const after = i + 1 < hi ? this.#addedBy(this.#rows[i + 1]!) : this.#nothing;
    this.#counts[0]!++;
    for (let f = 0, g = filters, h = 2 * filters, s = row * filters; f < filters; f++, g++, h++, s++) {
      const value = Math.fround(bias[f]! + before[f]! + here[g]! + after[h]!);
      if (value > 0) {
        seen[s] = value;
        sums[f] = sums[f]! + value;
        if (value > highest[f]!) highest[f] = value;
      } else seen[s] = 0;
    }
  }

  /** What the filters see around place `i` of those in [lo, hi), cut off at 0, written to a row of `#seen`. */
  #look(i: number, lo: number, hi: number, row: number): void {
    const { filters, bias } = this.#parts;
    const seen = this.#seen;
    const before = i > lo ? this.#addedBy(this.#rows[i - 1]!) : this.#nothing;
    const here = this.#addedBy(this.#rows[i]!);
    const after = i + 1 < hi ? this.#addedBy(this.#rows[i + 1]!) : this.#nothing;
    for (let f = 0, g = filters, h = 2 * filters, s = row * filters; f < filters; f++, g++, h++, s++) {
      seen[s] = bias[f]! + before[f]! + here[g]! + after[h]!;
    }
    for (let place = 0; place < PLACES; place++) {
      const k = i + place - 1;
      if (k >= lo && k < hi && this.#marks[k] !== 0) this.#mark(this.#marks[k]!, place, row);
    }
    for (let s = row * filters, end = s + filters; s < end; s++) if (seen[s]! < 0) seen[s] = 0;
  }

  #mark(marks: number, place: number, row: number): void {
    const { filters, marked, marks: kinds } = this.#parts;
    const seen = this.#seen;
    for (let m = 0; m < kinds; m++) {
      if ((marks & (1 << m)) === 0) continue;
      const from = (m * PLACES + place) * filters;
      for (let f = 0, s = row * filters; f < filters; f++, s++) seen[s] = seen[s]! + marked[from + f]!;
    }
  }

  /** Adds a row of `#seen` to the regions of `mask`. */
  #pool(row: number, mask: number): void {
    const { filters, regions } = this.#parts;
    const seen = this.#seen;
    const highest = this.#highest;
    const sums = this.#sums;
    for (let r = 0; r < regions; r++) {
      if ((mask & (1 << r)) === 0) continue;
      this.#counts[r]!++;
      for (let s = row * filters, k = r * filters, end = k + filters; k < end; s++, k++) {
        const value = seen[s]!;
        sums[k] = sums[k]! + value;
        if (value > highest[k]!) highest[k] = value;
      }
    }
  }

  #heads(): void {
    const { filters, regions, weights, constants } = this.#parts;
    const highest = this.#highest;
    const sums = this.#sums;
    const { out } = this;
    for (let o = 0, w = 0; o < out.length; o++) {
      let sum = constants[o]!;
      for (let r = 0; r < regions; r++, w += filters) {
        const mean = meanFactor(this.#counts[r]!);
        for (let k = r * filters, end = k + filters; k < end; k++, w++) {
          sum += weights[w]! * highest[k]! + weights[w + filters]! * sums[k]! * mean;
        }
      }
      out[o] = sum;
    }
  }

  #addedBy(row: number): Float32Array {
    const known = this.#added[row];
    if (known !== undefined) return known;
    const { dimensions, filters, vectors, scales, kernels } = this.#parts;
    const added = new Float32Array(PLACES * filters);
    const scale = scales[row]! / 127;
    const start = row * dimensions;
    for (let k = 0, w = 0; k < added.length; k++) {
      let sum = 0;
      for (let d = 0; d < dimensions; d++, w++) sum += kernels[w]! * vectors[start + d]!;
      added[k] = sum * scale;
    }
    this.#added[row] = added;
    return added;
  }
}

const within = (held: { readonly from: number; readonly count: number }, from: number, to: number): boolean =>
  from >= held.from && to <= held.from + held.count;

/** Means of long texts are held up: what is said once among many words still counts. */
export const meanFactor = (count: number): number => 1 / Math.sqrt(count + 1);
