/**
 * Alarms over all series of a brand held to the brand's one promise: the weighted procedure of Benjamini & Hochberg
 * (1995; weights: Genovese, Roeder & Wasserman 2006). Half of the promise belongs to the series of all mentions; several
 * series that are unusual together need less each, for they vouch for one another.
 */
import type { SpikeInput } from './incident-types.ts';

/** Series whose alarm stands, given that `spikes` were all judged at this look. */
export function standing(spikes: readonly SpikeInput[], falseAlarmsPerMonth: number): ReadonlySet<SpikeInput> {
  const count = spikes.length;
  const ranked = spikes
    .filter(({ verdict }) => verdict.alarm)
    .map((spike) => ({ spike, weighed: spike.verdict.perMonth / weightOf(spike, count) }))
    .sort((a, b) => a.weighed - b.weighed);
  const last = ranked.findLastIndex(({ weighed }, i) => weighed <= (falseAlarmsPerMonth * (i + 1)) / count);
  return new Set(ranked.slice(0, last + 1).map(({ spike }) => spike));
}

/** Weights add up to the number of series. */
function weightOf(spike: SpikeInput, count: number): number {
  if (count < 2) return 1;
  return spike.series === 'all' ? count / 2 : count / 2 / (count - 1);
}
