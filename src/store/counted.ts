/** Posts of an incident counted in one pass: each mention and each post is read once. */
import { type RawBuilder, sql } from 'kysely';
import { COUNTED } from './buckets.ts';
import { type DimensionCount, REACH } from './mention-list.ts';
import type { PostRef } from './post-ref.ts';
import type { Db } from './store.ts';

/** What was counted of some posts of an incident, as it is kept: two of them add up to one (`merge-counted.ts`). */
export interface Counted {
  /** Mentions that count, and how many of them are negative. */
  readonly total: number;
  readonly negative: number;
  /** Null where there are none. */
  readonly first: (PostRef & { readonly at: string; readonly site: string }) | null;
  readonly aspects: readonly DimensionCount[];
  readonly intents: readonly DimensionCount[];
  /** All who speak negatively and whom the site names. */
  readonly authors: readonly CountedAuthor[];
  /** The furthest-reaching negative mentions, one a story, at most `MOST_TOP`. */
  readonly top: readonly CountedPost[];
  /** All stories told in them. */
  readonly stories: readonly number[];
}

/** An author of negative mentions. A list, since a crisis has thousands of them. */
export type CountedAuthor = readonly [
  key: string,
  name: string | null,
  followers: number | null,
  verified: boolean | null,
  talker: string,
  site: string,
  posts: number,
];

export interface CountedPost extends PostRef {
  readonly at: string;
  readonly story: number;
  readonly reach: number;
}

export const MOST_TOP = 10;

const NOTHING: Counted = {
  ...{ total: 0, negative: 0, first: null },
  ...{ aspects: [], intents: [], authors: [], top: [], stories: [] },
};

/** Counts a piece of an incident, or all its posts where none is named. */
export async function countPosts(db: Db, brand: string, incidentId: number, piece: number | null): Promise<Counted> {
  const inPiece = piece === null ? sql`true` : sql`i.piece = ${piece}`;
  const { rows: months } = await sql<{ month: number }>`
    select i.month from incident_posts i where i.brand = ${brand} and i.incident_id = ${incidentId} and ${inPiece}
    group by i.month order by i.month`.execute(db);
  if (months.length === 0) return NOTHING;
  // Each month by itself, said as a value: then Postgres knows how much there is to join, and looks nowhere else.
  const said = sql.join(
    months.map(({ month }) => saidIn(month, brand, incidentId, inPiece)),
    sql` union all `,
  );
  // What is said alike is put together first, for crises are made of copies: by a hash, since whole findings would make
  // what is put together too wide for memory. One of each then says what they are.
  const { rows } = await sql<Row>`
    with said as materialized (${said}
    ), alike as materialized (
      select s.month, count(*)::int as posts, min(s.post_id) as one from said s group by s.month, s.findings
    ), found as materialized (
      select a.posts, m.label, m.aspects, m.intent_names from alike a
      join mentions m on m.month = a.month and m.brand = ${brand} and m.post_id = a.one
    )
    select (select count(*)::int from said) as total,
      (select count(*)::int from said where negative) as negative,
      (select to_json(f) from (${first}) f) as first,
      (select json_agg(a) from (${aspects}) a) as aspects,
      (select json_agg(i) from (${intents}) i) as intents,
      (select json_agg(u.author) from (${authors}) u) as authors,
      (select json_agg(t) from (${top}) t) as top,
      (select json_agg(distinct story_id) from said) as stories`.execute(db);
  const { total, negative, first: began, ...lists } = rows[0]!;
  return {
    ...{ total, negative, first: began },
    aspects: lists.aspects ?? [],
    intents: lists.intents ?? [],
    authors: lists.authors ?? [],
    top: lists.top ?? [],
    stories: lists.stories ?? [],
  };
}

/** As the database gives it: nothing to add up is null. */
type Row = { readonly [K in keyof Counted]: Counted[K] | (Counted[K] extends number ? never : null) };

/** Mentions that count, of one month, with what their posts say of the writer and how far they go. */
const saidIn = (
  month: number,
  brand: string,
  incidentId: number,
  inPiece: RawBuilder<unknown>,
): RawBuilder<unknown> => sql`
  select m.month, m.post_id, m.occurred_at, m.story_id, m.site, m.talker, m.label = 'negative' as negative,
    hash_record_extended(row(m.label, m.aspects, m.intent_names), 0) as findings,
    p.author_key, p.author_name, p.author_followers, p.author_verified, ${REACH} as reach
  from incident_posts i
  join mentions m on m.month = ${month} and m.brand = ${brand} and m.post_id = i.post_id and ${COUNTED}
  join posts p on p.month = ${month} and p.post_id = i.post_id
  where i.brand = ${brand} and i.incident_id = ${incidentId} and i.month = ${month} and ${inPiece}`;

const first: RawBuilder<unknown> = sql`
  select s.month, s.post_id as "postId", s.occurred_at as at, s.site from said s order by s.occurred_at, s.post_id limit 1`;

/** Taken apart once for all that say the same. */
const aspects: RawBuilder<unknown> = sql`
  select f.aspect as value, sum(f.posts)::int as total, coalesce(sum(f.posts) filter (where f.negative), 0)::int as negative,
    coalesce(sum(f.posts) filter (where f.positive), 0)::int as positive
  from (
    select e.value ->> 'aspect' as aspect, a.posts, bool_or(e.value ->> 'label' = 'negative') as negative,
      bool_or(e.value ->> 'label' = 'positive') as positive
    from (select *, row_number() over () as one from found) a
    cross join lateral jsonb_array_elements(a.aspects) as e(value)
    group by a.one, a.posts, e.value ->> 'aspect'
  ) f group by f.aspect`;

const intents: RawBuilder<unknown> = sql`
  select i.name as value, sum(a.posts)::int as total,
    coalesce(sum(a.posts) filter (where a.label = 'negative'), 0)::int as negative,
    coalesce(sum(a.posts) filter (where a.label = 'positive'), 0)::int as positive
  from found a cross join lateral unnest(a.intent_names) as i(name) group by i.name`;

const authors: RawBuilder<unknown> = sql`
  select json_build_array(author_key, max(author_name), max(author_followers), bool_or(author_verified), max(talker),
    min(site), count(*)) as author
  from said where negative and author_key is not null group by author_key`;

const top: RawBuilder<unknown> = sql`
  select month, post_id as "postId", occurred_at as at, story_id as story, reach from (
    select distinct on (s.story_id) s.month, s.post_id, s.occurred_at, s.story_id, s.reach
    from (
      select story_id, max(reach) as reach from said where negative group by story_id
      order by 2 desc fetch first ${MOST_TOP} rows with ties
    ) far join said s on s.negative and s.story_id = far.story_id and s.reach = far.reach
    order by s.story_id, s.occurred_at, s.post_id
  ) one order by reach desc, occurred_at, post_id limit ${MOST_TOP}`;
