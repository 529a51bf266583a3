/** Who drives what is said: authors, kinds of talkers, and stories that many tell. */
import { type RawBuilder, sql } from 'kysely';
import type { Label } from '../model.ts';
import { type MentionFilter, matching, mentionsFor } from './mention-filter.ts';
import type { AuthorCount } from './mention-list.ts';
import { monthOf } from './months.ts';
import type { PostRef } from './post-ref.ts';
import type { Db } from './store.ts';

/** Mentions that are looked at, the latest: the cost does not grow with history. */
export const MOST_LOOKED_AT = 20_000;

/** The filter's latest mentions with their posts, as `recent`. */
function recent(filter: MentionFilter): RawBuilder<unknown> {
  const { from, to } = filter;
  // Said of the posts too, so that the months of neither need be looked at.
  const months = sql`${from ? sql`p.month >= ${monthOf(from)}` : sql`true`} and ${to ? sql`p.month <= ${monthOf(to)}` : sql`true`}`;
  return sql`recent as materialized (
    select m.month, m.post_id, m.story_id, m.site, m.label, m.talker, m.occurred_at, p.author_key, p.author_name,
      p.author_followers, p.author_verified, p.parent,
      coalesce(p.likes, 0) + coalesce(p.replies, 0) + coalesce(p.reposts, 0) as engagement
    from mentions m join posts p on p.month = m.month and p.post_id = m.post_id
    where ${matching(filter)} and ${months} order by m.occurred_at desc, m.post_id desc limit ${MOST_LOOKED_AT})`;
}

export interface Driver extends AuthorCount {
  /** Likes, replies and reposts of all their posts. */
  readonly engagement: number;
}

/** Authors whose posts moved most people, the foremost first. Those whom the site hides are left out. */
export async function drivers(db: Db, filter: MentionFilter, limit: number): Promise<Driver[]> {
  const { rows } = await sql<Driver>`
    with ${recent(filter)}
    select r.author_key as "authorKey", max(r.author_name) as "authorName", max(r.author_followers) as followers,
      bool_or(r.author_verified) as verified, max(r.talker) as talker, min(r.site) as site, count(*)::int as posts,
      (count(*) filter (where r.label = 'negative'))::int as negative,
      (count(*) filter (where r.label = 'positive'))::int as positive, sum(r.engagement)::float8 as engagement
    from recent r where r.author_key is not null
    group by r.author_key order by sum(r.engagement) desc, count(*) desc, 1 limit ${limit}`.execute(db);
  return rows;
}

export interface TalkerKind {
  readonly talker: string;
  readonly posts: number;
  readonly negative: number;
  readonly positive: number;
}

/** How much each kind of talker said, the most first; those who are not counted elsewhere among them. */
export async function talkerKinds(db: Db, filter: MentionFilter): Promise<TalkerKind[]> {
  const all = { ...filter, everyone: true };
  const { rows } = await sql<TalkerKind>`
    with said as (
      select m.talker, m.label from ${mentionsFor(all)} where ${matching(all)}
      order by m.occurred_at desc, m.post_id desc limit ${MOST_LOOKED_AT}
    )
    select s.talker, count(*)::int as posts, (count(*) filter (where s.label = 'negative'))::int as negative,
      (count(*) filter (where s.label = 'positive'))::int as positive
    from said s group by s.talker order by 2 desc, 1`.execute(db);
  return rows;
}

export interface ToldStory extends PostRef {
  readonly storyId: number;
  /** Within what the filter means. */
  readonly posts: number;
  readonly authors: number;
  /** Posts that the site's own share or answer made. */
  readonly shared: number;
  readonly negative: number;
  readonly engagement: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly text: string;
  readonly label: Label;
}

/** The stories that most posts tell, each with its first post among them. */
export async function toldStories(db: Db, filter: MentionFilter, limit: number): Promise<ToldStory[]> {
  const { rows } = await sql<ToldStory>`
    with ${recent(filter)}, told as (
      select r.story_id, count(*)::int as posts, count(distinct r.author_key)::int as authors,
        (count(*) filter (where r.parent is not null))::int as shared,
        (count(*) filter (where r.label = 'negative'))::int as negative, sum(r.engagement)::float8 as engagement,
        min(r.occurred_at) as first_at, max(r.occurred_at) as last_at,
        (array_agg(r.month order by r.occurred_at, r.post_id))[1] as month,
        (array_agg(r.post_id order by r.occurred_at, r.post_id))[1] as post_id,
        (array_agg(r.label order by r.occurred_at, r.post_id))[1] as label
      from recent r group by r.story_id having count(*) > 1
      order by count(*) desc, 1 limit ${limit}
    )
    select t.story_id as "storyId", t.posts, t.authors, t.shared, t.negative, t.engagement, t.first_at as "firstAt",
      t.last_at as "lastAt", t.month, t.post_id as "postId", t.label, p.text
    from told t join posts p on p.month = t.month and p.post_id = t.post_id
    order by t.posts desc, t.story_id`.execute(db);
  return rows;
}

/** The posts that tell these stories, as far as their authors are known, oldest first; at most `limit` of each. */
export async function copiesOf(
  db: Db,
  filter: MentionFilter,
  stories: readonly number[],
  limit: number,
): Promise<{ storyId: number; author: string; at: Date; followers: number | null; shared: boolean }[]> {
  if (stories.length === 0) return [];
  const { rows } = await sql<{ storyId: number; author: string; at: Date; followers: number | null; shared: boolean }>`
    select c.* from unnest(${[...stories]}::bigint[]) as s(story_id) cross join lateral (
      select m.story_id as "storyId", p.author_key as author, m.occurred_at as at, p.author_followers as followers,
        p.parent is not null as shared
      from mentions m join posts p on p.month = m.month and p.post_id = m.post_id
      where m.story_id = s.story_id and ${matching(filter)} and p.author_key is not null
      order by m.occurred_at desc, m.post_id desc limit ${limit}
    ) c order by c.at`.execute(db);
  return rows;
}
