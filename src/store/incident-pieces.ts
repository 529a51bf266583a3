/**
 * An incident's posts in pieces of about a thousand, in the order in which they joined it, each with what was counted of
 * it. Who changes a post or a mention says so here in the same transaction: the piece's row is locked until the change
 * is seen by all, and who counts a piece holds its row meanwhile. So what is kept is never older than the rows.
 * Rows are locked in order, so that two who change several pieces never wait for each other.
 */
import { type RawBuilder, sql } from 'kysely';
import { recordset } from './bulk.ts';
import type { PostRef } from './post-ref.ts';
import type { Db } from './store.ts';

/** Posts of a piece. A constant of the stored data: pieces that are there keep their posts. */
const PIECE = 1000;

interface JoiningPost extends PostRef {
  readonly role: string;
}

/** Adds posts to an incident; resolves to those that are new to it. The caller holds the brand's lock. */
export async function joinIncident(
  db: Db,
  brand: string,
  incidentId: number,
  posts: readonly JoiningPost[],
): Promise<PostRef[]> {
  if (posts.length === 0) return [];
  const rows = posts.map(({ month, postId, role }) => ({ month, post_id: postId, role }));
  const before = sql`coalesce((select p.piece * ${PIECE} + p.posts from incident_pieces p
    where p.brand = ${brand} and p.incident_id = ${incidentId} order by p.piece desc limit 1), 0)`;
  const { rows: joined } = await sql<PostRef & { piece: number }>`
    insert into incident_posts (brand, incident_id, month, post_id, role, piece)
    select ${brand}, ${incidentId}, n.month, n.post_id, n.role, ((${before}) + n.place - 1) / ${PIECE}
    from (
      select r.*, row_number() over () as place
      from ${recordset(rows, { month: 'integer', post_id: 'bigint', role: 'text' })}
      where not exists (select 1 from incident_posts i
        where i.brand = ${brand} and i.incident_id = ${incidentId} and i.month = r.month and i.post_id = r.post_id)
    ) n
    on conflict do nothing returning month, post_id as "postId", piece`.execute(db);
  const grown = [...Map.groupBy(joined, ({ piece }) => piece)].map(([piece, { length }]) => ({ piece, posts: length }));
  if (grown.length > 0) {
    await sql`insert into incident_pieces (brand, incident_id, piece, posts)
      select ${brand}, ${incidentId}, r.piece, r.posts from ${recordset(grown, { piece: 'integer', posts: 'integer' })}
      order by r.piece
      on conflict (brand, incident_id, piece) do update
        set posts = incident_pieces.posts + excluded.posts, numbers = null`.execute(db);
  }
  return joined.map(({ month, postId }) => ({ month, postId }));
}

interface PostKey {
  readonly month: number;
  readonly post_id: number;
}
const KEYS = { month: 'integer', post_id: 'bigint' } as const;

/** Pieces that `found`, rows of `incident_posts`, belong to; locked in order. */
const lockedBy = (found: RawBuilder<unknown>, which: RawBuilder<unknown> = sql`true`): RawBuilder<unknown> => sql`
  select p.brand, p.incident_id, p.piece from incident_pieces p
  where ${which} and (p.brand, p.incident_id, p.piece) in (select f.brand, f.incident_id, f.piece from (${found}) f)
  order by 1, 2, 3 for update`;

/** As a part of a statement: what was counted of the posts in `posts`, a table with `month` and `post_id`, holds no more. */
export const forgetCounts = (posts: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  update incident_pieces p set numbers = null
  from (${lockedBy(sql`select i.brand, i.incident_id, i.piece from ${posts}
    join incident_posts i on i.month = r.month and i.post_id = r.post_id`)}) l
  where p.brand = l.brand and p.incident_id = l.incident_id and p.piece = l.piece`;

/** Mentions of these posts have changed: what was counted of them holds no more. */
export async function mentionsChanged(db: Db, posts: readonly PostKey[]): Promise<void> {
  if (posts.length > 0) await forgetCounts(recordset(posts, KEYS)).execute(db);
}

/** These posts were read again: who reaches how far may have changed, not what counts. */
export async function postsMoved(db: Db, posts: readonly PostKey[]): Promise<void> {
  if (posts.length === 0) return;
  const found = sql`select i.brand, i.incident_id, i.piece from ${recordset(posts, KEYS)}
    join incident_posts i on i.month = r.month and i.post_id = r.post_id`;
  await sql`update incident_pieces p set moved = true from (${lockedBy(found, sql`not p.moved`)}) l
    where p.brand = l.brand and p.incident_id = l.incident_id and p.piece = l.piece`.execute(db);
}

/** A piece, and what was counted of it; null where it is to be counted. */
export interface Piece<Numbers> {
  readonly piece: number;
  readonly numbers: Numbers | null;
}

export async function piecesOf<Numbers>(db: Db, brand: string, incidentId: number): Promise<Piece<Numbers>[]> {
  const { rows } = await sql<Piece<Numbers>>`select piece, numbers from incident_pieces
    where brand = ${brand} and incident_id = ${incidentId} order by piece`.execute(db);
  return rows;
}

/** What is to be counted of an incident: all that is not known, and of what has moved the longest known, at most `moved`. */
export async function stalePieces(
  db: Db,
  brand: string,
  incidentId: number,
  { moved, before }: { readonly moved: number; readonly before: Date },
): Promise<number[]> {
  const { rows } = await sql<{ piece: number; many: boolean }>`
    (select piece from incident_pieces where brand = ${brand} and incident_id = ${incidentId} and numbers is null)
    union all
    (select piece from incident_pieces where brand = ${brand} and incident_id = ${incidentId} and numbers is not null
      and moved and counted_at < ${before} order by counted_at limit ${moved})
    order by 1`.execute(db);
  return rows.map(({ piece }) => piece);
}

/**
 * Counts a piece anew and keeps it, while nobody changes it. Nothing is done where somebody else has just done so.
 * Inside a transaction of its own: a row stays locked until the end of it.
 */
export async function keepPiece(
  trx: Db,
  { brand, incidentId, piece }: { readonly brand: string; readonly incidentId: number; readonly piece: number },
  now: Date,
  count: () => Promise<unknown>,
): Promise<void> {
  const mine = sql`brand = ${brand} and incident_id = ${incidentId} and piece = ${piece}`;
  const { rows } =
    await sql`select 1 from incident_pieces where ${mine} and (numbers is null or moved) for update`.execute(trx);
  if (rows.length === 0) return;
  await sql`update incident_pieces set numbers = ${JSON.stringify(await count())}::json, moved = false,
    counted_at = ${now} where ${mine}`.execute(trx);
}
