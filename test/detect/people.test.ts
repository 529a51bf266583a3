/** People behind mentions: a row of complaints by one customer against complaints by many. */
import { describe, expect, it } from 'vitest';
import { advance, emptyBaseline } from '../../src/detect/baseline.ts';
import { peopleIn, type Said, withoutRepeats } from '../../src/detect/people.ts';
import { judge } from '../../src/detect/series.ts';
import { DEFAULT_DETECT_SETTINGS } from '../../src/detect/settings.ts';
import type { Bin } from '../../src/detect/types.ts';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-03-20T12:00:00Z');
const binOf = (at: Date) => new Date(Math.floor(at.getTime() / 300_000) * 300_000);
const hoursAgo = (hours: number) => new Date(NOW - hours * HOUR);

/** Three weeks of three mentions a day, one of them negative. */
const life = Array.from({ length: 21 * 3 }, (_, i): Bin => {
  const start = new Date(NOW - 22 * 24 * HOUR + i * 8 * HOUR);
  return { start, total: 1, negative: i % 3 === 0 ? 1 : 0, positive: 0, exposure: 1 };
});
const state = advance(emptyBaseline(hoursAgo(22 * 24)), life, hoursAgo(24), DEFAULT_DETECT_SETTINGS);

/** Complaints within the last two hours, newest first, by these authors in turn. */
const said = (count: number, authors: readonly (string | null)[]): Said[] =>
  Array.from({ length: count }, (_, i) => ({ at: hoursAgo(0.1 + i * 0.2), author: authors[i % authors.length]! }));

function judged(day: readonly Said[], before: readonly Said[] = []) {
  const bins = day.map(({ at }) => ({ start: binOf(at), total: 1, negative: 1, positive: 0, exposure: 1 }));
  return judge(state, bins, new Date(NOW), DEFAULT_DETECT_SETTINGS, peopleIn(day, before));
}

describe('an alarm of few mentions', () => {
  it('is none where they are one customer’s, or two’s', () => {
    expect(judged(said(9, ['a'])).alarm).toBe(false);
    expect(judged(said(9, ['a', 'b']))).toMatchObject({ alarm: false });
  });

  it('is one where six people speak, whatever they are called', () => {
    expect(judged(said(6, ['a', 'b', 'c', 'd', 'e', 'f']))).toMatchObject({ alarm: true, observed: 6, people: 6 });
    expect(judged(said(6, [null]))).toMatchObject({ alarm: true, people: 6 });
    const both = judged(said(10, ['a', 'b', 'c', 'd', 'e', 'f', 'f']));
    expect(both.alarm).toBe(true);
    expect(both.observed).toBeGreaterThan(both.people!);
  });

  it('is held against what is usual of this public, who may speak more than once', () => {
    const often = Array.from(
      { length: 40 },
      (_, i): Said => ({ at: hoursAgo(30 + i), author: `${Math.floor(i / 4)}` }),
    );
    expect(peopleIn(said(4, ['a']), often).usual).toBeCloseTo((10 + 10) / 50, 5);
    expect(peopleIn(said(4, ['a']), []).usual).toBe(1);
  });
});

it('counts the last word of each, so that it stands in every window that ends now', () => {
  const { repeats } = peopleIn(said(4, ['a', 'b']), []);
  expect(repeats).toEqual([hoursAgo(0.1 + 0.4), hoursAgo(0.1 + 0.6)]);
  const bins = [hoursAgo(0.5), hoursAgo(0.1)].map((at) => {
    return { start: binOf(at), total: 3, negative: 2, positive: 1, exposure: 1 };
  });
  const left = withoutRepeats(bins, [hoursAgo(0.5)]);
  expect(left.map(({ total, negative }) => [total, negative])).toEqual([
    [2, 1],
    [3, 2],
  ]);
});
