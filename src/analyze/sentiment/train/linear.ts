/**
 * Sparse linear learners: three-class sentiment by two sums (balance `s`, neutrality `n`), and softmax over styles.
 * Stochastic gradient with AdaGrad (Duchi et al. 2011); sentiment features may be scaled by their naive-Bayes
 * log-count ratio first (Wang & Manning 2012, "NBSVM"), which is worth up to three points on small corpora.
 */
import { randomOf } from '../hash.ts';

/** Documents as rows of known feature numbers, `features[offsets[i] … offsets[i+1])`. */
export interface SparseRows {
  readonly offsets: Float64Array;
  readonly features: Int32Array;
  /** Number of different features. */
  readonly width: number;
  /** 1/√(features of the document, unknown ones included, + 1). */
  readonly norms: Float32Array;
}

/** What to learn from one document. */
export interface SentimentExample {
  readonly row: number;
  /** 0 negative, 1 neutral, 2 positive. */
  readonly label: 0 | 1 | 2;
  /** Whether its corpus has a neutral class: if not, it says nothing about neutrality. */
  readonly neutral: boolean;
  readonly weight: number;
}

export interface LinearOptions {
  readonly epochs: number;
  readonly rate: number;
  /** Features are multiplied by it: the larger, the less regularised. */
  readonly gain: number;
  /** Scale features by |log-count ratio| + 0.05. */
  readonly bayes: boolean;
  readonly seed: number;
}

export interface SentimentWeights {
  readonly balance: Float32Array;
  readonly neutrality: Float32Array;
  readonly bias: readonly [number, number];
}

export function shuffled(n: number, random: () => number): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const k = Math.floor(random() * (i + 1));
    const kept = order[i]!;
    order[i] = order[k]!;
    order[k] = kept;
  }
  return order;
}

const bounded = (x: number): number => (x > 30 ? 30 : Math.max(x, -30));

/** P(negative, neutral, positive) ∝ e^−s, e^n, e^s; without a neutral class ∝ e^−s, 0, e^s. */
export function fitSentiment(x: SparseRows, examples: readonly SentimentExample[], o: LinearOptions): SentimentWeights {
  const scale = o.bayes ? bayesScale(x, examples) : new Float32Array(x.width).fill(1);
  const balance = new Float32Array(x.width);
  const neutrality = new Float32Array(x.width);
  const heat = new Float32Array(x.width).fill(1e-3);
  const neutralHeat = new Float32Array(x.width).fill(1e-3);
  let biasS = 0;
  let biasN = -1;
  const random = randomOf(o.seed);
  for (let epoch = 0; epoch < o.epochs; epoch++) {
    for (const k of shuffled(examples.length, random)) {
      const { row, label, neutral, weight } = examples[k]!;
      const from = x.offsets[row]!;
      const to = x.offsets[row + 1]!;
      const z = o.gain * x.norms[row]!;
      let s = biasS;
      let n = biasN;
      for (let i = from; i < to; i++) {
        const j = x.features[i]!;
        const v = scale[j]! * z;
        s += balance[j]! * v;
        if (neutral) n += neutrality[j]! * v;
      }
      const up = Math.exp(bounded(s));
      const middle = neutral ? Math.exp(bounded(n)) : 0;
      const total = up + 1 / up + middle;
      const gradS = ((up - 1 / up) / total - (label - 1)) * weight;
      const gradN = neutral ? (middle / total - (label === 1 ? 1 : 0)) * weight : 0;
      biasS -= 0.001 * gradS;
      biasN -= 0.001 * gradN;
      for (let i = from; i < to; i++) {
        const j = x.features[i]!;
        const v = scale[j]! * z;
        const g = gradS * v;
        heat[j]! += g * g;
        balance[j]! -= (o.rate * g) / Math.sqrt(heat[j]!);
        if (!neutral) continue;
        const h = gradN * v;
        neutralHeat[j]! += h * h;
        neutrality[j]! -= (o.rate * h) / Math.sqrt(neutralHeat[j]!);
      }
    }
  }
  for (let j = 0; j < x.width; j++) {
    balance[j]! *= scale[j]! * o.gain;
    neutrality[j]! *= scale[j]! * o.gain;
  }
  return { balance, neutrality, bias: [biasS, biasN] };
}

/** |log (p(feature | positive) / p(feature | negative))| + 0.05; 0 for features seen only once. */
function bayesScale(x: SparseRows, examples: readonly SentimentExample[]): Float32Array {
  const up = new Float32Array(x.width);
  const down = new Float32Array(x.width);
  let ups = 2;
  let downs = 2;
  for (const { row, label } of examples) {
    if (label === 1) continue;
    const counts = label === 2 ? up : down;
    if (label === 2) ups++;
    else downs++;
    for (let i = x.offsets[row]!; i < x.offsets[row + 1]!; i++) counts[x.features[i]!]! += 1;
  }
  const scale = new Float32Array(x.width);
  for (let j = 0; j < x.width; j++) {
    if (up[j]! + down[j]! < 2) continue;
    scale[j] = Math.abs(Math.log(((up[j]! + 1) / ups) * (downs / (down[j]! + 1)))) + 0.05;
  }
  return scale;
}

/** Softmax regression over `classes`; one weight vector per class. */
export function fitSoftmax(
  x: SparseRows,
  examples: readonly { readonly row: number; readonly label: number; readonly weight: number }[],
  classes: number,
  o: Omit<LinearOptions, 'bayes'>,
): { weights: Float32Array[]; bias: Float32Array } {
  const weights = Array.from({ length: classes }, () => new Float32Array(x.width));
  const heat = Array.from({ length: classes }, () => new Float32Array(x.width).fill(1e-3));
  const bias = new Float32Array(classes);
  const random = randomOf(o.seed);
  const p = new Float64Array(classes);
  for (let epoch = 0; epoch < o.epochs; epoch++) {
    for (const k of shuffled(examples.length, random)) {
      const { row, label, weight } = examples[k]!;
      const from = x.offsets[row]!;
      const to = x.offsets[row + 1]!;
      const z = o.gain * x.norms[row]!;
      let total = 0;
      for (let c = 0; c < classes; c++) {
        const w = weights[c]!;
        let sum = 0;
        for (let i = from; i < to; i++) sum += w[x.features[i]!]!;
        p[c] = Math.exp(bounded(bias[c]! + sum * z));
        total += p[c]!;
      }
      for (let c = 0; c < classes; c++) {
        const grad = (p[c]! / total - (c === label ? 1 : 0)) * weight;
        bias[c]! -= 0.001 * grad;
        if (Math.abs(grad) < 1e-3) continue;
        const w = weights[c]!;
        const h = heat[c]!;
        const g = grad * z;
        for (let i = from; i < to; i++) {
          const j = x.features[i]!;
          h[j]! += g * g;
          w[j]! -= (o.rate * g) / Math.sqrt(h[j]!);
        }
      }
    }
  }
  for (const w of weights) for (let j = 0; j < x.width; j++) w[j]! *= o.gain;
  return { weights, bias };
}
