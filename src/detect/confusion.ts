/** Counts corrected for a classifier's known errors (Rogan & Gladen 1978). */
import type { Confusion } from './types.ts';

/** A classifier that never errs: nothing is corrected. */
export const EXACT: Confusion = { sensitivity: 1, falsePositiveRate: 0 };

/** Below this a classifier says next to nothing, and correcting would blow noise up. */
const LEAST_INFORMATION = 0.2;

/** The errors as far as a series bears them out: where `usual` of its mentions are labelled negative, no more can be by mistake. */
export function bornOut(confusion: Confusion = EXACT, usual: number): Confusion {
  return { ...confusion, falsePositiveRate: Math.min(confusion.falsePositiveRate, usual) };
}

/** Truly negative among `total` of which `negative` were labelled so; at least 0, at most `total`. */
export function trulyNegative(negative: number, total: number, confusion: Confusion = EXACT): number {
  const { sensitivity, falsePositiveRate } = confusion;
  const information = Math.max(LEAST_INFORMATION, sensitivity - falsePositiveRate);
  return Math.min(total, Math.max(0, (negative - falsePositiveRate * total) / information));
}

/** Mentions of one kind as labelled, with what the classifier gets wrong on them. */
export interface MixedErrors {
  readonly confusion: Confusion;
  readonly total: number;
  readonly negative: number;
}

/**
 * The errors on mentions of several kinds together: what is missed by how many of each are negative, what is taken for
 * negative by how many are not. Null where there are none.
 */
export function mixOf(parts: readonly MixedErrors[]): Confusion | null {
  if (parts.every(({ total }) => total <= 0)) return null;
  let [negative, others, found, wrong] = [0, 0, 0, 0];
  for (const { confusion, total, negative: labelled } of parts) {
    // Half a mention of each, so that a kind without complaints still has its say.
    const truly = trulyNegative(labelled, total, confusion) + 0.5;
    const not = Math.max(0, total - truly) + 0.5;
    negative += truly;
    others += not;
    found += truly * confusion.sensitivity;
    wrong += not * confusion.falsePositiveRate;
  }
  return { sensitivity: found / negative, falsePositiveRate: wrong / others };
}

export interface Share {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** Share of truly negative ones with its 95 % interval: Wilson's on the labels, then corrected. [0, 1] where total is 0. */
export function negativeShare(negative: number, total: number, confusion: Confusion = EXACT): Share {
  if (total <= 0) return { share: 0, low: 0, high: 1 };
  const z = 1.96;
  const p = negative / total;
  const centre = (p + (z * z) / (2 * total)) / (1 + (z * z) / total);
  const half = (z / (1 + (z * z) / total)) * Math.sqrt((p * (1 - p)) / total + (z * z) / (4 * total * total));
  const corrected = (share: number) => trulyNegative(share * total, total, confusion) / total;
  return {
    share: corrected(p),
    low: corrected(Math.max(0, centre - half)),
    high: corrected(Math.min(1, centre + half)),
  };
}
