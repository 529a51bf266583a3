/**
 * Judges a brand's past with the clock of the data: what would have been seen at each moment, in order. The counts are
 * read once and walked through in memory; the database is only touched where something happens.
 */
import type { BaselineState } from '../detect/types.ts';
import { type Bin, type Brand, BUCKET_MS } from '../model.ts';
import { readSeries, seriesNames } from '../store/buckets.ts';
import { parsePostRef } from '../store/post-ref.ts';
import { judgedUntil, loadSeriesStates, saveSeriesStates, setJudgedUntil } from '../store/series.ts';
import { negativeTrajectories, type Trajectory, trajectoriesOf } from '../store/signals.ts';
import { settingsOf } from './brand-settings.ts';
import type { StoredChange } from './incident-rows.ts';
import { answersOf, decideAndStore, type JudgeDeps, openIncidents, rewatched, spikesOf, viralOf } from './judge.ts';
import { judgeSeries, type NextState, type SeriesSource } from './judge-series.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export interface ReplayRange {
  readonly from: Date;
  readonly to: Date;
}

/**
 * Replays [from, to] for a brand. Time that was judged before is passed over: old news is no alarm. `onStep` is told
 * how far it has come.
 */
export async function replayBrand(
  deps: JudgeDeps,
  brand: Brand,
  range: ReplayRange,
  onStep?: (at: Date) => void,
): Promise<StoredChange[]> {
  const { db } = deps.store;
  const judged = await judgedUntil(db, brand.id);
  const from = judged !== null && judged > range.from ? judged : range.from;
  if (from >= range.to) return [];
  const memory = await loadMemory(deps, brand, from, range.to);
  const changes: StoredChange[] = [];
  let open = await openIncidents(db, brand, from);
  let day: { start: number; posts: Trajectory[] } = { start: Number.NaN, posts: [] };
  let at = nextStep(memory, from.getTime(), range.to.getTime(), open.length > 0);
  while (at !== null) {
    const now = new Date(at);
    const dayStart = Math.floor((at - 1) / DAY_MS) * DAY_MS;
    if (dayStart !== day.start) {
      day = {
        start: dayStart,
        posts: await negativeTrajectories(db, brand.id, new Date(dayStart), new Date(dayStart + DAY_MS)),
      };
    }
    const names = new Set([...memory.touchedAt(at), ...open.flatMap((incident) => incident.scope.series)]);
    const { verdicts, states } = await judgeSeries(memory, [...names].sort(), now, settingsOf(deps, brand.id));
    memory.keep(states);
    const fresh = day.posts.filter(({ publishedAt }) => publishedAt.getTime() >= at! - BUCKET_MS && publishedAt < now);
    const again = await trajectoriesOf(db, brand.id, rewatched(open).map(parsePostRef));
    const viral = await viralOf(deps, [...fresh, ...again], brand, now);
    if (open.length > 0 || viral.some((one) => one.verdict.alarm) || verdicts.some((one) => one.verdict.alarm)) {
      const answers = await answersOf(db, brand, open);
      const signals = { spikes: await spikesOf(db, brand, verdicts), viral, answers };
      const made = await decideAndStore(deps, brand, now, signals, (trx) => setJudgedUntil(trx, brand.id, now));
      changes.push(...made);
      if (made.length > 0 || open.length > 0) open = await openIncidents(db, brand, now);
    }
    onStep?.(now);
    at = nextStep(memory, at, range.to.getTime(), open.length > 0);
  }
  await saveSeriesStates(db, brand.id, memory.states());
  await setJudgedUntil(db, brand.id, range.to);
  return changes;
}

/** The next moment worth a look: the end of the next bin with a count; while an incident is open, every hour too. */
function nextStep(memory: Memory, after: number, end: number, open: boolean): number | null {
  const count = memory.nextEnd(after);
  const hour = open ? Math.floor(after / HOUR_MS) * HOUR_MS + HOUR_MS : Number.POSITIVE_INFINITY;
  const next = Math.min(count ?? Number.POSITIVE_INFINITY, hour);
  return next <= end ? next : null;
}

/** A brand's counts and baselines, held for the length of a replay. */
class Memory implements SeriesSource {
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

async function loadMemory(deps: JudgeDeps, brand: Brand, from: Date, to: Date): Promise<Memory> {
  const { db } = deps.store;
  const names = await seriesNames(db, brand.id, from, to);
  const known = await loadSeriesStates(db, brand.id, names);
  const oldest = Math.min(from.getTime(), ...[...known.values()].map((state) => state.upto.getTime()));
  const counts = await readSeries(db, { brand: brand.id, series: names, width: 5, from: new Date(oldest), to });
  const bins = new Map([...counts].map(([name, rows]) => [name, rows.map((row) => ({ ...row, exposure: 1 }))]));
  const states = new Map([...known].map(([name, { state }]) => [name, state as BaselineState]));
  return new Memory(from, bins, states);
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
