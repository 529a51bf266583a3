/** Pages as they were fetched, kept for posts of incidents so that they can be shown after deletion. */
import { sql } from 'kysely';
import { recordset } from './bulk.ts';
import type { PostRef } from './post-ref.ts';
import type { Db } from './store.ts';

/** How a page's bytes are kept. `omitted`: it was too large; its hash, address and time stand all the same. */
export type EvidenceEncoding = 'gzip' | 'identity' | 'omitted';

/** A page as fetched. */
export interface EvidencePage {
  /** Of the bytes as fetched, hexadecimal. */
  readonly sha256: string;
  readonly target: string;
  readonly url: string;
  readonly fetchedAt: Date;
  readonly status: number;
  readonly contentType: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly encoding: EvidenceEncoding;
  /** Size of the bytes as fetched. */
  readonly bytes: number;
  /** Encoded as `encoding` says. */
  readonly body: Uint8Array;
}

type Named = { readonly site: string; readonly id: string };
const NAMES = { site: 'text', id: 'text' } as const;
const namesOf = (posts: readonly Named[]) =>
  recordset(
    posts.map(({ site, id }) => ({ site, id })),
    NAMES,
  );

/**
 * Those among the posts whose page is to be kept: they belong to an open incident, or to a story it is about, and no
 * page is kept yet of what they say now.
 */
export async function evidenceWanted(db: Db, posts: readonly Named[]): Promise<string[]> {
  if (posts.length === 0) return [];
  // Laterals, so that a page's few posts are looked up one by one, however many mentions there are.
  const { rows } = await sql<{ id: string }>`
    with open as materialized (
      select brand, incident_id, scope -> 'stories' as stories from incidents where closed_at is null
    ), told as materialized (
      select brand, jsonb_array_elements_text(stories)::bigint as story from open
    ), named as materialized (
      select k.external_id as id, k.month, k.post_id
      from ${namesOf(posts)} join post_keys k on k.site = r.site and k.external_id = r.id
      where exists (select 1 from open)
    )
    select distinct n.id
    from named n cross join open o
    join posts p on p.month = n.month and p.post_id = n.post_id
    left join lateral (
      select m.story_id as story from mentions m
      where m.month = n.month and m.brand = o.brand and m.post_id = n.post_id limit 1
    ) s on true
    left join lateral (
      select true as there from incident_posts i
      where i.brand = o.brand and i.incident_id = o.incident_id and i.month = n.month and i.post_id = n.post_id limit 1
    ) member on true
    where (member.there or (o.brand, s.story) in (select brand, story from told))
      and not exists (select 1 from evidence_posts e
        where e.month = p.month and e.post_id = p.post_id and e.version = p.version)`.execute(db);
  return rows.map((row) => row.id);
}

/** Keeps a page for these posts; the same bytes are kept once. */
export async function keepEvidence(db: Db, page: EvidencePage, posts: readonly Named[]): Promise<void> {
  const { sha256, target, url, fetchedAt, status, contentType, headers, encoding, bytes, body } = page;
  await db
    .insertInto('evidence')
    .values({
      ...{ sha256, target, url, fetched_at: fetchedAt, status, content_type: contentType },
      ...{ headers: JSON.stringify(headers), encoding, bytes, body: Buffer.from(body) },
    })
    .onConflict((conflict) => conflict.column('sha256').doNothing())
    .execute();
  await sql`insert into evidence_posts (month, post_id, sha256, at, version)
    select p.month, p.post_id, ${sha256}, ${fetchedAt}, p.version
    from ${namesOf(posts)}
    join post_keys k on k.site = r.site and k.external_id = r.id
    join posts p on p.month = k.month and p.post_id = k.post_id
    on conflict do nothing`.execute(db);
}

/** A page that is kept for a post. */
export interface KeptPage {
  readonly sha256: string;
  readonly url: string;
  /** When these bytes were fetched for this post. */
  readonly at: Date;
  readonly status: number;
  readonly bytes: number;
}

/** The pages kept for a post, newest first. */
export async function evidenceOf(db: Db, post: PostRef): Promise<KeptPage[]> {
  const { rows } = await sql<KeptPage>`
    select e.sha256, e.url, m.at, e.status, e.bytes
    from evidence_posts m join evidence e on e.sha256 = m.sha256
    where m.month = ${post.month} and m.post_id = ${post.postId} order by m.at desc, e.sha256`.execute(db);
  return rows;
}

/** A kept page by its hash; null where there is none. */
export async function findEvidence(db: Db, sha256: string): Promise<EvidencePage | null> {
  const row = await db.selectFrom('evidence').selectAll().where('sha256', '=', sha256).executeTakeFirst();
  if (row === undefined) return null;
  return {
    sha256: row.sha256,
    target: row.target,
    url: row.url,
    fetchedAt: row.fetched_at,
    status: row.status,
    contentType: row.content_type,
    headers: row.headers,
    encoding: row.encoding as EvidenceEncoding,
    bytes: row.bytes,
    body: row.body,
  };
}

/** Pages kept as fetched on which posts of an incident stand. */
export async function countKeptPages(db: Db, brand: string, incidentId: number): Promise<number> {
  const row = await db
    .selectFrom('evidence_posts as e')
    .innerJoin('incident_posts as i', (join) =>
      join.onRef('i.month', '=', 'e.month').onRef('i.post_id', '=', 'e.post_id'),
    )
    .select((select) => select.fn.count<number>('e.sha256').distinct().as('pages'))
    .where('i.brand', '=', brand)
    .where('i.incident_id', '=', incidentId)
    .executeTakeFirstOrThrow();
  return Number(row.pages);
}
