import { describe, expect, it } from 'vitest';
import { DEFAULT_DETECT_SETTINGS } from '../../src/detect/settings.ts';
import { percentileAt } from '../../src/detect/site-baseline.ts';
import { judgePost } from '../../src/detect/viral.ts';
import type { PostTrajectory, SiteBaseline } from '../../src/detect/viral-types.ts';

const BORN = new Date('2024-05-01T08:00:00Z');
const after = (minutes: number) => new Date(BORN.getTime() + minutes * 60_000);

function reading(minutes: number, reposts: number) {
  return { at: after(minutes), likes: 2 * reposts, replies: 0, reposts, views: null };
}

function judge(over: Partial<PostTrajectory>, minutes: number) {
  const post: PostTrajectory = {
    publishedAt: BORN,
    followers: 3000,
    label: 'negative',
    intents: [],
    site: 'weibo',
    kind: 'post',
    readings: [],
    viralThreshold: 200,
    ...over,
  };
  return judgePost(post, after(minutes), DEFAULT_DETECT_SETTINGS);
}

/** Shares that double every twenty minutes. */
const rising = [0, 20, 40, 60, 80, 100].map((minutes) => reading(minutes, Math.round(4 * 2 ** (minutes / 20))));

describe('one post', () => {
  it('is an alarm while it takes off, before it has passed the threshold', () => {
    const verdict = judge({ readings: rising }, 100);
    expect(verdict.observed).toBeLessThan(200);
    expect(verdict.forecast.predicted).toBeGreaterThanOrEqual(200);
    expect(verdict).toMatchObject({ alarm: true, reasons: expect.arrayContaining(['forecast']) });
    expect(verdict.acceleration).toBeGreaterThan(0);
  });

  it('is none with a handful of shares, and none where the words are not negative', () => {
    for (const count of [1, 3, 6]) expect(judge({ readings: [reading(15, count)] }, 15).alarm).toBe(false);
    expect(judge({ readings: rising, label: 'neutral' }, 100).alarm).toBe(false);
  });

  it('is none once it no longer moves, however large it is', () => {
    const verdict = judge({ readings: [reading(60, 900), reading(3000, 1000), reading(6000, 1000)] }, 6000);
    expect(verdict).toMatchObject({ velocity: 0, alarm: false });
  });

  it('does not look at what was read later', () => {
    const known = judge({ readings: rising.slice(0, 3) }, 50);
    expect(judge({ readings: rising }, 50)).toEqual(known);
  });

  it('is scored in parts that sum to it, each within its share, the forecast within its interval', () => {
    for (const [readings, minutes] of [
      [[], 5],
      [rising, 100],
      [[reading(10, 50_000)], 10],
    ] as const) {
      const { score, parts, forecast, observed, r } = judge({ readings, followers: 9_000_000 }, minutes);
      expect(parts.reach + parts.velocity + parts.reproduction + parts.forecast).toBeCloseTo(score, 9);
      expect(score).toBeLessThanOrEqual(100);
      expect(observed).toBeLessThanOrEqual(forecast.predicted);
      expect(forecast.low).toBeLessThanOrEqual(forecast.predicted);
      expect(forecast.high).toBeGreaterThanOrEqual(forecast.predicted);
      expect(r.low).toBeLessThanOrEqual(r.high);
    }
  });

  it('is enough where its words are grave and the site weighs, while they are fresh', () => {
    expect(judge({ intents: ['regulator'] }, 5)).toMatchObject({ alarm: true, reasons: ['grave-intent'] });
    expect(judge({ intents: ['regulator'], siteWeight: 0.1 }, 5).alarm).toBe(false);
    expect(judge({ intents: ['regulator'] }, 60 * 72).alarm).toBe(false);
    expect(judge({ trending: true }, 5)).toMatchObject({ alarm: true, reasons: ['trending'] });
  });

  it('counts the audience of sharers where the site names them', () => {
    const shares = [1, 2, 3, 4].map((i) => ({ t: 60 * i, followers: 400_000 }));
    expect(judge({ shares }, 10)).toMatchObject({
      reach: 1_603_000,
      observed: 4,
      reasons: expect.arrayContaining(['reach']),
    });
  });
});

describe('the place among the posts of a site', () => {
  const site: SiteBaseline = {
    site: 'weibo',
    ages: [0, 6],
    quantiles: [
      [2, 10, 50],
      [10, 100, 500],
    ],
  };

  it('depends on the age', () => {
    expect(percentileAt(site, 1, 2)).toBeCloseTo(0.5);
    expect(percentileAt(site, 1, 10)).toBeCloseTo(0.9);
    expect(percentileAt(site, 7, 10)).toBeCloseTo(0.5);
    expect(percentileAt(site, 1, 900)).toBe(0.99);
    expect(percentileAt(site, 1, 0)).toBe(0);
    expect(percentileAt({ ...site, ages: [], quantiles: [] }, 1, 5)).toBeNull();
  });

  it('is no distinction where nothing ever moves', () => {
    expect(percentileAt({ ...site, ages: [0], quantiles: [[0, 0, 0]] }, 1, 0)).toBe(0.5);
    expect(percentileAt({ ...site, ages: [0], quantiles: [[0, 0, 0]] }, 1, 3)).toBe(0.99);
  });

  it('takes the doubt from a forecast once a post has outgrown what the site has', () => {
    const readings = [reading(5, 9), reading(15, 20)];
    const predicted = (p99: number) => {
      const siteBaseline = { ...site, ages: [0], quantiles: [[0, 1, p99]] as const };
      return judge({ readings, siteBaseline }, 15).forecast.predicted;
    };
    const unknown = judge({ readings }, 15).forecast.predicted;
    expect(predicted(20)).toBeGreaterThan(1.3 * unknown);
    expect(predicted(60)).toBe(unknown);
    expect(predicted(5000)).toBe(unknown);
    // A few shares where nothing ever moves are chance.
    const still = { ...site, ages: [0], quantiles: [[0, 0, 0]] as const };
    for (const count of [1, 3, 6]) {
      expect(judge({ readings: [reading(15, count)], siteBaseline: still }, 15).alarm).toBe(false);
    }
  });

  it('speeds the score', () => {
    const readings = [reading(30, 4)];
    const slow = judge({ readings, siteBaseline: { ...site, quantiles: [[200, 500, 900]], ages: [0] } }, 30);
    const fast = judge({ readings, siteBaseline: site }, 30);
    expect(fast.percentile).toBeGreaterThan(slow.percentile!);
    expect(fast.score).toBeGreaterThan(slow.score);
  });
});
