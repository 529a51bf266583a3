/**
 * What a look at many brands reads and writes, each in a few statements: marks, counts, baselines, and that they were looked
 * at. A brand's row says which look was its last: who made that look may go on from what it remembers.
 */
import { sql } from 'kysely';
import { BUCKET_MS } from '../model.ts';
import { recordset } from './bulk.ts';
import type { SeriesState, Touched } from './series.ts';
import type { Db } from './store.ts';

/** A brand's marks, all as of one moment. */
export interface Marks extends Touched {
  readonly brand: string;
  /** Its last look; null: none yet. */
  readonly look: string | null;
  /** Whether it has an incident that is not over. */
  readonly open: boolean;
  /** `since`: the first bin that changed since the last look; null: not known. */
  readonly series: readonly { readonly series: string; readonly touch: number; readonly since: number | null }[];
}

interface MarksRow {
  readonly brand: string;
  readonly look: string | null;
  readonly open: boolean;
  readonly series: readonly (readonly [series: string, touch: number, since: number | null])[] | null;
  readonly posts: readonly (readonly [month: number, postId: number, touch: number])[] | null;
}

/** Brands of which nothing was ever stored are missing. One statement: marks and look are of the same moment. */
export async function readMarks(db: Db, brands: readonly string[]): Promise<Marks[]> {
  const { rows } = await sql<MarksRow>`
    select b.brand, b.look,
      exists (select 1 from incidents i where i.brand = b.brand and i.closed_at is null) as open,
      (select json_agg(json_build_array(t.series, t.touch, (extract(epoch from t.since) * 1000)::bigint))
        from touched_series t where t.brand = b.brand) as series,
      (select json_agg(json_build_array(p.month, p.post_id, p.touch)) from touched_posts p where p.brand = b.brand)
        as posts
    from brands b where b.brand = any(${[...brands]}::text[]) order by b.brand`.execute(db);
  return rows.map(({ series, posts, ...row }) => ({
    ...row,
    series: (series ?? []).map(([name, touch, since]) => ({ series: name, touch, since })),
    posts: (posts ?? []).map(([month, postId, touch]) => ({ month, postId, touch })),
  }));
}

/** A series of a brand. */
export interface SeriesRef {
  readonly brand: string;
  readonly series: string;
}

const REF = { brand: 'text', series: 'text' } as const;

/** Counts of a series: for each bin that counts something its number (start / `BUCKET_MS`), total and negatives, in order. */
export type Counts = readonly number[];

/** The counts of many series, each from its own bin on (epoch milliseconds) until `to`; one of which there are none is missing. */
export async function readCounts<Ref extends SeriesRef & { readonly from: number }>(
  db: Db,
  refs: readonly Ref[],
  to: Date,
): Promise<Map<Ref, Counts>> {
  if (refs.length === 0) return new Map();
  const asked = refs.map(({ brand, series, from }, n) => ({ n, brand, series, since: new Date(from) }));
  const seconds = sql.lit(BUCKET_MS / 1000);
  const { rows } = await sql<{ n: number; counts: string }>`
    select r.n, string_agg(concat_ws(',', extract(epoch from b.start)::bigint / ${seconds}, b.total, b.negative), ','
      order by b.start) as counts
    from ${recordset(asked, { n: 'integer', ...REF, since: 'timestamptz' })} cross join lateral (
      select start, total, negative from buckets
      where brand = r.brand and series = r.series and width = 5 and start >= r.since and start < ${to} offset 0
    ) b group by r.n`.execute(db);
  return new Map(rows.map(({ n, counts }) => [refs[n]!, counts.split(',').map(Number)]));
}

/** Up to when the baselines of many series go, epoch milliseconds, in the order asked; null: there is none. */
export async function readBaselineEnds(db: Db, refs: readonly SeriesRef[]): Promise<(number | null)[]> {
  if (refs.length === 0) return [];
  const asked = refs.map(({ brand, series }, n) => ({ n, brand, series }));
  const { rows } = await sql<{ ends: (number | null)[] }>`
    select json_agg((extract(epoch from s.upto) * 1000)::bigint order by r.n) as ends
    from ${recordset(asked, { n: 'integer', ...REF })}
    left join series_states s on s.brand = r.brand and s.series = r.series`.execute(db);
  return rows[0]!.ends;
}

/** The baselines of many series, in the order asked; null: there is none. */
export async function readBaselines(db: Db, refs: readonly SeriesRef[]): Promise<unknown[]> {
  if (refs.length === 0) return [];
  const asked = refs.map(({ brand, series }, n) => ({ n, brand, series }));
  const { rows } = await sql<{ state: unknown }>`
    select s.state from ${recordset(asked, { n: 'integer', ...REF })}
    left join series_states s on s.brand = r.brand and s.series = r.series order by r.n`.execute(db);
  return rows.map(({ state }) => state);
}

/** What a look at several brands has found out, none of it worth telling. */
export interface Looked {
  readonly marks: readonly Marks[];
  readonly states: readonly (SeriesState & { readonly brand: string })[];
  /** Name of this look. */
  readonly look: string;
  readonly at: Date;
}

/**
 * Stores what was found out and clears the marks that were seen; what was touched again meanwhile stays. The look counts as a
 * brand's last only where nobody else has looked meanwhile. The caller holds the brands' locks.
 */
export async function finishLook(db: Db, { marks, states, look, at }: Looked): Promise<void> {
  if (states.length > 0) {
    const rows = states.map(({ brand, series, upto, state }) => ({ brand, series, upto, state }));
    await sql`insert into series_states (brand, series, upto, state)
      select r.brand, r.series, r.upto, r.state
      from ${recordset(rows, { ...REF, upto: 'timestamptz', state: 'jsonb' })}
      on conflict (brand, series) do update set upto = excluded.upto, state = excluded.state`.execute(db);
  }
  const brands = marks.map(({ brand }) => brand);
  const touches = (of: 'series' | 'posts') => marks.flatMap((mark) => mark[of].map(({ touch }) => touch));
  await sql`delete from touched_series
    where brand = any(${brands}::text[]) and touch = any(${touches('series')}::bigint[])`.execute(db);
  const posts = touches('posts');
  if (posts.length > 0) {
    await sql`delete from touched_posts
      where brand = any(${brands}::text[]) and touch = any(${posts}::bigint[])`.execute(db);
  }
  const seen = marks.map((mark) => ({ brand: mark.brand, look: mark.look }));
  await sql`update brands b set judged_until = greatest(b.judged_until, ${at}::timestamptz),
      look = case when b.look is not distinct from r.look then ${look} else gen_random_uuid()::text end
    from ${recordset(seen, { brand: 'text', look: 'text' })} where b.brand = r.brand`.execute(db);
}
