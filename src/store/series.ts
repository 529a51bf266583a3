/** What detection reads and keeps: touched series and posts, baselines. */
import { sql } from 'kysely';
import { recordset } from './bulk.ts';
import type { Db } from './store.ts';

/**
 * Marks series for detection; `since`: the first of their bins that changed. Touching again renews the mark, so that a
 * look under way does not clear it.
 */
export async function touchSeries(
  db: Db,
  series: readonly { brand: string; series: string; since: Date }[],
): Promise<void> {
  if (series.length === 0) return;
  await sql`insert into touched_series (brand, series, since)
    select r.brand, r.series, r.since
    from ${recordset(series, { brand: 'text', series: 'text', since: 'timestamptz' })}
    on conflict (brand, series) do update set touch = excluded.touch,
      since = case when touched_series.since is null then null else least(touched_series.since, excluded.since) end`.execute(
    db,
  );
}

/** Marks mentions whose engagement or text changed while they are young. */
export async function touchPosts(
  db: Db,
  posts: readonly { brand: string; month: number; post_id: number }[],
): Promise<void> {
  if (posts.length === 0) return;
  await sql`insert into touched_posts (brand, month, post_id)
    select r.brand, r.month, r.post_id
    from ${recordset(posts, { brand: 'text', month: 'integer', post_id: 'bigint' })}
    on conflict (brand, month, post_id) do update set touch = excluded.touch`.execute(db);
}

/** What changed for a brand since it was last judged. */
export interface Touched {
  readonly series: readonly { readonly series: string; readonly touch: number }[];
  readonly posts: readonly { readonly month: number; readonly postId: number; readonly touch: number }[];
}

export async function readTouched(db: Db, brand: string): Promise<Touched> {
  const series = await db
    .selectFrom('touched_series')
    .select(['series', 'touch'])
    .where('brand', '=', brand)
    .orderBy('series')
    .execute();
  const posts = await db
    .selectFrom('touched_posts')
    .select(['month', 'post_id as postId', 'touch'])
    .where('brand', '=', brand)
    .orderBy('post_id')
    .execute();
  return { series, posts };
}

/** Clears what was judged, in the transaction that stores the verdict; what was touched again meanwhile stays. */
export async function clearTouched(db: Db, brand: string, touched: Touched): Promise<void> {
  const touches = (of: readonly { readonly touch: number }[]) => of.map(({ touch }) => touch);
  if (touched.series.length > 0) {
    await sql`delete from touched_series
      where brand = ${brand} and touch = any(${touches(touched.series)}::bigint[])`.execute(db);
  }
  if (touched.posts.length > 0) {
    await sql`delete from touched_posts
      where brand = ${brand} and touch = any(${touches(touched.posts)}::bigint[])`.execute(db);
  }
}

/** Brands with anything to look at. */
export async function touchedBrands(db: Db): Promise<string[]> {
  const { rows } = await sql<{ brand: string }>`
    select brand from touched_series union select brand from touched_posts order by brand`.execute(db);
  return rows.map((row) => row.brand);
}

/** Up to which moment a brand has been judged; what is older than that is no news. Null: never. */
export async function judgedUntil(db: Db, brand: string): Promise<Date | null> {
  const row = await db.selectFrom('brands').select('judged_until').where('brand', '=', brand).executeTakeFirst();
  return row?.judged_until ?? null;
}

/** A look of its own: nobody remembers the brand as it is now. */
export async function setJudgedUntil(db: Db, brand: string, at: Date): Promise<void> {
  await sql`update brands set judged_until = greatest(judged_until, ${at}::timestamptz),
    look = gen_random_uuid()::text where brand = ${brand}`.execute(db);
}

/** A series' baseline as detection left it. */
export interface SeriesState {
  readonly series: string;
  readonly upto: Date;
  readonly state: unknown;
}

export async function loadSeriesStates(
  db: Db,
  brand: string,
  series: readonly string[],
): Promise<Map<string, SeriesState>> {
  if (series.length === 0) return new Map();
  const rows = await db
    .selectFrom('series_states')
    .select(['series', 'upto', 'state'])
    .where('brand', '=', brand)
    .where('series', 'in', [...series])
    .execute();
  return new Map(rows.map((row) => [row.series, row]));
}

export async function saveSeriesStates(db: Db, brand: string, states: readonly SeriesState[]): Promise<void> {
  if (states.length === 0) return;
  const rows = states.map(({ series, upto, state }) => ({ series, upto, state }));
  await sql`insert into series_states (brand, series, upto, state)
    select ${brand}, r.series, r.upto, r.state
    from ${recordset(rows, { series: 'text', upto: 'timestamptz', state: 'jsonb' })}
    on conflict (brand, series) do update set upto = excluded.upto, state = excluded.state`.execute(db);
}

/** When a series' first mention occurred, to the day; null where there is none. */
export async function firstBucket(db: Db, brand: string, series: string): Promise<Date | null> {
  const row = await db
    .selectFrom('buckets')
    .select('start')
    .where('brand', '=', brand)
    .where('series', '=', series)
    .where('width', '=', 1440)
    .orderBy('start')
    .limit(1)
    .executeTakeFirst();
  return row?.start ?? null;
}

/** The last day of which the brand has a count in the series; null where there is none. */
export async function lastBucket(db: Db, brand: string, series: string): Promise<Date | null> {
  const row = await db
    .selectFrom('buckets')
    .select('start')
    .where('brand', '=', brand)
    .where('series', '=', series)
    .where('width', '=', 1440)
    .orderBy('start', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.start ?? null;
}
