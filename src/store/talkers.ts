/** Who drives what is said: authors, kinds of talkers, and stories that many tell. */
import { type RawBuilder, sql } from 'kysely';
import type { Label } from '../model.ts';
import { type MentionFilter, matching, mentionsFor } from './mention-filter.ts';
import type { AuthorCount } from './mention-list.ts';
import type { PostRef } from './post-ref.ts';
import type { Db } from './store.ts';

/** Mentions that are looked at, the latest: the cost does not grow with history. */
export const MOST_LOOKED_AT = 10_000;

export interface Driver extends AuthorCount {
  /** Likes, replies and reposts of all their posts. */
  readonly engagement: number;
}

/** Who and what moved most people, of the filter's latest mentions. */
export interface Driven {
  /** Authors whose posts moved most people, the foremost first. Those whom the site hides are left out. */
  readonly drivers: readonly Driver[];
  /** The stories that most posts tell, each with its first post among them. */
  readonly stories: readonly ToldStory[];
}

/** Each mention and each post is read once; see `incidentNumbers` for the full join. */
export async function drivenBy(
  db: Db,
  filter: MentionFilter,
  limits: { readonly drivers: number; readonly stories: number },
): Promise<Driven> {
  const { rows } = await sql<{ drivers: Driver[] | null; stories: StoredStory[] | null }>`
    with said as materialized (
      select m.month, m.post_id, m.story_id, m.site, m.label, m.talker, m.occurred_at
      from ${mentionsFor(filter)} where ${matching(filter)}
      order by m.occurred_at desc, m.post_id desc limit ${MOST_LOOKED_AT}
    ), months as materialized (
      select month, array_agg(post_id) as ids from said group by month
    ), written as materialized (
      select w.* from months k cross join lateral (
        select p.month, p.post_id, p.author_key, p.author_name, p.author_followers, p.author_verified, p.parent,
          coalesce(p.likes, 0) + coalesce(p.replies, 0) + coalesce(p.reposts, 0) as engagement
        from posts p where p.month = k.month and p.post_id = any(k.ids) offset 0
      ) w
    ), recent as materialized (
      select s.*, w.author_key, w.author_name, w.author_followers, w.author_verified, w.parent, w.engagement
      from said s full join written w on w.month = s.month and w.post_id = s.post_id
    )
    select (select json_agg(d) from (${driversOf(limits.drivers)}) d) as drivers,
      (select json_agg(t) from (${storiesOf(limits.stories)}) t) as stories`.execute(db);
  const { drivers, stories } = rows[0]!;
  return {
    drivers: drivers ?? [],
    stories: (stories ?? []).map((story) => ({
      ...story,
      firstAt: new Date(story.firstAt),
      lastAt: new Date(story.lastAt),
    })),
  };
}

const driversOf = (limit: number): RawBuilder<unknown> => sql`
  select r.author_key as "authorKey", max(r.author_name) as "authorName", max(r.author_followers) as followers,
    bool_or(r.author_verified) as verified, max(r.talker) as talker, min(r.site) as site, count(*)::int as posts,
    (count(*) filter (where r.label = 'negative'))::int as negative,
    (count(*) filter (where r.label = 'positive'))::int as positive, sum(r.engagement)::float8 as engagement
  from recent r where r.author_key is not null
  group by r.author_key order by sum(r.engagement) desc, count(*) desc, 1 limit ${limit}`;

const storiesOf = (limit: number): RawBuilder<unknown> => sql`
  select t.story_id as "storyId", t.posts, t.authors, t.shared, t.negative, t.engagement, t.first_at as "firstAt",
    t.last_at as "lastAt", f.month, f.post_id as "postId", f.label, p.text
  from (
    select r.story_id, count(*)::int as posts, count(distinct r.author_key)::int as authors,
      (count(*) filter (where r.parent is not null))::int as shared,
      (count(*) filter (where r.label = 'negative'))::int as negative, sum(r.engagement)::float8 as engagement,
      min(r.occurred_at) as first_at, max(r.occurred_at) as last_at
    from recent r group by r.story_id having count(*) > 1
    order by count(*) desc, 1 limit ${limit}
  ) t cross join lateral (
    select r.month, r.post_id, r.label from recent r where r.story_id = t.story_id
    order by r.occurred_at, r.post_id limit 1
  ) f join posts p on p.month = f.month and p.post_id = f.post_id
  order by t.posts desc, t.story_id`;

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

/** As JSON: without moments. */
type StoredStory = Omit<ToldStory, 'firstAt' | 'lastAt'> & { readonly firstAt: string; readonly lastAt: string };

/** A post that tells a story. */
export interface Copy {
  readonly storyId: number;
  readonly author: string;
  readonly at: Date;
  readonly followers: number | null;
  /** Made by the site's own share or answer. */
  readonly shared: boolean;
}

/** The first posts that tell these stories, where their authors are known, oldest first; at most `limit` of each. */
export async function firstCopiesOf(db: Db, brand: string, stories: readonly number[], limit: number): Promise<Copy[]> {
  if (stories.length === 0) return [];
  const { rows } = await sql<Copy>`
    select c.* from unnest(${[...stories]}::bigint[]) as s(story_id) cross join lateral (
      select m.story_id as "storyId", p.author_key as author, m.occurred_at as at, p.author_followers as followers,
        p.parent is not null as shared
      from mentions m join posts p on p.month = m.month and p.post_id = m.post_id
      where m.brand = ${brand} and m.story_id = s.story_id and p.author_key is not null
      order by m.occurred_at, m.post_id limit ${limit}
    ) c order by c.at`.execute(db);
  return rows;
}

/** The posts that tell these stories, as far as their authors are known, oldest first; at most `limit` of each. */
export async function copiesOf(
  db: Db,
  filter: MentionFilter,
  stories: readonly number[],
  limit: number,
): Promise<Copy[]> {
  if (stories.length === 0) return [];
  const { rows } = await sql<Copy>`
    select c.* from unnest(${[...stories]}::bigint[]) as s(story_id) cross join lateral (
      select m.story_id as "storyId", p.author_key as author, m.occurred_at as at, p.author_followers as followers,
        p.parent is not null as shared
      from mentions m join posts p on p.month = m.month and p.post_id = m.post_id
      where m.story_id = s.story_id and ${matching(filter)} and p.author_key is not null
      order by m.occurred_at desc, m.post_id desc limit ${limit}
    ) c order by c.at`.execute(db);
  return rows;
}
