/** Mentions with their posts, listed and counted. */
import { sql } from 'kysely';
import type { AspectFinding, IntentFinding, Label, MatchReason, PostKind } from '../model.ts';
import { recordset } from './bulk.ts';
import { type MentionFilter, matching, mentionsFor, withPosts } from './mention-filter.ts';
import type { Verdict } from './mentions.ts';
import type { PostRef } from './post-ref.ts';
import type { Db } from './store.ts';

/** A mention as it is shown: the post as stored, and what the analysis says of it. */
export interface ListedMention extends PostRef {
  readonly brand: string;
  readonly site: string;
  readonly externalId: string;
  readonly kind: PostKind;
  readonly url: string | null;
  readonly title: string | null;
  readonly text: string;
  readonly lang: string;
  readonly authorKey: string | null;
  readonly authorName: string | null;
  readonly followers: number | null;
  readonly verified: boolean | null;
  readonly occurredAt: Date;
  readonly firstSeenAt: Date;
  readonly ratingValue: number | null;
  readonly ratingBest: number | null;
  readonly label: Label;
  readonly score: number;
  readonly confidence: number;
  readonly aspects: readonly AspectFinding[];
  readonly intents: readonly IntentFinding[];
  readonly why: readonly MatchReason[];
  readonly talker: string;
  readonly storyId: number;
  readonly copies: number;
  readonly likes: number | null;
  readonly replies: number | null;
  readonly reposts: number | null;
  readonly views: number | null;
  readonly replyText: string | null;
  readonly replyAt: Date | null;
  readonly deletedAt: Date | null;
  readonly target: string | null;
  /** What the models say where a person said otherwise. */
  readonly uncorrected: Verdict | null;
}

/** Shares and answers count more than likes: a guess at how far a post went, used to put posts in order. */
export const REACH = sql`(coalesce(p.reposts, 0) * 10 + coalesce(p.replies, 0) * 3 + coalesce(p.likes, 0)
  + coalesce(p.helpful, 0) * 3 + coalesce(p.views, 0) / 100 + coalesce(p.author_followers, 0) / 100)`;

const COLUMNS = sql`m.month, m.post_id as "postId", m.brand, m.site, p.external_id as "externalId", m.kind, p.url,
  p.title, p.text, m.lang, p.author_key as "authorKey", p.author_name as "authorName",
  p.author_followers as followers, p.author_verified as verified, m.occurred_at as "occurredAt",
  p.first_seen_at as "firstSeenAt", p.rating_value as "ratingValue", p.rating_best as "ratingBest",
  m.label, m.score, m.confidence, m.aspects, m.intents, m.why, m.talker, m.story_id as "storyId",
  s.posts as copies, p.likes, p.replies, p.reposts, p.views, p.reply_text as "replyText",
  p.reply_at as "replyAt", p.deleted_at as "deletedAt", m.target, m.uncorrected`;

const FROM = sql`from mentions m
  join posts p on p.month = m.month and p.post_id = m.post_id
  join stories s on s.brand = m.brand and s.story_id = m.story_id`;

export type MentionOrder = 'newest' | 'oldest' | 'reach';

/** The mentions that the filter means. `after`: go on from there (newest and oldest only). */
export async function listMentions(
  db: Db,
  filter: MentionFilter,
  options: { order: MentionOrder; limit: number; after?: { occurredAt: Date; postId: number } },
): Promise<ListedMention[]> {
  const { order, limit, after } = options;
  const key = sql`(m.occurred_at, m.post_id)`;
  const from = after && sql`(${after.occurredAt}::timestamptz, ${after.postId}::bigint)`;
  const onward = from === undefined ? sql`true` : order === 'oldest' ? sql`${key} > ${from}` : sql`${key} < ${from}`;
  const ordering =
    order === 'reach'
      ? sql`${REACH} desc, m.occurred_at desc, m.post_id desc`
      : order === 'oldest'
        ? sql`m.occurred_at, m.post_id`
        : sql`m.occurred_at desc, m.post_id desc`;
  const source = order === 'reach' ? withPosts(filter) : mentionsFor(filter);
  // Chosen by what is narrow; whole rows are read only of those that are shown.
  const { rows } = await sql<ListedMention>`
    with chosen as materialized (
      select m.month, m.post_id from ${source} where ${matching(filter)} and ${onward} order by ${ordering} limit ${limit}
    )
    select ${COLUMNS} from chosen c
    join mentions m on m.month = c.month and m.brand = ${filter.brand} and m.post_id = c.post_id
    join posts p on p.month = m.month and p.post_id = m.post_id
    join stories s on s.brand = m.brand and s.story_id = m.story_id
    order by ${ordering}`.execute(db);
  return rows;
}

