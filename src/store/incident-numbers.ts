/**
 * What an incident consists of, counted in one pass over its posts, however many there are: each mention and each post
 * is read once, by its key, month by month.
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

export async function incidentNumbers(
  db: Db,
  brand: string,
  incidentId: number,
  wanted: NumbersWanted,
): Promise<IncidentNumbers> {
  // What is said alike is put together first, for crises are made of copies: by hashes, since whole findings would make
  // what is put together too wide for memory. One of each then says what they are.
  const { rows } = await sql<Row>`
    with months as materialized (
      select i.month, array_agg(i.post_id) as ids from incident_posts i
      where i.brand = ${brand} and i.incident_id = ${incidentId} group by i.month
    ), alike as materialized (
      select s.month, s.story_id, s.site, s.talker, s.label, count(*)::int as posts, array_agg(s.post_id) as ids,
        min(s.occurred_at) as since
      from months k cross join lateral (
        select m.month, m.post_id, m.story_id, m.site, m.talker, m.label, m.occurred_at,
          jsonb_hash_extended(m.aspects, 0) as aspects, hash_array_extended(m.intent_names, 0) as intents
        from mentions m
        where m.month = k.month and m.brand = ${brand} and m.post_id = any(k.ids) and ${COUNTED} offset 0
      ) s group by s.month, s.story_id, s.site, s.talker, s.label, s.aspects, s.intents
    ), found as materialized (
      select a.posts, a.label, m.aspects, m.intent_names from alike a cross join lateral (
        select aspects, intent_names from mentions
        where month = a.month and brand = ${brand} and post_id = a.ids[1] offset 0
      ) m
    ), felt as materialized (
      select a.story_id, a.site, a.talker, w.*
      from alike a cross join lateral (
        select p.month, p.post_id, p.occurred_at, p.author_key, p.author_name, p.author_followers, p.author_verified,
          ${REACH} as reach
        from posts p where p.month = a.month and p.post_id = any(a.ids) offset 0
      ) w where a.label = 'negative'
    )
    select (select coalesce(sum(posts), 0)::int from alike) as total,
      (select coalesce(sum(posts), 0)::int from alike where label = 'negative') as negative,
      (select to_json(f) from (${first(brand)}) f) as first,
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

const first = (brand: string): RawBuilder<unknown> => sql`
  select m.month, m.post_id as "postId", m.occurred_at as at, m.site
  from alike a join mentions m on m.month = a.month and m.brand = ${brand} and m.occurred_at = a.since
    and m.post_id = any(a.ids)
  where a.since = (select min(since) from alike) order by m.post_id limit 1`;

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

const authors = (limit: number): RawBuilder<unknown> => sql`
  select author_key as "authorKey", max(author_name) as "authorName", max(author_followers) as followers,
    bool_or(author_verified) as verified, max(talker) as talker, min(site) as site, count(*)::int as posts,
    count(*)::int as negative, 0 as positive
  from felt where author_key is not null
  group by author_key order by max(author_followers) desc nulls last, count(*) desc, 1 limit ${limit}`;

const top = (limit: number): RawBuilder<unknown> => sql`
  select month, post_id as "postId" from (
    select distinct on (story_id) month, post_id, occurred_at, reach from felt
    order by story_id, reach desc, occurred_at, post_id
  ) one order by reach desc, occurred_at, post_id limit ${limit}`;

const told = (brand: string, { stories, fewest }: NumbersWanted): RawBuilder<unknown> => sql`
  select s.story_id from (select distinct story_id from alike) d
  join stories s on s.brand = ${brand} and s.story_id = d.story_id and s.posts >= ${fewest}
  order by s.posts desc, s.story_id limit ${stories}`;
