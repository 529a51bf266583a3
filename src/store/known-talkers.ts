/** People who come back to a brand: those who praise it again, and those who say that they leave. */
import { type RawBuilder, sql } from 'kysely';
import { COUNTED } from './buckets.ts';
import { type MentionFilter, matching, withPosts } from './mention-filter.ts';
import type { AuthorCount } from './mention-list.ts';
import { monthOf } from './months.ts';
import type { Db } from './store.ts';

/** An author, and what was heard of them before: all of it, or the praise alone. */
export interface KnownTalker extends AuthorCount {
  readonly earlier: number;
}

/** Authors looked up at most, the loudest first: the cost does not grow with the crowd. */
const LOOKED_UP = 60;
const WEEK_MS = 7 * 86_400_000;

type Period = MentionFilter & { readonly from: Date; readonly to: Date };

/**
 * Authors who praise the brand in the period, and have done so before: for a week at least within [`since`, the period's
 * beginning), twice as often as they complained; or who say now that they come back. Those who keep it up longest first.
 */
export async function loyalTalkers(db: Db, filter: Period, since: Date, limit: number): Promise<KnownTalker[]> {
  const { rows } = await sql<KnownTalker>`
    with now as materialized (${speakers({ ...filter, label: 'positive' })}
      order by returns desc, followers desc nulls last, posts desc, "authorKey" limit ${LOOKED_UP})
    select n."authorKey", n."authorName", n.followers, n.verified, n.talker, n.site, n.posts, n.negative, n.positive,
      e.praised as earlier
    from now n cross join lateral (
      select (count(*) filter (where m.label = 'positive'))::int as praised,
        (count(*) filter (where m.label = 'negative'))::int as complained,
        count(distinct date_trunc('week', m.occurred_at)) filter (where m.label = 'positive') as weeks,
        min(m.occurred_at) filter (where m.label = 'positive') as first
      ${heardBefore(filter, since)}
    ) e
    where n.returns or (e.first <= ${new Date(filter.from.getTime() - WEEK_MS)} and e.praised >= 2 * e.complained)
    order by e.weeks desc, e.praised desc, n.followers desc nulls last, n."authorKey" limit ${limit}`.execute(db);
  return rows;
}

/** Authors who say in the period that they leave: those heard before, since `since`, first. */
export async function leavingTalkers(db: Db, filter: Period, since: Date, limit: number): Promise<KnownTalker[]> {
  const { rows } = await sql<KnownTalker>`
    with now as materialized (${speakers({ ...filter, intent: 'churn' })}
      order by followers desc nulls last, posts desc, "authorKey" limit ${LOOKED_UP})
    select n."authorKey", n."authorName", n.followers, n.verified, n.talker, n.site, n.posts, n.negative, n.positive,
      e.heard as earlier
    from now n cross join lateral (select count(*)::int as heard ${heardBefore(filter, since)}) e
    order by (e.heard > 0) desc, n.followers desc nulls last, e.heard desc, n."authorKey" limit ${limit}`.execute(db);
  return rows;
}

function speakers(filter: MentionFilter): RawBuilder<unknown> {
  return sql`select p.author_key as "authorKey", max(p.author_name) as "authorName", max(p.author_followers) as followers,
      bool_or(p.author_verified) as verified, max(m.talker) as talker, min(m.site) as site, count(*)::int as posts,
      (count(*) filter (where m.label = 'negative'))::int as negative,
      (count(*) filter (where m.label = 'positive'))::int as positive,
      bool_or(m.intent_names @> array['repurchase']) as returns
    from ${withPosts(filter)} where ${matching(filter)} and p.author_key is not null group by p.author_key`;
}

/** The mentions of an author `n` between `since` and the period. */
function heardBefore({ brand, from }: Period, since: Date): RawBuilder<unknown> {
  return sql`from posts p join mentions m on m.month = p.month and m.brand = ${brand} and m.post_id = p.post_id
    where p.author_key = n."authorKey" and p.month >= ${monthOf(since)} and p.month <= ${monthOf(from)}
      and m.occurred_at >= ${since} and m.occurred_at < ${from} and ${COUNTED}`;
}
