/** Posts, their versions and their engagement readings. */
import { sql } from 'kysely';
import type { Engagement, Post } from '../model.ts';
import { columnsOf, namesOf, recordset } from './bulk.ts';
import { postsMoved } from './incident-pieces.ts';
import type { ReadingState } from './rereads.ts';
import type { PostsTable } from './schema/posts.ts';
import type { Db } from './store.ts';

/** What the store knows of a post that is seen again. */
export interface KnownPost extends Engagement {
  postId: number;
  month: number;
  contentHash: string;
  version: number;
  occurredAt: Date;
  /** Only the beginning of the text is known. */
  truncated: boolean;
  /** Hash of the beginning that a listing showed last. */
  excerptHash: string | null;
  replyText: string | null;
  deletedAt: Date | null;
  /** What is remembered of its readings while it waits to be read again by its age; null where it does not. */
  reading: ReadingState | null;
}

/** Identity of a post as one string. */
export function postKey(post: { site: string; id: string }): string {
  return `${post.site}\n${post.id}`;
}

/** The posts among `posts` that are stored already, by `postKey`. Posts past retention are known by their key alone. */
export async function findPosts(
  db: Db,
  posts: readonly { site: string; id: string }[],
): Promise<Map<string, KnownPost>> {
  if (posts.length === 0) return new Map();
  const keys = posts.map(({ site, id }) => ({ site, id }));
  const { rows } = await sql<KnownPost & { site: string; id: string }>`
    select k.site, k.external_id as id, k.post_id as "postId", k.month,
           coalesce(p.content_hash, '') as "contentHash", coalesce(p.version, 0) as version,
           coalesce(p.occurred_at, 'epoch') as "occurredAt",
           p.likes, p.replies, p.reposts, p.views, p.helpful,
           coalesce(p.truncated, false) as truncated, p.excerpt_hash as "excerptHash",
           p.reply_text as "replyText", p.deleted_at as "deletedAt",
           case when q.scheduled then jsonb_build_object(
             'bornAt', q.born_at, 'readAt', q.read_at, 'total', q.total, 'beforeAt', q.before_at,
             'beforeTotal', q.before_total) end as reading
    from ${recordset(keys, { site: 'text', id: 'text' })}
    join post_keys k on k.site = r.site and k.external_id = r.id
    left join posts p on p.month = k.month and p.post_id = k.post_id
    left join rereads q on q.month = k.month and q.post_id = k.post_id`.execute(db);
  return new Map(rows.map((row) => [postKey(row), { ...row, reading: row.reading && withDates(row.reading) }]));
}

/** Moments as they come out of `jsonb`, as dates. */
function withDates({ bornAt, readAt, beforeAt, ...totals }: ReadingState): ReadingState {
  const date = (at: Date | null) => (at === null ? null : new Date(at));
  return { ...totals, bornAt: new Date(bornAt), readAt: date(readAt), beforeAt: date(beforeAt) };
}

/** Names the posts for ever. Those another process named first are absent from the result. */
export async function claimKeys(
  db: Db,
  posts: readonly { site: string; id: string; month: number }[],
): Promise<Map<string, number>> {
  if (posts.length === 0) return new Map();
  const columns = { site: 'text', id: 'text', month: 'integer' } as const;
  const keys = posts.map(({ site, id, month }) => ({ site, id, month }));
  const { rows } = await sql<{ site: string; id: string; postId: number }>`
    insert into post_keys (site, external_id, month)
    select r.site, r.id, r.month from ${recordset(keys, columns)} order by r.site, r.id
    on conflict (site, external_id) do nothing
    returning site, external_id as id, post_id as "postId"`.execute(db);
  return new Map(rows.map((row) => [postKey(row), row.postId]));
}

const POST_COLUMNS = {
  month: 'integer',
  post_id: 'bigint',
  site: 'text',
  external_id: 'text',
  kind: 'text',
  url: 'text',
  author_key: 'text',
  author_name: 'text',
  author_followers: 'bigint',
  author_verified: 'boolean',
  title: 'text',
  text: 'text',
  lang: 'text',
  rating_value: 'double precision',
  rating_best: 'double precision',
  rating_worst: 'double precision',
  rating: 'double precision',
  published_at: 'timestamptz',
  first_seen_at: 'timestamptz',
  occurred_at: 'timestamptz',
  edited_at: 'timestamptz',
  content_hash: 'text',
  truncated: 'boolean',
  excerpt_hash: 'text',
  backfilled: 'boolean',
  version: 'integer',
  parent: 'text',
  root: 'text',
  brand: 'text',
  target: 'text',
  deleted_at: 'timestamptz',
  reply_text: 'text',
  reply_at: 'timestamptz',
  likes: 'bigint',
  replies: 'bigint',
  reposts: 'bigint',
  views: 'bigint',
  helpful: 'bigint',
  read_at: 'timestamptz',
} as const satisfies Record<keyof PostsTable, string>;

