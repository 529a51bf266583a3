/** Some of a brand's texts from all of a stretch of time: enough to say what is talked of, however much was said. */
import { sql } from 'kysely';
import { recordset } from './bulk.ts';
import { type MentionFilter, matching, mentionsFor } from './mention-filter.ts';
import type { Db } from './store.ts';

/** The latest `each` texts of every one of these stretches, one a story. */
export async function sampleTexts(
  db: Db,
  filter: MentionFilter,
  stretches: readonly { from: Date; to: Date }[],
  each: number,
): Promise<string[]> {
  if (stretches.length === 0) return [];
  // No word of months: with them Postgres reads a month's mentions by their key for every stretch.
  const rows = stretches.map(({ from, to }) => ({ since: from, until: to }));
  const columns = { since: 'timestamptz', until: 'timestamptz' } as const;
  const { rows: texts } = await sql<{ text: string }>`
    with chosen as materialized (
      select distinct on (c.story_id) c.month, c.post_id from ${recordset(rows, columns)}
      cross join lateral (
        select m.month, m.post_id, m.story_id from ${mentionsFor(filter)}
        where ${matching(filter)} and m.occurred_at >= r.since and m.occurred_at < r.until
        order by m.occurred_at desc, m.post_id desc limit ${each}
      ) c order by c.story_id, c.post_id
    )
    select case when p.title is null then p.text else p.title || E'\n' || p.text end as text
    from chosen c join posts p on p.month = c.month and p.post_id = c.post_id`.execute(db);
  return texts.map(({ text }) => text);
}
