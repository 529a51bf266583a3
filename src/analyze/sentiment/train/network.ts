/**
 * Teaches a network (see ../network.ts): back-propagation by hand, Adam (Kingma & Ba 2015), for the vectors only where a batch touches
 * them; words, components of vectors and filters are left out at random (dropout, Srivastava et al. 2014). Seeded.
 */
import { randomOf } from '../hash.ts';
import { shuffled } from './linear.ts';
import { BatchGradient, type Dropout, type NetworkExample } from './network-gradient.ts';
import type { Weights } from './network-weights.ts';

export interface NetworkOptions {
  readonly epochs: number;
  readonly batch: number;
  readonly rate: number;
  /** 0: the vectors stay as they are. */
  readonly vectorRate: number;
  /** What is left out while learning. */
  readonly drop: Dropout;
  readonly seed: number;
}

/** Teaches `weights` in place. `report` is told the mean loss after each epoch. */
export function teachNetwork(
  weights: Weights,
  examples: readonly NetworkExample[],
  o: NetworkOptions,
  report: (epoch: number, loss: number) => void,
): void {
  const random = randomOf(o.seed);
  const step = new BatchGradient(weights, o.vectorRate > 0);
  const dense = step.dense.map(({ values }) => new Adam(values.length));
  const vectors = new Adam(weights.vectors.length);
  const batches = Math.ceil(examples.length / o.batch);
  for (let epoch = 0; epoch < o.epochs; epoch++) {
    const order = shuffled(examples.length, random);
    let loss = 0;
    for (let b = 0; b < batches; b++) {
      const own = Array.from(order.subarray(b * o.batch, (b + 1) * o.batch), (i) => examples[i]!);
      loss += step.of(own, o.drop, random);
      const slope = 1 - (epoch * batches + b) / (o.epochs * batches);
      step.dense.forEach(({ values, gradient }, k) => {
        dense[k]!.apply(values, gradient, o.rate * slope, 0, values.length);
      });
      if (o.vectorRate === 0) continue;
      step.touched.forEach((row, slot) => {
        const from = row * weights.dimensions;
        vectors.apply(
          weights.vectors,
          step.vectorGradients[slot]!,
          o.vectorRate * slope,
          from,
          from + weights.dimensions,
        );
      });
    }
    report(epoch, loss / Math.max(1, examples.length));
  }
}

/** Adam over part of an array; each part's steps are counted by the first of its values. */
class Adam {
  readonly #mean: Float32Array;
  readonly #square: Float32Array;
  readonly #steps: Map<number, number> = new Map();

  constructor(size: number) {
    this.#mean = new Float32Array(size);
    this.#square = new Float32Array(size);
  }

  apply(values: Float32Array, gradient: Float32Array, rate: number, from: number, to: number): void {
    const steps = (this.#steps.get(from) ?? 0) + 1;
    this.#steps.set(from, steps);
    const scale = (rate * Math.sqrt(1 - 0.999 ** steps)) / (1 - 0.9 ** steps);
    const mean = this.#mean;
    const square = this.#square;
    for (let i = from, k = 0; i < to; i++, k++) {
      const g = gradient[k]!;
      const m = 0.9 * mean[i]! + 0.1 * g;
      const v = 0.999 * square[i]! + 0.001 * g * g;
      mean[i] = m;
      square[i] = v;
      values[i]! -= (scale * m) / (Math.sqrt(v) + 1e-8);
    }
  }
}
