/** A brand's series judged at a moment: baselines folded forward, the last day held against them. */
import { advance, briefBaseline, emptyBaseline } from '../detect/baseline.ts';
import { type People, peopleIn } from '../detect/people.ts';
import { judge } from '../detect/series.ts';
import { type BaselineState, type DetectSettings, SETTLE_MS, type SeriesVerdict } from '../detect/types.ts';
import { type Bin, BUCKET_MS } from '../model.ts';
import { backfilledSince } from '../store/backfilled.ts';
import { BucketChanges, type Countable } from '../store/buckets.ts';
import { firstBucket, loadSeriesStates } from '../store/series.ts';
import { type BehindQuery, type Voice, voicesBehind } from '../store/signals.ts';
import type { Db } from '../store/store.ts';
import type { ErrorsOfSeries } from './label-errors.ts';
import { readBins } from './series-source.ts';

/** Where counts and baselines come from: the store, or a replay's memory. */
export interface SeriesSource {
  /** When watching the brand began. */
  readonly since: Date;
  state(series: string): BaselineState | null;
  /** Bins in [from, to) by series, sparse, with their exposure. */
  bins(series: readonly string[], from: Date, to: Date): Promise<ReadonlyMap<string, readonly Bin[]>>;
}

/** Who said the mentions of a series, newest first. */
export type Voices = (query: Omit<BehindQuery, 'brand'>) => Promise<readonly Voice[]>;

/** The store as the place where voices are known. */
export function storeVoices(db: Db, brand: string): Voices {
  return (query) => voicesBehind(db, { brand, ...query });
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
export const HISTORY_MS = 90 * 24 * 3_600_000;
/** Baselines move on by whole hours, so that they are written once an hour and not at every look. */
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

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
export const settledBefore = (now: Date) => new Date(floorTo(now.getTime() - SETTLE_MS, HOUR_MS));

const floorTo = (time: number, step: number) => Math.floor(time / step) * step;

/** More negative mentions than this in a day are more than any one customer's. */
const FEW = 500;
/** What is usual of people is learned from so many mentions, so far back. */
const USUAL = { mentions: 200, days: 14 };

/** Who spoke in the day before `now`; null where it is too many to ask, or nobody spoke twice. */
async function peopleOf(voices: Voices, series: string, now: Date): Promise<People | null> {
  const begun = new Date(Math.floor(now.getTime() / BUCKET_MS) * BUCKET_MS - DAY_MS);
  const label = 'negative' as const;
  const day = await voices({ series, label, from: begun, to: now, limit: FEW + 1 });
  if (day.length > FEW) return null;
  const spoke = peopleIn(day, []);
  if (spoke.repeats.length === 0) return spoke;
  const from = new Date(begun.getTime() - USUAL.days * DAY_MS);
  return peopleIn(day, await voices({ series, label, from, to: begun, limit: USUAL.mentions }));
}

/** What judging asks of the world beyond counts. */
export interface Witnesses {
  readonly voices: Voices;
  readonly errors: ErrorsOfSeries;
}

/**
 * Judges the series at `now`, in the order given. An alarm stands where people bear it out, each counted once, and counts
 * are corrected for what the models get wrong on texts like the series'.
 */
export async function judgeSeries(
  source: SeriesSource,
  names: readonly string[],
  now: Date,
  settings: DetectSettings,
  { voices, errors }: Witnesses,
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
      const confusion = await errors(series, now);
      const own = confusion === null ? settings : { ...settings, confusion };
      const verdict = judge(state, recent, now, own);
      const people = verdict.alarm ? await peopleOf(voices, series, now) : null;
      verdicts.push({ series, verdict: people === null ? verdict : judge(state, recent, now, own, people) });
    }
  }
  return { verdicts, states };
}
