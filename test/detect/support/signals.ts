/** Signals and incidents to decide on, as short as the case allows. */

import type {
  DecideInput,
  IncidentChange,
  IncidentSnapshot,
  SpikeInput,
  ViralInput,
} from '../../../src/detect/incident-types.ts';
import { DEFAULT_DETECT_SETTINGS } from '../../../src/detect/settings.ts';
import type { SeriesVerdict } from '../../../src/detect/types.ts';
import type { ViralVerdict } from '../../../src/detect/viral-types.ts';

const HOUR = 3_600_000;
export const START = new Date('2024-05-01T08:00:00Z');

export function hours(h: number): Date {
  return new Date(START.getTime() + h * HOUR);
}

export function verdictAt(at: Date, over: Partial<SeriesVerdict> = {}): SeriesVerdict {
  return {
    at,
    alarm: true,
    learning: false,
    probability: 1e-7,
    perMonth: 0.001,
    perDay: 3,
    counted: 'negative',
    observed: 12,
    expected: 1,
    interval: [0, 3],
    window: { start: new Date(at.getTime() - HOUR), end: at },
    coverage: 1,
    share: { observed: 0.8, expected: 0.2, interval: [0.5, 0.95] },
    excess: 11,
    score: 0.99,
    reasons: ['negative-up'],
    ...over,
  };
}

export function spike(
  at: Date,
  over: Partial<Omit<SpikeInput, 'verdict'>> = {},
  verdict: Partial<SeriesVerdict> = {},
): SpikeInput {
  return {
    series: 'all',
    stories: ['s1'],
    posts: ['p1', 'p2'],
    sites: ['weibo'],
    aspects: ['service'],
    intents: [],
    verdict: verdictAt(at, verdict),
    ...over,
  };
}

/** The same series once it is ordinary again. */
export function calm(at: Date, series = 'all'): SpikeInput {
  const quiet = { alarm: false, perMonth: 20, observed: 1, excess: 0, score: 0.05, reasons: [] };
  return spike(at, { series, stories: [], posts: [], sites: [], aspects: [] }, quiet);
}

export function viral(
  at: Date,
  over: Partial<Omit<ViralInput, 'verdict'>> = {},
  verdict: Partial<ViralVerdict> = {},
): ViralInput {
  return {
    post: 'v1',
    story: 's9',
    site: 'weibo',
    aspects: ['safety'],
    intents: [],
    verdict: {
      at,
      alarm: true,
      score: 70,
      parts: { reach: 10, velocity: 20, reproduction: 15, forecast: 25 },
      reach: 5000,
      velocity: 80,
      acceleration: 5,
      percentile: null,
      r: { value: 0.8, low: 0.7, high: 0.9 },
      observed: 90,
      forecast: { predicted: 900, low: 400, high: 2000 },
      reasons: ['forecast'],
      ...verdict,
    },
    ...over,
  };
}

export function look(now: Date, over: Partial<DecideInput> = {}): DecideInput {
  return {
    brand: 'acme',
    now,
    incidents: [],
    spikes: [],
    viral: [],
    answers: [],
    settings: DEFAULT_DETECT_SETTINGS,
    ...over,
  };
}

/** The incident as the store would hand it back after `change`. */
export function stored(change: IncidentChange, before: IncidentSnapshot | null = null): IncidentSnapshot {
  const changed = before === null || before.state !== change.state || change.kind !== 'updated';
  return {
    id: before?.id ?? '1',
    state: change.state,
    severity: change.severity,
    openedAt: before?.openedAt ?? change.at,
    changedAt: changed ? change.at : before.changedAt,
    scope: change.scope,
    memory: JSON.parse(JSON.stringify(change.memory)),
  };
}
