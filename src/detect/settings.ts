import type { DetectSettings } from './types.ts';

/** One default for all brands; what it promises is checked over simulated ordinary life. */
export const DEFAULT_DETECT_SETTINGS: DetectSettings = {
  falseAlarmsPerMonth: 1,
  timezone: 'UTC',
  expected: [],
  // What the shipped models get wrong at the least, over the corpora of their cards: more is not taken for certain, for an
  // error that is believed and not made hides complaints.
  confusion: { sensitivity: 0.97, falsePositiveRate: 0.02 },
};
