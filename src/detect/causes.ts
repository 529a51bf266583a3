/** Known causes: holidays and campaigns that explain a change. */
import type { KnownCause } from './types.ts';

/** Times the usual that is expected between two moments, epoch milliseconds: of the causes running, the strongest. */
export function causeFactor(causes: readonly KnownCause[], start: number, end: number): number {
  let factor: number | null = null;
  for (const cause of causes) {
    if (cause.start.getTime() >= end || cause.end.getTime() <= start) continue;
    if (factor === null || Math.abs(Math.log(cause.factor)) > Math.abs(Math.log(factor))) factor = cause.factor;
  }
  return factor ?? 1;
}
