/** What is usual for a (brand, series): two courses, all mentions and the negative ones, folded forward bin by bin. */
import { BUCKET_MS } from '../model.ts';
import { causeFactor } from './causes.ts';
import { Course } from './course.ts';
import { briefCourse, type CourseState } from './course-state.ts';
import { hourOfWeek } from './hour-of-week.ts';
import type { BaselineState, Bin, DetectSettings } from './types.ts';
import { BUCKET_WINDOWS } from './windows.ts';

const HOUR = 3_600_000;
/** Younger than this, in hours of exposure, a series is said to be learning. */
const LEARNING_HOURS = 5 * 24;

/** A series that has just begun to be watched: nothing known, zero counts from now on are real zeros. */
export function emptyBaseline(since: Date): BaselineState {
  const start = floorToBin(since.getTime());
  const course = new Course(BUCKET_WINDOWS).state();
  return { version: 2, since: start, until: start, total: course, negative: structuredClone(course) };
}

/**
 * Folds settled bins forward, up to `until` (at most `now − SETTLE_MS`; a bin is folded once and never again). Bins may
 * be sparse and in any order: one that is missing was seen and brought nothing; one that was not fully seen must be
 * there with its exposure. Blind bins change nothing. Two bins of the same start are added up.
 */
export function advance(
  state: BaselineState | null,
  bins: readonly Bin[],
  until: Date,
  settings: DetectSettings,
): BaselineState {
  const end = floorToBin(until.getTime());
  const first = bins.reduce((least, bin) => Math.min(least, bin.start.getTime()), end);
  const from = state?.version === 2 ? state : emptyBaseline(new Date(state?.since ?? first));
  if (end <= from.until) return from;
  const total = new Course(BUCKET_WINDOWS, from.total);
  const negative = new Course(BUCKET_WINDOWS, from.negative);
  const byStart = groupByStart(bins);
  for (let start = from.until; start < end; start += BUCKET_MS) {
    const bin = byStart.get(start);
    const hours = ((bin?.exposure ?? 1) * BUCKET_MS) / HOUR;
    if (hours <= 0) continue;
    const hour = hourOfWeek(start, settings.timezone);
    const factor = causeFactor(settings.expected, start, start + BUCKET_MS);
    total.fold(bin?.total ?? 0, hours, hour, factor);
    negative.fold(bin?.negative ?? 0, hours, hour, factor);
  }
  return { version: 2, since: from.since, until: end, total: total.state(), negative: negative.state() };
}

/** A baseline as it is written down: shorter, and as good. */
export function briefBaseline(state: BaselineState): BaselineState {
  return { ...state, total: briefCourse(state.total), negative: briefCourse(state.negative) };
}

function groupByStart(bins: readonly Bin[]): Map<number, Bin> {
  const byStart = new Map<number, Bin>();
  for (const bin of bins) {
    const start = floorToBin(bin.start.getTime());
    const twin = byStart.get(start);
    byStart.set(start, twin === undefined ? bin : addBins(twin, bin));
  }
  return byStart;
}

function addBins(a: Bin, b: Bin): Bin {
  return {
    start: a.start,
    total: a.total + b.total,
    negative: a.negative + b.negative,
    positive: a.positive + b.positive,
    exposure: Math.min(a.exposure, b.exposure),
  };
}

function floorToBin(time: number): number {
  return Math.floor(time / BUCKET_MS) * BUCKET_MS;
}

/** Expected mentions per hour of full exposure at `time`. */
export function expectedRate(course: CourseState, time: number, settings: DetectSettings): number {
  const usual = new Course(BUCKET_WINDOWS, course, true).expected(hourOfWeek(time, settings.timezone));
  return usual * causeFactor(settings.expected, time, time + 1);
}

/** Whether a series has been watched for too short to know its days. */
export function isLearning(state: BaselineState): boolean {
  return state.total.seen < LEARNING_HOURS;
}
