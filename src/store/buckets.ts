/** Time buckets: mentions counted per brand and series, written in the transaction of the rows they count. */
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Bin, Label } from '../model.ts';
import { recordset } from './bulk.ts';
import { touchSeries } from './series.ts';
import type { Db } from './store.ts';

/** Widths kept, in minutes: detection reads the finest, pages and digests the coarser ones. */
export const WIDTHS = [5, 60, 1440] as const;
export type Width = (typeof WIDTHS)[number];

/** The part of a mention that decides where it is counted. */
export interface Countable {
  brand: string;
  occurredAt: Date;
  site: string;
  label: Label;
  aspects: readonly { aspect: string; label: Label }[];
  intents: readonly { intent: string }[];
  talker: string;
}

/**
 * Talkers whose posts are not word of mouth: kept and shown, but not counted. `unrelated`: a person said that it is not
 * about the brand.
 */
const NOT_COUNTED: ReadonlySet<string> = new Set(['brand', 'advertising', 'unrelated']);

/** Whether what a talker writes is word of mouth. */
export const isCounted = (talker: string): boolean => !NOT_COUNTED.has(talker);

/** The same as a condition on `m`. */
export const COUNTED = sql<SqlBool>`m.talker not in ('brand', 'advertising', 'unrelated')`;

/** The series a mention is counted in, each with the label it counts as there: an aspect is counted as it was felt. */
export function seriesOf(mention: Countable): Map<string, Label> {
  const series = new Map<string, Label>();
  if (!isCounted(mention.talker)) return series;
  series.set('all', mention.label);
  series.set(`site:${mention.site}`, mention.label);
  for (const { aspect, label } of mention.aspects) {
    const name = `aspect:${aspect}`;
    if (label === 'negative' || !series.has(name)) series.set(name, label);
  }
  for (const { intent } of mention.intents) series.set(`intent:${intent}`, mention.label);
  return series;
}

interface BucketDelta {
  brand: string;
  series: string;
  width: number;
  start: Date;
  total: number;
  negative: number;
  positive: number;
}

/** Start of the bucket of `width` minutes that `at` falls in. */
export function bucketStart(at: Date, width: Width): Date {
  const ms = width * 60_000;
  return new Date(Math.floor(at.getTime() / ms) * ms);
}

/** Adds up what mentions put into buckets (`sign` 1) or take out again (−1). */
export class BucketChanges {
  readonly #deltas = new Map<string, BucketDelta>();

  add(mention: Countable, sign: 1 | -1): void {
    for (const [series, label] of seriesOf(mention)) {
      for (const width of WIDTHS) {
        const start = bucketStart(mention.occurredAt, width);
        const key = `${mention.brand}\n${series}\n${width}\n${start.getTime()}`;
        let delta = this.#deltas.get(key);
        if (delta === undefined) {
          delta = { brand: mention.brand, series, width, start, total: 0, negative: 0, positive: 0 };
          this.#deltas.set(key, delta);
        }
        delta.total += sign;
        if (label === 'negative') delta.negative += sign;
        if (label === 'positive') delta.positive += sign;
      }
    }
  }

