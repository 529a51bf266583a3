/**
 * How long a target may bring nothing before that says something. What is counted is not posts but stretches of time in
 * which anything came at all: a burst is one event, however many posts it has. Pure.
 *
 * Model: events come at a rate that follows the hour of the day and the day of the week, and whole days run hotter or
 * colder (gamma with mean 1): the chance of silence is Π over days of (1 + m/k)^(−k), m what that day was expected to
 * bring in its silent part. The rate is read from occupancy: where a stretch was expected to bring m events, something
 * came with probability 1 − e^(−m).
 */

/** A stretch of time that was looked at without a gap, and the posts that came in it. */
export interface Span {
  readonly from: Date;
  readonly to: Date;
  readonly posts: number;
}

/** What a target's time usually brings. */
export interface Rhythm {
  /** Events per hour, before the factors. */
  readonly rate: number;
  /** By hour of the day, UTC. */
  readonly hours: readonly number[];
  /** By day of the week, UTC, Sunday first. */
  readonly days: readonly number[];
  /** Shape of the days' gamma: small where days differ much. */
  readonly shape: number;
  /** Events it was learnt from. */
  readonly events: number;
  readonly eventsPerDay: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Longer stretches say nothing of the hour at which their posts came. */
const TELLS_THE_HOUR_MS = 3 * HOUR_MS;
/** Events' worth of trust in "all hours are alike" and "all days are alike". */
const PRIOR = 4;
/** A weekday that was hardly seen yet may be silent for all we know. */
const UNSEEN_DAY = 0;
const SEEN_DAY_MS = 12 * HOUR_MS;
const MOST_VARIED = 0.15;
const LEAST_VARIED = 8;

/** Null where nothing ever came, or too little to tell a rhythm from chance. */
export function learnRhythm(spans: readonly Span[]): Rhythm | null {
  const events = spans.filter(({ posts }) => posts > 0).length;
  const seenMs = spans.reduce((sum, span) => sum + lengthOf(span), 0);
  if (events === 0 || seenMs === 0) return null;
  const flat: Rhythm = { rate: 0, hours: Array(24).fill(1), days: Array(7).fill(1), shape: 1, events, eventsPerDay: 0 };
  let rhythm: Rhythm = { ...flat, rate: rateOf(spans, flat, events) };
  // Twice is enough: the factors hardly move after that.
  for (let round = 0; round < 2; round++) {
    rhythm = { ...rhythm, ...factorsOf(spans, rhythm) };
    rhythm = { ...rhythm, rate: rateOf(spans, rhythm, events) };
  }
  const days = daysOf(spans, rhythm);
  return { ...rhythm, shape: shapeOf(days), eventsPerDay: (events * DAY_MS) / seenMs };
}

/** Events that [from, to) should bring. */
export function expectedEvents(rhythm: Rhythm, from: Date, to: Date): number {
  let sum = 0;
  for (const [, expected] of byDay(rhythm, from, to)) sum += expected;
  return sum;
}

/** Probability that [from, to) brings nothing. */
export function chanceOfSilence(rhythm: Rhythm, from: Date, to: Date): number {
  let log = 0;
  for (const [, expected] of byDay(rhythm, from, to)) log -= rhythm.shape * Math.log1p(expected / rhythm.shape);
  return Math.exp(log);
}

/** Stretches enough to tell counts from chance, and the share of them that may have been empty. */
const LEAST_SPANS = 14;
const WEEK_MS = 7 * DAY_MS;
const RARELY_EMPTY = 0.02;
const MOST_EVEN = 50;

/**
 * Probability that [from, to) brings nothing where hardly any stretch ever did: occupancy has no more to say then, but
 * counts have. Negative-binomial, one draw for the whole silence. 1 where stretches without a post are usual.
 */
export function chanceByCounts(spans: readonly Span[], from: Date, to: Date): number {
  const empty = spans.filter(({ posts }) => posts === 0).length;
  const seen = spans.reduce((sum, span) => sum + lengthOf(span), 0);
  if (spans.length < LEAST_SPANS || seen < WEEK_MS || empty > spans.length * RARELY_EMPTY) return 1;
  const mean = spans.reduce((sum, { posts }) => sum + posts, 0) / spans.length;
  const variance = spans.reduce((sum, { posts }) => sum + (posts - mean) ** 2, 0) / (spans.length - 1);
  const shape = mean ** 2 / Math.max(variance - mean, mean ** 2 / MOST_EVEN);
  const expected = (mean * spans.length * (to.getTime() - from.getTime())) / Math.max(1, seen);
  return (1 + expected / shape) ** -shape;
}

function lengthOf({ from, to }: Span): number {
  return Math.max(0, to.getTime() - from.getTime());
}

/** Solves Σ(1 − e^(−rate·w)) = events for the rate; where every stretch brought something, as if half of one had not. */
function rateOf(spans: readonly Span[], rhythm: Rhythm, events: number): number {
  const unit = { ...rhythm, rate: 1 };
  const weights = spans.map(({ from, to }) => expectedEvents(unit, from, to));
  const aim = Math.min(events, spans.length - 0.5);
  let [low, high] = [0, 1];
  const occupied = (rate: number) => weights.reduce((sum, weight) => sum - Math.expm1(-rate * weight), 0);
  while (occupied(high) < aim && high < 1e6) high *= 4;
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (occupied(middle) < aim) low = middle;
    else high = middle;
  }
  return high;
}

