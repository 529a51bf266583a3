/**
 * A look at many brands at once. Nearly all of them have nothing to tell, and that is found out in a few statements for
 * all; those that may have are left to `judgeBrand`, one by one.
 */
import { randomUUID } from 'node:crypto';
import { advance } from '../detect/baseline.ts';
import { EXACT } from '../detect/confusion.ts';
import { judge, LEAST_FOR_ALARM, mayAlarm } from '../detect/series.ts';
import type { BaselineState } from '../detect/types.ts';
import { isTrending } from '../detect/weigh.ts';
import { type Brand, BUCKET_MS } from '../model.ts';
import { brandsBackfilled } from '../store/backfilled.ts';
import { lockBrands } from '../store/buckets.ts';
import { coverageOfEach, type TargetCoverage } from '../store/coverage.ts';
import {
  finishLook,
  type Marks,
  readBaselineEnds,
  readBaselines,
  readCounts,
  readMarks,
  type SeriesRef,
} from '../store/looks.ts';
import { trajectoriesOfEach } from '../store/signals.ts';
import { settingsOf } from './brand-settings.ts';
import { type JudgeDeps, viralOf } from './judge.ts';
import { HISTORY_MS, settledBefore, writtenDown } from './judge-series.ts';
import { binsOf, negatives, placeOf, since, until } from './kept-counts.ts';
import type { RememberedSeries, SeriesMemory } from './series-memory.ts';
import { atLeastOne, siteOf, unseenBins, withExposure } from './series-source.ts';
import { siteBaselines } from './site-baselines.ts';

/** A baseline is written down when the stored one is so far behind. */
const WRITTEN_EVERY_MS = 6 * 3_600_000;
const DAY_BINS = (24 * 3_600_000) / BUCKET_MS;

/** A touched series in the course of a look. */
interface Looking extends RememberedSeries {
  readonly brand: Brand;
  readonly series: string;
}

/**
 * Looks at brands and finishes with those of which nothing can be told: no incident is open, no post moves, no series is
 * out of the ordinary. Their marks are cleared and their baselines moved on. Returns the others, untouched.
 */
export async function passQuiet(
  deps: JudgeDeps,
  memory: SeriesMemory,
  brands: readonly Brand[],
  now: Date,
): Promise<readonly Brand[]> {
  const { db } = deps.store;
  const byId = new Map(brands.map((brand) => [brand.id, brand]));
  const marked = (await readMarks(db, [...byId.keys()])).filter(
    ({ open, series, posts }) => open || series.length > 0 || posts.length > 0,
  );
  const loud = new Set(marked.filter(({ open }) => open).map(({ brand }) => brand));
  const settled = settledBefore(now);
  for (const brand of await brandsBackfilled(db, [...byId.keys()], settled)) loud.add(brand);
  const quiet = () => marked.filter(({ brand }) => !loud.has(brand));

  for (const brand of await movingBrands(deps, quiet(), byId, now)) loud.add(brand);
  const looking = await countsOf(deps, memory, quiet(), byId, now);
  for (const brand of looking.unknown) loud.add(brand);
  const looked = await judgeThose(
    deps,
    looking.known.filter(({ brand }) => !loud.has(brand.id)),
    now,
  );
  for (const brand of looked.alarming) loud.add(brand);

  const look = randomUUID();
  const done = quiet();
  const written = looked.states.filter(({ brand }) => !loud.has(brand));
  if (done.length > 0) {
    await deps.store.write(async (trx) => {
      await lockBrands(
        trx,
        done.map(({ brand }) => brand),
      );
      await finishLook(trx, { marks: done, states: written.map(writtenDownOf), look, at: now });
    });
  }
  remember(memory, done, looked.series, look);
  for (const brand of loud) memory.forget(brand);
  return brands.filter(({ id }) => loud.has(id));
}

const writtenDownOf = (one: { brand: string; series: string; upto: Date; state: BaselineState }) => ({
  ...writtenDown(one),
  brand: one.brand,
});

/** Brands of which a post is an alarm by itself. */
async function movingBrands(
  deps: JudgeDeps,
  marks: readonly Marks[],
  brands: ReadonlyMap<string, Brand>,
  now: Date,
): Promise<string[]> {
  const moving: string[] = [];
  const told = await trajectoriesOfEach(deps.store.db, marks);
  for (const [id, trajectories] of told) {
    const usual = () => siteBaselines(deps.store, id, now);
    const viral = await viralOf(trajectories, brands.get(id)!, now, settingsOf(deps, id), usual);
    if (viral.some((one) => one.verdict.alarm || isTrending(one))) moving.push(id);
  }
  return moving;
}

