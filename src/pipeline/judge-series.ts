/** A brand's series judged at a moment: baselines folded forward, the last day held against them. */
import { advance, briefBaseline, emptyBaseline } from '../detect/baseline.ts';
import { judge } from '../detect/series.ts';
import { type BaselineState, type DetectSettings, SETTLE_MS, type SeriesVerdict } from '../detect/types.ts';
import { type Bin, BUCKET_MS } from '../model.ts';
import { backfilledSince } from '../store/backfilled.ts';
import { BucketChanges, type Countable } from '../store/buckets.ts';
import { firstBucket, loadSeriesStates } from '../store/series.ts';
import type { Db } from '../store/store.ts';
import { readBins } from './series-source.ts';

/** Where counts and baselines come from: the store, or a replay's memory. */
export interface SeriesSource {
  /** When watching the brand began. */
  readonly since: Date;
  state(series: string): BaselineState | null;
  /** Bins in [from, to) by series, sparse, with their exposure. */
  bins(series: readonly string[], from: Date, to: Date): Promise<ReadonlyMap<string, readonly Bin[]>>;
}

/** A baseline that moved on. */
export interface NextState {
  readonly series: string;
  readonly upto: Date;
  readonly state: BaselineState;
}

/** As the store keeps it. */
export function writtenDown(next: NextState): NextState {
  return { ...next, state: briefBaseline(next.state) };
}

/** Baselines look back no further than this: when a series is met for the first time, and after a long sleep. */
const HISTORY_MS = 90 * 24 * 3_600_000;
/** Baselines move on by whole hours, so that they are written once an hour and not at every look. */
const HOUR_MS = 3_600_000;

/** The store as the source. A series met for the first time had zeros since watching began. */
export async function storeSource(db: Db, brand: string, series: readonly string[], now: Date): Promise<SeriesSource> {
  const known = await loadSeriesStates(db, brand, series);
  // Only a series that is met for the first time asks when watching began.
  const first = series.every((name) => known.has(name)) ? null : await firstBucket(db, brand, 'all');
  let read: Promise<Countable[]> | undefined;
  const history = () => {
    read ??= backfilledSince(db, brand, settledBefore(now));
    return read;
  };
  return {
    since: new Date(Math.max(first?.getTime() ?? now.getTime(), now.getTime() - HISTORY_MS)),
    state: (name) => (known.get(name)?.state as BaselineState | undefined) ?? null,
    bins: async (names, from, to) => withoutHistory(await readBins(db, brand, names, from, to), await history()),
  };
}

/** A service that slept for years goes on with what it knew, without living through each five minutes it missed. */
function since(state: BaselineState | null, horizon: number): BaselineState | null {
  return state === null || state.until >= horizon ? state : { ...state, until: horizon };
}

/** What a target's first crawl brought of the last day is no news: detection sees it once it is baseline. */
function withoutHistory(bins: Map<string, Bin[]>, history: readonly Countable[]): Map<string, Bin[]> {
  if (history.length === 0) return bins;
  const changes = new BucketChanges();
  for (const mention of history) changes.add(mention, -1);
  const less = new Map(
    changes
      .deltas()
      .flatMap((delta) => (delta.width === 5 ? [[`${delta.series}\n${delta.start.getTime()}`, delta]] : [])),
  );
  const left = (series: string, bin: Bin): Bin => {
    const { total = 0, negative = 0, positive = 0 } = less.get(`${series}\n${bin.start.getTime()}`) ?? {};
    return { ...bin, total: bin.total + total, negative: bin.negative + negative, positive: bin.positive + positive };
  };
  return new Map([...bins].map(([series, all]) => [series, all.map((bin) => left(series, bin))]));
}

/** Bins before this are baseline. */
const settledBefore = (now: Date) => new Date(floorTo(now.getTime() - SETTLE_MS, HOUR_MS));

const floorTo = (time: number, step: number) => Math.floor(time / step) * step;

/** Judges the series at `now`, in the order given. */
export async function judgeSeries(
  source: SeriesSource,
  names: readonly string[],
  now: Date,
  settings: DetectSettings,
): Promise<{ verdicts: { series: string; verdict: SeriesVerdict }[]; states: NextState[] }> {
  const settled = settledBefore(now);
  const verdicts: { series: string; verdict: SeriesVerdict }[] = [];
  const states: NextState[] = [];
  const horizon = floorTo(now.getTime() - HISTORY_MS, BUCKET_MS);
  const before = new Map(
    names.map((name) => [name, since(source.state(name), horizon) ?? emptyBaseline(source.since)]),
  );
  // Series that were folded up to the same moment are read together: usually all of them.
  const groups = Map.groupBy(names, (name) => before.get(name)!.until);
  for (const [from, group] of groups) {
    const bins = await source.bins(group, new Date(from), now);
    for (const series of group) {
      const all = bins.get(series) ?? [];
      let state = before.get(series)!;
      if (state.until < settled.getTime()) {
        const old = all.filter((bin) => bin.start < settled);
        state = advance(state, old, settled, settings);
        states.push({ series, upto: settled, state });
      }
      const until = state.until;
      const recent = all.filter((bin) => bin.start.getTime() >= until);
      verdicts.push({ series, verdict: judge(state, recent, now, settings) });
    }
  }
  return { verdicts, states };
}
