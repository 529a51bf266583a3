/** Public answers of a brand: what a site shows with a post, and what its own accounts say in a thread. */
import { type SqlBool, sql } from 'kysely';
import { recordset } from './bulk.ts';
import type { PostRef } from './post-ref.ts';
import type { Db } from './store.ts';

/** A public answer of the brand to a post of an incident. */
export interface Answer extends PostRef {
  readonly storyId: number | null;
  readonly at: Date;
}

/** An answer, and the post that was answered. */
export interface PostAnswer extends Answer {
  readonly asked: PostRef;
}

/**
 * Answers to the posts of an incident since `since`, or since it was last answered, whichever is later: an answer the
 * site shows with the post, or a post of one of the brand's own accounts (`talker` brand) in the same thread. The first
 * twenty, oldest first.
 *
 * Looked for from the answers' side, for they are few where an incident's posts may be many.
 */
export async function answersTo(db: Db, brand: string, incidentId: number, since: Date): Promise<Answer[]> {
  // Said as a value, so that the server knows how little comes after it.
  const { rows: told } = await sql<{ at: Date }>`
    select greatest(${since}::timestamptz, max(t.at)) as at from incident_transitions t
    where t.incident_id = ${incidentId} and t.kind = 'answered'`.execute(db);
  const at = told[0]?.at ?? since;
  const asked = sql<SqlBool>`exists (select 1 from incident_posts i
    where i.brand = ${brand} and i.incident_id = ${incidentId} and i.month = p.month and i.post_id = p.post_id)`;
  const { rows } = await sql<Answer>`
    with voice as materialized (
      select b.month, b.post_id, a.site, a.root, a.occurred_at
      from mentions b cross join lateral (
        select site, root, occurred_at from posts where month = b.month and post_id = b.post_id offset 0
      ) a
      where b.brand = ${brand} and b.talker = 'brand' and b.occurred_at > ${at} and a.root is not null
    ), found as (
      select p.month, p.post_id, p.reply_at as at, p.month as asked_month, p.post_id as asked_id
      from posts p where p.reply_at > ${at} and ${asked}
      union all
      select v.month, v.post_id, v.occurred_at, o.month, o.post_id
      from voice v cross join lateral (
        select p.month, p.post_id from posts p where p.site = v.site and p.root = v.root and ${asked}
        union all
        select p.month, p.post_id from post_keys k join posts p on p.month = k.month and p.post_id = k.post_id
        where k.site = v.site and k.external_id = v.root and p.root is null and ${asked}
      ) o
    )
    select f.month, f.post_id as "postId", m.story_id as "storyId", f.at
    from found f left join lateral (
      select story_id from mentions where month = f.asked_month and brand = ${brand} and post_id = f.asked_id offset 0
    ) m on true
    order by f.at, f.month, f.post_id limit 20`.execute(db);
  return rows;
}

/**
 * All answers to these posts after `since`, oldest first. Each post and mention is looked up by its key, from the side
 * (`lateral … offset 0`): joined freely, Postgres expects a month to hold a handful of posts and reads all of them.
 */
export async function answersToPosts(
  db: Db,
  brand: string,
  refs: readonly PostRef[],
  since: Date,
): Promise<PostAnswer[]> {
  if (refs.length === 0) return [];
  const keys = refs.map(({ month, postId }) => ({ month, post_id: postId }));
  const { rows } = await sql<Answer & { askedMonth: number; askedId: number }>`
    with asked as materialized (
      select r.month, r.post_id from ${recordset(keys, { month: 'integer', post_id: 'bigint' })}
    ), own as materialized (
      select i.month, i.post_id, p.site, p.external_id, p.root, p.reply_at, m.story_id
      from asked i
      cross join lateral (
        select site, external_id, root, reply_at from posts where month = i.month and post_id = i.post_id offset 0
      ) p
      left join lateral (
        select story_id from mentions where month = i.month and brand = ${brand} and post_id = i.post_id offset 0
      ) m on true
    ), voice as materialized (
      select b.month, b.post_id, a.site, a.root, a.occurred_at
      from mentions b cross join lateral (
        select site, root, occurred_at from posts where month = b.month and post_id = b.post_id offset 0
      ) a
      where b.brand = ${brand} and b.talker = 'brand' and b.occurred_at > ${since} and a.root is not null
    ), found as (
      select month, post_id as "postId", story_id as "storyId", reply_at as at,
        month as "askedMonth", post_id as "askedId"
      from own where reply_at > ${since}
      union all
      select a.month, a.post_id, own.story_id, a.occurred_at, own.month, own.post_id
      from voice a join own on own.site = a.site and coalesce(own.root, own.external_id) = a.root
    )
    select * from found order by at, month, "postId"`.execute(db);
  return rows.map(({ askedMonth, askedId, ...answer }) => ({
    ...answer,
    asked: { month: askedMonth, postId: askedId },
  }));
}
