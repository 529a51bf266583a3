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

/** The bins of the last 24 hours, dense; index 0 is the oldest, the last one is in progress. */
export interface Day {
  readonly start: number;
  readonly end: number;
  readonly total: Float64Array;
  readonly negative: Float64Array;
  /** Hours of exposure of each bin. */
  readonly exposure: Float64Array;
}

/** Lays sparse bins out. What lies outside the day, or before watching began, is not looked at. */
export function layOut(recent: readonly Bin[], since: number, now: number): Day {
  const last = Math.floor(now / BUCKET_MS) * BUCKET_MS;
  // At the very end of a bin, that bin is whole and the next one has not begun.
  const end = now === last ? last : last + BUCKET_MS;
  const start = end - BINS * BUCKET_MS;
  const total = new Float64Array(BINS);
  const negative = new Float64Array(BINS);
  const exposure = new Float64Array(BINS).fill(BUCKET_MS / HOUR);
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

/** Sums over the last bins of a day, from its end backwards. */
export class DaySums implements Sums {
  readonly #count = new Float64Array(BINS + 1);
  readonly #clipped = new Float64Array(BINS + 1);
  readonly #expected = new Float64Array(BINS + 1);
  readonly #exposure = new Float64Array(BINS + 1);

  constructor(course: Course, day: Day, counts: Float64Array, settings: DetectSettings) {
    let hour = Number.NaN;
    let rate = 0;
    for (let back = 1; back <= BINS; back++) {
      const i = BINS - back;
      const time = day.start + i * BUCKET_MS;
      if (Math.floor(time / HOUR) !== hour) {
        hour = Math.floor(time / HOUR);
        rate = course.expected(hourOfWeek(time, settings.timezone));
        rate *= causeFactor(settings.expected, time, time + BUCKET_MS);
      }
      const exposure = day.exposure[i]!;
      const count = exposure > 0 ? counts[i]! : 0;
      const expected = rate * exposure;
      this.#count[back] = this.#count[back - 1]! + count;
      this.#clipped[back] = this.#clipped[back - 1]! + (count === 0 ? 0 : course.clipped(count, expected));
      this.#expected[back] = this.#expected[back - 1]! + expected;
      this.#exposure[back] = this.#exposure[back - 1]! + exposure;
    }
  }

  count(bins: number): number {
    return this.#count[bins]!;
  }

  clipped(bins: number): number {
    return this.#clipped[bins]!;
  }

  expected(bins: number): number {
    return this.#expected[bins]!;
  }

  exposure(bins: number): number {
    return this.#exposure[bins]!;
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
