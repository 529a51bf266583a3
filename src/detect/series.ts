/** A series judged at a moment: is what the last minutes to the last day brought out of the ordinary? */
import { BUCKET_MS } from '../model.ts';
import { emptyBaseline, isLearning } from './baseline.ts';
import { causeFactor } from './causes.ts';
import { bornOut, negativeShare, type Share, trulyNegative } from './confusion.ts';
import { lowerTail, quantile } from './counts.ts';
import { Course } from './course.ts';
import { isLasting, scanDays } from './days.ts';
import { hourOfWeek } from './hour-of-week.ts';
import { type People, withoutRepeats } from './people.ts';
import { type Day, DaySums, layOut, layOutCounts, type RecentCounts } from './recent.ts';
import { type Finding, type Sums, scan } from './scan.ts';
import { shareSurprise } from './share.ts';
import { TUNING } from './tuning.ts';
import type { BaselineState, Bin, DetectSettings, SeriesReason, SeriesVerdict } from './types.ts';
import { BUCKET_WINDOWS } from './windows.ts';

/** Coverage below this is said to be blind. */
const HALF_BLIND = 0.5;
/** Chance of so few mentions in a day below which the silence is said. */
const SILENCE = 1e-4;
/** Shares are looked at anew about so often in 30 days: every hour, in three kinds of windows. */
const LOOKS_PER_MONTH = 30 * 24 * 3;
const WHOLE_DAY = BUCKET_WINDOWS.longest;
/** With fewer negative mentions in the day that is judged no verdict is an alarm. */
export const LEAST_FOR_ALARM = TUNING.leastMentions;

/** One count of the series, with what is usual for it and what the last day brought. */
interface Heard<S extends Sums = DaySums> {
  readonly course: Course;
  readonly sums: S;
  /** Mentions a day. */
  readonly perDay: number;
}

/** The same with what stands out most. */
interface Counted extends Heard<Sums> {
  readonly finding: Finding;
  /** Whether the finding is more than ordinary life is allowed to bring. */
  readonly unusual: boolean;
  /** Windows like the finding that ordinary life brings in 30 days. */
  readonly perMonth: number;
}

/**
 * Judges the last 24 hours before `now`, given the baseline of what came before. `recent` holds the bins of that time
 * (the one in progress included), sparse and in any order, with the same meaning as in `advance`; older ones are
 * passed over, so news that is late beyond the windows raises no alarm. `people`: who spoke in that day; each is counted
 * once where an alarm is decided, while the verdict's `observed` and `expected` stay those of mentions.
 */
export function judge(
  state: BaselineState | null,
  recent: readonly Bin[],
  now: Date,
  settings: DetectSettings,
  people?: People,
): SeriesVerdict {
  const baseline = state?.version === 2 ? state : emptyBaseline(state === null ? now : new Date(state.since));
  const voices = people === undefined ? recent : withoutRepeats(recent, people.repeats);
  const day = layOut(voices, baseline.since, now.getTime());
  const allTalk = heardOf(baseline.total, day, day.total, settings);
  const usual = people?.usual ?? 1;
  const negative = negativeOf(baseline, day, settings, allTalk, usual);
  const total = found(allTalk, day, settings);

  const learning = isLearning(baseline);
  const byTotal = negative.finding.score === 0 && total.unusual;
  const told = byTotal ? total : negative;
  const piling = pileUpOf(negative);
  const negativeUp = negative.unusual;
  const bins = piling.alarm && !negativeUp ? WHOLE_DAY : told.finding.bins;
  const share = shareIn(negative, total, bins, settings);
  const surprising = surpriseOfShare(negative, total, bins);
  const shareUp = !learning && surprising > TUNING.shareAlarm;
  const excess = trulyExcess(negative, total, bins, settings);
  const { perMonth } = told;
  const leastPerMonth = Math.min(perMonth, piling.perMonth, shareUp ? LOOKS_PER_MONTH * 10 ** -surprising : 1e9);
  const coverage = Number((told.sums.exposure(bins) / (bins * BUCKET_WINDOWS.width)).toFixed(6));
  const score = 1 / (1 + perMonth / Math.max(1e-9, settings.falseAlarmsPerMonth));
  const said: readonly [SeriesReason, boolean][] = [
    ['negative-up', negativeUp],
    ['total-up', byTotal],
    ['share-up', shareUp],
    ['pile-up', piling.alarm],
    ['silence', !learning && isSilent(total)],
    ['blind', coverage < HALF_BLIND],
    ['learning', learning],
    ['known-cause', causeFactor(settings.expected, day.start, now.getTime()) !== 1],
  ];
  const expected = told.sums.expected(bins) / (byTotal ? 1 : usual);
  const from = day.end - bins * BUCKET_MS;
  const heard = told.sums.count(bins);
  const spread = told.finding.dispersion > 0 ? told.finding.dispersion : told.course.dispersion.at(-1)!;
  return {
    at: now,
    alarm: excess >= 1 && (negativeUp || piling.alarm || shareUp),
    learning,
    probability: Math.min(1, 10 ** -told.finding.score * BUCKET_WINDOWS.bins.length),
    perMonth: leastPerMonth,
    perDay: negative.perDay,
    counted: byTotal ? 'total' : 'negative',
    observed: heard + (people?.repeats.filter((at) => at.getTime() >= from).length ?? 0),
    ...(people !== undefined && { people: heard }),
    expected,
    interval: [quantile(0.025, expected, spread), quantile(0.975, expected, spread)],
    window: { start: new Date(from), end: now },
    coverage,
    share: { observed: share.share, expected: share.usual, interval: [share.low, share.high] },
    excess,
    score: piling.alarm || shareUp ? Math.max(0.5, score) : score,
    reasons: said.filter(([, is]) => is).map(([reason]) => reason),
  };
}

