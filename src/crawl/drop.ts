/**
 * Whether a target that still brings posts brings far fewer than it did: from a hundred a day to three, because a search
 * shows only part, a page is cut, a log-in hides the rest. Pure.
 *
 * Model: what comes in 24 hours is negative-binomial; its mean follows the day of the week, its shape is learnt from how
 * this target's own days differ. Stretches of one, three and seven days that end now are held against the days before
 * them, counted back from the same hour, so that each day meets days of its own weekday.
 */
import type { Span } from './silence.ts';

const DAY_MS = 86_400_000;
const STRETCHES = [1, 3, 7];
/** Each weekday was seen twice before anything is told. */
const LEAST_DAYS = 14;
/** Per look at one stretch: with a look every hour, about one false alarm in a target's year. */
const IMPROBABLE = 1e-5;
/** A significant change that leaves more than this share is no fault, but life. */
const MOST_LEFT = 0.5;
/** Less than any such stretch before, by this much; a stretch that was surely a fault is no measure. */
const LOWER_THAN_EVER = 1.5;
const UNHEARD_OF = 1e-8;
/** Days' worth of trust in "all weekdays are alike". */
const PRIOR_DAYS = 2;
/** Days' worth of suspicion that days differ as much as they are large: few days tell little of how they differ. */
const PRIOR_VARIED = 3;
const MOST_EVEN = 30;

/** What came in 24 hours, and the share of them that was seen. */
interface Day {
  readonly posts: number;
  readonly seen: number;
}

/** Since when it brings far fewer than usual; null where it does not, or where too little is known. `low`: it was so. */
export function dropSince(spans: readonly Span[], low: boolean): Date | null {
  const end = spans.at(-1)?.to;
  if (end === undefined) return null;
  const days = daysBefore(end, spans);
  if (low) return stillLow(days, end);
  for (const length of STRETCHES) {
    const past = days.slice(length);
    if (past.filter(isSeen).length >= LEAST_DAYS && isDrop(days, length))
      return new Date(end.getTime() - length * DAY_MS);
  }
  return null;
}

/** What was found low stays so until a day brings half of what is usual; days as low as this become usual in time. */
function stillLow(days: readonly Day[], end: Date): Date | null {
  const usual = median(days.filter(isSeen).map(({ posts, seen }) => posts / seen));
  const over = days.findIndex((day) => isSeen(day) && day.posts >= MOST_LEFT * usual * day.seen);
  return over === 0 || over === -1 ? null : new Date(end.getTime() - over * DAY_MS);
}

function isDrop(days: readonly Day[], length: number): boolean {
  const now = days.slice(0, length);
  if (!now.every(isSeen)) return false;
  const past = days.slice(length);
  const expect = expectation(past, length);
  const expected = sum(now.map((day, i) => expect(i) * day.seen));
  const came = sum(now.map(({ posts }) => posts));
  if (came >= MOST_LEFT * expected) return false;
  const shape = shapeOf(past, (i) => expect(i + length));
  if (chanceOfAtMost(came, expected, shape * length) > IMPROBABLE) return false;
  for (let at = length; at + length <= days.length; at++) {
    const before = days.slice(at, at + length);
    if (!before.every(isSeen)) continue;
    const posts = sum(before.map((day) => day.posts));
    const due = sum(before.map((day, i) => expect(at + i) * day.seen));
    const fault = posts < MOST_LEFT * due && chanceOfAtMost(posts, due, shape * length) < UNHEARD_OF;
    if (!fault && came * LOWER_THAN_EVER > posts) return false;
  }
  return true;
}

/** Posts to be expected of the day that ended `i` days ago, by its weekday. `past` begins `offset` days ago. */
function expectation(past: readonly Day[], offset: number): (i: number) => number {
  const seen = past.flatMap((day, i) => (isSeen(day) ? [{ ...day, weekday: (i + offset) % 7 }] : []));
  const mean = sum(seen.map(({ posts }) => posts)) / Math.max(1e-9, sum(seen.map((day) => day.seen)));
  const byWeekday = Array.from({ length: 7 }, (_, weekday) => {
    const own = seen.filter((day) => day.weekday === weekday);
    return (sum(own.map(({ posts }) => posts)) + PRIOR_DAYS * mean) / (sum(own.map((day) => day.seen)) + PRIOR_DAYS);
  });
  return (i) => byWeekday[i % 7] ?? mean;
}

/** Shape of the negative binomial by the method of moments: small where days differ much. */
function shapeOf(past: readonly Day[], expect: (i: number) => number): number {
  const mean =
    sum(past.filter(isSeen).map(({ posts, seen }) => posts / seen)) / Math.max(1, past.filter(isSeen).length);
  let size = PRIOR_VARIED * mean ** 2;
  let spread = size;
  for (const [i, day] of past.entries()) {
    if (!isSeen(day)) continue;
    const due = expect(i) * day.seen;
    size += due ** 2;
    spread += (day.posts - due) ** 2 - due;
  }
  return size / Math.max(spread, size / MOST_EVEN, 1e-9);
}

/** P(X ≤ n) of the negative binomial with this mean and shape. */
function chanceOfAtMost(n: number, mean: number, shape: number): number {
  if (mean <= 0) return 1;
  const ratio = mean / (mean + shape);
  let term = -shape * Math.log1p(mean / shape);
  let chance = Math.exp(term);
  for (let k = 1; k <= n; k++) {
    term += Math.log((ratio * (k - 1 + shape)) / k);
    chance += Math.exp(term);
  }
  return Math.min(1, chance);
}

/** Days of 24 hours that end at `end`, the last first; what came in a stretch is spread evenly over it. */
function daysBefore(end: Date, spans: readonly Span[]): Day[] {
  const first = spans[0]?.from ?? end;
  const days = Array.from({ length: Math.ceil((end.getTime() - first.getTime()) / DAY_MS) }, () => ({
    posts: 0,
    seen: 0,
  }));
  for (const { from, to, posts } of spans) {
    const length = Math.max(1, to.getTime() - from.getTime());
    for (let start = from.getTime(); start < to.getTime(); ) {
      const index = Math.floor((end.getTime() - start - 1) / DAY_MS);
      const stop = Math.min(to.getTime(), end.getTime() - index * DAY_MS);
      const day = days[index];
      if (day === undefined) break;
      day.posts += (posts * (stop - start)) / length;
      day.seen += (stop - start) / DAY_MS;
      start = stop;
    }
  }
  return days;
}

function isSeen({ seen }: Day): boolean {
  return seen >= 0.75;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
