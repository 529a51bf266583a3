/** A series judged at a moment: is what the last minutes to the last day brought out of the ordinary? */
import { BUCKET_MS } from '../model.ts';
import { emptyBaseline, expectedRate, isLearning } from './baseline.ts';
import { quantile, upperTail } from './counts.ts';
import type { BaselineState, Bin, CourseState, DetectSettings, SeriesReason, SeriesVerdict } from './types.ts';
import { SETTLE_MS } from './types.ts';

/** Windows tried together, in bins of five minutes: 5 min … 24 h. */
const WINDOWS = [1, 3, 6, 12, 24, 48, 96, 144, 288];
/** Looks per 30 days that are worth counting as separate chances: windows overlap, so fewer than bins × windows. */
const LOOKS_PER_MONTH = 30 * 288;

interface WindowSum {
  readonly bins: number;
  readonly start: number;
  readonly end: number;
  readonly total: number;
  readonly negative: number;
  readonly exposure: number;
  readonly expectedTotal: number;
  readonly expectedNegative: number;
}

/**
 * Judges the last 24 hours before `now`, given the baseline of what came before. `recent` holds the bins of that time
 * (the one in progress included), sparse and in any order, with the same meaning as in `advance`; older ones are
 * passed over, so news that is late beyond the windows raises no alarm.
 */
export function judge(
  state: BaselineState | null,
  recent: readonly Bin[],
  now: Date,
  settings: DetectSettings,
): SeriesVerdict {
  const baseline = state ?? emptyBaseline(now);
  const windows = sumWindows(baseline, recent, now.getTime(), settings);
  const learning = state === null || isLearning(baseline);
  let best: { window: WindowSum; p: number; counted: 'negative' | 'total' } | null = null;
  for (const window of windows) {
    if (window.exposure <= 0.05) continue;
    for (const counted of ['negative', 'total'] as const) {
      const observed = counted === 'negative' ? window.negative : window.total;
      const expected = counted === 'negative' ? window.expectedNegative : window.expectedTotal;
      const course = counted === 'negative' ? baseline.negative : baseline.total;
      const p = Math.min(1, upperTail(observed, expected, windowDispersion(course, learning)) * WINDOWS.length);
      if (best === null || p < best.p) best = { window, p, counted };
    }
  }
  const chosen = best ?? { window: windows[0]!, p: 1, counted: 'negative' as const };
  return verdict(chosen.window, chosen.counted, chosen.p, baseline, learning, now, settings);
}

function windowDispersion(course: CourseState, learning: boolean): number {
  return course.dispersion + (learning ? 0.5 : 0.05);
}

function sumWindows(
  baseline: BaselineState,
  recent: readonly Bin[],
  now: number,
  settings: DetectSettings,
): WindowSum[] {
  const end = Math.floor(now / BUCKET_MS) * BUCKET_MS + BUCKET_MS;
  const first = end - SETTLE_MS;
  const count = SETTLE_MS / BUCKET_MS;
  const total = new Float64Array(count);
  const negative = new Float64Array(count);
  const exposure = new Float64Array(count).fill(1);
  for (let i = 0; i < count && first + i * BUCKET_MS < baseline.since; i++) exposure[i] = 0;
  for (const bin of recent) {
    const i = Math.round((bin.start.getTime() - first) / BUCKET_MS);
    if (i < 0 || i >= count) continue;
    total[i] = total[i]! + bin.total;
    negative[i] = negative[i]! + bin.negative;
    exposure[i] = bin.exposure;
  }
  // The bin in progress has been seen only as far as it has run.
  exposure[count - 1] = exposure[count - 1]! * ((now - (end - BUCKET_MS)) / BUCKET_MS);
  const windows: WindowSum[] = [];
  const sum = { total: 0, negative: 0, exposure: 0, expectedTotal: 0, expectedNegative: 0 };
  for (let bins = 1, next = 0; bins <= count && next < WINDOWS.length; bins++) {
    const i = count - bins;
    const hours = (exposure[i]! * BUCKET_MS) / 3_600_000;
    const time = first + i * BUCKET_MS;
    if (hours > 0) {
      sum.total += total[i]!;
      sum.negative += negative[i]!;
      sum.exposure += exposure[i]!;
      sum.expectedTotal += hours * expectedRate(baseline.total, time, settings);
      sum.expectedNegative += hours * expectedRate(baseline.negative, time, settings);
    }
    if (bins !== WINDOWS[next]) continue;
    next++;
    windows.push({ bins, start: time, end, ...sum, exposure: sum.exposure / bins });
  }
  return windows;
}

function verdict(
  window: WindowSum,
  counted: 'negative' | 'total',
  probability: number,
  baseline: BaselineState,
  learning: boolean,
  now: Date,
  settings: DetectSettings,
): SeriesVerdict {
  const observed = counted === 'negative' ? window.negative : window.total;
  const expected = counted === 'negative' ? window.expectedNegative : window.expectedTotal;
  const dispersion = windowDispersion(counted === 'negative' ? baseline.negative : baseline.total, learning);
  const allowed = settings.falseAlarmsPerMonth / LOOKS_PER_MONTH / 20;
  const usualShare = window.expectedTotal > 0 ? Math.min(1, window.expectedNegative / window.expectedTotal) : 0;
  const { sensitivity, falsePositiveRate } = settings.confusion ?? { sensitivity: 1, falsePositiveRate: 0 };
  const excess =
    Math.max(0, window.negative - window.expectedNegative) / Math.max(0.2, sensitivity - falsePositiveRate);
  const enough = counted === 'negative' ? window.negative >= 3 : window.total >= 5;
  const alarm = enough && probability < allowed && excess >= 2;
  const reasons: SeriesReason[] = [];
  if (probability < allowed) reasons.push(counted === 'negative' ? 'negative-up' : 'total-up');
  if (window.exposure < 0.5) reasons.push('blind');
  if (learning) reasons.push('learning');
  const share = window.total > 0 ? window.negative / window.total : 0;
  const spread = window.total > 0 ? 1.96 * Math.sqrt((share * (1 - share)) / window.total) : 1;
  return {
    at: now,
    alarm,
    learning,
    probability,
    counted,
    observed,
    expected,
    interval: [quantile(0.025, expected, dispersion), quantile(0.975, expected, dispersion)],
    window: { start: new Date(window.start), end: now },
    coverage: window.exposure,
    share: {
      observed: share,
      expected: usualShare,
      interval: [Math.max(0, share - spread), Math.min(1, share + spread)],
    },
    excess,
    score: Math.min(1, Math.max(0, -Math.log10(Math.max(probability, 1e-12)) / 12)),
    reasons,
  };
}
