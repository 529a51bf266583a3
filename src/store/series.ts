/** What detection reads and keeps: touched series and posts, baselines. */
import { sql } from 'kysely';
import { recordset } from './bulk.ts';
import type { Db } from './store.ts';

/** Takes the series of a brand that changed since the last look; a series touched again meanwhile comes up again. */
export async function takeTouchedSeries(db: Db, brand: string): Promise<string[]> {
  const rows = await db.deleteFrom('touched_series').where('brand', '=', brand).returning('series').execute();
  return rows.map((row) => row.series).sort();
}

/** Brands with anything to look at. */
export async function touchedBrands(db: Db): Promise<string[]> {
  const { rows } = await sql<{ brand: string }>`
    select brand from touched_series union select brand from touched_posts order by brand`.execute(db);
  return rows.map((row) => row.brand);
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
    on conflict do nothing`.execute(db);
}

export async function takeTouchedPosts(db: Db, brand: string): Promise<{ month: number; postId: number }[]> {
  const rows = await db
    .deleteFrom('touched_posts')
    .where('brand', '=', brand)
    .returning(['month', 'post_id as postId'])
    .execute();
  return rows.sort((a, b) => a.postId - b.postId);
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
