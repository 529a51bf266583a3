import { expect, it } from 'vitest';
import { emptyBaseline } from '../../src/detect/baseline.ts';
import { DEFAULT_DETECT_SETTINGS } from '../../src/detect/settings.ts';
import { judgeSeries, type SeriesSource } from '../../src/pipeline/judge-series.ts';

const DAY_MS = 24 * 3_600_000;
const nobody = { voices: async () => [], errors: async () => null };

/** A source whose only series was folded up to `until`; notes what it is asked for. */
function sourceUntil(until: Date) {
  const asked: { from: Date; to: Date }[] = [];
  const source: SeriesSource = {
    since: until,
    state: () => emptyBaseline(until),
    bins: async (_, from, to) => {
      asked.push({ from, to });
      return new Map();
    },
  };
  return { source, asked };
}

it('goes on after a sleep of years without living through them', async () => {
  const now = new Date('2026-11-22T10:00:00Z');
  const { source, asked } = sourceUntil(new Date('2015-02-24T00:00:00Z'));
  const { states } = await judgeSeries(source, ['all'], now, DEFAULT_DETECT_SETTINGS, nobody);
  expect(asked.map(({ from, to }) => [now.getTime() - from.getTime(), to])).toEqual([[90 * DAY_MS, now]]);
  expect(states[0]?.state.total.seen).toBeLessThanOrEqual(90 * 24);
  expect(states[0]?.state.since).toBe(Date.parse('2015-02-24T00:00:00Z'));
});

it('lives through a night that it missed', async () => {
  const now = new Date('2026-11-22T10:00:00Z');
  const { source, asked } = sourceUntil(new Date('2026-11-21T22:00:00Z'));
  await judgeSeries(source, ['all'], now, DEFAULT_DETECT_SETTINGS, nobody);
  expect(asked.map(({ from }) => from)).toEqual([new Date('2026-11-21T22:00:00Z')]);
});
