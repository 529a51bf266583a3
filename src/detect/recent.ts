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
  /** Hours of exposure of each bin, and of the last so many bins together: none, one, … all. */
  readonly exposure: Float64Array;
  readonly looked: Float64Array;
  /** The bins that count something, newest first; `busy` of them. */
  readonly counting: Int32Array;
  readonly busy: number;
}

/** Counts as they are kept: for each bin that counts something its number (start / `BUCKET_MS`), total and negatives. */
export interface RecentCounts {
  readonly counts: readonly number[];
  /** Exposure, 0…1, of the bins that were not seen in full, by their number. */
  readonly unseen: ReadonlyMap<number, number>;
}

/** One day is laid out at a time, and looked at before the next: making its lists anew costs as much as judging. */
const LAID = {
  total: new Float64Array(BINS),
  negative: new Float64Array(BINS),
  exposure: new Float64Array(BINS),
  looked: new Float64Array(BINS + 1),
  counting: new Int32Array(BINS),
};

/** Lays sparse bins out; good until the next day is. What lies outside the day, or before watching began, is not looked at. */
export function layOut(recent: readonly Bin[], since: number, now: number): Day {
  const { start, end } = begin(now);
  const { total, negative, exposure } = LAID;
  for (const bin of recent) {
    const i = Math.floor((bin.start.getTime() - start) / BUCKET_MS);
    if (i < 0 || i >= BINS) continue;
    exposure[i] = Math.min(exposure[i]!, (Math.min(1, Math.max(0, bin.exposure)) * BUCKET_MS) / HOUR);
    if (bin.exposure <= 0) continue;
    total[i] = total[i]! + bin.total;
    negative[i] = negative[i]! + bin.negative;
  }
  return finish(start, end, since, now);
}

/** The same of counts as they are kept. */
export function layOutCounts({ counts, unseen }: RecentCounts, since: number, now: number): Day {
  const { start, end } = begin(now);
  const { total, negative, exposure } = LAID;
  const first = start / BUCKET_MS;
  for (const [bin, seen] of unseen) {
    const i = bin - first;
    if (i >= 0 && i < BINS) exposure[i] = (seen * BUCKET_MS) / HOUR;
  }
  for (let n = 0; n < counts.length; n += 3) {
    const i = counts[n]! - first;
    if (i < 0 || i >= BINS || exposure[i] === 0) continue;
    total[i] = counts[n + 1]!;
    negative[i] = counts[n + 2]!;
  }
  return finish(start, end, since, now);
}

function begin(now: number): Pick<Day, 'start' | 'end'> {
  // At the very end of a bin, that bin is whole and the next one has not begun.
  const end = Math.ceil(now / BUCKET_MS) * BUCKET_MS;
  LAID.total.fill(0);
  LAID.negative.fill(0);
  LAID.exposure.fill(BUCKET_MS / HOUR);
  return { start: end - BINS * BUCKET_MS, end };
}

function finish(start: number, end: number, since: number, now: number): Day {
  const { total, exposure, looked, counting } = LAID;
  for (let i = 0; i < BINS && start + i * BUCKET_MS < since; i++) exposure[i] = 0;
  // The bin in progress has been seen only as far as it has run.
  if (end !== now) exposure[BINS - 1] = exposure[BINS - 1]! * (1 - (end - now) / BUCKET_MS);
  let [busy, hours] = [0, 0];
  for (let i = BINS - 1; i >= 0; i--) {
    hours += exposure[i]!;
    looked[BINS - i] = hours;
    if (total[i] !== 0 && exposure[i] !== 0) counting[busy++] = i;
  }
  return { start, end, busy, ...LAID };
}

/** Place of a window in `BUCKET_WINDOWS.bins`, by its number of bins. */
const PLACE: readonly number[] = Array.from({ length: BINS + 1 }, (_, bins) => BUCKET_WINDOWS.bins.indexOf(bins));

/** Sums over the windows that end with a day, each a number of bins of `BUCKET_WINDOWS`. */
export class DaySums implements Sums {
  readonly #count: number[] = [];
  readonly #clipped: number[] = [];
  readonly #expected: number[] = [];
  readonly #exposure: number[] = [];

  /**
   * Goes through the day once, from its end backwards, by the hour: a thousand brands are judged in a second. `part` of
   * the usual is expected.
   */
  constructor(course: Course, day: Day, counts: Float64Array, settings: DetectSettings, part = 1) {
    const { end, exposure, looked, counting, busy } = day;
    const last = Math.round(end / BUCKET_MS - 1) | 0;
    // `hour`: so many bins back begins the hour whose rate this is.
    let [back, hour, rate, next] = [0, 0, 0, 0];
    let [count, clipped, expected] = [0, 0, 0];
    for (const bins of BUCKET_WINDOWS.bins) {
      while (back < bins) {
        if (back === hour) {
          const bin = last - back;
          hour = back + (bin % BINS_AN_HOUR) + 1;
          rate = part * course.expected(hourOfWeek(bin * BUCKET_MS, settings.timezone));
          rate *= causeFactor(settings.expected, bin * BUCKET_MS, (bin + 1) * BUCKET_MS);
        }
        const until = Math.min(bins, hour);
        expected += rate * (looked[until]! - looked[back]!);
        back = until;
        for (; next < busy && counting[next]! >= BINS - back; next++) {
          const i = counting[next]!;
          const here = counts[i]!;
          if (here === 0) continue;
          count += here;
          clipped += course.clipped(here, rate * exposure[i]!);
        }
      }
      this.#count.push(count);
      this.#clipped.push(clipped);
      this.#expected.push(expected);
      this.#exposure.push(looked[bins]!);
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
