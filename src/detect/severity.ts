/**
 * How bad an incident is, 1 (watch) … 5 (crisis).
 *
 *   points = 1.0·log10(1 + excess)          truly negative voices beyond the expected
 *          + 0.6·log10(1 + forecast)        forecast final shares of its furthest-reaching post
 *          + 0.7·[R > 1]                    still growing
 *          + 1.0·[safety, regulator, press or legal]
 *          + 0.3·(sites − 1), at most 0.9   it has left its place of origin
 *   severity = 1 + floor(points), at most 5
 */
import { INTENTS, type Intent, type Severity } from '../model.ts';
import type { SeverityReason } from './incident-types.ts';

/** Intents that open an incident before volume moves. */
export const GRAVE_INTENTS: ReadonlySet<Intent> = new Set(
  INTENTS.filter((i) => /^(safety|regulator|press|legal)$/.test(i)),
);

/** The formula above. All numbers ≥ 0. */
export function severityOf(input: Omit<SeverityReason, 'points'>): { severity: Severity; reason: SeverityReason } {
  const points =
    Math.log10(1 + input.excess) +
    0.6 * Math.log10(1 + input.forecast) +
    (input.r > 1 ? 0.7 : 0) +
    (input.grave.length > 0 ? 1 : 0) +
    Math.min(0.9, 0.3 * Math.max(0, input.sites - 1));
  return { severity: Math.min(5, 1 + Math.floor(points)) as Severity, reason: { ...input, points } };
}
