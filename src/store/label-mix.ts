/** What a brand's mentions were labelled lately, by where they stand and how they are written. */
import { sql } from 'kysely';
import { COUNTED } from './buckets.ts';
import type { Db } from './store.ts';

/** Mentions of one site, language and kind, with a rating or without: how many, and how many of them are labelled negative. */
export interface LabelMix {
  readonly site: string;
  readonly lang: string;
  readonly review: boolean;
  readonly rated: boolean;
  readonly total: number;
  readonly negative: number;
}

/** Of the last `limit` mentions that count before a moment. Read from the newest backwards, whatever the history. */
export async function labelMix(db: Db, brand: string, before: Date, limit: number): Promise<LabelMix[]> {
  const { rows } = await sql<LabelMix>`
    select site, lang, review, rated, count(*)::int as total, (count(*) filter (where label = 'negative'))::int as negative
    from (
      select m.site, m.lang, m.kind = 'review' as review, p.rating is not null as rated, m.label
      from mentions m join posts p on p.month = m.month and p.post_id = m.post_id
      where m.brand = ${brand} and m.occurred_at < ${before} and ${COUNTED}
      order by m.occurred_at desc, m.post_id desc limit ${limit}
    ) lately
    group by site, lang, review, rated`.execute(db);
  return rows;
}
