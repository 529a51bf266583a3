/** How much engagement a brand's posts usually have at an age, by site. */
import { sql } from 'kysely';
import type { Db } from './store.ts';

export interface EngagementAtAge {
  readonly site: string;
  /** Hours: the band reaches from here to the next. */
  readonly age: number;
  readonly posts: number;
  /** Likes, replies and reposts together. */
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
}

/** Posts that are looked at, the latest before `until`: the cost does not grow with history. */
const LATEST = 3000;

/** The last reading of each post in each band of `ages` (hours, ascending, from 0), over the brand's latest posts. */
export async function engagementByAge(
  db: Db,
  brand: string,
  ages: readonly number[],
  until: Date,
): Promise<EngagementAtAge[]> {
  const { rows } = await sql<EngagementAtAge>`
    with latest as (
      select m.month, m.post_id, m.site, m.occurred_at from mentions m
      where m.brand = ${brand} and m.occurred_at < ${until}
      order by m.occurred_at desc, m.post_id desc limit ${LATEST}
    ), banded as (
      select l.site, l.post_id, g.at, coalesce(g.likes, 0) + coalesce(g.replies, 0) + coalesce(g.reposts, 0) as engagement,
        width_bucket(extract(epoch from g.at - l.occurred_at)::float8 / 3600, ${[...ages]}::float8[]) as band
      from latest l join readings g on g.month = l.month and g.post_id = l.post_id
      where g.at <= ${until} and g.at >= l.occurred_at
        and (g.likes is not null or g.replies is not null or g.reposts is not null)
    ), last as (
      select distinct on (post_id, band) site, band, engagement from banded order by post_id, band, at desc
    )
    select site, (${[...ages]}::float8[])[band] as age, count(*)::int as posts,
      percentile_cont(0.5) within group (order by engagement) as p50,
      percentile_cont(0.9) within group (order by engagement) as p90,
      percentile_cont(0.99) within group (order by engagement) as p99
    from last where band > 0 group by site, band order by site, band`.execute(db);
  return rows;
}
