/**
 * Sparse weights: a row of small integers per known feature, a scale per column. All linear parts of a model (experts,
 * gate) share one table, so that a feature is looked up once for all of them.
 */

export interface WeightTable {
  /** Names of the columns, in order. */
  readonly columns: readonly string[];
  /** Ascending feature ids; row `i` is about `ids[i]`. */
  readonly ids: Int32Array;
  /** Row-major, `ids.length × columns.length`. */
  readonly weights: Int8Array;
  /** What a weight of 1 stands for, by column. */
  readonly scales: Float32Array;
  /** Added to each sum, by column. */
  readonly bias: Float32Array;
}

/** Sums of weights over features. */
export class TableReader {
  readonly table: WeightTable;
  readonly #slots: Int32Array;
  readonly #mask: number;
  readonly #sums: Float64Array;

  constructor(table: WeightTable) {
    this.table = table;
    let size = 1024;
    while (size < table.ids.length * 2) size *= 2;
    this.#mask = size - 1;
    this.#slots = new Int32Array(size).fill(-1);
    table.ids.forEach((id, row) => {
      let slot = id & this.#mask;
      while (this.#slots[slot] !== -1) slot = (slot + 1) & this.#mask;
      this.#slots[slot] = row;
    });
    this.#sums = new Float64Array(table.columns.length);
  }

  /**
   * Column sums of the features' weights over √(known features + 1), plus bias; written to `out`.
   * Returns how many features were known.
   */
  sum(features: Int32Array, out: Float64Array): number {
    const { ids, weights, scales, bias } = this.table;
    const width = scales.length;
    const sums = this.#sums.fill(0);
    let known = 0;
    for (let i = 0; i < features.length; i++) {
      const id = features[i]!;
      let slot = id & this.#mask;
      let row = this.#slots[slot]!;
      while (row !== -1 && ids[row] !== id) {
        slot = (slot + 1) & this.#mask;
        row = this.#slots[slot]!;
      }
      if (row === -1) continue;
      known++;
      const at = row * width;
      for (let c = 0; c < width; c++) sums[c]! += weights[at + c]!;
    }
    const norm = 1 / Math.sqrt(features.length + 1);
    for (let c = 0; c < width; c++) out[c] = bias[c]! + sums[c]! * scales[c]! * norm;
    return known;
  }
}