/**
 * Whether `judge` may find an alarm: false only where it finds none. A fraction of its cost, for nearly all series that are
 * looked at are ordinary.
 */
export function mayAlarm(state: BaselineState, recent: RecentCounts, now: Date, settings: DetectSettings): boolean {
  if (state.version !== 2) return true;
  const day = layOutCounts(recent, state.since, now.getTime());
  const total = heardOf(state.total, day, day.total, settings);
  const negative = negativeOf(state, day, settings, total);
  if (negative.unusual || pileUpOf(negative).alarm) return true;
  return (
    !isLearning(state) && BUCKET_WINDOWS.bins.some((bins) => surpriseOfShare(negative, total, bins) > TUNING.shareAlarm)
  );
}

function heardOf(
  state: BaselineState['total'],
  day: Day,
  counts: Float64Array,
  settings: DetectSettings,
  usual = 1,
): Heard {
  const course = new Course(BUCKET_WINDOWS, state, true);
  const sums = new DaySums(course, day, counts, settings, usual);
  return { course, sums, perDay: course.perDay(sums.clipped(WHOLE_DAY), sums.exposure(WHOLE_DAY)) };
}

/** The negative ones, of which a part are others that were taken for them. */
function negativeOf(state: BaselineState, day: Day, settings: DetectSettings, total: Heard, usual = 1): Counted {
  const heard = heardOf(state.negative, day, day.negative, settings, usual);
  const { falsePositiveRate: wrong } = bornOut(settings.confusion, usualShare(heard, total, WHOLE_DAY));
  if (wrong === 0) return found(heard, day, settings);
  // More praise brings more that is labelled negative by mistake: that much more is no surprise.
  const others = (of: 'count' | 'expected', bins: number) => Math.max(0, total.sums[of](bins) - heard.sums[of](bins));
  const more = (bins: number) => (wrong / (1 - wrong)) * Math.max(0, others('count', bins) - others('expected', bins));
  return found({ ...heard, sums: heard.sums.raisedBy(more) }, day, settings);
}

function found(heard: Heard<Sums>, day: Day, settings: DetectSettings): Counted {
  const { course, sums, perDay } = heard;
  const finding = scan(course, sums);
  const perMonth = course.perMonth(finding.score, perDay);
  if (finding.score > course.leastScore(perDay) && perMonth <= settings.falseAlarmsPerMonth)
    return { ...heard, finding, perMonth, unusual: true };
  const long = scanDays(course, sums, hourOfWeek(day.end - BUCKET_MS, settings.timezone));
  if (long !== null && isLasting(long, settings.falseAlarmsPerMonth))
    return { ...heard, finding: long, perMonth: long.perMonth, unusual: true };
  return { ...heard, finding, perMonth, unusual: false };
}

/** A slow pile-up, and how often ordinary life would look like one. */
function pileUpOf({ course, sums }: Counted): { alarm: boolean; perMonth: number } {
  const evidence = course.pileUp(sums.clipped(WHOLE_DAY), sums.expected(WHOLE_DAY));
  const alarm = evidence > TUNING.pileUpAlarm && sums.count(WHOLE_DAY) >= TUNING.leastMentions;
  // A CUSUM of likelihood ratios passes h by chance no oftener than e^−h of its steps, which are days.
  return { alarm, perMonth: alarm ? 30 * Math.exp(-evidence) : Number.POSITIVE_INFINITY };
}

function isSilent({ course, sums }: Counted): boolean {
  const expected = sums.expected(WHOLE_DAY);
  return expected > 3 && lowerTail(sums.count(WHOLE_DAY), expected, course.dispersion.at(-1)! + 0.05) < SILENCE;
}

/** The negative share of a window, corrected, and the usual one. */
function shareIn(
  negative: Counted,
  total: Heard<Sums>,
  bins: number,
  settings: DetectSettings,
): Share & { usual: number } {
  const labelled = usualShare(negative, total, bins);
  const confusion = bornOut(settings.confusion, labelled);
  const usual = trulyNegative(labelled, 1, confusion);
  return { ...negativeShare(negative.sums.count(bins), total.sums.count(bins), confusion), usual };
}

/** How surprising the labels of a window are, −log10 p. */
function surpriseOfShare(negative: Counted, total: Heard<Sums>, bins: number): number {
  const k = negative.sums.count(bins);
  if (k < TUNING.leastMentions) return 0;
  const known = total.course.level * total.course.seen;
  return shareSurprise(k, total.sums.count(bins), usualShare(negative, total, bins), known);
}

/** As labelled. */
function usualShare(negative: Heard<Sums>, total: Heard<Sums>, bins: number): number {
  const expected = total.sums.expected(bins);
  return expected > 0 ? Math.min(1, negative.sums.expected(bins) / expected) : 0;
}

/** Truly negative mentions of a window beyond the usual ones. */
function trulyExcess(negative: Counted, total: Heard<Sums>, bins: number, settings: DetectSettings): number {
  const confusion = bornOut(settings.confusion, usualShare(negative, total, WHOLE_DAY));
  const now = trulyNegative(negative.sums.count(bins), total.sums.count(bins), confusion);
  return Math.max(0, now - trulyNegative(negative.sums.expected(bins), total.sums.expected(bins), confusion));
}
