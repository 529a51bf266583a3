/** The counts that detection judges, with the exposure of each bin: nothing there and not looked yet are two things. */
import { type Bin, BUCKET_MS } from '../model.ts';
import { readSeries } from '../store/buckets.ts';
import { coverageOf, exposureOf, type TargetCoverage } from '../store/coverage.ts';
import { splitSeries } from '../store/signals.ts';
import type { Db } from '../store/store.ts';

/**
 * The bins of several series in [from, to), sparse: a bin that is absent was seen in full and brought nothing; one that
 * was not fully seen is there, with its exposure.
 */
export async function readBins(
  db: Db,
  brand: string,
  series: readonly string[],
  from: Date,
  to: Date,
): Promise<Map<string, Bin[]>> {
  const coverage = await coverageOf(db, brand, from);
  const counts = await readSeries(db, { brand, series, width: 5, from, to });
  return new Map(series.map((name) => [name, withExposure(counts.get(name) ?? [], coverage, name, from, to)]));
}

/** The counts with the exposure of each bin in [from, to), and the bins that were not seen in full. */
export function withExposure(
  counts: readonly Omit<Bin, 'exposure'>[],
  coverage: readonly TargetCoverage[],
  series: string,
  from: Date,
  to: Date,
): Bin[] {
  const [dimension, value] = splitSeries(series);
  const site = dimension === 'site' ? (value ?? null) : null;
  const exposureAt = (start: number) =>
    exposureOf(
      coverage,
      site,
      new Date(start),
      new Date(Math.min(start + BUCKET_MS, Math.max(start + 1, to.getTime()))),
    );
  const unseen = new Map<number, number>();
  for (const start of doubtful(coverage, from.getTime(), to.getTime())) {
    const exposure = exposureAt(start);
    if (exposure < 1) unseen.set(start, exposure);
  }
  const bins = counts.map(({ start, total, negative, positive }): Bin => {
    const seen = unseen.size === 0 ? 1 : (unseen.get(start.getTime()) ?? 1);
    unseen.delete(start.getTime());
    // A post can be read before its bin counts as covered; at least the target that brought it has looked.
    return { start, total, negative, positive, exposure: seen === 0 && total > 0 ? 1 / coverage.length : seen };
  });
  const nothing = { total: 0, negative: 0, positive: 0 };
  for (const [start, exposure] of unseen) bins.push({ start: new Date(start), ...nothing, exposure });
  return unseen.size === 0 ? bins : bins.sort((a, b) => a.start.getTime() - b.start.getTime());
}

/** Starts of the bins that may not have been seen in full: after some target's last look, or in one of its gaps. */
function* doubtful(coverage: readonly TargetCoverage[], from: number, to: number): Generator<number> {
  const ranges: [number, number][] = [];
  for (const target of coverage) {
    ranges.push([target.until?.getTime() ?? from, to]);
    for (const gap of target.gaps) ranges.push([gap.since.getTime(), gap.until.getTime()]);
  }
  const starts = new Set<number>();
  for (const [since, until] of ranges) {
    const first = Math.floor(Math.max(since, from) / BUCKET_MS) * BUCKET_MS;
    for (let start = first; start < Math.min(until, to); start += BUCKET_MS) starts.add(start);
  }
  yield* starts;
}
