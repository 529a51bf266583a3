/** What is usual for a series: a slow level, an hour-of-week profile shrunk towards flat, and extra-Poisson variance. */
import { BUCKET_MS } from '../model.ts';
import { quantile } from './counts.ts';
import { hourOfWeek } from './hour-of-week.ts';
import type { BaselineState, Bin, CourseState, DetectSettings, KnownCause } from './types.ts';

const HOUR = 3_600_000;
const HOURS = 168;
/** Level and profile forget with these half-lives, in hours of exposure. */
const LEVEL_HALF_LIFE = 7 * 24;
const PROFILE_HALF_LIFE = 6 * 168;
/** The profile needs this many hours' worth of exposure in an hour of the week before it is half believed. */
const PROFILE_PRIOR = 3;
/** A new series is taken to bring one mention a day until it has shown better, worth half a day of watching. */
const PRIOR_RATE = 1 / 24;
const PRIOR_HOURS = 12;
/** Younger than this, a series is said to be learning. */
const LEARNING_HOURS = 7 * 24;

/** A series that has just begun to be watched: nothing known, zero counts from now on are real zeros. */
export function emptyBaseline(since: Date): BaselineState {
  const start = Math.floor(since.getTime() / BUCKET_MS) * BUCKET_MS;
  return { version: 1, since: start, until: start, total: emptyCourse(), negative: emptyCourse() };
}

function emptyCourse(): CourseState {
  return {
    seen: 0,
    level: PRIOR_RATE,
    profile: new Array<number>(HOURS).fill(0),
    weight: new Array<number>(HOURS).fill(0),
    dispersion: 0.1,
    cusum: 0,
  };
}

/**
 * Folds settled bins forward, up to `until` (at most `now − SETTLE_MS`; a bin is folded once and never again). Bins may
 * be sparse and in any order: one that is missing was seen and brought nothing; one that was not fully seen must be
 * there with its exposure. Blind bins change nothing.
 */
export function advance(
  state: BaselineState | null,
  bins: readonly Bin[],
  until: Date,
  settings: DetectSettings,
): BaselineState {
  const end = Math.floor(until.getTime() / BUCKET_MS) * BUCKET_MS;
  const first = bins.reduce((least, bin) => Math.min(least, bin.start.getTime()), end);
  const from = state ?? emptyBaseline(new Date(first));
  if (end <= from.until) return from;
  const hours = gatherHours(bins, from.until, end);
  const total = { ...from.total, profile: [...from.total.profile], weight: [...from.total.weight] };
  const negative = { ...from.negative, profile: [...from.negative.profile], weight: [...from.negative.weight] };
  for (const hour of hours) {
    const h = hourOfWeek(hour.start, settings.timezone);
    const factor = causeFactor(settings.expected, hour.start, hour.start + HOUR);
    fold(total, h, hour.total, hour.exposure * factor);
    fold(negative, h, hour.negative, hour.exposure * factor);
  }
  return { version: 1, since: from.since, until: end, total, negative };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly number[] ? number[] : T[K] };

interface HourSum {
  start: number;
  total: number;
  negative: number;
  /** In hours. */
  exposure: number;
}

function gatherHours(bins: readonly Bin[], from: number, until: number): HourSum[] {
  const hours: HourSum[] = [];
  for (let start = Math.floor(from / HOUR) * HOUR; start < until; start += HOUR) {
    const seen = (Math.min(until, start + HOUR) - Math.max(from, start)) / HOUR;
    hours.push({ start, total: 0, negative: 0, exposure: seen });
  }
  const base = hours[0]?.start ?? 0;
  for (const bin of bins) {
    const time = bin.start.getTime();
    const hour = time >= from && time < until ? hours[Math.floor((time - base) / HOUR)] : undefined;
    if (hour === undefined) continue;
    hour.total += bin.total;
    hour.negative += bin.negative;
    hour.exposure = Math.max(0, hour.exposure - (1 - bin.exposure) * (BUCKET_MS / HOUR));
  }
  return hours;
}

function fold(course: Mutable<CourseState>, h: number, count: number, exposure: number): void {
  if (exposure <= 1e-6) return;
  const mean = hourly(course, h) * exposure;
  // What an incident brings beyond the ordinary must not become the new ordinary.
  const usual = Math.min(count, Math.max(quantile(0.995, mean, course.dispersion), course.seen < 24 ? count : 1));
  const decay = 0.5 ** (exposure / LEVEL_HALF_LIFE);
  const weight = PRIOR_HOURS + Math.min(course.seen, LEVEL_HALF_LIFE / Math.LN2);
  course.level += ((usual / exposure / shape(course, h) - course.level) * exposure) / (weight + exposure);
  const keep = 0.5 ** (exposure / (PROFILE_HALF_LIFE / HOURS));
  course.profile[h] = course.profile[h]! * keep + usual;
  course.weight[h] = course.weight[h]! * keep + exposure * course.level;
  if (course.seen > 48 && mean > 0.2) {
    const sample = ((usual - mean) ** 2 - mean) / (mean * mean);
    course.dispersion = Math.max(0.02, course.dispersion + (sample - course.dispersion) * Math.min(0.01, mean / 100));
  }
  course.seen = course.seen * decay + exposure;
}

/** Expected share of an hour of the week in the level: 1 where nothing is known. */
function shape(course: CourseState, h: number): number {
  const prior = PROFILE_PRIOR * Math.max(course.level, 1);
  return (course.profile[h]! + prior) / (course.weight[h]! + prior);
}

function hourly(course: CourseState, h: number): number {
  return Math.max(1e-4, course.level * shape(course, h));
}

/** Expected mentions per hour of full exposure at `time`. */
export function expectedRate(course: CourseState, time: number, settings: DetectSettings): number {
  return hourly(course, hourOfWeek(time, settings.timezone)) * causeFactor(settings.expected, time, time + 1);
}

/** Whether a series has been watched for too short to know its week. */
export function isLearning(state: BaselineState): boolean {
  return state.total.seen < LEARNING_HOURS * 0.7;
}

function causeFactor(causes: readonly KnownCause[], start: number, end: number): number {
  let factor = 1;
  for (const cause of causes) {
    if (cause.start.getTime() < end && cause.end.getTime() > start) factor = Math.max(factor, cause.factor);
  }
  return factor;
}
