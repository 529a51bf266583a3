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
  readonly #table: WeightTable;
  /** Where in `ids` each bucket begins. */
  readonly #buckets: Int32Array;
  /** Where each row's weights begin. */
  readonly #starts: Int32Array;
  readonly #sums: Int32Array;

  constructor(table: WeightTable) {
    this.#table = table;
    this.#buckets = bucketsOf(table.ids);
    this.#starts = startsOf(table.counts);
    this.#sums = new Int32Array(table.columns.length);
  }

  /** The row about a feature, −1: nothing is known of it. */
  row(id: number): number {
    const { ids } = this.#table;
    const bucket = id >>> BUCKET_SHIFT;
    if (bucket >= this.#buckets.length - 1) return -1;
    const end = this.#buckets[bucket + 1]!;
    let row = this.#buckets[bucket]!;
    while (row < end && ids[row]! < id) row++;
    return row < end && ids[row] === id ? row : -1;
  }

  /** Begins sums anew. */
  begin(): void {
    this.#sums.fill(0);
  }

  /** Adds the weights of a row. */
  add(row: number): void {
    const { places, weights } = this.#table;
    const sums = this.#sums;
    const stop = this.#starts[row + 1]!;
    for (let k = this.#starts[row]!; k < stop; k++) {
      const c = places[k]!;
      sums[c] = sums[c]! + weights[k]!;
    }
  }

  /** Column sums of what was added, over √(features + 1), plus bias; written to `out`. */
  end(features: number, out: Float64Array): void {
    const { scales, bias } = this.#table;
    const norm = 1 / Math.sqrt(features + 1);
    for (let c = 0; c < scales.length; c++) out[c] = bias[c]! + this.#sums[c]! * scales[c]! * norm;
  }

  /** Column sums of the features' weights over √(features + 1), plus bias; written to `out`. */
  sum(features: Int32Array, out: Float64Array): void {
    this.begin();
    for (let i = 0; i < features.length; i++) {
      const row = this.row(features[i]!);
      if (row >= 0) this.add(row);
    }
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

function startsOf(counts: Uint8Array): Int32Array {
  const starts = new Int32Array(counts.length + 1);
  for (let row = 0, at = 0; row < counts.length; row++) {
    at += counts[row]!;
    starts[row + 1] = at;
  }
  return starts;
}
