/** The last day of one count, as the windows need it. */
import { BUCKET_MS } from '../model.ts';
import { causeFactor } from './causes.ts';
import type { Course } from './course.ts';
import { hourOfWeek } from './hour-of-week.ts';
import type { Sums } from './scan.ts';
import type { Bin, DetectSettings } from './types.ts';
import { BUCKET_WINDOWS } from './windows.ts';

const HOUR = 3_600_000;
const BINS = BUCKET_WINDOWS.longest;
const BINS_AN_HOUR = HOUR / BUCKET_MS;

/** The bins of the last 24 hours, dense; index 0 is the oldest, the last one is in progress. */
export interface Day {
  readonly start: number;
  readonly end: number;
  readonly total: Float64Array;
  readonly negative: Float64Array;
  /** Hours of exposure of each bin. */
  readonly exposure: Float64Array;
}

/** One day is laid out at a time, and looked at before the next: making its lists anew costs as much as judging. */
const LAID = { total: new Float64Array(BINS), negative: new Float64Array(BINS), exposure: new Float64Array(BINS) };

/** Lays sparse bins out; good until the next day is. What lies outside the day, or before watching began, is not looked at. */
export function layOut(recent: readonly Bin[], since: number, now: number): Day {
  const last = Math.floor(now / BUCKET_MS) * BUCKET_MS;
  // At the very end of a bin, that bin is whole and the next one has not begun.
  const end = now === last ? last : last + BUCKET_MS;
  const start = end - BINS * BUCKET_MS;
  const total = LAID.total.fill(0);
  const negative = LAID.negative.fill(0);
  const exposure = LAID.exposure.fill(BUCKET_MS / HOUR);
  for (const bin of recent) {
    const i = Math.floor((bin.start.getTime() - start) / BUCKET_MS);
    if (i < 0 || i >= BINS) continue;
    exposure[i] = Math.min(exposure[i]!, (Math.min(1, Math.max(0, bin.exposure)) * BUCKET_MS) / HOUR);
    if (bin.exposure <= 0) continue;
    total[i] = total[i]! + bin.total;
    negative[i] = negative[i]! + bin.negative;
  }
  for (let i = 0; i < BINS && start + i * BUCKET_MS < since; i++) exposure[i] = 0;
  // The bin in progress has been seen only as far as it has run.
  if (end !== now) exposure[BINS - 1] = exposure[BINS - 1]! * ((now - last) / BUCKET_MS);
  return { start, end, total, negative, exposure };
}

/** Place of a window in `BUCKET_WINDOWS.bins`, by its number of bins. */
const PLACE: readonly number[] = Array.from({ length: BINS + 1 }, (_, bins) => BUCKET_WINDOWS.bins.indexOf(bins));

/** Sums over the windows that end with a day, each a number of bins of `BUCKET_WINDOWS`. */
export class DaySums implements Sums {
  readonly #count: number[] = [];
  readonly #clipped: number[] = [];
  readonly #expected: number[] = [];
  readonly #exposure: number[] = [];

  /** Goes through the day once, from its end backwards: a thousand brands are judged in a second. `part` of the usual is expected. */
  constructor(course: Course, day: Day, counts: Float64Array, settings: DetectSettings, part = 1) {
    const { start, exposure } = day;
    let bin = start / BUCKET_MS + BINS - 1;
    let [back, rate] = [0, -1];
    let [count, clipped, expected, looked] = [0, 0, 0, 0];
    for (const bins of BUCKET_WINDOWS.bins) {
      for (; back < bins; back++, bin--) {
        if (rate < 0 || bin % BINS_AN_HOUR === BINS_AN_HOUR - 1) {
          const time = bin * BUCKET_MS;
          rate = course.expected(hourOfWeek(time, settings.timezone));
          rate *= part * causeFactor(settings.expected, time, time + BUCKET_MS);
        }
        const i = BINS - 1 - back;
        const seen = exposure[i]!;
        expected += rate * seen;
        looked += seen;
        const here = counts[i]!;
        if (here === 0 || seen === 0) continue;
        count += here;
        clipped += course.clipped(here, rate * seen);
      }
      this.#count.push(count);
      this.#clipped.push(clipped);
      this.#expected.push(expected);
      this.#exposure.push(looked);
    }
  }

  count(bins: number): number {
    return this.#count[PLACE[bins]!]!;
  }

  clipped(bins: number): number {
    return this.#clipped[PLACE[bins]!]!;
  }

  expected(bins: number): number {
    return this.#expected[PLACE[bins]!]!;
  }

  exposure(bins: number): number {
    return this.#exposure[PLACE[bins]!]!;
  }

  /** `rest(bins)` more are expected: mentions that only look as if they were counted here. */
  raisedBy(rest: (bins: number) => number): Sums {
    return {
      count: (bins) => this.count(bins),
      clipped: (bins) => this.clipped(bins),
      expected: (bins) => this.expected(bins) + rest(bins),
      exposure: (bins) => this.exposure(bins),
    };
  }
}
