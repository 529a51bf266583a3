/**
 * How much more than chance the windows of a series vary: negative-binomial dispersion d (variance μ + d·μ²) for each
 * window length, by moments over windows that do not overlap, each weighed by what it can tell, from a prior.
 */
import { TUNING } from './tuning.ts';
import type { Windows } from './windows.ts';

export interface SpreadState {
  /** Information-weighted sums by window. */
  readonly sum: number[];
  readonly information: number[];
  /** The window of each length now filling: mentions, expected mentions, hours of exposure. */
  readonly count: number[];
  readonly expected: number[];
  readonly hours: number[];
}

export function emptySpread(windows: Windows): SpreadState {
  const zeros = () => new Array<number>(windows.bins.length).fill(0);
  return { sum: zeros(), information: zeros(), count: zeros(), expected: zeros(), hours: zeros() };
}

/** Dispersion of windows of index `w`. */
export function dispersionOf(spread: SpreadState, windows: Windows, w: number): number {
  const prior = TUNING.spreadLong + TUNING.spreadShort / Math.sqrt(windows.bins[w]!);
  const belief = TUNING.spreadBelief / (prior * prior);
  return Math.max(0.01, (belief * prior + spread.sum[w]!) / (belief + spread.information[w]!));
}

/**
 * The same from a wider prior, for windows of `expected` mentions: few windows were seen, so they may vary more than they
 * have shown. `known`: the dispersion under which the windows were weighed.
 */
export function unsureDispersion(
  spread: SpreadState,
  windows: Windows,
  w: number,
  known: number,
  expected: number,
): number {
  const prior = TUNING.daysSpread + TUNING.daysSpreadShort / windows.hours[w]!;
  const belief = TUNING.daysBelief / (2 * prior * prior);
  const weight = ((1 / expected + known) / (1 / expected + prior)) ** 2;
  return Math.max(0.01, (belief * prior + weight * spread.sum[w]!) / (belief + weight * spread.information[w]!));
}

/** Learns from one full window that held `count` mentions where `expected` were. */
export function learnSpread(spread: SpreadState, windows: Windows, w: number, count: number, expected: number): void {
  const d = dispersionOf(spread, windows, w);
  const usual = Math.min(count, expected + TUNING.spreadClip * Math.sqrt(expected + d * expected * expected) + 1);
  const information = 1 / (2 * (1 / expected + d) ** 2);
  const keep = 0.5 ** (windows.hours[w]! / 24 / TUNING.spreadDays);
  spread.sum[w] = spread.sum[w]! * keep + (information * ((usual - expected) ** 2 - expected)) / (expected * expected);
  spread.information[w] = spread.information[w]! * keep + information;
}
