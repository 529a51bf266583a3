/** Silence against simulated lives of targets: how often it is mistaken, and how soon it is told. */
import { describe, expect, it } from 'vitest';
import { healthOf, type PastCrawl } from '../../src/crawl/health.ts';
import type { Span } from '../../src/crawl/silence.ts';
import { BEGIN, daytime, type Life, live, spansOf, workdays } from './support/lives.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const HISTORY_DAYS = 28;

const stateAt = (crawls: readonly PastCrawl[], spans: readonly Span[], i: number, days: number) => {
  const now = crawls[i]?.at.getTime() ?? 0;
  const seen = spans.filter(({ to }) => to.getTime() <= now && to.getTime() > now - days * DAY);
  return healthOf({ crawls: crawls.slice(Math.max(0, i - 20), i + 1), spans: seen }, 'well').state;
};

/** Alarms in a life without any fault: judged at the end of each silence that is longer than usual. */
function falseAlarms(life: Life, days: number, seed: number, history: number): number {
  const crawls = live(life, days, seed);
  const spans = spansOf(crawls);
  const events = crawls.flatMap(({ postsNew }, i) => (postsNew > 0 ? [i] : []));
  const long = (3 * DAY) / Math.min(life.perDay, 1440 / life.every);
  return events.filter((event, n) => {
    const end = (events[n + 1] ?? crawls.length) - 1;
    const length = (crawls[end]?.at.getTime() ?? 0) - (crawls[event]?.at.getTime() ?? 0);
    return end > event && length > long && stateAt(crawls, spans, end, history) === 'quiet';
  }).length;
}

/** Hours from the moment a target runs dry to the alarm. */
function delay(life: Life, seed: number, history: number): number {
  const stop = BEGIN + (history + (seed % 7)) * DAY + ((seed * 5) % 24) * HOUR;
  const crawls = live(life, history + 60, seed, stop);
  const spans = spansOf(crawls);
  for (let i = crawls.findIndex(({ at }) => at.getTime() > stop + DAY / life.perDay); i < crawls.length; i++) {
    if (stateAt(crawls, spans, i, history) === 'quiet') return ((crawls[i]?.at.getTime() ?? 0) - stop) / HOUR;
  }
  return Number.POSITIVE_INFINITY;
}

describe.each<[string, Life, { history?: number; alarms: number; hours: number }]>([
  ['a thousand posts a day, crawled every quarter of an hour', { perDay: 1000, every: 15 }, { alarms: 0, hours: 1 }],
  ['a hundred a day, most of them by day', { perDay: 100, every: 30, rhythm: daytime }, { alarms: 0, hours: 14 }],
  ['one an hour', { perDay: 24, every: 60 }, { alarms: 0, hours: 26 }],
  ['ten a day, crawled once a day', { perDay: 10, every: 1440 }, { alarms: 0, hours: 49 }],
  ['an office forum that rests at weekends', { perDay: 20, every: 60, rhythm: workdays }, { alarms: 1, hours: 72 }],
  [
    'bursts, moods, days and nights',
    { perDay: 40, every: 60, rhythm: daytime, moody: 0.8, bursts: 0.05 },
    { alarms: 2, hours: 48 },
  ],
  ['a post every five days', { perDay: 0.2, every: 360 }, { history: 120, alarms: 1, hours: 45 * 24 }],
])('%s', (_name, life, { history = HISTORY_DAYS, alarms, hours }) => {
  it('is hardly ever mistaken for dry', () => {
    const days = 90;
    const found = [1, 2].reduce((sum, seed) => sum + falseAlarms(life, days, seed, history), 0);
    expect(found).toBeLessThanOrEqual(alarms);
  }, 60_000);

  it('is told when it runs dry', () => {
    const delays = [11, 12, 13].map((seed) => delay(life, seed, history));
    expect(Math.max(...delays)).toBeLessThanOrEqual(hours);
  }, 60_000);
});
