/** Fits the combination of experts on scores that each expert gave to texts it was not trained on. */
import { combine, type Mixture, probabilities } from '../mixture.ts';

/** One text as the experts saw it. */
export interface Judged {
  /** Shares of the styles, from the gate. */
  readonly shares: Float64Array;
  readonly inputs: Float64Array;
  readonly label: 0 | 1 | 2;
  readonly neutral: boolean;
  readonly weight: number;
  readonly corpus: string;
}

/** Where the balance begins and is drawn back to: the mean of what `all` and the style's own expert say. */
export interface MixtureStart {
  readonly styles: readonly string[];
  readonly kinds: readonly ('review' | 'post')[];
  readonly inputs: readonly string[];
  /** styles × inputs. */
  readonly balance: Float32Array;
  readonly neutrality: Float32Array;
  /** styles × inputs: how strongly each neutrality weight is held; Infinity: not learned. */
  readonly hold: Float32Array;
}

const ROUNDS = 150;
/** Texts the combination is fitted on, at most: it has few numbers to find. */
const ENOUGH = 40_000;
const PULL = 2e-4;

/** Full-batch gradient descent (Adam, Kingma & Ba 2015) on the masked log loss; convex but for the gate, deterministic. */
export function fitMixture(all: readonly Judged[], start: MixtureStart): Mixture {
  const every = Math.max(1, all.length / ENOUGH);
  const judged = all.filter((_, i) => Math.floor(i / every) !== Math.floor((i - 1) / every));
  const size = start.balance.length;
  const params = new Float64Array(size * 2);
  params.set(start.balance);
  params.set(start.neutrality, size);
  const origin = params.slice();
  const m = new Float64Array(size * 2);
  const v = new Float64Array(size * 2);
  const grad = new Float64Array(size * 2);
  const width = start.inputs.length;
  const mixture = {
    styles: start.styles,
    kinds: start.kinds,
    inputs: start.inputs,
    balance: start.balance.slice(),
    neutrality: start.neutrality.slice(),
    decision: new Float32Array(start.styles.length * 3),
  };
  let total = 0;
  for (const j of judged) total += j.weight;
  if (total === 0) total = 1;
  for (let round = 1; round <= ROUNDS; round++) {
    grad.fill(0);
    for (const j of judged) {
      const [s, n] = combine(mixture, j.shares, j.inputs);
      const up = Math.exp(Math.max(-30, Math.min(30, s)));
      const middle = j.neutral ? Math.exp(Math.max(-30, Math.min(30, n))) : 0;
      const sum = up + 1 / up + middle;
      const ds = ((up - 1 / up) / sum - (j.label - 1)) * j.weight;
      const dn = j.neutral ? (middle / sum - (j.label === 1 ? 1 : 0)) * j.weight : 0;
      for (let g = 0; g < j.shares.length; g++) {
        const share = j.shares[g]!;
        if (share < 1e-2) continue;
        for (let i = 0, at = g * width; i < width; i++, at++) {
          grad[at]! += ds * share * j.inputs[i]!;
          grad[size + at]! += dn * share * j.inputs[i]!;
        }
      }
    }
    const rate = 0.05 * (1 - round / (ROUNDS + 1));
    for (let k = 0; k < params.length; k++) {
      if (k >= size && start.hold[k - size] === Number.POSITIVE_INFINITY) continue;
      const g = grad[k]! / total + PULL * (params[k]! - origin[k]!);
      m[k] = 0.9 * m[k]! + 0.1 * g;
      v[k] = 0.99 * v[k]! + 0.01 * g * g;
      params[k]! -= (rate * (m[k]! / (1 - 0.9 ** round))) / (Math.sqrt(v[k]! / (1 - 0.99 ** round)) + 1e-8);
    }
    mixture.balance.set(params.subarray(0, size));
    mixture.neutrality.set(params.subarray(size));
  }
  return mixture;
}

/** More would call too many texts negative where a corpus has but two classes, and where it is met in other proportions. */
const MOST_FOR_NEGATIVE = 0.7;

/**
 * Chooses per style what is added to the classes' log probabilities before the label is picked, so that macro-F1 and
 * macro-recall together are highest: rare classes are otherwise hardly ever named. Only styles with a neutral class; the others keep 0.
 */
export function fitDecision(mixture: Mixture, judged: readonly Judged[]): void {
  for (let g = 0; g < mixture.styles.length; g++) {
    const mine = judged.filter((j) => j.neutral && j.shares[g]! > 0.5);
    if (mine.length < 100) continue;
    const logs = mine.map((j) => {
      const p = probabilities(...combine(mixture, j.shares, j.inputs)).map((x) => Math.log(x + 1e-9));
      return { p, label: j.label };
    });
    let best = -1;
    let chosen: [number, number] = [0, 0];
    for (let negative = -0.5; negative <= MOST_FOR_NEGATIVE + 0.01; negative += 0.1) {
      for (let neutral = -0.5; neutral <= 1.51; neutral += 0.1) {
        const score = fairness(logs, [negative, neutral, 0]) - 0.002 * (Math.abs(negative) + Math.abs(neutral));
        if (score > best) {
          best = score;
          chosen = [negative, neutral];
        }
      }
    }
    mixture.decision.set([chosen[0], chosen[1], 0], g * 3);
  }
}

/** Mean of macro-F1 and macro-recall. */
function fairness(logs: readonly { p: number[]; label: number }[], add: readonly [number, number, number]): number {
  const right = [0, 0, 0];
  const said = [0, 0, 0];
  const there = [0, 0, 0];
  for (const { p, label } of logs) {
    const a = p[0]! + add[0];
    const b = p[1]! + add[1];
    const c = p[2]! + add[2];
    const pick = a >= b && a >= c ? 0 : c >= b ? 2 : 1;
    said[pick]!++;
    there[label]!++;
    if (pick === label) right[label]!++;
  }
  const f1 = right.reduce((sum, r, k) => sum + (2 * r) / Math.max(1, said[k]! + there[k]!), 0);
  const recall = right.reduce((sum, r, k) => sum + r / Math.max(1, there[k]!), 0);
  return (f1 + recall) / 6;
}
