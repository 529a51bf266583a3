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

/** Reads a period in one pass over its mentions, however many numbers are asked of them. */
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
      select m.month, m.post_id, m.story_id, m.site, m.label, m.aspects, m.intent_names, m.talker, m.occurred_at,
        p.author_key, p.author_name, p.author_followers, p.author_verified, ${REACH} as reach
      from ${withPosts(filter)} where ${matching(filter)}
    ), heard as materialized (
      select d.month, d.post_id, d.label, d.reach, d.occurred_at, a.value ->> 'aspect' as aspect,
        a.value ->> 'label' as felt
      from day d cross join lateral jsonb_array_elements(d.aspects) as a(value)
    )
    select (select to_json(c) from (
        select ${felt}, (count(*) filter (where d.label = 'neutral'))::int as neutral,
          count(distinct d.story_id)::int as stories, count(distinct d.author_key)::int as authors
        from day d) c) as counts,
      ${list(sql`select d.site as value, ${felt} from day d group by 1 order by 3 desc, 2 desc, 1`)} as sites,
      ${list(sql`select h.aspect as value, count(distinct h.post_id)::int as total,
          (count(distinct h.post_id) filter (where h.felt = 'negative'))::int as negative,
          (count(distinct h.post_id) filter (where h.felt = 'positive'))::int as positive
        from heard h group by 1 order by 3 desc, 2 desc, 1`)} as aspects,
      ${list(sql`select i.name as value, ${felt} from day d cross join lateral unnest(d.intent_names) as i(name)
        group by 1 order by 3 desc, 2 desc, 1`)} as intents,
      ${list(sql`select d.author_key as "authorKey", max(d.author_name) as "authorName",
          max(d.author_followers) as followers, bool_or(d.author_verified) as verified, max(d.talker) as talker,
          min(d.site) as site, count(*)::int as posts, (count(*) filter (where d.label = 'negative'))::int as negative,
          (count(*) filter (where d.label = 'positive'))::int as positive
        from day d where d.author_key is not null group by d.author_key
        order by max(d.author_followers) desc nulls last, count(*) desc, 1 limit ${most.loud}`)} as loud,
      ${list(sql`select t.month, t.post_id as "postId", t.label from (
          select o.*, row_number() over (partition by o.label order by o.reach desc, o.occurred_at, o.post_id) as place
          from (
            select distinct on (d.label, d.story_id) d.month, d.post_id, d.label, d.reach, d.occurred_at from day d
            order by d.label, d.story_id, d.reach desc, d.occurred_at, d.post_id
          ) o
        ) t where t.place <= ${most.top} order by t.place`)} as top,
      ${list(sql`select distinct on (h.aspect, h.label) h.month, h.post_id as "postId", h.label, h.aspect
        from heard h where h.felt = h.label
        order by h.aspect, h.label, h.reach desc, h.occurred_at, h.post_id`)} as voices`.execute(db);
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
  const met = sql.join(
    searches.flatMap(({ words }, index) =>
      [sql`true`, sql`m.label = 'negative'`, sql`m.label = 'positive'`].map(
        (label, kind) =>
          sql`(count(*) filter (where m.words @@ ${words}::tsquery and ${label}))::int as ${sql.ref(`n${index}_${kind}`)}`,
      ),
    ),
  );
  const each = stretches.map(({ from, to }, index) => {
    return sql`select ${index}::int as stretch, ${met} from mentions m where ${matching({ ...filter, from, to })}`;
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