  /** Changes that are not nothing. */
  deltas(): BucketDelta[] {
    return [...this.#deltas.values()].filter((d) => d.total !== 0 || d.negative !== 0 || d.positive !== 0);
  }

  /** Series touched, for detection to look at, each with the first bin that changed. */
  series(): { brand: string; series: string; since: Date }[] {
    const seen = new Map<string, { brand: string; series: string; since: Date }>();
    for (const { brand, series, width, start } of this.deltas()) {
      const key = `${brand}\n${series}`;
      const first = seen.get(key)?.since;
      // Wider bins begin earlier, and change with the finest.
      if (width === WIDTHS[0] && (first === undefined || start < first)) seen.set(key, { brand, series, since: start });
    }
    return [...seen.values()];
  }
}

const DELTA_COLUMNS = {
  brand: 'text',
  series: 'text',
  width: 'integer',
  start: 'timestamptz',
  total: 'integer',
  negative: 'integer',
  positive: 'integer',
} as const;

/** Writes the changes and marks their series for detection. The caller holds the brands' locks (`lockBrands`). */
export async function applyBucketChanges(db: Db, changes: BucketChanges): Promise<void> {
  const deltas = changes.deltas();
  if (deltas.length === 0) return;
  await sql`insert into buckets (brand, series, width, start, total, negative, positive)
    select r.brand, r.series, r.width, r.start, r.total, r.negative, r.positive
    from ${recordset(deltas, DELTA_COLUMNS)}
    on conflict (brand, series, width, start) do update set
      total = buckets.total + excluded.total,
      negative = buckets.negative + excluded.negative,
      positive = buckets.positive + excluded.positive`.execute(db);
  await touchSeries(db, changes.series());
}

/**
 * One writer at a time per brand: stories are joined and buckets changed without two writers making the same story
 * twice. Locked in order of name, so that two batches never wait for each other.
 */
export async function lockBrands(db: Db, brands: Iterable<string>): Promise<void> {
  const sorted = [...new Set(brands)].sort();
  if (sorted.length === 0) return;
  const lock = () =>
    sql`select brand from brands where brand = any(${sorted}::text[]) order by brand for update`.execute(db);
  // One that is known needs nothing more. Several are locked in order, those that are new among them.
  if (sorted.length === 1 && (await lock()).rows.length === 1) return;
  const rows = sorted.map((brand) => ({ brand }));
  await sql`insert into brands (brand) select r.brand from ${recordset(rows, { brand: 'text' })} order by r.brand
    on conflict do nothing`.execute(db);
  await lock();
}

/** Buckets of several series in [from, to), those that exist, in order of time. */
export async function readSeries(
  db: Db,
  query: { brand: string; series: readonly string[]; width: Width; from: Date; to: Date },
): Promise<Map<string, Omit<Bin, 'exposure'>[]>> {
  if (query.series.length === 0) return new Map();
  // One row a series: a day of a busy brand has thousands of buckets, and a row of its own costs each more than all else.
  const { rows } = await sql<{ series: string; bins: string }>`
    select series, string_agg(concat_ws(' ', extract(epoch from start)::bigint, total, negative, positive), ','
      order by start) as bins
    from buckets
    where brand = ${query.brand} and series = any(${[...query.series]}::text[]) and width = ${query.width}
      and start >= ${query.from} and start < ${query.to}
    group by series`.execute(db);
  return new Map(rows.map(({ series, bins }) => [series, bins.split(',').map(binOf)]));
}

function binOf(text: string): Omit<Bin, 'exposure'> {
  const [start, total, negative, positive] = text.split(' ').map(Number);
  return { start: new Date(start! * 1000), total: total!, negative: negative!, positive: positive! };
}

/**
 * Sums of several series over stretches that follow one another: `starts`, ascending, each until the next one, the last
 * until `to`. Added up by the database: what travels is as many numbers as are shown.
 */
export async function sumSeries(
  db: Db,
  query: {
    readonly brand: string;
    readonly series: readonly string[];
    readonly width: Width;
    readonly starts: readonly Date[];
    readonly to: Date;
  },
): Promise<Map<string, Omit<Bin, 'exposure' | 'start'>[]>> {
  const { brand, series, width, starts, to } = query;
  const nothing = () => starts.map(() => ({ total: 0, negative: 0, positive: 0 }));
  const sums = new Map(series.map((name) => [name, nothing()]));
  if (series.length === 0 || starts.length === 0) return sums;
  const { rows } = await sql<{ series: string; stretch: number; total: number; negative: number; positive: number }>`
    select b.series, width_bucket(b.start, ${[...starts]}::timestamptz[]) as stretch, sum(b.total)::int as total,
      sum(b.negative)::int as negative, sum(b.positive)::int as positive
    from buckets b
    where b.brand = ${brand} and b.series = any(${[...series]}::text[]) and b.width = ${width}
      and b.start >= ${starts[0]!} and b.start < ${to}
    group by 1, 2`.execute(db);
  for (const { series: name, stretch, ...counts } of rows) {
    const own = sums.get(name);
    if (own !== undefined) own[stretch - 1] = counts;
  }
  return sums;
}

/** The series of a brand that count anything in [from, to). */
export async function seriesNames(db: Db, brand: string, from: Date, to: Date): Promise<string[]> {
  // From one name to the next: what is read grows with the number of series, not with that of their buckets.
  const next = (after: RawBuilder<unknown>) =>
    sql`select min(b.series) from buckets b where b.brand = ${brand} and ${after}`;
  const { rows } = await sql<{ series: string }>`
    with recursive names as (
      (${next(sql`true`)}) union all select (${next(sql`b.series > n.min`)}) from names n where n.min is not null
    )
    select n.min as series from names n where n.min is not null and exists (
      select 1 from buckets b where b.brand = ${brand} and b.series = n.min and b.width = 1440
        and b.start >= ${bucketStart(from, 1440)} and b.start < ${to})
    order by 1`.execute(db);
  return rows.map((row) => row.series);
}
