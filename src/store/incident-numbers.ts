/**
 * What an incident consists of, counted in one pass over its posts, however many there are: each mention and each post
 * is read once.
 */
import { type RawBuilder, sql } from 'kysely';
import { COUNTED } from './buckets.ts';
import { type AuthorCount, type DimensionCount, REACH } from './mention-list.ts';
import type { PostRef } from './post-ref.ts';
import type { Db } from './store.ts';

/** The first post of an incident: where and when it was said. */
export interface FirstPost extends PostRef {
  readonly at: Date;
  readonly site: string;
}

export interface IncidentNumbers {
  /** Mentions that count, and how many of them are negative. */
  readonly total: number;
  readonly negative: number;
  /** Null where there are none. */
  readonly first: FirstPost | null;
  /** The most negative first. An aspect counts as it was felt, not as its post. */
  readonly aspects: readonly DimensionCount[];
  readonly intents: readonly DimensionCount[];
  /** Who speaks negatively, those with most followers first. Posts whose author the site hides are left out. */
  readonly authors: readonly AuthorCount[];
  /** The furthest-reaching negative mentions, one a story. */
  readonly top: readonly PostRef[];
  /** Stories told at least `fewest` times, here or elsewhere, the most told first. */
  readonly stories: readonly number[];
}

/** How many authors, posts and stories are wanted, and of what size the stories. */
export interface NumbersWanted {
  readonly authors: number;
  readonly top: number;
  readonly stories: number;
  readonly fewest: number;
}

/** Posts among which the loudest authors are looked for first; any number gives the same answer. */
const LOUDEST_POSTS = 200;

export async function incidentNumbers(
  db: Db,
  brand: string,
  incidentId: number,
  wanted: NumbersWanted,
): Promise<IncidentNumbers> {
  const { rows: months } = await sql<{ month: number }>`
    select month from incident_posts where brand = ${brand} and incident_id = ${incidentId}
    group by month order by month`.execute(db);
  if (months.length === 0) return NOTHING;
  // Each month by itself, said as a value: then Postgres knows how much there is to join, and looks nowhere else.
  const said = sql.join(
    months.map(({ month }) => saidIn(month, brand, incidentId)),
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
      (select json_agg(u) from (${authors(wanted.authors)}) u) as authors,
      (select json_agg(t) from (${top(wanted.top)}) t) as top,
      (select json_agg(o.story_id) from (${told(brand, wanted)}) o) as stories`.execute(db);
  const { first: began, ...numbers } = rows[0]!;
  return {
    ...{ total: numbers.total, negative: numbers.negative },
    first: began === null ? null : { ...began, at: new Date(began.at) },
    aspects: numbers.aspects ?? [],
    intents: numbers.intents ?? [],
    authors: numbers.authors ?? [],
    top: numbers.top ?? [],
    stories: numbers.stories ?? [],
  };
}

/** As the database gives it: JSON has no moments, and nothing to add up is null. */
interface Row {
  readonly total: number;
  readonly negative: number;
  readonly first: (Omit<FirstPost, 'at'> & { readonly at: string }) | null;
  readonly aspects: readonly DimensionCount[] | null;
  readonly intents: readonly DimensionCount[] | null;
  readonly authors: readonly AuthorCount[] | null;
  readonly top: readonly PostRef[] | null;
  readonly stories: readonly number[] | null;
}

const NOTHING: IncidentNumbers = {
  ...{ total: 0, negative: 0, first: null },
  ...{ aspects: [], intents: [], authors: [], top: [], stories: [] },
};

/** Mentions that count, of one month, with what their posts say of the writer and how far they go. */
const saidIn = (month: number, brand: string, incidentId: number): RawBuilder<unknown> => sql`
  select m.month, m.post_id, m.occurred_at, m.story_id, m.site, m.talker, m.label = 'negative' as negative,
    hash_record_extended(row(m.label, m.aspects, m.intent_names), 0) as findings,
    p.author_key, p.author_name, p.author_followers, p.author_verified, ${REACH} as reach
  from incident_posts i
  join mentions m on m.month = ${month} and m.brand = ${brand} and m.post_id = i.post_id and ${COUNTED}
  join posts p on p.month = ${month} and p.post_id = i.post_id
  where i.brand = ${brand} and i.incident_id = ${incidentId} and i.month = ${month}`;

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
  ) f group by f.aspect order by 3 desc, 2 desc, 1`;

const intents: RawBuilder<unknown> = sql`
  select i.name as value, sum(a.posts)::int as total,
    coalesce(sum(a.posts) filter (where a.label = 'negative'), 0)::int as negative,
    coalesce(sum(a.posts) filter (where a.label = 'positive'), 0)::int as positive
  from found a cross join lateral unnest(a.intent_names) as i(name) group by i.name order by 3 desc, 2 desc, 1`;

/** Only those who can be among the first are counted: in a crisis most have fewer followers than they. */
const authors = (limit: number): RawBuilder<unknown> => sql`
  select author_key as "authorKey", max(author_name) as "authorName", max(author_followers) as followers,
    bool_or(author_verified) as verified, max(talker) as talker, min(site) as site, count(*)::int as posts,
    count(*)::int as negative, 0 as positive
  from said where negative and author_key in (
    select s.author_key from said s where s.negative and coalesce(s.author_followers, -1) >= (
      select case when count(distinct l.author_key) < ${limit}::int then -1 else min(l.followers) end from (
        select author_key, coalesce(author_followers, -1) as followers from said
        where negative and author_key is not null order by 2 desc limit ${LOUDEST_POSTS}
      ) l)
  )
  group by author_key order by max(author_followers) desc nulls last, count(*) desc, 1 limit ${limit}`;

const top = (limit: number): RawBuilder<unknown> => sql`
  select month, post_id as "postId" from (
    select distinct on (s.story_id) s.month, s.post_id, s.occurred_at, s.reach
    from (
      select story_id, max(reach) as reach from said where negative group by story_id
      order by 2 desc fetch first ${limit} rows with ties
    ) far join said s on s.negative and s.story_id = far.story_id and s.reach = far.reach
    order by s.story_id, s.occurred_at, s.post_id
  ) one order by reach desc, occurred_at, post_id limit ${limit}`;

const told = (brand: string, { stories, fewest }: NumbersWanted): RawBuilder<unknown> => sql`
  select s.story_id from (select distinct story_id from said) d
  join stories s on s.brand = ${brand} and s.story_id = d.story_id and s.posts >= ${fewest}
  order by s.posts desc, s.story_id limit ${stories}`;
