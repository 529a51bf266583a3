/**
 * Sparse weights: for each known feature, small integers in some of the columns. All linear parts of a model (experts,
 * gate) share one table, so that a feature is looked up once for all of them.
 */

export interface WeightTable {
  /** Names of the columns, in order. */
  readonly columns: readonly string[];
  /** Ascending feature ids; row `i` is about `ids[i]`. */
  readonly ids: Int32Array;
  /** How many weights each row has. */
  readonly counts: Uint8Array;
  /** Row after row: the columns of its weights … */
  readonly places: Uint8Array;
  /** … and the weights. */
  readonly weights: Int8Array;
  /** What a weight of 1 stands for, by column. */
  readonly scales: Float32Array;
  /** Added to each sum, by column. */
  readonly bias: Float32Array;
}

/** Ids are spread evenly, so their upper bits lead to within a few places of the right one. */
const BUCKET_SHIFT = 10;

/** Sums of weights over features. */
export class TableReader {
  readonly #scales: Float32Array;
  readonly #bias: Float32Array;
  /** Where each bucket begins, in rows. */
  readonly #buckets: Int32Array;
  /** Row after row: the feature's id, and where its weights begin; side by side, as they are asked for together. */
  readonly #rows: Int32Array;
  /** Weights, each in the lower byte beside its column. */
  readonly #cells: Int16Array;
  readonly #sums: Int32Array;
  /** Number of columns. */
  readonly width: number;

  constructor({ columns, ids, counts, places, weights, scales, bias }: WeightTable) {
    this.#scales = scales;
    this.#bias = bias;
    this.#buckets = bucketsOf(ids);
    this.#rows = rowsOf(ids, counts);
    this.#cells = cellsOf(places, weights);
    this.#sums = new Int32Array(columns.length);
    this.width = columns.length;
  }

  /** The row about a feature, −1: nothing is known of it. */
  row(id: number): number {
    const rows = this.#rows;
    const bucket = id >>> BUCKET_SHIFT;
    if (bucket >= this.#buckets.length - 1) return -1;
    const end = 2 * this.#buckets[bucket + 1]!;
    let at = 2 * this.#buckets[bucket]!;
    while (at < end && rows[at]! < id) at += 2;
    return at < end && rows[at] === id ? at >> 1 : -1;
  }

  /** Begins sums anew. */
  begin(): void {
    this.#sums.fill(0);
  }

  /** Begins with what was added between `copyTo(running, from)` and `copyTo(running, to)`. */
  beginAt(running: Int32Array, from: number, to: number): void {
    const { width } = this;
    const sums = this.#sums;
    for (let c = 0, a = from * width, b = to * width; c < width; c++, a++, b++) sums[c] = running[b]! - running[a]!;
  }

  /** Keeps the sums as they are as the `place`th of `running`. */
  copyTo(running: Int32Array, place: number): void {
    const { width } = this;
    const sums = this.#sums;
    for (let c = 0, at = place * width; c < width; c++, at++) running[at] = sums[c]!;
  }

  /** Adds the weights of a row; −1 has none. */
  add(row: number): void {
    if (row < 0) return;
    const sums = this.#sums;
    const cells = this.#cells;
    const stop = this.#rows[2 * row + 3]!;
    for (let k = this.#rows[2 * row + 1]!; k < stop; k++) {
      const cell = cells[k]!;
      sums[cell >> 8] = sums[cell >> 8]! + ((cell << 24) >> 24);
    }
  }

  /** Takes the weights of a row away again. */
  subtract(row: number): void {
    if (row < 0) return;
    const sums = this.#sums;
    const cells = this.#cells;
    const stop = this.#rows[2 * row + 3]!;
    for (let k = this.#rows[2 * row + 1]!; k < stop; k++) {
      const cell = cells[k]!;
      sums[cell >> 8] = sums[cell >> 8]! - ((cell << 24) >> 24);
    }
  }

  /** Column sums of what was added, over √(features + 1), plus bias; written to `out`. */
  end(features: number, out: Float64Array): void {
    const scales = this.#scales;
    const bias = this.#bias;
    const norm = 1 / Math.sqrt(features + 1);
    for (let c = 0; c < scales.length; c++) out[c] = bias[c]! + this.#sums[c]! * scales[c]! * norm;
  }

  /** Column sums of the features' weights over √(features + 1), plus bias; written to `out`. */
  sum(features: Int32Array, out: Float64Array): void {
    this.begin();
    for (let i = 0; i < features.length; i++) this.add(this.row(features[i]!));
    this.end(features.length, out);
  }
}

function bucketsOf(ids: Int32Array): Int32Array {
  const last = ids.length === 0 ? 0 : ids[ids.length - 1]! >>> BUCKET_SHIFT;
  const buckets = new Int32Array(last + 2);
  let bucket = 0;
  for (let row = 0; row < ids.length; row++) {
    const own = ids[row]! >>> BUCKET_SHIFT;
    while (bucket < own) buckets[++bucket] = row;
  }
  buckets[last + 1] = ids.length;
  return buckets;
}

/** Ids with where their weights begin, and behind the last where the weights end. */
function rowsOf(ids: Int32Array, counts: Uint8Array): Int32Array {
  const rows = new Int32Array(2 * counts.length + 2);
  let at = 0;
  for (let row = 0; row < counts.length; row++) {
    rows[2 * row] = ids[row]!;
    rows[2 * row + 1] = at;
    at += counts[row]!;
  }
  rows[2 * counts.length + 1] = at;
  return rows;
}

function cellsOf(places: Uint8Array, weights: Int8Array): Int16Array {
  const cells = new Int16Array(places.length);
  for (let k = 0; k < cells.length; k++) cells[k] = (places[k]! << 8) | (weights[k]! & 255);
  return cells;
}
