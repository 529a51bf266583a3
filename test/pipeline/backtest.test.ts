import { describe, expect, it } from 'vitest';
import type { BacktestAlert } from '../../src/pipeline/backtest.ts';
import { compare } from '../../src/pipeline/backtest-diff.ts';

const at = (hours: number) => new Date(Date.UTC(2026, 2, 2) + hours * 3_600_000);
const would = (hours: number, kind: BacktestAlert['kind'] = 'opened') =>
  ({ brand: 'acme', incident: 1, kind, at: at(hours), severity: 3, to: ['desk'] }) as unknown as BacktestAlert;
const sent = (hours: number) => ({
  incidentId: 7,
  kind: 'opened' as const,
  at: at(hours),
  severity: 3 as const,
  to: ['desk'],
});
const real = (from: number, to: number | null) => ({
  incidentId: 9,
  openedAt: at(from),
  closedAt: to === null ? null : at(to),
  severity: 3 as const,
  by: 'desk',
});
const incident = (from: number, to: number | null, told = true) => ({
  brand: 'acme',
  incident: 1,
  openedAt: at(from),
  closedAt: to === null ? null : at(to),
  severity: 3 as const,
  told,
});

describe('a back-test held against what happened', () => {
  it('pairs alerts of one kind within the hour, each once', () => {
    const diff = compare(
      { alerts: [would(1), would(1.2), would(9), would(5, 'worse')], incidents: [] },
      [sent(1.1), sent(5)],
      [],
    );
    expect(diff.both.map(({ would }) => would.at)).toEqual([at(1)]);
    expect(diff.onlyWould.map((one) => one.at)).toEqual([at(1.2), at(9), at(5)]);
    expect(diff.onlySent.map((one) => one.at)).toEqual([at(5)]);
  });

  it.each([
    ['told of in time', incident(-1, 3), []],
    ['told of a few hours later', incident(20, null), []],
    ['told of days later', incident(80, null), [9]],
    ['over before it began', incident(-30, -20), [9]],
    ['seen, but told to nobody', incident(0, 5, false), [9]],
  ])('knows an incident that is %s', (_, one, missed) => {
    const diff = compare({ alerts: [], incidents: [one] }, [], [real(0, 4)]);
    expect(diff.missed.map(({ incidentId }) => incidentId)).toEqual(missed);
  });
});
