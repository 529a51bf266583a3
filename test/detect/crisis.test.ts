/** What a crisis of hours leaves behind: next to nothing in what is usual, and no slower ear for the next one. */
import { describe, expect, it } from 'vitest';
import { advance, briefBaseline, emptyBaseline, expectedRate } from '../../src/detect/baseline.ts';
import { Course } from '../../src/detect/course.ts';
import { judge } from '../../src/detect/series.ts';
import { DEFAULT_DETECT_SETTINGS } from '../../src/detect/settings.ts';
import { TUNING } from '../../src/detect/tuning.ts';
import type { BaselineState } from '../../src/detect/types.ts';
import { BUCKET_WINDOWS } from '../../src/detect/windows.ts';
import type { Bin } from '../../src/model.ts';
import { type Count, ordinaryLife, PLAIN_KINDS, poisson, random } from './support/worlds.ts';

const BIN = 300_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const settings = DEFAULT_DETECT_SETTINGS;
/** Watched for so many days when the first crisis comes. */
const KNOWN = 14;
const SEEDS = [1, 2, 3];

interface Crisis {
  /** Days after the first one could have come. */
  readonly day: number;
  readonly factor: number;
  readonly hours: number;
}

/** Complaints of a brand, and when the first crisis comes. */
function complaints(perHour: number, seed: number, crises: readonly Crisis[]): { life: Count[]; at: number } {
  const life = ordinaryLife({
    rate: 24 * perHour,
    days: KNOWN + 10,
    ...PLAIN_KINDS[seed % PLAIN_KINDS.length],
    seed,
  });
  const from = Math.floor((KNOWN + random(seed)()) * 288);
  for (const { day, factor, hours } of crises) {
    const r = random(1000 * seed + day);
    const first = from + day * 288;
    for (let i = first; i < first + hours * 12; i++) life[i]!.value += poisson(r, ((factor - 1) * perHour) / 12);
  }
  return { life, at: life[from]!.time };
}

function binsOf(life: readonly Count[]): Bin[] {
  return life.map(({ time, value }) => ({
    start: new Date(time),
    total: value,
    negative: value,
    positive: 0,
    exposure: 1,
  }));
}

function learned(bins: readonly Bin[], until: number, before: BaselineState = emptyBaseline(bins[0]!.start)) {
  const from = bins.filter(({ start }) => start.getTime() >= before.until && start.getTime() < until);
  return advance(before, from, new Date(until), settings);
}

/** Complaints expected in so many hours from a time on. */
function expectedIn(state: BaselineState, from: number, hours: number): number {
  let sum = 0;
  for (let hour = 0; hour < hours; hour++) sum += expectedRate(state.negative, from + hour * HOUR, settings);
  return sum;
}

/** Minutes from a time to the first alarm. */
function minutesToAlarm(bins: readonly Bin[], from: number): number {
  const state = learned(bins, from - DAY);
  const recent = bins.filter(({ start }) => start.getTime() >= state.until && start.getTime() < from + DAY);
  for (let now = from + BIN; now < from + DAY; now += BIN) {
    const known = recent.filter(({ start }) => start.getTime() < now);
    if (judge(state, known, new Date(now), settings).alarm) return (now - from) / 60_000;
  }
  return Number.POSITIVE_INFINITY;
}

const mean = (numbers: readonly number[]) => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
const median = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1]!;

