/** Change of the negative share, with the total given. */
import { incompleteBeta } from './counts.ts';

/** Intra-class correlation of labels within a window: opinions come in clumps (one post and its echoes). */
const CLUMPING = 0.03;
/** A usual share is never taken to be known better than this many mentions can tell. */
const MOST_KNOWN = 400;

/**
 * −log10 of the chance of `negative` or more among `total`, when `usual` is the usual share, learned from `known`
 * mentions: a beta-binomial tail, with the effective number of independent voices.
 */
export function shareSurprise(negative: number, total: number, usual: number, known: number): number {
  if (total <= 0 || negative <= total * usual) return 0;
  const voices = total / (1 + (total - 1) * CLUMPING);
  const certain = Math.min(MOST_KNOWN, Math.max(1, known));
  // Not knowing the usual share exactly costs as much as having fewer voices.
  const effective = 1 / (1 / voices + 1 / certain);
  const p = (usual * certain + 0.5) / (certain + 1);
  const k = (negative / total) * effective;
  return -Math.log10(Math.max(1e-300, incompleteBeta(p, k, effective - k + 1)));
}
