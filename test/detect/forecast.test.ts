import { describe, expect, it } from 'vitest';
import { ActivityClock, offsetAt } from '../../src/detect/forecast/activity.ts';
import { observe } from '../../src/detect/forecast/cascade.ts';
import { forecast } from '../../src/detect/forecast/forecast.ts';
import { reproduction } from '../../src/detect/forecast/reproduction.ts';
import { selfExciting } from '../../src/detect/forecast/self-exciting.ts';
import { SHIPPED_FORECAST } from '../../src/detect/forecast/shipped.ts';
import { sumTrees } from '../../src/detect/forecast/trees.ts';
import { seismic } from '../bench/detect-cascades.ts';
import { simulateCascade } from '../bench/forecast-simulated.ts';
import { random } from './support/worlds.ts';

const about = { publishedAt: Date.UTC(2024, 4, 6, 2) / 1000, followers: 5000, verified: false };
const steady = Array.from({ length: 120 }, (_, i) => ({ t: 30 * (i + 1) }));
const ask = (input: object, age = 3600, zone = 'Asia/Shanghai') =>
  forecast({ ...about, ...input }, age, SHIPPED_FORECAST, zone);

describe('a cascade as it was seen', () => {
  it('ends at the moment of looking, in order of time, whatever order it came in', () => {
    const cascade = observe({ ...about, events: [{ t: 900, parent: 1 }, { t: 60 }, { t: 7200 }] }, 3600);
    expect([...cascade.times]).toEqual([60, 900]);
    expect([...cascade.parents]).toEqual([-1, 0]);
  });

  it('takes a parent that does not exist or comes later for the post itself', () => {
    const events = [
      { t: 10, parent: 0 },
      { t: 20, parent: 9 },
      { t: 30, parent: 1 },
    ];
    expect([...observe({ ...about, events }, 60).parents]).toEqual([-1, -1, 1]);
  });

  it('spreads counters evenly, levels those that run backwards, and is as old as the last', () => {
    const readings = [
      { t: 600, count: 4 },
      { t: 1200, count: 2 },
      { t: 1800, count: 6 },
      { t: 9000, count: 90 },
    ];
    const cascade = observe({ ...about, readings }, 3600);
    expect([...cascade.times]).toEqual([75, 225, 375, 525, 1350, 1650]);
    expect(cascade.age).toBe(1800);
  });

  it('holds a sample of millions', () => {
    const cascade = observe({ ...about, readings: [{ t: 3600, count: 3_000_000 }] }, 3600);
    expect(cascade.times.length).toBe(5000);
    expect(ask({ readings: [{ t: 3600, count: 3_000_000 }] }).observed).toBe(3_000_000);
  });
});

describe('a forecast', () => {
  it('holds what was seen: low ≤ predicted ≤ high, none below the shares so far', () => {
    for (const events of [[], [{ t: 5 }], steady]) {
      for (const age of [0, 60, 3600, 86_400, 40 * 86_400]) {
        const { observed, predicted, low, high } = ask({ events }, age);
        expect(low).toBeGreaterThanOrEqual(observed);
        expect(predicted).toBeGreaterThanOrEqual(low);
        expect(high).toBeGreaterThanOrEqual(predicted);
      }
    }
  });

  it('is not changed by what came after the look', () => {
    const later = [...steady, ...Array.from({ length: 500 }, (_, i) => ({ t: 4000 + i }))];
    expect(ask({ events: later }).predicted).toBe(ask({ events: steady }).predicted);
  });

  it('expects more of what grows than of what has stopped', () => {
    const early = Array.from({ length: 120 }, (_, i) => ({ t: 5 * (i + 1) }));
    const late = Array.from({ length: 120 }, (_, i) => ({ t: 3600 - 15 * i })).reverse();
    for (const zone of ['Asia/Shanghai', 'Europe/Berlin']) {
      expect(ask({ events: late }, 3600, zone).predicted).toBeGreaterThan(ask({ events: early }, 3600, zone).predicted);
    }
  });

  it('says much the same of counters as of shares', () => {
    const readings = [600, 1800, 3600].map((t) => ({ t, count: t / 30 }));
    const ratio = ask({ readings }).predicted / ask({ events: steady }).predicted;
    expect(ratio).toBeGreaterThan(0.6);
    expect(ratio).toBeLessThan(1.7);
  });
});

