import { describe, expect, it } from 'vitest';
import { SeriesJudge } from '../../src/detect/series-judge.ts';
import { DEFAULT_DETECT_SETTINGS } from '../../src/detect/settings.ts';
import { type Count, KINDS, ordinaryLife, PLAIN_KINDS, poisson, random } from './support/worlds.ts';

/** Indices of alarms. */
function alarmsIn(life: readonly Count[], exposure: (i: number) => number = () => 1): number[] {
  const judge = new SeriesJudge(DEFAULT_DETECT_SETTINGS);
  return life.flatMap(({ time, value }, i) => (judge.next(time, value, exposure(i))?.alarm ? [i] : []));
}

/** Six complaints within the two hours that end at `at`. */
function withSix(life: Count[], at: number, seed: number): Count[] {
  const r = random(seed);
  const copy = life.map((count) => ({ ...count }));
  for (const i of [at - 24, at, ...Array.from({ length: 4 }, () => at - Math.floor(r() * 25))]) copy[i]!.value++;
  return copy;
}

describe('ordinary life', () => {
  it.each([3, 30, 300, 3000])('brings at most one false alarm a month at %i mentions a day', (rate) => {
    let alarms = 0;
    let months = 0;
    for (const [k, kind] of KINDS.entries()) {
      for (const seed of [1, 2]) {
        alarms += alarmsIn(ordinaryLife({ rate, days: 42, ...kind, seed: 100 * rate + 10 * k + seed })).length;
        months += 42 / 30;
      }
    }
    expect(alarms / months).toBeLessThanOrEqual(1);
  });

  it.each([3, 30, 300, 3000])('brings as few in the first ten days of a brand of %i mentions a day', (rate) => {
    let alarms = 0;
    let months = 0;
    for (const [k, kind] of KINDS.entries()) {
      for (let seed = 1; seed <= 8; seed++) {
        alarms += alarmsIn(ordinaryLife({ rate, days: 10, ...kind, seed: 100 * rate + 10 * k + seed })).length;
        months += 10 / 30;
      }
    }
    expect(alarms / months).toBeLessThanOrEqual(1);
  });

  it.each([
    ['2× for two days', 2, 48, 300, 12],
    ['3× for twelve hours', 3, 12, 300, 6],
    ['2× for two days', 2, 48, 100, 16],
  ])('shows %s to a brand that is three to six days old', (_, factor, hours, rate, within) => {
    const delays: number[] = [];
    for (let seed = 1; seed <= 15; seed++) {
      const days = 3 + (seed % 4);
      const life = ordinaryLife({ rate, days: days + 3, ...PLAIN_KINDS[seed % PLAIN_KINDS.length], seed });
      const r = random(seed + 50);
      const from = Math.floor((days + r()) * 288);
      for (let i = from; i < from + hours * 12 && i < life.length; i++) {
        life[i]!.value += poisson(r, ((factor - 1) * rate) / 288);
      }
      const alarm = alarmsIn(life).find((i) => i >= from && i < from + hours * 12);
      delays.push(alarm === undefined ? Number.POSITIVE_INFINITY : (alarm - from + 1) / 12);
    }
    expect(delays.filter(Number.isFinite).length).toBeGreaterThanOrEqual(11);
    expect(delays.sort((a, b) => a - b)[7]).toBeLessThanOrEqual(within);
  });

  it('shows six complaints within two hours to a brand of three mentions a day, ten minutes after the sixth', () => {
    let noticed = 0;
    const tries = 40;
    for (let seed = 1; seed <= tries; seed++) {
      const life = ordinaryLife({ rate: 3, days: 21, ...PLAIN_KINDS[seed % 4], seed });
      const at = life.length - 5 - Math.floor(random(seed)() * 200);
      const alarms = alarmsIn(withSix(life, at, seed).slice(0, at + 3));
      if (alarms.some((i) => i > at - 24 && i <= at + 2)) noticed++;
    }
    expect(noticed / tries).toBeGreaterThanOrEqual(0.95);
  });

  it.each([
    ['2× for two days', 2, 48, 300, 26],
    ['3× for twelve hours', 3, 12, 300, 8],
    ['5× for three hours', 5, 3, 300, 2],
    ['10× for an hour', 10, 1, 300, 0.7],
    ['20× for twenty minutes', 20, 1 / 3, 300, 0.5],
  ])('notices %s at 300 mentions a day', (_, factor, hours, rate, within) => {
    const delays: number[] = [];
    for (let seed = 1; seed <= 5; seed++) {
      const life = ordinaryLife({ rate, days: 24, size: 2, swing: 0.6, seed });
      const r = random(seed + 50);
      const from = Math.floor((21 + r()) * 288);
      for (let i = from; i < from + hours * 12 && i < life.length; i++) {
        life[i]!.value += poisson(r, ((factor - 1) * rate) / 288);
      }
      const alarm = alarmsIn(life).find((i) => i >= from);
      delays.push(alarm === undefined ? Number.POSITIVE_INFINITY : (alarm - from + 1) / 12);
    }
    expect(delays.sort((a, b) => a - b)[2]).toBeLessThanOrEqual(within);
  });

  it('does not take the end of an outage for a spike, nor a gap for silence', () => {
    const life = ordinaryLife({ rate: 300, days: 30, size: 2, seed: 7 });
    const blind = (i: number) => i >= 20 * 288 && i < 22 * 288;
    // While blind nothing is counted; the counts given for blind bins are not used.
    expect(
      alarmsIn(
        life.map((c, i) => (blind(i) ? { ...c, value: 0 } : c)),
        (i) => (blind(i) ? 0 : 1),
      ),
    ).toEqual([]);
    expect(alarmsIn(life.filter((_, i) => !blind(i)))).toEqual([]);
  });

  it('expects half where half is seen', () => {
    const life = ordinaryLife({ rate: 3000, days: 20, size: 5, seed: 9 });
    const half = life.map((c, i) => (i > 15 * 288 ? { ...c, value: Math.round(c.value / 2) } : c));
    const judge = new SeriesJudge(DEFAULT_DETECT_SETTINGS);
    let ratio = 0;
    for (const [i, { time, value }] of half.entries()) {
      const { expected } = judge.next(time, value, i > 15 * 288 ? 0.5 : 1)!;
      if (i > 18 * 288) ratio += expected / (3000 / 288) / (2 * 288);
    }
    expect(ratio).toBeGreaterThan(0.35);
    expect(ratio).toBeLessThan(0.65);
  });
});
