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

  /** Column sums of the features' weights over √(features + 1), plus bias; written to `out`. */
  sum(features: Int32Array, out: Float64Array): void {
    const { ids, places, weights, scales, bias } = this.#table;
    const buckets = this.#buckets;
    const starts = this.#starts;
    const sums = this.#sums.fill(0);
    const reach = buckets.length - 1;
    for (let i = 0; i < features.length; i++) {
      const id = features[i]!;
      const bucket = id >>> BUCKET_SHIFT;
      if (bucket >= reach) continue;
      const end = buckets[bucket + 1]!;
      let row = buckets[bucket]!;
      while (row < end && ids[row]! < id) row++;
      if (row === end || ids[row] !== id) continue;
      const stop = starts[row + 1]!;
      for (let k = starts[row]!; k < stop; k++) {
        const c = places[k]!;
        sums[c] = sums[c]! + weights[k]!;
      }
    }
    const norm = 1 / Math.sqrt(features.length + 1);
    for (let c = 0; c < scales.length; c++) out[c] = bias[c]! + sums[c]! * scales[c]! * norm;
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