/** A brand's mention in one post; null where there is none. */
export async function findMention(db: Db, brand: string, ref: PostRef): Promise<ListedMention | null> {
  const { rows } = await sql<ListedMention>`
    select ${COLUMNS} ${FROM} where m.month = ${ref.month} and m.brand = ${brand} and m.post_id = ${ref.postId}`.execute(
    db,
  );
  return rows[0] ?? null;
}

/** A brand's mentions in these posts, in the order given; those that are gone are left out. */
export async function mentionsByRef(db: Db, brand: string, refs: readonly PostRef[]): Promise<ListedMention[]> {
  if (refs.length === 0) return [];
  const keys = refs.map(({ month, postId }, place) => ({ month, post_id: postId, place }));
  // Said as values: else Postgres makes a plan for every month there is.
  const months = sql`any(${[...new Set(refs.map(({ month }) => month))]}::integer[])`;
  const { rows } = await sql<ListedMention>`
    select ${COLUMNS} from ${recordset(keys, { month: 'integer', post_id: 'bigint', place: 'integer' })}
    join mentions m on m.month = r.month and m.brand = ${brand} and m.post_id = r.post_id and m.month = ${months}
    join posts p on p.month = m.month and p.post_id = m.post_id and p.month = ${months}
    join stories s on s.brand = m.brand and s.story_id = m.story_id order by r.place`.execute(db);
  return rows;
}

/** A post's counters over time, oldest first. */
export async function readingsOf(db: Db, ref: PostRef) {
  return db
    .selectFrom('readings')
    .select(['at', 'likes', 'replies', 'reposts', 'views'])
    .where('month', '=', ref.month)
    .where('post_id', '=', ref.postId)
    .orderBy('at')
    .execute();
}

/** The widest-reaching mentions, one a story. */
export async function topStories(db: Db, filter: MentionFilter, limit: number): Promise<ListedMention[]> {
  // Put in order by what is narrow; whole rows are read only of those that are shown.
  const { rows } = await sql<ListedMention>`
    with told as materialized (
      select * from (
        select distinct on (m.story_id) m.month, m.post_id, m.occurred_at, ${REACH} as reach
        from ${withPosts(filter)}
        where ${matching(filter)} order by m.story_id, ${REACH} desc, m.occurred_at, m.post_id
      ) one order by reach desc, occurred_at, post_id limit ${limit}
    )
    select ${COLUMNS} from told t
    join mentions m on m.month = t.month and m.brand = ${filter.brand} and m.post_id = t.post_id
    join posts p on p.month = m.month and p.post_id = m.post_id
    join stories s on s.brand = m.brand and s.story_id = m.story_id
    order by t.reach desc, t.occurred_at, t.post_id`.execute(db);
  return rows;
}

/** How many mentions the filter means, by label, and how many stories and authors stand behind them. */
export interface MentionCounts {
  readonly total: number;
  readonly negative: number;
  readonly neutral: number;
  readonly positive: number;
  readonly stories: number;
  readonly authors: number;
}

export async function countMentions(db: Db, filter: MentionFilter): Promise<MentionCounts> {
  const { rows } = await sql<MentionCounts>`
    select count(*)::int as total,
      (count(*) filter (where m.label = 'negative'))::int as negative,
      (count(*) filter (where m.label = 'neutral'))::int as neutral,
      (count(*) filter (where m.label = 'positive'))::int as positive,
      count(distinct m.story_id)::int as stories,
      count(distinct p.author_key)::int as authors
    from ${withPosts(filter)} where ${matching(filter)}`.execute(db);
  return rows[0]!;
}

