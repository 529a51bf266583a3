import type { DetectSettings } from './types.ts';

/** One default for all brands; what it promises is checked over simulated ordinary life. */
export const DEFAULT_DETECT_SETTINGS: DetectSettings = {
  falseAlarmsPerMonth: 1,
  timezone: 'UTC',
  expected: [],
  // What the shipped models get wrong at the least in any language and kind of text, as their cards say: for texts of which
  // nothing more is known.
  confusion: { sensitivity: 0.98, falsePositiveRate: 0.02 },
};
