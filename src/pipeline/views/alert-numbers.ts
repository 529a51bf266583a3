/** The numbers that an incident stands on: what was counted against what was expected, and how it spreads. */
import type { IncidentReason } from '../../detect/incident-types.ts';
import type { SpikeNumbers, SpreadNumbers } from '../../notify/views/alert.ts';
import type { Path } from '../../notify/views/parts.ts';
import type { MentionFilter } from '../../store/mention-filter.ts';
import { countStories } from '../../store/mention-list.ts';
import { countPeople } from '../../store/people-behind.ts';
import { splitSeries } from '../../store/signals.ts';
import type { Db } from '../../store/store.ts';
import { evidencePath, figure, peopleFigure } from './parts.ts';

/** The mentions that a series counts between two moments, as a filter. */
function seriesFilter(brand: string, series: string, from: Date, to: Date): MentionFilter {
  const [dimension, value] = splitSeries(series);
  return { brand, from, to, ...(value === undefined ? {} : { [dimension]: value }) };
}

/** Why a series was judged out of the ordinary. `course`: the page that shows the ordinary course, which what was expected follows from. */
export async function spikeNumbers(
  db: Db,
  brand: string,
  reason: IncidentReason | null,
  course: Path,
): Promise<SpikeNumbers | null> {
  if (reason?.spike == null) return null;
  const { series, verdict } = reason.spike;
  // Reasons are stored as JSON: their times come back as text.
  const start = new Date(verdict.window.start);
  const end = new Date(verdict.window.end);
  const all = seriesFilter(brand, series, start, end);
  const felt: MentionFilter =
    all.aspect === undefined ? { ...all, label: 'negative' } : { ...all, feeling: 'negative' };
  const filter = verdict.counted === 'negative' ? felt : all;
  const counts = await countStories(db, filter);
  const [low, high] = verdict.interval;
  return {
    counted: verdict.counted === 'negative' ? 'negative' : 'all',
    observed: figure(counts.total, filter),
    expected: { value: verdict.expected, evidence: course, low, high },
    windowStart: start.toISOString(),
    windowEnd: end.toISOString(),
    probability: verdict.probability,
    stories: { value: counts.stories, evidence: `${evidencePath(filter)}&fold=yes` },
    people: peopleFigure(await countPeople(db, filter), filter),
  };
}

/** How far the post that opened it spreads. */
export function spreadNumbers(brand: string, reason: IncidentReason | null): SpreadNumbers {
  if (reason?.viral == null) return { r: null, shares: null, forecast: null };
  const { post, verdict } = reason.viral;
  const evidence = `/mentions/${encodeURIComponent(brand)}/${post}`;
  const { r, forecast, observed } = verdict;
  const moves = observed > 0;
  return {
    r: moves ? { value: r.value, low: r.low, high: r.high, evidence } : null,
    shares: moves ? { value: observed, evidence } : null,
    forecast: moves ? { value: forecast.predicted, low: forecast.low, high: forecast.high, evidence } : null,
  };
}
