/** Back-propagation through the network (see ../network.ts), a batch at a time; each different unit of a batch is projected once. */
import { PLACES } from '../network.ts';
import { backThrough, outerProduct, timesVector } from './matrix.ts';
import { pool } from './network-pool.ts';
import type { Weights } from './network-weights.ts';

/** Shares of words, components of vectors and pooled filters that are left out. */
export interface Dropout {
  readonly words: number;
  readonly components: number;
  readonly pooled: number;
}

/** One text as the network learns from it. */
export interface NetworkExample {
  /** Rows of its units' vectors. */
  readonly rows: Int32Array;
  /** By unit, one bit a mark. */
  readonly marks: Uint8Array;
  /** By unit, one bit a region. */
  readonly regions: Uint8Array;
  /** 0 negative, 1 neutral, 2 positive. */
  readonly label: 0 | 1 | 2;
  /** Whether its corpus has a neutral class. */
  readonly neutral: boolean;
  /** Its style's head; −1: only the head for all texts learns from it. */
  readonly style: number;
  readonly weight: number;
}

/** Gradients of the mean loss of a batch. */
export class BatchGradient {
  readonly #weights: Weights;
  /** Whether the gradients of vectors are wanted: a third of the work. */
  readonly #movesVectors: boolean;
  readonly dense: readonly { readonly values: Float32Array; readonly gradient: Float32Array }[];
  readonly #kernels: Float32Array;
  readonly #marked: Float32Array;
  readonly #bias: Float32Array;
  readonly #heads: Float32Array;
  readonly #constants: Float32Array;
  /** Place of a row among those of the batch, −1: not in it. */
  readonly #slots: Int32Array;
  /** Rows of vectors that occur in the batch; the arrays below are in their order. */
  touched: number[] = [];
  readonly vectorGradients: Float32Array[] = [];
  readonly #kept: Float32Array[] = [];
  readonly #inputs: Float32Array[] = [];
  /** What each adds to the filters, and its gradient. */
  readonly #added: Float32Array[] = [];
  readonly #addedGradients: Float32Array[] = [];

  constructor(weights: Weights, movesVectors = true) {
    this.#movesVectors = movesVectors;
    this.#weights = weights;
    this.dense = [weights.kernels, weights.marked, weights.bias, weights.headWeights, weights.constants].map(
      (values) => ({
        values,
        gradient: new Float32Array(values.length),
      }),
    );
    const [kernels, marked, bias, heads, constants] = this.dense.map((d) => d.gradient);
    this.#kernels = kernels!;
    this.#marked = marked!;
    this.#bias = bias!;
    this.#heads = heads!;
    this.#constants = constants!;
    this.#slots = new Int32Array(weights.vectors.length / weights.dimensions).fill(-1);
  }

  /** Sum of the losses; leaves the gradients of the mean loss in `dense` and `vectorGradient`. */
  of(examples: readonly NetworkExample[], drop: Dropout, random: () => number): number {
    for (const { gradient } of this.dense) gradient.fill(0);
    const texts = examples.map((e) => ({ ...e, rows: e.rows.map((row) => (random() < drop.words ? 0 : row)) }));
    this.#project(texts, drop.components, random);
    let loss = 0;
    for (const text of texts) loss += this.#text(text, drop.pooled, random, 1 / examples.length);
    this.#unproject();
    for (const row of this.touched) this.#slots[row] = -1;
    return loss;
  }

