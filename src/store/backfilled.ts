/** Mentions that a target's first crawl brought: they are history, however young they are. */
import { sql } from 'kysely';
import type { Countable } from './buckets.ts';
import type { Db } from './store.ts';

/**
 * The back-filled mentions of a brand that occurred since `from`. Costs a look at the brand's targets where none of
 * them began after `from`.
 */
export async function backfilledSince(db: Db, brand: string, from: Date): Promise<Countable[]> {
  const { rows } = await sql<Countable>`
    select m.brand, m.occurred_at as "occurredAt", m.site, m.label, m.aspects, m.intents, m.talker
    from mentions m join posts p on p.month = m.month and p.post_id = m.post_id
    where exists (select 1 from target_states t where ${brand} = any(t.brands) and t.state ? 'plan'
        and coalesce((t.state ->> 'firstDoneAt')::timestamptz, 'infinity') > ${from})
      and m.brand = ${brand} and m.occurred_at >= ${from} and p.backfilled`.execute(db);
  return rows;
}