/** How many mentions the filter means, and how many stories they tell. */
export async function countStories(db: Db, filter: MentionFilter): Promise<Pick<MentionCounts, 'total' | 'stories'>> {
  const { rows } = await sql<Pick<MentionCounts, 'total' | 'stories'>>`
    select count(*)::int as total, count(distinct m.story_id)::int as stories
    from ${mentionsFor(filter)} where ${matching(filter)}`.execute(db);
  return rows[0]!;
}

/** How many mentions the filter means, by label. */
export async function countLabels(
  db: Db,
  filter: MentionFilter,
): Promise<Pick<MentionCounts, 'total' | 'negative' | 'positive'>> {
  const { rows } = await sql<Pick<MentionCounts, 'total' | 'negative' | 'positive'>>`
    select count(*)::int as total, (count(*) filter (where m.label = 'negative'))::int as negative,
      (count(*) filter (where m.label = 'positive'))::int as positive
    from ${mentionsFor(filter)} where ${matching(filter)}`.execute(db);
  return rows[0]!;
}

/** How many mentions the filter means. */
export async function countTotal(db: Db, filter: MentionFilter): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*)::int as total from ${mentionsFor(filter)} where ${matching(filter)}`.execute(db);
  return rows[0]!.total;
}

/** How many mentions the filter means, and when the first of them was; null where there is none. */
export async function countSinceFirst(db: Db, filter: MentionFilter): Promise<{ total: number; first: Date | null }> {
  const { rows } = await sql<{ total: number; first: Date | null }>`
    select count(*)::int as total, min(m.occurred_at) as first
    from ${mentionsFor(filter)} where ${matching(filter)}`.execute(db);
  return rows[0]!;
}

export type Dimension = 'aspect' | 'intent' | 'site';

export interface DimensionCount {
  readonly value: string;
  readonly total: number;
  readonly negative: number;
  readonly positive: number;
}

/** Mentions by aspect, intent or site, the most negative first. An aspect counts as it was felt, not as its post. */
export async function countBy(db: Db, filter: MentionFilter, dimension: Dimension): Promise<DimensionCount[]> {
  const value = { aspect: sql`a.value ->> 'aspect'`, intent: sql`i.name`, site: sql`m.site` }[dimension];
  const label = dimension === 'aspect' ? sql`a.value ->> 'label'` : sql`m.label`;
  const from = {
    aspect: sql`cross join lateral jsonb_array_elements(m.aspects) as a(value)`,
    intent: sql`cross join lateral unnest(m.intent_names) as i(name)`,
    site: sql``,
  }[dimension];
  const { rows } = await sql<DimensionCount>`
    select ${value} as value, count(distinct m.post_id)::int as total,
      (count(distinct m.post_id) filter (where ${label} = 'negative'))::int as negative,
      (count(distinct m.post_id) filter (where ${label} = 'positive'))::int as positive
    from ${mentionsFor(filter)} ${from}
    where ${matching(filter)} group by 1 order by 3 desc, 2 desc, 1`.execute(db);
  return rows;
}

export interface AuthorCount {
  readonly authorKey: string;
  readonly authorName: string | null;
  readonly followers: number | null;
  readonly verified: boolean | null;
  readonly talker: string;
  readonly site: string;
  readonly posts: number;
  readonly negative: number;
  readonly positive: number;
}

/** Who speaks: authors by followers and number of posts. Posts whose author the site hides are left out. */
export async function countAuthors(db: Db, filter: MentionFilter, limit: number): Promise<AuthorCount[]> {
  const { rows } = await sql<AuthorCount>`
    select p.author_key as "authorKey", max(p.author_name) as "authorName", max(p.author_followers) as followers,
      bool_or(p.author_verified) as verified, max(m.talker) as talker, min(m.site) as site, count(*)::int as posts,
      (count(*) filter (where m.label = 'negative'))::int as negative,
      (count(*) filter (where m.label = 'positive'))::int as positive
    from ${withPosts(filter)}
    where ${matching(filter)} and p.author_key is not null
    group by p.author_key order by max(p.author_followers) desc nulls last, count(*) desc, 1 limit ${limit}`.execute(
    db,
  );
  return rows;
}
