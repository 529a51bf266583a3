/** Partial drops against simulated lives of targets: how often one is imagined, and how soon a true one is told. */
import { describe, expect, it } from 'vitest';
import { dropSince } from '../../src/crawl/drop.ts';
import { healthOf } from '../../src/crawl/health.ts';
import type { Span } from '../../src/crawl/silence.ts';
import { BEGIN, daytime, type Life, live, spansOf, workdays } from './support/lives.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const HISTORY = 28 * DAY;
const YEARS = 2;

/** What is looked at, every `every` milliseconds from `from` to `to`. */
function* looks(spans: readonly Span[], from: number, to: number, every: number): Generator<[number, Span[]]> {
  for (let now = from; now < to; now += every) {
    yield [now, spans.filter((span) => span.to.getTime() <= now && span.to.getTime() > now - HISTORY)];
  }
}

function falseAlarms(life: Life, seed: number): number {
  const spans = spansOf(live(life, 365, seed));
  let alarms = 0;
  let low = false;
  for (const [, seen] of looks(spans, BEGIN + 15 * DAY, BEGIN + 365 * DAY, 12 * HOUR)) {
    const found: boolean = dropSince(seen, low) !== null;
    if (found && !low) alarms++;
    low = found;
  }
  return alarms;
}

/** A life of which only `left` is left after thirty days. */
function dropped(life: Life, left: number, seed: number, days = 45): { spans: Span[]; at: number } {
  const at = BEGIN + 30 * DAY;
  const before = live(life, days, seed).filter((crawl) => crawl.at.getTime() <= at);
  const after = live({ ...life, perDay: life.perDay * left }, days, seed + 50).filter(
    (crawl) => crawl.at.getTime() > at,
  );
  return { spans: spansOf([...before, ...after]), at };
}

describe.each<[string, Life, { alarms: number; left: number; hours: number }]>([
  ['a thousand posts a day', { perDay: 1000, every: 60 }, { alarms: 0, left: 0.2, hours: 60 }],
  [
    'a hundred a day, most of them by day',
    { perDay: 100, every: 60, rhythm: daytime },
    { alarms: 0, left: 0.03, hours: 24 },
  ],
  ['ten a day', { perDay: 10, every: 360 }, { alarms: 0, left: 0.03, hours: 84 }],
  [
    'an office forum that rests at weekends',
    { perDay: 20, every: 60, rhythm: workdays },
    { alarms: 1, left: 0.03, hours: 84 },
  ],
  [
    'bursts, moods, days and nights',
    { perDay: 40, every: 60, rhythm: daytime, moody: 0.8, bursts: 0.05 },
    { alarms: 2, left: 0.03, hours: 96 },
  ],
])('%s', (_name, life, { alarms, left, hours }) => {
  it('raises no more than one false alarm a year', () => {
    const found = Array.from({ length: YEARS }, (_, i) => falseAlarms(life, i + 1)).reduce((a, b) => a + b, 0);
    expect(found).toBeLessThanOrEqual(alarms);
  }, 60_000);

  it('is told when only a part is left', () => {
    for (const seed of [11, 12, 13]) {
      const { spans, at } = dropped(life, left, seed);
      const told = [...looks(spans, at, at + 10 * DAY, 3 * HOUR)].find(([, seen]) => dropSince(seen, false) !== null);
      expect(((told?.[0] ?? Number.POSITIVE_INFINITY) - at) / HOUR).toBeLessThanOrEqual(hours);
    }
  }, 60_000);
});

const STEADY: Life = { perDay: 100, every: 60, rhythm: daytime };

describe('a drop', () => {
  const { spans, at } = dropped(STEADY, 0.03, 3);
  const until = (days: number) =>
    spans.filter(({ to }) => to.getTime() <= at + days * DAY && to.getTime() > at - 20 * DAY);

  it('is a state of its own, dated within a day, and not that of silence', () => {
    const crawls = [{ at: new Date(at + DAY), outcome: 'ok' as const, reason: '', postsNew: 1 }];
    const health = healthOf({ crawls, spans: until(1) }, 'well');
    expect(health.state).toBe('low');
    expect(Math.abs((health.since?.getTime() ?? 0) - at)).toBeLessThanOrEqual(DAY);
  });

  it('stands until a day brings half of what is usual', () => {
    expect(dropSince(until(4), true)?.getTime()).toBeGreaterThanOrEqual(at - DAY);
    const back = live(STEADY, 40, 9).filter(
      (crawl) => crawl.at.getTime() > at + 5 * DAY && crawl.at.getTime() <= at + 6.2 * DAY,
    );
    expect(dropSince([...until(5), ...spansOf(back)], true)).toBeNull();
  });

  it('is not told before each weekday was seen twice', () => {
    const short = spans.filter(({ to }) => to.getTime() > at - 10 * DAY && to.getTime() <= at + 2 * DAY);
    expect(dropSince(short, false)).toBeNull();
  });

  it('to more than half is life, not a fault', () => {
    const { spans: some } = dropped({ perDay: 1000, every: 60 }, 0.6, 4);
    for (const [, seen] of looks(some, at, at + 10 * DAY, 6 * HOUR)) expect(dropSince(seen, false)).toBeNull();
  });

  it('is not seen in a time that was not looked at', () => {
    expect(dropSince([], false)).toBeNull();
    const gap = until(0).filter(({ to }) => to.getTime() < at - 2 * DAY);
    expect(dropSince([...gap, { from: new Date(at), to: new Date(at + HOUR), posts: 0 }], false)).toBeNull();
  });
});
