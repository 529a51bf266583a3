import { describe, expect, it } from 'vitest';
import { advance, emptyBaseline } from '../../src/detect/baseline.ts';
import { judge } from '../../src/detect/series.ts';
import { DEFAULT_DETECT_SETTINGS } from '../../src/detect/settings.ts';
import type { BaselineState, DetectSettings } from '../../src/detect/types.ts';
import type { Bin } from '../../src/model.ts';
import { ordinaryLife } from './support/worlds.ts';

const BIN = 300_000;
const DAY = 86_400_000;
const settings = DEFAULT_DETECT_SETTINGS;
const life = ordinaryLife({ rate: 40, days: 31, size: 2, seed: 4 });
const start = life[0]!.time;

/** Bins of a life in which every fourth mention is negative; sparse, as the store gives them. */
function binsOf(counts = life): Bin[] {
  return counts.flatMap(({ time, value }, i) =>
    value === 0
      ? []
      : [{ start: new Date(time), total: value, negative: i % 4 === 0 ? value : 0, positive: 0, exposure: 1 }],
  );
}

const now = new Date(start + 30 * DAY);
const before = new Date(now.getTime() - DAY);
const history = advance(
  emptyBaseline(new Date(start)),
  binsOf().filter((bin) => bin.start < before),
  before,
  settings,
);
const ordinary = binsOf().filter((bin) => bin.start >= before && bin.start < now);

function complaints(count: number, at: Date, over: Partial<Bin> = {}): Bin {
  return { start: new Date(at.getTime() - BIN), total: count, negative: count, positive: 0, exposure: 1, ...over };
}

function judged(extra: readonly Bin[], over: Partial<DetectSettings> = {}, state: BaselineState | null = history) {
  return judge(state, [...ordinary, ...extra], now, { ...settings, ...over });
}

describe('a series', () => {
  it('is silent in ordinary life', () => {
    expect(judged([])).toMatchObject({ alarm: false, learning: false, coverage: 1 });
  });

  it('says what it saw: observed, expected, interval, window, coverage', () => {
    const verdict = judged([complaints(15, now)]);
    expect(verdict).toMatchObject({ alarm: true, counted: 'negative', window: { end: now } });
    expect(verdict.reasons).toContain('negative-up');
    expect(verdict.observed).toBeGreaterThanOrEqual(15);
    expect(verdict.interval[1]).toBeLessThan(15);
    expect(verdict.excess).toBeGreaterThan(10);
    expect(verdict.perMonth).toBeLessThan(1);
    expect(verdict.share.observed).toBeGreaterThan(verdict.share.expected);
  });

  it('counts late arrivals when they were published: old news is no alarm', () => {
    expect(judged([complaints(40, new Date(now.getTime() - 26 * 3_600_000))]).alarm).toBe(false);
    expect(judged([complaints(40, new Date(now.getTime() - 2 * 3_600_000))]).alarm).toBe(true);
  });

  it('does not look at what is yet to come', () => {
    expect(judged([complaints(40, new Date(now.getTime() + 3_600_000))]).alarm).toBe(false);
  });

  it('is not judged where it was blind, and says so', () => {
    const blind = Array.from({ length: 200 }, (_, i) =>
      complaints(0, new Date(now.getTime() - i * BIN), { exposure: 0 }),
    );
    expect(judge(history, blind, now, settings)).toMatchObject({ alarm: false });
    expect(judge(history, blind, now, settings).reasons).toContain('blind');
  });

  it('says silence, which is no alarm', () => {
    const busy = advance(
      null,
      binsOf(ordinaryLife({ rate: 300, days: 20, seed: 2 })),
      new Date(start + 20 * DAY),
      settings,
    );
    const verdict = judge({ ...busy, since: start - 40 * DAY }, [], now, settings);
    expect(verdict.reasons).toContain('silence');
    expect(verdict.alarm).toBe(false);
  });

  it('works from the first hours, and says that it is learning', () => {
    const since = new Date(now.getTime() - 5 * 3_600_000);
    const few = [1, 2, 3, 4].map((h) => complaints(1, new Date(now.getTime() - h * 3_600_000)));
    const young = judge(emptyBaseline(since), few, now, settings);
    expect(young).toMatchObject({ alarm: false, learning: true });
    expect(judge(emptyBaseline(since), [...few, complaints(60, now)], now, settings)).toMatchObject({ alarm: true });
    expect(judge(null, [], now, settings)).toMatchObject({ alarm: false, learning: true });
  });

  it('sees twice as many complaints for a day in its first week, where the days were alike', () => {
    // From a Sunday on: the storm is a Friday's.
    const since = Date.UTC(2024, 0, 7);
    const quarters = (day: number, each: number) =>
      Array.from({ length: 96 }, (_, i) => complaints(each, new Date(since + day * DAY + (i + 1) * 900_000)));
    const at = (days: number) => new Date(since + days * DAY);
    const look = (state: BaselineState, bins: readonly Bin[], hours: number) =>
      judge(
        state,
        bins.filter(({ start }) => start.getTime() < at(5).getTime() + hours * 3_600_000),
        new Date(at(5).getTime() + hours * 3_600_000),
        settings,
      );
    const alike = advance(
      emptyBaseline(at(0)),
      [0, 1, 2, 3].flatMap((day) => quarters(day, 2)),
      at(4),
      settings,
    );
    const storm = [...quarters(4, 2), ...quarters(5, 4)];
    expect(look(alike, [...quarters(4, 2), ...quarters(5, 2)], 14)).toMatchObject({ alarm: false, learning: true });
    const seen = look(alike, storm, 14);
    expect(seen).toMatchObject({ alarm: true, learning: true, reasons: ['negative-up', 'learning'] });
    expect(seen.perMonth).toBeLessThan(0.5);
    expect(seen.window.end.getTime() - seen.window.start.getTime()).toBeGreaterThan(5 * 3_600_000);
    // Days that went up and down by as much before are no reason to say so.
    const uneven = [1, 4, 2, 5].flatMap((each, day) => quarters(day, each));
    expect(look(advance(emptyBaseline(at(0)), uneven, at(4), settings), storm, 14).alarm).toBe(false);
  });

  it('leaves room for a first weekend, but not for a storm', () => {
    const since = Date.UTC(2024, 0, 1);
    const day = (n: number, each: number) =>
      Array.from({ length: 288 }, (_, i) => complaints(each, new Date(since + n * DAY + (i + 1) * BIN)));
    const week = advance(
      emptyBaseline(new Date(since)),
      [0, 1, 2, 3, 4].flatMap((n) => day(n, 1)),
      new Date(since + 5 * DAY),
      settings,
    );
    const saturday = (each: number) => judge(week, day(5, each), new Date(since + 6 * DAY), settings).alarm;
    expect(saturday(1)).toBe(false);
    expect(saturday(2)).toBe(false);
    expect(saturday(4)).toBe(true);
  });

  it('does not take more praise for more complaints, knowing how often the classifier errs', () => {
    const praise = complaints(200, now, { negative: 16, positive: 184 });
    const confusion = { sensitivity: 0.85, falsePositiveRate: 0.08 };
    expect(judged([praise], { confusion }).reasons).not.toContain('negative-up');
    expect(judged([complaints(40, now)], { confusion }).alarm).toBe(true);
  });

  it('knows holidays and campaigns from the settings', () => {
    const campaign = {
      name: 'sale',
      start: new Date(before.getTime() - DAY),
      end: new Date(now.getTime() + DAY),
      factor: 200,
    };
    // The share of complaints is no campaign's doing, and may still be an alarm.
    const { reasons } = judged([complaints(15, now)], { expected: [campaign] });
    expect(reasons).toContain('known-cause');
    expect(reasons).not.toContain('negative-up');
  });
});

