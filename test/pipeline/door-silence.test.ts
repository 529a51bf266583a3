import { describe, expect, it } from 'vitest';
import { silentSince } from '../../src/pipeline/doors/silence.ts';
import { poisson, randomOf } from '../crawl/support/lives.ts';

const HOUR = 3_600_000;
const START = Date.parse('2026-03-02T00:00:00Z');
const every = (hours: number, count: number) =>
  Array.from({ length: count }, (_, i) => new Date(START + i * hours * HOUR));

describe('a silent door', () => {
  it('is one that was never silent for half as long', () => {
    const times = every(24, 20);
    const last = times.at(-1)!;
    expect(silentSince(times, new Date(last.getTime() + 47 * HOUR))).toBeNull();
    expect(silentSince(times, new Date(last.getTime() + 49 * HOUR))).toEqual(last);
  });

  it('has a rhythm first, and an hour in any case', () => {
    expect(silentSince([], new Date(START))).toBeNull();
    expect(silentSince(every(1, 10), new Date(START + 900 * HOUR))).toBeNull();
    const busy = every(0.05, 200);
    expect(silentSince(busy, new Date(busy.at(-1)!.getTime() + 0.9 * HOUR))).toBeNull();
    expect(silentSince(busy, new Date(busy.at(-1)!.getTime() + 1.1 * HOUR))).toEqual(busy.at(-1));
  });

  it('may rest at night and at weekends as it did', () => {
    const office = every(1, 24 * 21).filter(
      (at) => at.getUTCHours() > 8 && at.getUTCHours() < 18 && at.getUTCDay() % 6 > 0,
    );
    for (const [i, at] of office.entries()) {
      if (i > 60 && i + 1 < office.length)
        expect(silentSince(office.slice(0, i + 1), new Date(office[i + 1]!.getTime() - 1))).toBeNull();
      else expect(at).toBeInstanceOf(Date);
    }
  });

  it('is imagined less than once a year where things come at random', () => {
    let alarms = 0;
    for (let seed = 1; seed <= 10; seed++) {
      const random = randomOf(seed);
      const times: Date[] = [];
      for (let hour = 0; hour < 365 * 24; hour++)
        if (poisson(1 / 24, random) > 0) times.push(new Date(START + hour * HOUR));
      for (let i = 60; i + 1 < times.length; i++) {
        if (silentSince(times.slice(Math.max(0, i - 180), i + 1), new Date(times[i + 1]!.getTime() - 1))) alarms++;
      }
    }
    expect(alarms).toBeLessThanOrEqual(10);
  });
});
