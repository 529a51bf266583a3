/** What was said of a brand in a stretch of time, read once: counts by everything that a digest tells, and whom to quote. */
import { sql } from 'kysely';
import type { Label } from '../model.ts';
import { type MentionFilter, matching, type Stretch, withPosts } from './mention-filter.ts';
import { type AuthorCount, type DimensionCount, type MentionCounts, REACH } from './mention-list.ts';
import type { PostRef } from './post-ref.ts';
import type { Db } from './store.ts';

/** A post worth quoting. */
export interface Quotable extends PostRef {
  readonly label: Label;
}

export interface PeriodCounts {
  readonly counts: MentionCounts;
  readonly sites: readonly DimensionCount[];
  /** As each aspect was felt, whatever its post feels. */
  readonly aspects: readonly DimensionCount[];
  readonly intents: readonly DimensionCount[];
  /** Authors by followers, then by posts. */
  readonly loud: readonly AuthorCount[];
  /** The widest-reaching, one a story, at most so many of each label. */
  readonly top: readonly Quotable[];
  /** Of each aspect the widest-reaching post that feels as a whole as it feels about the aspect. */
  readonly voices: readonly (Quotable & { readonly aspect: string })[];
}

/**
 * Reads a period in one pass over its mentions, however many numbers are asked of them. Nothing that grows with the
 * period is put in order: of each group the foremost is kept as a list of numbers, of which the largest is the first.
 */
export async function readPeriod(
  db: Db,
  filter: MentionFilter,
  most: { readonly top: number; readonly loud: number },
): Promise<PeriodCounts> {
  const felt = sql`count(*)::int as total, (count(*) filter (where d.label = 'negative'))::int as negative,
    (count(*) filter (where d.label = 'positive'))::int as positive`;
  const list = (query: ReturnType<typeof sql>) => sql`(select coalesce(json_agg(x), '[]') from (${query}) x)`;
  const { rows } = await sql<PeriodCounts>`
    with day as materialized (
      select m.month, m.post_id, m.story_id, m.site, m.label, m.aspects, m.intent_names, m.talker, p.author_key,
        p.author_followers, array[${REACH}, -(extract(epoch from m.occurred_at) * 1000000)::bigint, -m.post_id, m.month]
          as rank, cardinality(m.aspect_names) < jsonb_array_length(m.aspects) as again
      from ${withPosts(filter)} where ${matching(filter)}
    ), heard as materialized (
      select h.aspect, h.felt, h.label, count(*) as mentions, max(h.rank) as foremost from (
        select a.value ->> 'aspect' as aspect, a.value ->> 'label' as felt, d.label, d.rank
        from day d cross join lateral jsonb_array_elements(d.aspects) as a(value)
      ) h group by 1, 2, 3
    ), twice as materialized (
      select t.aspect, count(*) - 1 as mentions, greatest(count(*) filter (where t.felt = 'negative') - 1, 0) as negative,
        greatest(count(*) filter (where t.felt = 'positive') - 1, 0) as positive
      from (
        select d.post_id, a.value ->> 'aspect' as aspect, a.value ->> 'label' as felt
        from day d cross join lateral jsonb_array_elements(d.aspects) as a(value) where d.again
      ) t group by t.post_id, t.aspect
    ), people as materialized (
      select d.author_key, max(d.author_followers) as followers, count(*)::int as posts
      from day d where d.author_key is not null group by 1
    ), told as materialized (
      select d.label, d.story_id, max(d.rank) as foremost from day d group by 1, 2
    )
    select (select to_json(c) from (
        select ${felt}, (count(*) filter (where d.label = 'neutral'))::int as neutral,
          (select count(distinct t.story_id)::int from told t) as stories, (select count(*)::int from people) as authors
        from day d) c) as counts,
      ${list(sql`select d.site as value, ${felt} from day d group by 1 order by 3 desc, 2 desc, 1`)} as sites,
      ${list(sql`select n.value, sum(n.total)::int as total, sum(n.negative)::int as negative,
          sum(n.positive)::int as positive
        from (
          select h.aspect as value, h.mentions as total, case when h.felt = 'negative' then h.mentions else 0 end as negative,
            case when h.felt = 'positive' then h.mentions else 0 end as positive from heard h
          union all select t.aspect, -t.mentions, -t.negative, -t.positive from twice t
        ) n group by 1 order by 3 desc, 2 desc, 1`)} as aspects,
      ${list(sql`select i.name as value, ${felt} from day d cross join lateral unnest(d.intent_names) as i(name)
        group by 1 order by 3 desc, 2 desc, 1`)} as intents,
      ${list(sql`with loudest as materialized (
          select * from people order by followers desc nulls last, posts desc, author_key limit ${most.loud}
        )
        select l.author_key as "authorKey", max(p.author_name) as "authorName", l.followers,
          bool_or(p.author_verified) as verified, max(d.talker) as talker, min(d.site) as site, l.posts,
          (count(*) filter (where d.label = 'negative'))::int as negative,
          (count(*) filter (where d.label = 'positive'))::int as positive
        from loudest l join day d on d.author_key = l.author_key
        join posts p on p.month = d.month and p.post_id = d.post_id
        group by l.author_key, l.followers, l.posts order by l.followers desc nulls last, l.posts desc, 1`)} as loud,
      ${list(sql`select t.foremost[4] as month, -t.foremost[3] as "postId", t.label from (
          select o.*, row_number() over (partition by o.label order by o.foremost desc) as place from told o
        ) t where t.place <= ${most.top} order by t.place`)} as top,
      ${list(sql`select h.foremost[4] as month, -h.foremost[3] as "postId", h.label, h.aspect
        from heard h where h.felt = h.label order by h.aspect, h.label`)} as voices`.execute(db);
  return rows[0]!;
}

/** How often each search is met in each of the stretches (in their order), counted in one pass over each stretch. */
export async function countSearches(
  db: Db,
  filter: MentionFilter,
  searches: readonly { readonly words: string }[],
  stretches: readonly Stretch[],
): Promise<{ total: number; negative: number; positive: number }[][]> {
  if (searches.length === 0 || stretches.length === 0) return [];
  // Each word is looked for once in a mention, whatever is counted of it.
  const places = searches.map((_, index) => sql.ref(`met${index}`));
  const met = sql.join(searches.map(({ words }, index) => sql`m.words @@ ${words}::tsquery as ${places[index]!}`));
  const counts = sql.join(
    places.flatMap((place, index) =>
      [sql`true`, sql`s.label = 'negative'`, sql`s.label = 'positive'`].map(
        (label, kind) => sql`(count(*) filter (where s.${place} and ${label}))::int as ${sql.ref(`n${index}_${kind}`)}`,
      ),
    ),
  );
  const each = stretches.map(({ from, to }, index) => {
    return sql`select ${index}::int as stretch, ${counts} from (
      select m.label, ${met} from mentions m where ${matching({ ...filter, from, to })} offset 0) s`;
  });
  const { rows } = await sql<Record<string, number>>`${sql.join(each, sql` union all `)} order by 1`.execute(db);
  return rows.map((row) =>
    searches.map((_, index) => ({
      total: row[`n${index}_0`] ?? 0,
      negative: row[`n${index}_1`] ?? 0,
      positive: row[`n${index}_2`] ?? 0,
    })),
  );
}
