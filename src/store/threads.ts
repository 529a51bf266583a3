/** What was said around a post: what it answers or shares, and what answers or shares it. */
import { sql } from 'kysely';
import type { PostKind } from '../model.ts';
import type { PostRef } from './post-ref.ts';
import type { Db } from './store.ts';

export interface ThreadPost extends PostRef {
  readonly externalId: string;
  readonly parent: string | null;
  readonly kind: PostKind;
  readonly authorName: string | null;
  readonly text: string;
  readonly url: string | null;
  readonly occurredAt: Date;
  /** Brands it is a mention of. */
  readonly brands: readonly string[];
}

/** Posts of the same thread that are stored, oldest first, the post itself among them; at most `limit`. */
export async function threadOf(db: Db, ref: PostRef, limit: number): Promise<ThreadPost[]> {
  const { rows } = await sql<ThreadPost>`
    with own as materialized (
      select site, external_id, parent, coalesce(root, parent, external_id) as root from posts
      where month = ${ref.month} and post_id = ${ref.postId}
    ), named as (
      -- Each name by itself, from the side: as a list they are compared with every post of the site.
      select k.month, k.post_id
      from own cross join lateral unnest(array[own.external_id, own.parent, own.root]) as e(id) cross join lateral (
        select month, post_id from post_keys where site = own.site and external_id = e.id offset 0
      ) k
      union
      select t.month, t.post_id from (
        select p.month, p.post_id from own join posts p on p.site = own.site and p.root = own.root
        order by p.month, p.post_id limit ${limit}
      ) t
    )
    select p.month, p.post_id as "postId", p.external_id as "externalId", p.parent, p.kind,
      p.author_name as "authorName", p.text, p.url, p.occurred_at as "occurredAt",
      array(select m.brand from mentions m where m.month = p.month and m.post_id = p.post_id order by 1) as brands
    from named n join posts p on p.month = n.month and p.post_id = n.post_id
    order by p.occurred_at, p.post_id limit ${limit}`.execute(db);
  return rows;
}

/** The feelings towards each brand that a post names. */
export async function feelingsOf(
  db: Db,
  ref: PostRef,
): Promise<{ brand: string; label: 'negative' | 'neutral' | 'positive'; score: number; confidence: number }[]> {
  const { rows } = await sql<{ brand: string; label: 'negative'; score: number; confidence: number }>`
    select brand, label, score, confidence from mentions
    where month = ${ref.month} and post_id = ${ref.postId} order by brand`.execute(db);
  return rows;
}
