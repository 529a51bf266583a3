/** All windows that end now, held against the usual course: which is the most surprising, and how much? */
import { surprise } from './counts.ts';
import type { Course } from './course.ts';
import { TUNING } from './tuning.ts';

/** Sums over the last bins up to now, for the longest window and shorter ones. */
export interface Sums {
  /** Mentions in the last `bins` bins: as counted, and with each bin clipped to what a long window takes from it. */
  count(bins: number): number;
  clipped(bins: number): number;
  /** Expected mentions in the last `bins` bins, given their exposure. */
  expected(bins: number): number;
  /** Hours of exposure in the last `bins` bins. */
  exposure(bins: number): number;
}

export interface Finding {
  /** −log10 p of the window given the usual course, day and coverage; 0: nothing unusual. */
  score: number;
  /** Length in bins. */
  bins: number;
  observed: number;
  expected: number;
  /** Dispersion under which the window was judged. */
  dispersion: number;
}

/** The most surprising window. */
export function scan(course: Course, sums: Sums): Finding {
  const { windows, level, seen } = course;
  const last = windows.bins.length - 1;
  const best: Finding = { score: 0, bins: windows.bins[0]!, observed: 0, expected: 0, dispersion: 0 };
  const all = sums.exposure(windows.longest);
  const known = level * seen;
  const daily = Math.max(TUNING.spreadDayLeast, course.dispersion[last]!);
  const hourly = course.hourlyDispersion;
  // How busy today is, is a Gamma variable with the variance that days have; a young series knows less than that.
  const belief = Math.min(1 / daily, 0.2 + 0.1 * known);
  const learning = TUNING.learnSpread * 0.5 ** (seen / 24 / TUNING.learnDays);
  const settled = seen >= 48;
  for (let w = 0; w <= last; w++) {
    const bins = windows.bins[w]!;
    const long = windows.hours[w]! > TUNING.longHours;
    const observed = long ? sums.clipped(bins) : sums.count(bins);
    if (observed < TUNING.leastMentions) continue;
    const usual = sums.expected(bins);
    // Most windows are ordinary at first sight.
    if (settled && observed <= usual) continue;
    const exposure = sums.exposure(bins);
    const history = seen + all - exposure;
    if (exposure <= 0 || history < Math.max(1, windows.hours[w]!)) continue;
    const before = sums.clipped(windows.longest) - sums.clipped(bins);
    const expectedBefore = sums.expected(windows.longest) - sums.expected(bins);
    const busy = (belief + before) / (belief + expectedBefore);
    const expected = usual * (settled ? Math.max(1, busy) : busy);
    if (observed <= expected) continue;
    const dispersion =
      Math.max(TUNING.withinDay * course.dispersion[w]!, course.dispersion[w]! - daily) +
      (TUNING.profileSpread * hourly) / (1 + seen / 24) +
      1 / (belief + before) +
      learning * (1 - (0.5 * bins) / windows.longest) +
      1 / (0.3 + known + before);
    if ((observed - expected) ** 2 < 4 * (expected + dispersion * expected * expected)) continue;
    const score = surprise(observed, expected, dispersion);
    if (score <= best.score) continue;
    best.score = score;
    best.bins = bins;
    best.observed = observed;
    best.expected = expected;
    best.dispersion = dispersion;
  }
  return best;
}