/** Factors of hours and weekdays: events seen against events expected, drawn towards 1 while there are few. */
function factorsOf(spans: readonly Span[], rhythm: Rhythm): Pick<Rhythm, 'hours' | 'days'> {
  const seen = { hours: Array<number>(24).fill(0), days: Array<number>(7).fill(0) };
  const due = { hours: Array<number>(24).fill(0), days: Array<number>(7).fill(0) };
  const looked = Array<number>(7).fill(0);
  for (const span of spans) {
    const event = span.posts > 0 ? 1 : 0;
    const length = lengthOf(span);
    for (const [start, end] of hoursIn(span.from, span.to)) {
      const share = length === 0 ? 1 : (end - start) / length;
      const hour = new Date(start).getUTCHours();
      const day = new Date(start).getUTCDay();
      // What occupancy can show: a stretch that expects three events shows one.
      const raw = (rhythm.rate * length) / HOUR_MS;
      const visible = -Math.expm1(-raw) * share;
      looked[day]! += end - start;
      seen.days[day]! += event * share;
      due.days[day]! += visible * rhythm.hours[hour]!;
      if (length > TELLS_THE_HOUR_MS) continue;
      seen.hours[hour]! += event * share;
      due.hours[hour]! += visible * rhythm.days[day]!;
    }
  }
  const factor = (n: number, expected: number) => (n + PRIOR) / (expected + PRIOR);
  return {
    hours: seen.hours.map((n, hour) => factor(n, due.hours[hour]!)),
    days: seen.days.map((n, day) => (looked[day]! < SEEN_DAY_MS ? UNSEEN_DAY : factor(n, due.days[day]!))),
  };
}

/** Events seen and expected on each day. */
function daysOf(spans: readonly Span[], rhythm: Rhythm): { seen: number; due: number }[] {
  const days = new Map<number, { seen: number; due: number }>();
  for (const { from, to, posts } of spans) {
    const key = Math.floor((to.getTime() - 1) / DAY_MS);
    const day = days.get(key) ?? { seen: 0, due: 0 };
    days.set(key, day);
    if (posts > 0) day.seen++;
    day.due -= Math.expm1(-expectedEvents(rhythm, from, to));
  }
  return [...days.values()];
}

/** Method of moments, drawn towards moderately varied days while there are few. */
function shapeOf(days: readonly { seen: number; due: number }[]): number {
  let spread = 1;
  let size = 4;
  for (const { seen, due } of days) {
    spread += Math.max(-due, (seen - due) ** 2 - due);
    size += due ** 2;
  }
  return Math.min(LEAST_VARIED, Math.max(MOST_VARIED, size / Math.max(spread, 1e-9)));
}

/** Expected events by UTC day. */
function* byDay(rhythm: Rhythm, from: Date, to: Date): Generator<[day: number, expected: number]> {
  let day = Number.NaN;
  let sum = 0;
  for (const [start, end] of hoursIn(from, to)) {
    const today = Math.floor(start / DAY_MS);
    if (today !== day && !Number.isNaN(day)) {
      yield [day, sum];
      sum = 0;
    }
    day = today;
    const at = new Date(start);
    const factor = rhythm.hours[at.getUTCHours()]! * rhythm.days[at.getUTCDay()]!;
    sum += (rhythm.rate * factor * (end - start)) / HOUR_MS;
  }
  if (!Number.isNaN(day)) yield [day, sum];
}

/** The parts of [from, to) by hour of the clock. */
function* hoursIn(from: Date, to: Date): Generator<[start: number, end: number]> {
  const end = to.getTime();
  for (let start = from.getTime(); start < end; ) {
    const next = Math.min(end, (Math.floor(start / HOUR_MS) + 1) * HOUR_MS);
    yield [start, next];
    start = next;
  }
}
