/** Erasing posts: everything that stands on them, table by table. */
import { sql } from 'kysely';
import { recordset } from './bulk.ts';
import type { PostRef } from './post-ref.ts';
import type { Db } from './store.ts';

/** A post that is to be erased, with what it may be recognised by elsewhere. */
export interface DoomedPost extends PostRef {
  readonly site: string;
  readonly externalId: string;
  readonly url: string | null;
  readonly title: string | null;
  readonly text: string;
  readonly target: string | null;
  /** What it said before it was edited. */
  readonly before: readonly string[];
}

/** Whose posts: those of authors' keys, one post, or all of a site. */
export type Doomed =
  | { readonly authors: readonly string[] }
  | { readonly ref: PostRef }
  | { readonly url: string }
  | { readonly site: string; readonly externalId?: string };

/** The next posts that are to go, at most `limit`. */
export async function doomedPosts(db: Db, which: Doomed, limit: number): Promise<DoomedPost[]> {
  let query = db
    .selectFrom('posts')
    .select(['month', 'post_id as postId', 'site', 'external_id as externalId', 'url', 'title', 'text', 'target'])
    .select(
      sql<
        string[]
      >`array(select v.text from post_versions v where v.month = posts.month and v.post_id = posts.post_id)`.as(
        'before',
      ),
    );
  if ('authors' in which) query = query.where('author_key', 'in', [...which.authors]);
  else if ('ref' in which) query = query.where('month', '=', which.ref.month).where('post_id', '=', which.ref.postId);
  else if ('url' in which) query = query.where('url', '=', which.url);
  else {
    query = query.where('site', '=', which.site);
    if (which.externalId !== undefined) query = query.where('external_id', '=', which.externalId);
  }
  return query.orderBy('month').orderBy('post_id').limit(limit).execute();
}

/** Every site of which posts are known, found by the index alone. */
export async function knownSites(db: Db): Promise<string[]> {
  const { rows } = await sql<{ site: string }>`
    with recursive sites as (
      (select site from post_keys order by site limit 1)
      union all
      select (select k.site from post_keys k where k.site > s.site order by k.site limit 1) from sites s where s.site is not null
    ) select site from sites where site is not null`.execute(db);
  return rows.map(({ site }) => site);
}

const REFS = { month: 'integer', post_id: 'bigint' } as const;
/** Posts as a row source `r` of `month` and `post_id`. */
export const refsOf = (posts: readonly PostRef[]) =>
  recordset(
    posts.map(({ month, postId }) => ({ month, post_id: postId })),
    REFS,
  );

/** Tables whose rows belong to one post each, and go with it. */
const OF_A_POST = [
  'post_versions',
  'readings',
  'rereads',
  'touched_posts',
  'corrections',
  'incident_posts',
  'posts',
] as const;
export type Counts = Record<string, number>;

/** Removes the rows of these posts; mentions, counts and stories are the caller's. How many went, by table. */
export async function eraseRows(db: Db, posts: readonly PostRef[]): Promise<Counts> {
  const counts: Counts = {};
  for (const table of OF_A_POST) {
    const result = await sql`delete from ${sql.table(table)} t using ${refsOf(posts)}
      where t.month = r.month and t.post_id = r.post_id`.execute(db);
    counts[table] = Number(result.numAffectedRows ?? 0n);
  }
  return counts;
}

/** Stories that began with one of these posts, also those that an edit has left without any mention. */
export async function storiesBegunBy(
  db: Db,
  posts: readonly PostRef[],
): Promise<{ brand: string; story_id: number }[]> {
  const { rows } = await sql<{ brand: string; story_id: number }>`select s.brand, s.story_id from stories s
    join ${refsOf(posts)} on s.head_month = r.month and s.head_post_id = r.post_id`.execute(db);
  return rows;
}

/** Stories that no mention belongs to any more go with their bands; those that lost their first post get another. */
export async function mendStories(db: Db, stories: readonly { brand: string; story_id: number }[]): Promise<number> {
  if (stories.length === 0) return 0;
  const named = () => recordset(stories, { brand: 'text', story_id: 'bigint' });
  const empty = sql`not exists (select 1 from mentions m where m.brand = s.brand and m.story_id = s.story_id)`;
  await sql`delete from story_bands s using ${named()} where s.brand = r.brand and s.story_id = r.story_id and ${empty}`.execute(
    db,
  );
  const gone = await sql`delete from stories s using ${named()}
    where s.brand = r.brand and s.story_id = r.story_id and ${empty}`.execute(db);
  await sql`update stories s set (head_month, head_post_id) = (
      select m.month, m.post_id from mentions m where m.brand = s.brand and m.story_id = s.story_id
      order by m.occurred_at, m.post_id limit 1)
    from ${named()}
    where s.brand = r.brand and s.story_id = r.story_id and not exists (
      select 1 from mentions m where m.month = s.head_month and m.brand = s.brand and m.post_id = s.head_post_id)`.execute(
    db,
  );
  return Number(gone.numAffectedRows ?? 0n);
}

/** Incidents that any of these posts belongs to. */
export async function incidentsOf(db: Db, posts: readonly PostRef[]): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`select distinct i.incident_id as id from incident_posts i
    join ${refsOf(posts)} on i.month = r.month and i.post_id = r.post_id`.execute(db);
  return rows.map(({ id }) => id);
}

/** Requests for the pages of these posts are nobody's business any more. */
export async function eraseRequests(db: Db, urls: readonly string[]): Promise<number> {
  if (urls.length === 0) return 0;
  const log = await db
    .deleteFrom('request_log')
    .where('url', 'in', [...urls])
    .executeTakeFirst();
  const cache = await db
    .deleteFrom('http_cache')
    .where('url', 'in', [...urls])
    .executeTakeFirst();
  return Number(log.numDeletedRows + cache.numDeletedRows);
}

/** What is left of a site when its posts are gone: their keys, its series, what its crawls remember. */
export async function eraseSiteRows(db: Db, site: string): Promise<Counts> {
  const counts: Counts = {};
  const keep = async (name: string, query: { execute(db: Db): Promise<{ numAffectedRows?: bigint | undefined }> }) => {
    counts[name] = Number((await query.execute(db)).numAffectedRows ?? 0n);
  };
  const series = `site:${site}`;
  await keep('post_keys', sql`delete from post_keys where site = ${site}`);
  await keep('buckets', sql`delete from buckets where series = ${series}`);
  // Whoever remembers the series does so no longer.
  await sql`update brands set look = gen_random_uuid()::text`.execute(db);
  await keep('series_states', sql`delete from series_states where series = ${series}`);
  await keep('touched_series', sql`delete from touched_series where series = ${series}`);
  return counts;
}

export async function noteErasure(db: Db, kind: string, by: string, counts: Counts, at: Date): Promise<void> {
  await db
    .insertInto('erasures')
    .values({ at, by_whom: by, kind, counts: JSON.stringify(counts) })
    .execute();
}