describe('a second opinion', () => {
  it('is what SEISMIC says, as its authors have it', () => {
    const r = random(5);
    for (let i = 0; i < 20; i++) {
      const recorded = simulateCascade(r, `${i}`);
      for (const age of [900, 3600, 21_600]) {
        const cascade = observe(recorded, age);
        const published = seismic(cascade, 100);
        const ours = selfExciting(cascade);
        if (ours !== null) expect(ours).toBeCloseTo(published, 6);
        else expect(cascade.times.length < 5 || published > 10 * cascade.times.length).toBe(true);
      }
    }
  });

  const shares = Array.from({ length: 60 }, (_, i) => ({ t: 60 * (i + 1), followers: 200 }));

  it('is asked for where followers are known, and only there', () => {
    expect(selfExciting(observe({ ...about, events: shares }, 3600))).toBeGreaterThan(60);
    expect(selfExciting(observe({ ...about, events: steady }, 3600))).toBeNull();
    expect(selfExciting(observe({ ...about, followers: null, events: shares }, 3600))).toBeNull();
    expect(selfExciting(observe({ ...about, events: shares.slice(0, 4) }, 3600))).toBeNull();
  });

  it('expects more where somebody with many followers has just shared', () => {
    const loud = shares.map((share, i) => (i === 59 ? { ...share, followers: 50_000 } : share));
    const [before, after] = [shares, loud].map((events) => selfExciting(observe({ ...about, events }, 3600))!);
    expect(after! - 60).toBeGreaterThan(2 * (before! - 60));
  });

  it('stays within reason where a chain reaction has no end', () => {
    const few = shares.map((share) => ({ ...share, followers: 1 }));
    const { predicted, high } = ask({ events: few, followers: 1 });
    expect(predicted).toBeLessThan(6000);
    expect(high).toBeLessThan(60_000);
  });
});

describe('R', () => {
  it('is above 1 where shares breed shares, and near 0 where only the author is heard', () => {
    const chain = Array.from({ length: 200 }, (_, i) => ({
      t: 3600 * (Math.log(i + 1) / Math.log(200)),
      ...(i > 0 ? { parent: i >> 1 } : {}),
    }));
    const growing = reproduction(observe({ ...about, events: chain }, 3600));
    expect(growing.low).toBeGreaterThan(1);
    const fading = reproduction(observe({ ...about, events: steady.map(({ t }) => ({ t: t / 4 })) }, 86_400));
    expect(fading.high).toBeLessThan(1);
    expect(fading.low).toBeLessThanOrEqual(fading.value);
  });
});

describe('the parts of it', () => {
  it('counts hours by how awake people are', () => {
    const night = Array.from({ length: 24 }, (_, h) => (h < 6 ? 0.2 : 1));
    const clock = new ActivityClock(night, 8 * 3600);
    const noon = Date.UTC(2024, 0, 1, 4) / 1000;
    expect(clock.localHour(noon)).toBe(12);
    expect(clock.between(noon, noon + 86_400)).toBeCloseTo(24, 9);
    expect(clock.between(noon + 14 * 3600, noon + 15 * 3600)).toBeLessThan(clock.between(noon, noon + 3600) / 4);
  });

  it('knows zones with and without daylight saving', () => {
    expect(offsetAt('Asia/Shanghai', Date.UTC(2024, 6, 1) / 1000)).toBe(8 * 3600);
    expect(offsetAt('Europe/Berlin', Date.UTC(2024, 6, 1) / 1000)).toBe(2 * 3600);
    expect(offsetAt('Europe/Berlin', Date.UTC(2024, 0, 1) / 1000)).toBe(3600);
  });

  it('sums trees', () => {
    const trees = { base: 1, feature: [0, -1, -1], threshold: [5, 10, 20], right: [2, 0, 0], roots: [0] };
    expect([sumTrees(trees, [5]), sumTrees(trees, [5.1])]).toEqual([11, 21]);
  });
});
