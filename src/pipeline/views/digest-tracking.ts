/** Tracking: how much was said and how it felt, against past weeks and competitors. */
import type { Compared, DayPoint, DigestView, ShareOfVoice } from '../../notify/views/digest.ts';
import type { Estimate } from '../../notify/views/parts.ts';
import { countRanges, type RangeCounts } from '../../store/digests.ts';
import { duringAll, type MentionFilter } from '../../store/mention-filter.ts';
import { countLabels } from '../../store/mention-list.ts';
import { addDays, boundsOf } from './days.ts';
import type { DigestPeriod, DigestViewDeps } from './digest-view.ts';
import { evidencePath, figure } from './parts.ts';

const HISTORY_DAYS = 30;

type Labelled = RangeCounts & { readonly neutral: number };

/** `last`: the period's last day. */
export async function tracking(
  deps: DigestViewDeps,
  of: DigestPeriod,
  last: string,
  counts: Labelled,
): Promise<DigestView['tracking']> {
  const { filter } = of;
  const compared = (label: 'negative' | 'positive' | null): Compared => {
    const own = label === null ? filter : { ...filter, label };
    const pick = (of: RangeCounts) => (label === null ? of.total : of[label]);
    return { now: figure(pick(counts), own), usual: usual(of, own, pick) };
  };
  return {
    mentions: compared(null),
    negative: compared('negative'),
    positive: compared('positive'),
    neutral: figure(counts.neutral, { ...filter, label: 'neutral' }),
    net: counts.total === 0 ? null : netOf(counts, filter),
    netUsual: netUsual(of),
    voice: await voice(deps, of, counts),
    ...(await history(deps, of, last)),
  };
}

async function history(
  { db }: DigestViewDeps,
  of: DigestPeriod,
  last: string,
): Promise<Pick<DigestView['tracking'], 'history' | 'course'>> {
  const { watched, timezone, brand } = of;
  const days = Array.from({ length: HISTORY_DAYS }, (_, index) =>
    boundsOf(addDays(last, index - HISTORY_DAYS + 1), timezone),
  );
  const points = await countRanges(db, brand.id, 'all', days);
  const all = points.map(({ total, negative }, index): DayPoint => {
    const { day, from, to } = days[index]!;
    // Before watching began nothing was seen, which is not the same as nothing said.
    const seen = watched !== null && to > watched;
    return {
      day,
      mentions: seen ? total : null,
      negative: seen ? negative : null,
      evidence: evidencePath({ brand: brand.id, from, to }),
    };
  });
  const whole: MentionFilter = { brand: brand.id, from: days[0]!.from, to: days.at(-1)!.to };
  const sum = (pick: (day: DayPoint) => number | null) => all.reduce((all, day) => all + (pick(day) ?? 0), 0);
  return {
    history: all,
    course: {
      mentions: figure(
        sum((day) => day.mentions),
        whole,
      ),
      negative: figure(
        sum((day) => day.negative),
        { ...whole, label: 'negative' },
      ),
    },
  };
}

/** Mean over the weeks, with the interval that a single such day is expected in (mean ± 1.96 standard deviations). */
function usual({ past }: DigestPeriod, own: MentionFilter, pick: (of: RangeCounts) => number): Compared['usual'] {
  if (past.length === 0) return null;
  const values = past.map(({ counts }) => pick(counts));
  const mean = meanOf(values);
  // Counts vary at least as much as Poisson's law says; with few weeks the sample alone would say too little.
  const spread = 1.96 * Math.sqrt(Math.max(varianceOf(values, mean), mean, 1));
  return {
    value: mean,
    low: Math.max(0, mean - spread),
    high: mean + spread,
    weeks: values.length,
    evidence: evidenceOfWeeks(own, past),
  };
}

/** The page that lists what the filter means in these weeks, and nothing between them. */
export function evidenceOfWeeks(filter: MentionFilter, past: DigestPeriod['past']): string {
  const weeks = past.map(({ week: { from, to } }) => ({ from, to }));
  return evidencePath(duringAll(filter, weeks));
}

/** Net sentiment with its 95 % interval: the mean of +1, 0 and −1 over mentions, normal approximation. */
function netOf(counts: RangeCounts, filter: MentionFilter): Estimate {
  const { net, variance } = netWithVariance(counts);
  const spread = 1.96 * Math.sqrt(variance);
  return { ...figure(net, filter), low: Math.max(-1, net - spread), high: Math.min(1, net + spread) };
}

/** The mean of +1, 0 and −1 over mentions, and how far chance alone moves it, squared. */
function netWithVariance({ total, negative, positive }: RangeCounts): { net: number; variance: number } {
  const net = (positive - negative) / total;
  return { net, variance: Math.max((positive + negative) / total - net ** 2, 1 / total) / total };
}

function netUsual({ past, filter }: DigestPeriod): DigestView['tracking']['netUsual'] {
  const judged = past.filter(({ counts }) => counts.total > 0);
  if (judged.length === 0) return null;
  const nets = judged.map(({ counts }) => netWithVariance(counts));
  const mean = meanOf(nets.map(({ net }) => net));
  // A day of few mentions varies by chance alone; a few weeks that happen to agree do not say otherwise.
  const sample = varianceOf(
    nets.map(({ net }) => net),
    mean,
  );
  const spread = 1.96 * Math.sqrt(Math.max(sample, meanOf(nets.map(({ variance }) => variance))));
  return {
    value: mean,
    low: Math.max(-1, mean - spread),
    high: Math.min(1, mean + spread),
    weeks: nets.length,
    evidence: evidenceOfWeeks(filter, judged),
  };
}

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const varianceOf = (values: readonly number[], mean: number) =>
  values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1);

async function voice({ db, brands }: DigestViewDeps, of: DigestPeriod, own: RangeCounts): Promise<ShareOfVoice[]> {
  const { brand, filter } = of;
  const rivals = brands.filter((other) => other.id !== brand.id && other.role === 'competitor');
  if (rivals.length === 0) return [];
  const all = [{ other: brand, counts: own }];
  for (const other of rivals) all.push({ other, counts: await countLabels(db, { ...filter, brand: other.id }) });
  const sum = all.reduce((total, { counts }) => total + counts.total, 0);
  const lines = all.map(({ other, counts }): ShareOfVoice => {
    const theirs = { ...filter, brand: other.id };
    return {
      brand: { id: other.id, name: other.name },
      own: other.id === brand.id,
      mentions: figure(counts.total, theirs),
      share: figure(sum === 0 ? 0 : counts.total / sum, theirs),
      net: counts.total === 0 ? null : figure((counts.positive - counts.negative) / counts.total, theirs),
    };
  });
  return lines.sort((a, b) => Number(b.own) - Number(a.own) || b.mentions.value - a.mentions.value);
}
