/**
 * From the linear sums of one text to its three probabilities. A text is read by every expert (one per style of text:
 * shop reviews, film reviews, chatter …); what they say is combined by weights that belong to a style, and the styles
 * by how much the text is like each (a mixture of experts; Jacobs et al. 1991). So `[允悲]` on Weibo and "so cheap" in a
 * shop each mean what they mean there, and an unknown style of text gets a bit of all.
 */

/** How the experts' sums are combined. All matrices are row-major, one row per style. */
export interface Mixture {
  readonly styles: readonly string[];
  /** Inputs of the combination: names of sums, in order; the last input is the constant 1. */
  readonly inputs: readonly string[];
  /** styles × inputs: weights for the balance `s`. */
  readonly balance: Float32Array;
  /** styles × inputs: weights for the neutrality `n`. */
  readonly neutrality: Float32Array;
  /** styles × 3: added to the logarithm of each class's probability when the label is chosen. */
  readonly decision: Float32Array;
  /** Styles by the kind of post they are written as: a known kind rules the others mostly out. */
  readonly kinds: readonly ('review' | 'post')[];
}

/** e^−2: what a style of the other kind keeps of its share when the kind of post is known. */
const OTHER_KIND = Math.exp(-2);

/** Softmax of the gate's sums, in place; with `kind`, styles of the other kind weigh less. */
export function styleShares(
  mixture: Pick<Mixture, 'kinds'>,
  gate: Float64Array,
  kind: 'review' | 'post' | undefined,
): void {
  let top = Number.NEGATIVE_INFINITY;
  for (const value of gate) if (value > top) top = value;
  let total = 0;
  for (let g = 0; g < gate.length; g++) {
    const likeness = Math.exp(gate[g]! - top) * (kind === undefined || mixture.kinds[g] === kind ? 1 : OTHER_KIND);
    gate[g] = likeness;
    total += likeness;
  }
  for (let g = 0; g < gate.length; g++) gate[g]! /= total;
}

/** `[s, n]` of a text from its styles' shares and the inputs. */
export function combine(mixture: Mixture, shares: Float64Array, inputs: Float64Array): [number, number] {
  const width = inputs.length;
  let s = 0;
  let n = 0;
  for (let g = 0; g < shares.length; g++) {
    const share = shares[g]!;
    if (share < 1e-4) continue;
    let a = 0;
    let b = 0;
    for (let i = 0, at = g * width; i < width; i++, at++) {
      a += mixture.balance[at]! * inputs[i]!;
      b += mixture.neutrality[at]! * inputs[i]!;
    }
    s += share * a;
    n += share * b;
  }
  return [s, n];
}

/** P(negative), P(neutral), P(positive) ∝ e^−s, e^n, e^s. */
export function probabilities(s: number, n: number): [number, number, number] {
  const top = Math.max(Math.abs(s), n);
  const down = Math.exp(-s - top);
  const middle = Math.exp(n - top);
  const up = Math.exp(s - top);
  const total = down + middle + up;
  return [down / total, middle / total, up / total];
}

/** What is said of a text in the end. */
export interface Verdict {
  /** P(negative), P(neutral), P(positive). */
  readonly p: readonly [number, number, number];
  /** The same, with rare classes given their due: what the label and the score are read from. */
  readonly fair: readonly [number, number, number];
  /** 0 negative, 1 neutral, 2 positive. */
  readonly label: 0 | 1 | 2;
  /** Balance before squashing, unbounded. */
  readonly balance: number;
}

/** The verdict on a text from its styles' shares and the inputs. */
export function verdictOf(mixture: Mixture, shares: Float64Array, inputs: Float64Array): Verdict {
  const [balance, n] = combine(mixture, shares, inputs);
  const p = probabilities(balance, n);
  const fair = fairOf(mixture, p, shares);
  const label = fair[1] > fair[0] && fair[1] > fair[2] ? 1 : fair[2] >= fair[0] ? 2 : 0;
  return { p, fair, label, balance };
}

/** The probabilities as they would be were rare classes less rare. */
function fairOf({ decision }: Mixture, p: readonly number[], shares: Float64Array): [number, number, number] {
  const weights = p.map((probability, c) => {
    let bonus = 0;
    for (let g = 0; g < shares.length; g++) bonus += shares[g]! * decision[g * 3 + c]!;
    return probability * Math.exp(bonus);
  });
  const total = weights[0]! + weights[1]! + weights[2]!;
  return [weights[0]! / total, weights[1]! / total, weights[2]! / total];
}
