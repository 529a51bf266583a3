/** Stored posts a page at a time, in the order of their keys. */
import { sql } from 'kysely';
import type { PostRef } from './post-ref.ts';
import type { PostsTable } from './schema/posts.ts';
import type { Db } from './store.ts';

export interface PostQuery {
  /** Mentions of this brand alone; null: all posts. */
  readonly brand: string | null;
  readonly site: string | null;
  readonly since: Date | null;
  readonly until: Date | null;
}

/** Up to `limit` posts after `after`. */
export async function postsAfter(
  db: Db,
  query: PostQuery,
  after: PostRef | null,
  limit: number,
): Promise<PostsTable[]> {
  const { brand, site, since, until } = query;
  let select = db.selectFrom('posts as p').selectAll('p');
  if (after !== null) {
    select = select.where(sql<boolean>`(p.month, p.post_id) > (${after.month}::integer, ${after.postId}::bigint)`);
  }
  if (site !== null) select = select.where('p.site', '=', site);
  if (since !== null) select = select.where('p.occurred_at', '>=', since);
  if (until !== null) select = select.where('p.occurred_at', '<', until);
  if (brand !== null) {
    select = select.where(sql<boolean>`exists (select 1 from mentions m
      where m.month = p.month and m.brand = ${brand} and m.post_id = p.post_id)`);
  }
  return select.orderBy('p.month').orderBy('p.post_id').limit(limit).execute();
}
