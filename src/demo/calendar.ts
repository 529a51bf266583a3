/** When the town sleeps and when it talks, and what happens on which day. The town lives in Asia/Shanghai. */
import type { Random } from './random.ts';

export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;
export const TOWN_ZONE = 'Asia/Shanghai';
/** Shanghai has had no summer time since 1991. */
const OFFSET = 8 * HOUR;

/** What is written before the town opens; a first crawl reads back as far. */
export const HISTORY_DAYS = 14;
const LIVE_MS = 3 * DAY;
const QUIET_MS = 33 * HOUR;

/** Share of a day's posts in each local hour. */
const DAILY = [
  2.2, 1.2, 0.7, 0.5, 0.4, 0.6, 1.4, 2.8, 4.2, 5, 5.3, 5.2, 5.6, 5, 4.6, 4.5, 4.7, 5, 5.4, 6.1, 7, 7.6, 6.6, 4.4,
];
const DAILY_SUM = DAILY.reduce((sum, share) => sum + share, 0);
/** Sunday first: travellers write when they are back. */
const WEEKLY = [1.12, 1.05, 0.96, 0.93, 0.94, 0.98, 1.06];

export interface Timeline {
  /** Everything before is there when the town opens. */
  readonly historyStart: Date;
  readonly start: Date;
  readonly disasterAt: Date;
  /** The brand's public answer. */
  readonly answerAt: Date;
  /** The first article about it. */
  readonly newsAt: Date;
  readonly end: Date;
}

/** The town's great days: 33 ordinary hours or a little more, then the disaster on a morning or an evening. */
export function timelineFrom(start: Date): Timeline {
  const quiet = start.getTime() + QUIET_MS;
  const disasterAt = Math.min(nextLocal(quiet, 10, 12), nextLocal(quiet, 19, 42));
  const soon = disasterAt + 6.5 * HOUR;
  const hour = localHour(soon);
  // Nobody who must sign such an answer is awake at night.
  const answerAt = hour >= 8 && hour < 22 ? soon : nextLocal(soon, 8, 40);
  return {
    historyStart: new Date(start.getTime() - HISTORY_DAYS * DAY),
    start: new Date(start),
    disasterAt: new Date(disasterAt),
    answerAt: new Date(answerAt),
    newsAt: new Date(nextLocal(disasterAt + 6 * HOUR, 7, 25)),
    end: new Date(start.getTime() + LIVE_MS),
  };
}

export function localHour(time: number): number {
  return Math.floor(((time + OFFSET) % DAY) / HOUR);
}

/** Midnight in the town that begins the day of `time`. */
export function localMidnight(time: number): number {
  return Math.floor((time + OFFSET) / DAY) * DAY - OFFSET;
}

/** How busy an hour is: 1 is the average of a week. */
export function busyness(time: number): number {
  const weekday = new Date(time + OFFSET).getUTCDay();
  return ((DAILY[localHour(time)]! * 24) / DAILY_SUM) * WEEKLY[weekday]!;
}

/** Times of a Poisson process with `perDay` events on an average day and the town's rhythm; in order, to the second. */
export function eventTimes(perDay: number, from: number, to: number, random: Random): number[] {
  const times: number[] = [];
  for (let hour = from; hour < to; hour += HOUR) {
    const span = Math.min(HOUR, to - hour);
    const count = random.poisson((perDay / 24) * busyness(hour) * (span / HOUR));
    for (let i = 0; i < count; i++) times.push(Math.floor((hour + random.next() * span) / 1000) * 1000);
  }
  return times.sort((a, b) => a - b);
}

function nextLocal(after: number, hour: number, minute: number): number {
  const time = localMidnight(after) + hour * HOUR + minute * MINUTE;
  return time >= after ? time : time + DAY;
}