/** Brings what is known of the touched series up to now. `unknown`: brands with a series that has no baseline, or slept long. */
async function countsOf(
  deps: JudgeDeps,
  memory: SeriesMemory,
  marks: readonly Marks[],
  brands: ReadonlyMap<string, Brand>,
  now: Date,
): Promise<{ known: Looking[]; unknown: string[] }> {
  const { db } = deps.store;
  const touched = marks.flatMap((mark) => {
    const remembered = memory.of(mark.brand, mark.look);
    return mark.series.map(({ series, since }) => ({
      ...{ brand: mark.brand, series, since },
      before: remembered?.get(series) ?? null,
    }));
  });
  const fresh = touched.filter(({ before }) => before === null);
  const ends = new Map((await readBaselineEnds(db, fresh)).map((end, i) => [fresh[i], end]));
  const horizon = now.getTime() - HISTORY_MS;
  const [asked, unknown] = [[] as (SeriesRef & { from: number; before: RememberedSeries })[], new Set<string>()];
  for (const one of touched) {
    const { brand, series, since } = one;
    const stored = one.before?.stored ?? ends.get(one) ?? Number.NEGATIVE_INFINITY;
    const before = one.before ?? { from: stored, counts: [], state: null, stored };
    // Of what is remembered only what has changed is read again.
    const from = one.before === null || since === null ? before.from : Math.max(before.from, since);
    if (before.from < horizon) unknown.add(brand);
    else asked.push({ brand, series, from, before });
  }
  const refs = asked.filter(({ brand }) => !unknown.has(brand));
  const read = await readCounts(db, refs, now);
  const known = refs.map((ref) => ({
    ...ref.before,
    ...{ brand: brands.get(ref.brand)!, series: ref.series },
    counts: until(ref.before.counts, ref.from).concat(read.get(ref) ?? []),
  }));
  return { known, unknown: [...unknown] };
}

/** Judges the series that could be out of the ordinary, and moves on the baselines that fell behind. */
async function judgeThose(deps: JudgeDeps, looking: readonly Looking[], now: Date) {
  const { db } = deps.store;
  const settled = settledBefore(now);
  const lastDay = (Math.ceil(now.getTime() / BUCKET_MS) - DAY_BINS) * BUCKET_MS;
  const needed = looking.filter(
    (one) => settled.getTime() - one.stored >= WRITTEN_EVERY_MS || negatives(one.counts, lastDay) >= LEAST_FOR_ALARM,
  );
  const strangers = needed.filter(({ state }) => state === null);
  const read = await readBaselines(db, strangers.map(refOf));
  const states = new Map(strangers.map((one, i) => [one, read[i] as BaselineState]));
  const from = needed.reduce((least, one) => Math.min(least, one.from), now.getTime());
  const coverage = await coverageOfEach(db, [...new Set(needed.map(({ brand }) => brand.id))], new Date(from));

  const seenBy = unseenOf(new Date(lastDay), now);
  const series = new Map<Looking, RememberedSeries>(looking.map((one) => [one, one]));
  const written: { brand: string; series: string; upto: Date; state: BaselineState }[] = [];
  const alarming = new Set<string>();
  for (const one of needed) {
    const id = one.brand.id;
    // Labels as they are bring no fewer alarms than corrected ones: those that judge the brand whole decide.
    const settings = { ...settingsOf(deps, id), confusion: EXACT };
    let state = one.state ?? states.get(one)!;
    const looks = coverage.get(id) ?? [];
    const bins = () => withExposure(binsOf(one.counts), looks, one.series, new Date(state.until), now);
    if (state.until < settled.getTime()) {
      const old = bins().filter((bin) => bin.start < settled);
      state = advance(state, old, settled, settings);
    }
    const late = settled.getTime() - one.stored >= WRITTEN_EVERY_MS;
    if (late) written.push({ brand: id, series: one.series, upto: settled, state });
    const stored = late ? settled.getTime() : one.stored;
    series.set(one, { from: state.until, counts: since(one.counts, state.until), state, stored });
    if (negatives(one.counts, lastDay) < LEAST_FOR_ALARM) continue;
    const unseen = seenBy(looks, one);
    if (mayAlarm(state, { counts: one.counts, unseen }, now, settings) && judge(state, bins(), now, settings).alarm)
      alarming.add(id);
  }
  return { series, states: written, alarming };
}

/** What of the day was not seen in full, by brand and site: the same for nearly all series of a brand. */
function unseenOf(from: Date, now: Date) {
  const known = new Map<string, ReadonlyMap<number, number>>();
  return (looks: readonly TargetCoverage[], { brand, series, counts }: Looking): ReadonlyMap<number, number> => {
    const site = siteOf(series);
    const key = `${brand.id} ${site ?? ''}`;
    const unseen = known.get(key) ?? unseenBins(looks, site, from, now);
    known.set(key, unseen);
    if (unseen.size === 0) return unseen;
    const own = new Map(unseen);
    for (let i = placeOf(counts, from.getTime() / BUCKET_MS); i < counts.length; i += 3) {
      const seen = own.get(counts[i]!);
      if (seen !== undefined && counts[i + 1]! > 0) own.set(counts[i]!, atLeastOne(seen, looks));
    }
    return own;
  };
}

const refOf = ({ brand, series }: Looking) => ({ brand: brand.id, series });

/** What the process goes on from at its next look. */
function remember(
  memory: SeriesMemory,
  marks: readonly Marks[],
  looked: ReadonlyMap<Looking, RememberedSeries>,
  look: string,
): void {
  const byBrand = Map.groupBy(looked, ([{ brand }]) => brand.id);
  for (const mark of marks) {
    const series = new Map(memory.of(mark.brand, mark.look) ?? []);
    for (const [{ series: name }, { from, counts, state, stored }] of byBrand.get(mark.brand) ?? []) {
      series.set(name, { from, counts, state, stored });
    }
    memory.keep(mark.brand, look, series);
  }
}