describe('after a crisis of hours', () => {
  it.each([
    [2.5, 10, 8],
    [30, 5, 8],
    [300, 10, 4],
  ])('what is usual is what it was: %d an hour, %d times as many for %d hours', (perHour, factor, hours) => {
    const ratios = SEEDS.flatMap((seed) => {
      const shaken = complaints(perHour, seed, [{ day: 0, factor, hours }]);
      const [crisis, calm] = [binsOf(shaken.life), binsOf(complaints(perHour, seed, []).life)];
      let [taught, usual] = [emptyBaseline(crisis[0]!.start), emptyBaseline(crisis[0]!.start)];
      return [1 + hours / 24, 7].map((days) => {
        const until = shaken.at + days * DAY;
        taught = learned(crisis, until, taught);
        usual = learned(calm, until, usual);
        return {
          hours: expectedIn(taught, until, hours) / expectedIn(usual, until, hours),
          day: expectedIn(taught, until, 24) / expectedIn(usual, until, 24),
          dispersion: taught.negative.dispersion / usual.negative.dispersion,
        };
      });
    });
    expect(Math.max(...ratios.map((ratio) => ratio.hours))).toBeLessThan(1.25);
    expect(Math.max(...ratios.map((ratio) => ratio.day))).toBeLessThan(1.15);
    expect(mean(ratios.map((ratio) => ratio.dispersion))).toBeLessThan(1.75);
  });

  it.each([
    [2.5, 10, 8, 40],
    [30, 10, 4, 10],
    [300, 10, 8, 10],
  ])(
    'the next is noticed nearly as soon: %d an hour, %d times as many for %d hours',
    (perHour, factor, hours, later) => {
      const delay = (day: number, before: readonly Crisis[]) =>
        median(
          SEEDS.map((seed) => {
            const { life, at } = complaints(perHour, seed, [...before, { day, factor, hours }]);
            return minutesToAlarm(binsOf(life), at + day * DAY);
          }),
        );
      for (const day of [2, 7]) {
        const first = delay(day, []);
        expect(first).toBeLessThanOrEqual(60);
        expect(delay(day, [{ day: 0, factor, hours }]) - first).toBeLessThanOrEqual(later);
      }
    },
  );

  it('no pile-up is told of ordinary days that follow', () => {
    const course = new Course(BUCKET_WINDOWS);
    const live = (days: number, everyBins: number, each = 1) => {
      for (let bin = 0; bin < days * 288; bin++) {
        course.fold(bin % everyBins === 0 ? each : 0, 1 / 12, Math.floor(bin / 12) % 168);
      }
    };
    live(21, 48);
    live(1, 6);
    // Of a day with five times as many, one has been told.
    expect(course.pileUp(6, 6)).toBeGreaterThan(0);
    live(1, 48);
    expect(course.pileUp(7, 6)).toBeLessThan(TUNING.pileUpAlarm);
    // A rise that goes on is one.
    live(3, 20);
    expect(course.pileUp(14, 6)).toBeGreaterThan(TUNING.pileUpAlarm);
  });
});

describe('a lasting change', () => {
  it.each([2.5, 30, 300])('is learned: three times as many complaints for good, %d an hour before', (perHour) => {
    const lives = SEEDS.map((seed) => {
      const { life, at } = complaints(perHour, seed, [{ day: 0, factor: 3, hours: 9 * 24 }]);
      const bins = binsOf(life);
      return { bins, at, before: learned(bins, at) };
    });
    const within = (days: number) =>
      median(
        lives.map(({ bins, at, before }) => {
          const until = at + days * DAY;
          return expectedIn(learned(bins, until, before), until, 24) / expectedIn(before, until, 24);
        }),
      );
    expect(within(1)).toBeLessThan(1.25);
    expect(within(3)).toBeGreaterThan(1.6);
    expect(within(9)).toBeGreaterThan(2.6);
  });
});

describe('a baseline from before hours were judged', () => {
  it('goes on, and comes back from what is written down', () => {
    const bins = binsOf(complaints(30, 1, []).life);
    const at = bins[KNOWN * 288]!.start.getTime();
    const { lesson: _, doubt: __, ...old } = learned(bins, at).negative;
    const state: BaselineState = { ...learned(bins, at), negative: old };
    const later = new Date(at + DAY + 25 * 60_000);
    const from = bins.filter(({ start }) => start.getTime() >= at);
    const gone = advance(JSON.parse(JSON.stringify(briefBaseline(state))), from, later, settings);
    expect(expectedIn(gone, at, 24) / expectedIn(learned(bins, later.getTime()), at, 24)).toBeCloseTo(1, 1);
  });
});
