/** Probabilities of the three labels, and what moves them from outside the text. */

export type Three = readonly [negative: number, neutral: number, positive: number];

/** What a text was read as. */
export interface Reading {
  /** Calibrated probabilities. */
  readonly p: Three;
  /** The same with rare classes given their due: label and score come from these. */
  readonly fair: Three;
}

export const readingOf = (p: Three, fair: Three): Reading => ({ p, fair });

/** P(rating | label) for low, middling and high ratings, roughly as review sites show it. */
const LOW: Three = [0.9, 0.25, 0.04];
const MIDDLE: Three = [0.08, 0.6, 0.08];
const HIGH: Three = [0.02, 0.15, 0.88];
/** A rating counts as one more witness, not as the verdict: its likelihood is tempered. */
const TRUST = 0.5;

/** `reading` once a rating (0 worst … 1 best) is known, by Bayes' rule with tempered likelihoods. */
export function withRating({ p, fair }: Reading, rating: number): Reading {
  const likelihood = [0, 1, 2].map((c) => {
    const at = rating * 2;
    const value = at <= 1 ? LOW[c]! * (1 - at) + MIDDLE[c]! * at : MIDDLE[c]! * (2 - at) + HIGH[c]! * (at - 1);
    return value ** TRUST;
  });
  return readingOf(weighted(p, likelihood), weighted(fair, likelihood));
}

function weighted(p: Three, by: readonly number[]): Three {
  const w = p.map((x, c) => x * by[c]!) as [number, number, number];
  const total = w[0] + w[1] + w[2];
  return [w[0] / total, w[1] / total, w[2] / total];
}

/** Two readings of one text as one: the weighted geometric mean (a logarithmic opinion pool). `share`: of the second, 0…1. */
export function pooled(first: Reading, second: Reading, share: number): Reading {
  const mean = (a: Three, b: Three) =>
    weighted(
      [1, 1, 1],
      a.map((x, c) => Math.max(x, 1e-9) ** (1 - share) * Math.max(b[c]!, 1e-9) ** share),
    );
  return readingOf(mean(first.p, second.p), mean(first.fair, second.fair));
}

/** `reading` once the text is known to turn to (1) or away from (−1) what is asked about. */
export function leaning(reading: Reading, direction: -1 | 1): Reading {
  const likelihood = direction === 1 ? [0.08, 0.3, 1] : [1, 0.3, 0.08];
  return readingOf(weighted(reading.p, likelihood), weighted(reading.fair, likelihood));
}

/** `reading` where the text, with probability `sure`, tells of no feeling at all; it leans as before. */
export function unfelt({ p, fair }: Reading, sure: number): Reading {
  const mixed = (one: Three): Three => [one[0] * (1 - sure), one[1] * (1 - sure) + sure, one[2] * (1 - sure)];
  return readingOf(mixed(p), mixed(fair));
}
