import type { DetectSettings } from './types.ts';

/** One default for all brands; what it promises is checked over simulated ordinary life. */
export const DEFAULT_DETECT_SETTINGS: DetectSettings = {
  falseAlarmsPerMonth: 1,
  timezone: 'UTC',
  expected: [],
  // Of the models that ship: the median over the corpora of their cards.
  confusion: { sensitivity: 0.87, falsePositiveRate: 0.09 },
};
