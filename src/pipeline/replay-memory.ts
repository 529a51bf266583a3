/** A brand's past held in memory for the length of a replay: its counts and baselines, and the posts that are watched. */
import type { BaselineState } from '../detect/types.ts';
import { type Bin, type Brand, BUCKET_MS } from '../model.ts';
import { bucketStart, readSeries, seriesNames } from '../store/buckets.ts';
import { formatPostRef, parsePostRef } from '../store/post-ref.ts';
import { loadSeriesStates } from '../store/series.ts';
import { type Trajectory, tellingTrajectories, trajectoriesOf } from '../store/signals.ts';
import type { Db } from '../store/store.ts';
import type { NextState, SeriesSource } from './judge-series.ts';
import { readBins } from './series-source.ts';

const DAY_MS = 24 * 3_600_000;

/** A brand's counts and baselines, held for the length of a replay. */
export class Memory implements SeriesSource {
  readonly since: Date;
  readonly #bins: ReadonlyMap<string, readonly Bin[]>;
  readonly #states: Map<string, BaselineState>;
  readonly #moved = new Map<string, NextState>();
  /** Ends of bins that count something, ascending, with the series that do. */
  readonly #ends: readonly number[];
  readonly #touched: ReadonlyMap<number, string[]>;

  constructor(since: Date, bins: ReadonlyMap<string, readonly Bin[]>, states: Map<string, BaselineState>) {
    this.since = since;
    this.#bins = bins;
    this.#states = states;
    const touched = new Map<number, string[]>();
    for (const [series, list] of bins) {
      for (const bin of list) {
        const end = bin.start.getTime() + BUCKET_MS;
        const names = touched.get(end);
        if (names === undefined) touched.set(end, [series]);
        else names.push(series);
      }
    }
    this.#touched = touched;
    this.#ends = [...touched.keys()].sort((a, b) => a - b);
  }

  state(series: string): BaselineState | null {
    return this.#states.get(series) ?? null;
  }

  async bins(series: readonly string[], from: Date, to: Date): Promise<ReadonlyMap<string, readonly Bin[]>> {
    return new Map(series.map((name) => [name, between(this.#bins.get(name) ?? [], from.getTime(), to.getTime())]));
  }

  touchedAt(end: number): readonly string[] {
    return this.#touched.get(end) ?? [];
  }

  nextEnd(after: number): number | undefined {
    return this.#ends[firstAfter(this.#ends, after)];
  }

  keep(states: readonly NextState[]): void {
    for (const next of states) {
      this.#states.set(next.series, next.state);
      this.#moved.set(next.series, next);
    }
  }

  states(): NextState[] {
    return [...this.#moved.values()];
  }
}

/** Goes on from the baselines that are stored. */
export async function loadMemory(db: Db, brand: Brand, from: Date, to: Date): Promise<Memory> {
  const names = await seriesNames(db, brand.id, from, to);
  const known = await loadSeriesStates(db, brand.id, names);
  const oldest = Math.min(from.getTime(), ...[...known.values()].map((state) => state.upto.getTime()));
  const counts = await readSeries(db, { brand: brand.id, series: names, width: 5, from: new Date(oldest), to });
  const bins = new Map([...counts].map(([name, rows]) => [name, rows.map((row) => ({ ...row, exposure: 1 }))]));
  const states = new Map([...known].map(([name, { state }]) => [name, state as BaselineState]));
  return new Memory(from, bins, states);
}

/** Knows nothing yet, as if watching had begun `HISTORY_MS` before `from`, or with the first post. */
export async function loadFreshMemory(db: Db, brand: Brand, from: Date, to: Date): Promise<Memory> {
  const oldest = new Date(from.getTime() - HISTORY_MS);
  const names = await seriesNames(db, brand.id, oldest, to);
  const bins = await readBins(db, brand.id, names, oldest, to);
  // Before the first post nobody watched: that time was not silent, it is not there.
  const begun = [...bins.values()].map((list) => list[0]?.start.getTime() ?? to.getTime());
  return new Memory(new Date(Math.min(to.getTime(), ...begun)), bins, new Map());
}

/** Posts are read a week at a time: asking every day costs more than the posts do. */
const STRETCH_MS = 7 * DAY_MS;

/** How far before its beginning a replay learns what is ordinary. */
const HISTORY_MS = 90 * DAY_MS;

/** The negative posts of a replay. All their readings are there from the start; judging passes over later ones. */
export class PostMemory {
  readonly #db: Db;
  readonly #brand: string;
  readonly #watched = new Map<string, Trajectory | null>();
  /** Posts of the stretch that was read last, by the bucket they were published in. */
  #stretch: { start: number; posts: ReadonlyMap<number, Trajectory[]> } = { start: Number.NaN, posts: new Map() };

  constructor(db: Db, brand: string) {
    this.#db = db;
    this.#brand = brand;
  }

  /** Published in the bucket that begins at `bucket`, oldest first. */
  async publishedIn(bucket: number): Promise<readonly Trajectory[]> {
    const start = Math.floor(bucket / STRETCH_MS) * STRETCH_MS;
    if (start !== this.#stretch.start) {
      const read = await tellingTrajectories(this.#db, this.#brand, new Date(start), new Date(start + STRETCH_MS));
      const posts = Map.groupBy(read, ({ publishedAt }) => bucketStart(publishedAt, 5).getTime());
      this.#stretch = { start, posts };
    }
    return this.#stretch.posts.get(bucket) ?? [];
  }

  /** Those of the posts that are negative, or stand on a trend list. */
  async named(refs: readonly string[]): Promise<Trajectory[]> {
    const missing = refs.filter((ref) => !this.#watched.has(ref));
    if (missing.length > 0) {
      for (const ref of missing) this.#watched.set(ref, null);
      const read = await trajectoriesOf(this.#db, this.#brand, missing.map(parsePostRef));
      for (const trajectory of read) this.#watched.set(formatPostRef(trajectory), trajectory);
    }
    return refs.map((ref) => this.#watched.get(ref) ?? null).filter((trajectory) => trajectory !== null);
  }
}

/** The bins that start in [from, to); `bins` are in order of time. */
function between(bins: readonly Bin[], from: number, to: number): readonly Bin[] {
  const starts = (index: number) => bins[index]!.start.getTime();
  const find = (time: number) => {
    let low = 0;
    let high = bins.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts(middle) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return bins.slice(find(from), find(to));
}

/** Index of the first number greater than `value`. */
function firstAfter(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
