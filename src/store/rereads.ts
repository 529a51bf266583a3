/**
 * Posts that are to be read again: a queue of its own, so that what is due costs an index probe whatever is stored. A
 * claim moves a post's turn on; it comes back by itself if whoever claimed it dies.
 */
import { sql } from 'kysely';
import type { PostKind } from '../model.ts';
import { recordset } from './bulk.ts';
import type { Db } from './store.ts';

/** The last readings of a post: likes, replies and reposts together. */
export interface ReadingState {
  /** When the post was published, or first seen. */
  readonly bornAt: Date;
  readonly readAt: Date | null;
  readonly total: number | null;
  readonly beforeAt: Date | null;
  readonly beforeTotal: number | null;
}

/** A post's next turn. */
export interface NextReread extends ReadingState {
  readonly month: number;
  readonly postId: number;
  readonly target: string;
  readonly dueAt: Date;
}

interface Key {
  readonly month: number;
  readonly postId: number;
}

const KEY = { month: 'integer', post_id: 'bigint' } as const;
const keysOf = (posts: readonly Key[]) =>
  recordset(
    posts.map(({ month, postId }) => ({ month, post_id: postId })),
    KEY,
  );

/** Sets when posts are read next, after they were read. A page wanted as evidence is still wanted at once. */
export async function saveRereads(db: Db, rows: readonly NextReread[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = {
    ...KEY,
    target: 'text',
    due_at: 'timestamptz',
    born_at: 'timestamptz',
    read_at: 'timestamptz',
    total: 'bigint',
    before_at: 'timestamptz',
    before_total: 'bigint',
  } as const;
  const records = rows.map((row) => ({
    month: row.month,
    post_id: row.postId,
    target: row.target,
    due_at: row.dueAt,
    born_at: row.bornAt,
    read_at: row.readAt,
    total: row.total,
    before_at: row.beforeAt,
    before_total: row.beforeTotal,
  }));
  await sql`insert into rereads
      (month, post_id, target, due_at, scheduled, born_at, read_at, total, before_at, before_total)
    select r.month, r.post_id, r.target, r.due_at, true, r.born_at, r.read_at, r.total, r.before_at, r.before_total
    from ${recordset(records, columns)} order by r.post_id
    on conflict (month, post_id) do update set
      due_at = case when rereads.evidence then least(rereads.due_at, excluded.due_at) else excluded.due_at end,
      scheduled = true, misses = 0, read_at = excluded.read_at, total = excluded.total,
      before_at = excluded.before_at, before_total = excluded.before_total`.execute(db);
}

/** Posts that have come to rest are read no more, but for those whose page is wanted as evidence. */
export async function endRereads(db: Db, posts: readonly Key[]): Promise<void> {
  if (posts.length === 0) return;
  await sql`delete from rereads q using ${keysOf(posts)}
    where q.month = r.month and q.post_id = r.post_id and not q.evidence`.execute(db);
  await sql`update rereads q set scheduled = false from ${keysOf(posts)}
    where q.month = r.month and q.post_id = r.post_id`.execute(db);
}

/** The targets among `targets` that have a post due at `now`: a probe each. */
export async function targetsWithDuePosts(db: Db, targets: readonly string[], now: Date): Promise<string[]> {
  const { rows } = await sql<{ target: string }>`
    select t.target from unnest(${[...targets]}::text[]) as t(target)
    where exists (select 1 from rereads q where q.target = t.target and q.due_at <= ${now})`.execute(db);
  return rows.map((row) => row.target);
}

/** A post whose turn has come. */
export interface DuePost extends Key {
  readonly site: string;
  readonly id: string;
  readonly url: string | null;
  readonly kind: PostKind;
  /** Read again by its age; false: only its page is wanted. */
  readonly scheduled: boolean;
  /** Its page is wanted as evidence. */
  readonly evidence: boolean;
}

/** A target's posts that are due at `now`, the longest waiting first. */
export async function duePosts(db: Db, target: string, now: Date, limit: number): Promise<DuePost[]> {
  const { rows } = await sql<DuePost>`
    select q.month, q.post_id as "postId", p.site, p.external_id as id, p.url, p.kind, q.scheduled, q.evidence
    from (
      select * from rereads where target = ${target} and due_at <= ${now} order by due_at limit ${limit}
    ) q join posts p on p.month = q.month and p.post_id = q.post_id
    order by q.due_at, q.post_id`.execute(db);
  return rows;
}

/** Takes those that are still due, until `until`; nobody else gets them before. Returns the ids of those taken. */
export async function claimRereads(db: Db, posts: readonly Key[], now: Date, until: Date): Promise<Set<number>> {
  if (posts.length === 0) return new Set();
  const { rows } = await sql<{ postId: number }>`
    update rereads q set due_at = ${until} from ${keysOf(posts)}
    where q.month = r.month and q.post_id = r.post_id and q.due_at <= ${now}
    returning q.post_id as "postId"`.execute(db);
  return new Set(rows.map((row) => row.postId));
}

/**
 * After claimed posts were asked for and their host answered: what was wanted as evidence has had its chance, and those
 * that were not read (`due_at` is still what the claim made it) are asked for `mostMisses` times in all. Returns the ids
 * of those that were asked for so often in vain.
 */
export async function settleRereads(
  db: Db,
  posts: readonly Key[],
  until: Date,
  mostMisses: number,
): Promise<Set<number>> {
  if (posts.length === 0) return new Set();
  await sql`update rereads q set evidence = false, misses = case when q.due_at = ${until} then q.misses + 1 else 0 end
    from ${keysOf(posts)} where q.month = r.month and q.post_id = r.post_id`.execute(db);
  const { rows } = await sql<{ postId: number; misses: number }>`delete from rereads q using ${keysOf(posts)}
    where q.month = r.month and q.post_id = r.post_id and (not q.scheduled or q.misses >= ${mostMisses})
    returning q.post_id as "postId", q.misses`.execute(db);
  return new Set(rows.filter(({ misses }) => misses >= mostMisses).map(({ postId }) => postId));
}

/** Wants the pages of these posts as evidence, now. Posts without an address, or that no target fetched, have none. */
export async function wantEvidence(db: Db, posts: readonly Key[], now: Date): Promise<void> {
  if (posts.length === 0) return;
  await sql`insert into rereads (month, post_id, target, due_at, scheduled, evidence, born_at)
    select p.month, p.post_id, p.target, ${now}, false, true, p.occurred_at
    from ${keysOf(posts)} join posts p on p.month = r.month and p.post_id = r.post_id
    where p.target is not null and p.url is not null and p.deleted_at is null
      and not exists (select 1 from evidence_posts e
        where e.month = p.month and e.post_id = p.post_id and e.version = p.version)
    order by p.post_id
    on conflict (month, post_id) do update set evidence = true, due_at = least(rereads.due_at, excluded.due_at)`.execute(
    db,
  );
}
