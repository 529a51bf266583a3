import { describe, expect, it } from 'vitest';
import { chanceOfSilence, expectedYield, healthOf, type PastCrawl } from '../../src/crawl/health.ts';
import { nextReread } from '../../src/crawl/reread.ts';

const NOW = new Date('2024-05-29T00:00:00Z');
const HOUR = 3_600_000;
/** A crawl every hour for `days`, ending now; `of` says how each ended, by hours before now. */
function hourly(days: number, of: (hoursAgo: number) => Partial<PastCrawl>): PastCrawl[] {
  return Array.from({ length: days * 24 }, (_, i) => {
    const hoursAgo = days * 24 - 1 - i;
    const base = { at: new Date(NOW.getTime() - hoursAgo * HOUR), reason: '', backfill: false };
    return { ...base, outcome: 'ok', postsNew: 1, ...of(hoursAgo) } as PastCrawl;
  });
}

describe('expected yield', () => {
  it('is the mean of the days that were seen, without back-fill', () => {
    const crawls = hourly(10, (h) => (h === 239 ? { postsNew: 5_000, backfill: true } : h % 2 ? {} : { postsNew: 0 }));
    expect(expectedYield(crawls, NOW)).toMatchObject({ days: 10 });
    expect(expectedYield(crawls, NOW)?.perDay).toBeCloseTo(12, 0);
    expect(expectedYield(crawls.slice(-24), NOW)).toBeNull();
  });

  it('leaves out days without sight', () => {
    const crawls = hourly(10, (h) => (h < 48 ? { outcome: 'blocked', postsNew: 0 } : {}));
    expect(expectedYield(crawls, NOW)).toMatchObject({ perDay: 24, days: 8 });
  });
});

describe('chance of silence', () => {
  it('is Poisson where days are even, and larger where they vary', () => {
    expect(chanceOfSilence({ perDay: 10, variance: 10, days: 20 }, 1)).toBeCloseTo(Math.exp(-10), 10);
    expect(chanceOfSilence({ perDay: 10, variance: 100, days: 20 }, 1)).toBeGreaterThan(0.05);
    expect(chanceOfSilence({ perDay: 0, variance: 0, days: 20 }, 30)).toBe(1);
  });
});

describe('health', () => {
  it('is unknown before the first crawl, and well while posts come', () => {
    expect(healthOf([], NOW)).toMatchObject({ state: 'unknown' });
    expect(
      healthOf(
        hourly(10, () => ({})),
        NOW,
      ),
    ).toMatchObject({ state: 'well', advice: '' });
  });

  it('is quiet when it sees, but nothing new for improbably long', () => {
    const crawls = hourly(10, (h) => (h < 12 ? { outcome: 'unchanged', postsNew: 0 } : {}));
    const health = healthOf(crawls, NOW);
    expect(health).toMatchObject({ state: 'quiet', since: new Date(NOW.getTime() - 12 * HOUR) });
    expect(health.advice).toMatch(/about 2[34] a day/);
  });

  it('is not quiet where days without posts are usual', () => {
    const crawls = hourly(20, (h) => (h % (24 * 4) === 90 ? { postsNew: 3 } : { outcome: 'unchanged', postsNew: 0 }));
    expect(healthOf(crawls, NOW).state).toBe('well');
  });

  it('is blind at once where the door is shut, and after three failures otherwise', () => {
    const shut = healthOf(
      hourly(10, (h) => (h < 1 ? { outcome: 'blocked', reason: 'x shows a CAPTCHA', postsNew: 0 } : {})),
      NOW,
    );
    expect(shut).toMatchObject({ state: 'blind', since: NOW });
    expect(shut.advice).toMatch(/^x shows a CAPTCHA: .*not climbed/);
    const failing = (hours: number) => hourly(10, (h) => (h < hours ? { outcome: 'unreachable', postsNew: 0 } : {}));
    expect(healthOf(failing(2), NOW).state).toBe('well');
    expect(healthOf(failing(3), NOW)).toMatchObject({ state: 'blind', since: new Date(NOW.getTime() - 2 * HOUR) });
  });
});

describe('the next re-reading', () => {
  const born = new Date('2024-05-01T00:00:00Z');
  const minutes = (n: number) => new Date(born.getTime() + n * 60_000);
  const readings = (...pairs: [minute: number, total: number][]) =>
    pairs.map(([m, total]) => ({ at: minutes(m), total }));

  it('follows the ages of the table while nothing moves', () => {
    const ages = [15, 60, 240, 720, 1440, 4320];
    const read: [number, number][] = [];
    for (const age of ages) {
      expect(nextReread(born, readings(...read))).toEqual(minutes(age));
      read.push([age, 0]);
    }
    expect(nextReread(born, readings(...read))).toBeNull();
  });

  it('comes sooner while the post moves, and sooner still when it takes off', () => {
    expect(nextReread(born, readings([60, 100], [90, 125]))).toEqual(minutes(120));
    expect(nextReread(born, readings([60, 100], [90, 300]))).toEqual(minutes(105));
    expect(nextReread(born, readings([60, 100], [70, 900]))).toEqual(minutes(80));
    expect(nextReread(born, readings([60, 1], [90, 2]))).toEqual(minutes(240));
  });

  it('goes on after three days while it moves, but not for ever', () => {
    expect(nextReread(born, readings([4320, 1000], [4440, 2000]))).toEqual(minutes(4500));
    expect(nextReread(born, readings([30_000, 1000], [30_100, 2000]))).toBeNull();
  });
});
