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
  const unseen = unseenBins(coverage, siteOf(series), from, to);
  const bins = counts.map((bin): Bin => {
    const number = bin.start.getTime() / BUCKET_MS;
    const seen = unseen.size === 0 ? 1 : (unseen.get(number) ?? 1);
    unseen.delete(number);
    return { ...bin, exposure: bin.total > 0 ? atLeastOne(seen, coverage) : seen };
  });
  const nothing = { total: 0, negative: 0, positive: 0 };
  for (const [bin, exposure] of unseen) bins.push({ start: new Date(bin * BUCKET_MS), ...nothing, exposure });
  return unseen.size === 0 ? bins : bins.sort((a, b) => a.start.getTime() - b.start.getTime());
}

/** The site that a series is about, if any. */
export function siteOf(series: string): string | null {
  const [dimension, value] = splitSeries(series);
  return dimension === 'site' ? (value ?? null) : null;
}

/** A post can be read before its bin counts as covered; at least the target that brought it has looked. */
export function atLeastOne(seen: number, coverage: readonly TargetCoverage[]): number {
  return seen === 0 ? 1 / coverage.length : seen;
}

/** Exposure of the bins in [from, to) that were not seen in full, by their number (start / `BUCKET_MS`). */
export function unseenBins(
  coverage: readonly TargetCoverage[],
  site: string | null,
  from: Date,
  to: Date,
): Map<number, number> {
  const unseen = new Map<number, number>();
  for (const start of doubtful(coverage, from.getTime(), to.getTime())) {
    const end = Math.min(start + BUCKET_MS, Math.max(start + 1, to.getTime()));
    const exposure = exposureOf(coverage, site, new Date(start), new Date(end));
    if (exposure < 1) unseen.set(start / BUCKET_MS, exposure);
  }
  return unseen;
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