describe('a baseline', () => {
  it('is the same folded at once or hour by hour, and through JSON', () => {
    let state: BaselineState = emptyBaseline(new Date(start));
    const bins = binsOf();
    for (let until = start; until <= before.getTime(); until += 7 * 3_600_000) {
      const since = state.until;
      state = JSON.parse(
        JSON.stringify(
          advance(
            state,
            bins.filter((bin) => bin.start.getTime() >= since),
            new Date(until),
            settings,
          ),
        ),
      );
    }
    state = advance(state, bins, before, settings);
    expect(state!.total.count).toBeCloseTo(history.total.count, 2);
    expect(state!.until).toBe(history.until);
  });

  it('folds a bin once, whatever order bins come in', () => {
    expect(advance(history, binsOf(), before, settings)).toBe(history);
    const shuffled = binsOf()
      .filter((bin) => bin.start < before)
      .reverse();
    expect(advance(emptyBaseline(new Date(start)), shuffled, before, settings)).toEqual(history);
  });

  it('is not poisoned by an incident, nor moved by blindness', () => {
    const storm = binsOf()
      .filter((bin) => bin.start < before)
      .concat(complaints(3000, new Date(start + 20 * DAY)));
    const after = advance(emptyBaseline(new Date(start)), storm, before, settings);
    expect(after.negative.count / after.negative.hours).toBeLessThan(
      (1.3 * history.negative.count) / history.negative.hours,
    );
    const dark = Array.from({ length: 288 }, (_, i) =>
      complaints(9, new Date(before.getTime() + (i + 1) * BIN), { exposure: 0 }),
    );
    const blind = advance(history, dark, now, settings);
    expect(blind.total.count).toBeCloseTo(history.total.count, 6);
    expect(blind.until).toBe(now.getTime());
  });

  it('survives zeros for ever and one giant value', () => {
    const zeros = advance(null, [complaints(0, new Date(start + BIN))], new Date(start + 60 * DAY), settings);
    expect(judge(zeros, [], new Date(start + 60 * DAY), settings).alarm).toBe(false);
    const giant = judge(zeros, [complaints(1e9, new Date(start + 61 * DAY))], new Date(start + 61 * DAY), settings);
    expect(giant.alarm).toBe(true);
    expect(Object.values(giant).every((x) => typeof x !== 'number' || Number.isFinite(x))).toBe(true);
  });
});
