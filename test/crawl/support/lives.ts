/** Targets that lead different lives, simulated with a seed: what their crawls find, hour by hour. */
import type { PastCrawl } from '../../../src/crawl/health.ts';
import type { Span } from '../../../src/crawl/silence.ts';

export const BEGIN = Date.parse('2026-01-05T00:00:00Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function poisson(mean: number, random: () => number): number {
  if (mean > 50) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal));
  }
  let product = 1;
  for (let count = 0; ; count++) {
    product *= 1 - random();
    if (product < Math.exp(-mean)) return count;
  }
}

export interface Life {
  /** Posts per day, on average. */
  readonly perDay: number;
  /** Minutes between crawls. */
  readonly every: number;
  /** Days and nights, weekdays and weekends: the rate at a moment against the average. */
  readonly rhythm?: (at: Date) => number;
  /** Days differ by a factor e^(sigma·normal). */
  readonly moody?: number;
  /** Share of posts that set off a burst of some twenty more within two hours. */
  readonly bursts?: number;
}

/** Posts found by each crawl of `days` days; nothing from `stopsAt` on. */
export function live(life: Life, days: number, seed: number, stopsAt = Number.POSITIVE_INFINITY): PastCrawl[] {
  const random = randomOf(seed);
  const step = life.every * 60_000;
  const crawls: PastCrawl[] = [];
  const pending: number[] = [];
  let mood = 1;
  let moodDay = -1;
  const minute = 5 * 60_000;
  let found = 0;
  for (let at = BEGIN; at < BEGIN + days * DAY; at += minute) {
    const day = Math.floor(at / DAY);
    if (day !== moodDay) {
      moodDay = day;
      const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
      const sigma = life.moody ?? 0;
      mood = Math.exp(sigma * normal - (sigma * sigma) / 2);
    }
    const rate = (life.perDay / 288) * mood * (life.rhythm?.(new Date(at)) ?? 1);
    const came = poisson(rate, random);
    for (let i = 0; i < came; i++) {
      if (random() < (life.bursts ?? 0)) for (let j = 0; j < 20; j++) pending.push(at + random() * 2 * HOUR);
    }
    const due = pending.filter((time) => time <= at).length;
    for (let i = pending.length - 1; i >= 0; i--) if ((pending[i] ?? 0) <= at) pending.splice(i, 1);
    if (at < stopsAt) found += came + due;
    const end = at + minute;
    if ((end - BEGIN) % step !== 0) continue;
    crawls.push({ at: new Date(end), outcome: found > 0 ? 'ok' : 'unchanged', reason: '', postsNew: found });
    found = 0;
  }
  return crawls;
}

const WIDTH = 15 * 60_000;

/** As the store gives them: a quarter of an hour each at least. */
export function spansOf(crawls: readonly PastCrawl[]): Span[] {
  const spans: Span[] = [];
  for (const [i, { at, postsNew }] of crawls.entries()) {
    const from = crawls[i - 1]?.at;
    if (from === undefined) continue;
    const last = spans.at(-1);
    if (last && Math.floor(last.to.getTime() / WIDTH) === Math.floor(at.getTime() / WIDTH)) {
      spans[spans.length - 1] = { from: last.from, to: at, posts: last.posts + postsNew };
    } else spans.push({ from, to: at, posts: postsNew });
  }
  return spans;
}

export const daytime = (at: Date) => {
  const hour = (at.getUTCHours() + 8) % 24;
  return hour < 7 ? 0.1 : hour < 9 ? 0.8 : hour < 23 ? 1.4 : 0.5;
};
export const workdays = (at: Date) => daytime(at) * ([0, 6].includes(at.getUTCDay()) ? 0.1 : 1.36);
