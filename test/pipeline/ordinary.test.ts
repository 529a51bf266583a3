import { describe, expect, it } from 'vitest';
import { countBand, netBand, type PastDay } from '../../src/pipeline/views/ordinary.ts';

const day = (total: number, negative: number, positive: number, more: Partial<PastDay> = {}): PastDay => ({
  total,
  negative,
  positive,
  seen: 1,
  teaches: true,
  ...more,
});
/** Alternately better and worse: net 0.3 and 0.1, 0.2 on average. */
const month = Array.from({ length: 28 }, (_, i) => (i % 2 ? day(100, 20, 50) : day(100, 30, 40)));

describe('the ordinary of net sentiment', () => {
  it('is where days usually are, as wide as chance or as they really vary', () => {
    const band = netBand(month, 100)!;
    expect(band.usual).toBeCloseTo(0.2, 6);
    // One mention varies by √(0.7 − 0.04) = 0.81: a day of 100 by ±0.16; the days differ by ±0.1, no more than that.
    expect(band.high - band.usual).toBeCloseTo((1.96 * Math.sqrt(0.66 * Math.max(1, (100 * 0.01) / 0.66))) / 10, 2);
    const wild = Array.from({ length: 28 }, (_, i) => (i % 2 ? day(100, 0, 80) : day(100, 80, 0)));
    expect(netBand(wild, 100)!.low).toBe(-1);
  });

  it('is wider for a day with few mentions', () => {
    expect(netBand(month, 4)!.low).toBeLessThan(netBand(month, 100)!.low);
  });

  it('learns nothing from days with an incident or unseen, unless there are hardly others', () => {
    const crisis = Array.from({ length: 7 }, () => day(900, 800, 20, { teaches: false }));
    const blind = Array.from({ length: 5 }, () => day(0, 0, 0, { seen: 0 }));
    expect(netBand([...month, ...crisis, ...blind], 100)).toEqual(netBand(month, 100));
    expect(netBand(crisis, 100)!.usual).toBeLessThan(-0.8);
    expect(netBand(blind, 100)).toBeNull();
    expect(netBand(month.slice(0, 3), 100)).toBeNull();
  });
});

describe('the ordinary of a count', () => {
  it('grows with the share of the day that has passed and was seen', () => {
    const whole = countBand(month, (one) => one.negative, 1)!;
    expect(whole.usual).toBeCloseTo(25, 6);
    expect(whole.low).toBeGreaterThan(10);
    expect(whole.high).toBeLessThan(40);
    const morning = countBand(month, (one) => one.negative, 0.25)!;
    expect(morning.usual).toBeCloseTo(6.25, 6);
    expect(morning.low).toBeGreaterThanOrEqual(0);
  });

  it('takes days that were half seen for halves', () => {
    const half = month.map((one) => ({ ...one, negative: one.negative / 2, seen: 0.5 }));
    expect(countBand(half, (one) => one.negative, 1)!.usual).toBeCloseTo(25, 6);
  });

  it('covers about 95 of 100 ordinary days', () => {
    // Poisson with mean 20, by a fixed multiplicative generator.
    let state = 7;
    const random = () => {
      state = (state * 48271) % 2147483647;
      return state / 2147483647;
    };
    const poisson = (mean: number) => {
      let count = 0;
      for (let product = random(); product > Math.exp(-mean); product *= random()) count++;
      return count;
    };
    const days = Array.from({ length: 600 }, () => day(0, poisson(20), 0));
    let inside = 0;
    for (let i = 28; i < days.length; i++) {
      const band = countBand(days.slice(i - 28, i), (one) => one.negative, 1)!;
      if (days[i]!.negative >= band.low && days[i]!.negative <= band.high) inside++;
    }
    expect(inside / (days.length - 28)).toBeGreaterThan(0.92);
    expect(inside / (days.length - 28)).toBeLessThan(0.99);
  });
});