export async function insertPosts(db: Db, rows: readonly PostsTable[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`insert into posts (${namesOf(POST_COLUMNS)})
    select ${columnsOf(POST_COLUMNS)} from ${recordset(rows, POST_COLUMNS)}`.execute(db);
}

/** Keeps the text as it was before an edit. */
export async function keepVersions(
  db: Db,
  posts: readonly { month: number; post_id: number }[],
  now: Date,
): Promise<void> {
  if (posts.length === 0) return;
  await sql`insert into post_versions (month, post_id, version, seen_at, title, text, rating_value)
    select p.month, p.post_id, p.version, ${now}, p.title, p.text, p.rating_value
    from ${recordset(posts, { month: 'integer', post_id: 'bigint' })}
    join posts p on p.month = r.month and p.post_id = r.post_id
    on conflict do nothing`.execute(db);
}

/** What may change in a post after it was first stored; its identity, month and time of occurrence do not. */
export type PostUpdate = Pick<
  PostsTable,
  | 'month'
  | 'post_id'
  | 'url'
  | 'author_followers'
  | 'author_verified'
  | 'title'
  | 'text'
  | 'rating_value'
  | 'rating_best'
  | 'rating_worst'
  | 'rating'
  | 'edited_at'
  | 'content_hash'
  | 'truncated'
  | 'excerpt_hash'
  | 'version'
  | 'deleted_at'
  | 'reply_text'
  | 'reply_at'
  | 'likes'
  | 'replies'
  | 'reposts'
  | 'views'
  | 'helpful'
  | 'read_at'
> & {
  /** What was shown is only the beginning of a text that is stored whole: what the post says stays as it is. */
  readonly keep_text: boolean;
};

const UPDATE_COLUMNS = {
  month: 'integer',
  post_id: 'bigint',
  url: 'text',
  author_followers: 'bigint',
  author_verified: 'boolean',
  title: 'text',
  text: 'text',
  rating_value: 'double precision',
  rating_best: 'double precision',
  rating_worst: 'double precision',
  rating: 'double precision',
  edited_at: 'timestamptz',
  content_hash: 'text',
  truncated: 'boolean',
  excerpt_hash: 'text',
  version: 'integer',
  deleted_at: 'timestamptz',
  reply_text: 'text',
  reply_at: 'timestamptz',
  likes: 'bigint',
  replies: 'bigint',
  reposts: 'bigint',
  views: 'bigint',
  helpful: 'bigint',
  read_at: 'timestamptz',
  keep_text: 'boolean',
} as const satisfies Record<keyof PostUpdate, string>;

/** What a post says: kept where only its beginning was shown. */
const SAID: ReadonlySet<string> = new Set([
  'title',
  'text',
  'rating_value',
  'rating_best',
  'rating_worst',
  'rating',
  'content_hash',
  'truncated',
]);
/** What a page need not show: absent this time, it stays what it was. */
const OFTEN_UNSAID: ReadonlySet<string> = new Set([
  'url',
  'author_followers',
  'author_verified',
  'edited_at',
  'excerpt_hash',
]);

/** `column = …` of an update from `r`. */
function assignment(name: string): string {
  if (SAID.has(name)) return `"${name}" = case when r.keep_text then p."${name}" else r."${name}" end`;
  if (OFTEN_UNSAID.has(name)) return `"${name}" = coalesce(r."${name}", p."${name}")`;
  return `"${name}" = r."${name}"`;
}

export async function updatePosts(db: Db, rows: readonly PostUpdate[]): Promise<void> {
  if (rows.length === 0) return;
  const { month: _month, post_id: _postId, keep_text: _keepText, ...values } = UPDATE_COLUMNS;
  const assignments = sql.raw(Object.keys(values).map(assignment).join(', '));
  await sql`update posts p set ${assignments}
    from ${recordset(rows, UPDATE_COLUMNS)}
    where p.month = r.month and p.post_id = r.post_id`.execute(db);
  await postsMoved(db, rows);
}

/** Marks posts that their site says are gone; they stay stored, with the moment their absence was seen. */
export async function markDeleted(db: Db, site: string, ids: readonly string[], now: Date): Promise<void> {
  if (ids.length === 0) return;
  await sql`update posts p set deleted_at = ${now} from post_keys k
    where k.site = ${site} and k.external_id = any(${[...ids]}::text[])
      and p.month = k.month and p.post_id = k.post_id and p.deleted_at is null`.execute(db);
  await sql`delete from rereads q using post_keys k
    where k.site = ${site} and k.external_id = any(${[...ids]}::text[])
      and q.month = k.month and q.post_id = k.post_id`.execute(db);
}

export interface Reading extends Engagement {
  month: number;
  post_id: number;
  at: Date;
}

const READING_COLUMNS = {
  month: 'integer',
  post_id: 'bigint',
  at: 'timestamptz',
  likes: 'bigint',
  replies: 'bigint',
  reposts: 'bigint',
  views: 'bigint',
  helpful: 'bigint',
} as const;

export async function addReadings(db: Db, rows: readonly Reading[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`insert into readings (${namesOf(READING_COLUMNS)})
    select ${columnsOf(READING_COLUMNS)} from ${recordset(rows, READING_COLUMNS)}
    on conflict do nothing`.execute(db);
}

/** 0…1 from a rating on any scale; null where there is none or the scale is empty. */
export function ratingShare(rating: Post['rating']): number | null {
  if (rating === null || !(rating.best > rating.worst)) return null;
  return Math.min(1, Math.max(0, (rating.value - rating.worst) / (rating.best - rating.worst)));
}