  #project(texts: readonly NetworkExample[], dropped: number, random: () => number): void {
    const { dimensions, filters, vectors, kernels } = this.#weights;
    this.touched = [];
    for (const { rows } of texts) {
      for (const row of rows) {
        if (this.#slots[row] !== -1) continue;
        this.#slots[row] = this.touched.length;
        this.touched.push(row);
      }
    }
    const width = PLACES * filters;
    this.touched.forEach((row, slot) => {
      const input = arrayAt(this.#inputs, slot, dimensions);
      const kept = arrayAt(this.#kept, slot, dimensions);
      for (let d = 0; d < dimensions; d++) {
        kept[d] = dropped > 0 && random() < dropped ? 0 : 1 / (1 - dropped);
        input[d] = vectors[row * dimensions + d]! * kept[d]!;
      }
      const added = arrayAt(this.#added, slot, width);
      arrayAt(this.#addedGradients, slot, width).fill(0);
      timesVector(kernels, input, added);
    });
  }

  /** From the gradients of what rows add to those of kernels and vectors. */
  #unproject(): void {
    const { dimensions, kernels } = this.#weights;
    for (let slot = 0; slot < this.touched.length; slot++) {
      const input = this.#inputs[slot]!;
      const gradient = this.#addedGradients[slot]!;
      const own = arrayAt(this.vectorGradients, slot, dimensions).fill(0);
      outerProduct(this.#kernels, gradient, input);
      if (!this.#movesVectors) continue;
      backThrough(kernels, gradient, own);
      const kept = this.#kept[slot]!;
      for (let d = 0; d < dimensions; d++) own[d]! *= kept[d]!;
    }
  }

  #text(text: NetworkExample, dropped: number, random: () => number, share: number): number {
    const { filters, regions, heads } = this.#weights;
    if (text.rows.length === 0) return 0;
    const seen = this.#see(text);
    const { pooled, where, means } = pool(this.#weights, text, seen);
    const kept = new Float32Array(pooled.length);
    for (let k = 0; k < kept.length; k++) {
      kept[k] = dropped > 0 && random() < dropped ? 0 : 1 / (1 - dropped);
      pooled[k]! *= kept[k]!;
    }
    const gradient = new Float32Array(pooled.length);
    let loss = this.#head(text, pooled, gradient, [0], share);
    const own = text.style + 1;
    if (own > 0 && own < heads) loss += this.#head(text, pooled, gradient, [0, own], share);
    for (let k = 0; k < kept.length; k++) gradient[k]! *= kept[k]!;
    for (let r = 0; r < regions; r++) {
      const from = (2 * r + 1) * filters;
      for (let f = 0; f < filters; f++) gradient[from + f]! *= means[r]!;
    }
    this.#back(text, seen, where, gradient);
    return loss;
  }

  /** What filters see at each unit, before it is cut off at 0. */
  #see({ rows, marks }: NetworkExample): Float32Array {
    const { filters, bias, marked, marks: kinds } = this.#weights;
    const count = rows.length;
    const seen = new Float32Array(count * filters);
    for (let i = 0; i < count; i++) {
      const at = i * filters;
      for (let f = 0; f < filters; f++) seen[at + f] = bias[f]!;
      for (let place = 0; place < PLACES; place++) {
        const k = i + place - 1;
        if (k < 0 || k >= count) continue;
        const added = this.#added[this.#slots[rows[k]!]!]!;
        const from = place * filters;
        for (let f = 0; f < filters; f++) seen[at + f]! += added[from + f]!;
        for (let m = 0; m < kinds; m++) {
          if ((marks[k]! & (1 << m)) === 0) continue;
          const own = (m * PLACES + place) * filters;
          for (let f = 0; f < filters; f++) seen[at + f]! += marked[own + f]!;
        }
      }
    }
    return seen;
  }

  /** Loss of the sum of some heads; adds its gradients. */
  #head(
    { label, neutral, weight }: NetworkExample,
    pooled: Float32Array,
    gradient: Float32Array,
    heads: readonly number[],
    share: number,
  ): number {
    const { headWeights: weights, constants } = this.#weights;
    const width = pooled.length;
    const sums = [0, 1].map((part) => {
      let sum = 0;
      for (const head of heads) {
        const o = head * 2 + part;
        sum += constants[o]!;
        for (let f = 0, w = o * width; f < width; f++, w++) sum += weights[w]! * pooled[f]!;
      }
      return Math.max(-30, Math.min(30, sum));
    });
    const up = Math.exp(sums[0]!);
    const middle = neutral ? Math.exp(sums[1]!) : 0;
    const total = up + 1 / up + middle;
    const p = label === 2 ? up : label === 0 ? 1 / up : middle;
    const slopes = [(up - 1 / up) / total - (label - 1), neutral ? middle / total - (label === 1 ? 1 : 0) : 0];
    for (let part = 0; part < 2; part++) {
      const g = slopes[part]! * weight * share;
      if (g === 0) continue;
      for (const head of heads) {
        const o = head * 2 + part;
        this.#constants[o]! += g;
        for (let f = 0, w = o * width; f < width; f++, w++) {
          this.#heads[w]! += g * pooled[f]!;
          gradient[f]! += g * weights[w]!;
        }
      }
    }
    return -Math.log(p / total) * weight;
  }

  #back(
    { rows, marks, regions: masks }: NetworkExample,
    seen: Float32Array,
    where: Int32Array,
    gradient: Float32Array,
  ): void {
    const { filters, regions, marks: kinds } = this.#weights;
    const count = rows.length;
    const own = new Float32Array(filters);
    for (let i = 0; i < count; i++) {
      own.fill(0);
      for (let r = 0; r < regions; r++) {
        if ((masks[i]! & (1 << r)) === 0) continue;
        const most = 2 * r * filters;
        for (let f = 0, at = i * filters; f < filters; f++, at++) {
          if (seen[at]! <= 0) continue;
          own[f]! += gradient[most + filters + f]! + (where[r * filters + f] === i ? gradient[most + f]! : 0);
        }
      }
      for (let f = 0; f < filters; f++) this.#bias[f]! += own[f]!;
      for (let place = 0; place < PLACES; place++) {
        const k = i + place - 1;
        if (k < 0 || k >= count) continue;
        const added = this.#addedGradients[this.#slots[rows[k]!]!]!;
        const from = place * filters;
        for (let f = 0; f < filters; f++) added[from + f]! += own[f]!;
        for (let m = 0; m < kinds; m++) {
          if ((marks[k]! & (1 << m)) === 0) continue;
          const at = (m * PLACES + place) * filters;
          for (let f = 0; f < filters; f++) this.#marked[at + f]! += own[f]!;
        }
      }
    }
  }
}

/** The array kept at a place, made when first asked for. */
function arrayAt(arrays: Float32Array[], place: number, length: number): Float32Array {
  const kept = arrays[place] ?? new Float32Array(length);
  arrays[place] = kept;
  return kept;
}
