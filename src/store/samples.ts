/** Some of a brand's texts from all of a stretch of time: enough to say what is talked of, however much was said. */
import { sql } from 'kysely';
import { recordset } from './bulk.ts';
import { type MentionFilter, matching } from './mention-filter.ts';
import type { Db } from './store.ts';

/** The latest `each` texts of every one of these stretches, one a story. */
export async function sampleTexts(
  db: Db,
  filter: MentionFilter,
  stretches: readonly { from: Date; to: Date }[],
  each: number,
): Promise<string[]> {
  if (stretches.length === 0) return [];
  const rows = stretches.map(({ from, to }) => ({ since: from, until: to }));
  const { rows: texts } = await sql<{ text: string }>`
    select distinct on (c.story_id) case when p.title is null then p.text else p.title || E'\n' || p.text end as text
    from ${recordset(rows, { since: 'timestamptz', until: 'timestamptz' })}
    cross join lateral (
      select m.month, m.post_id, m.story_id from mentions m join posts p on p.month = m.month and p.post_id = m.post_id
      where ${matching(filter)} and m.occurred_at >= r.since and m.occurred_at < r.until
      order by m.occurred_at desc, m.post_id desc limit ${each}
    ) c join posts p on p.month = c.month and p.post_id = c.post_id
    order by c.story_id, c.post_id`.execute(db);
  return texts.map(({ text }) => text);
}
