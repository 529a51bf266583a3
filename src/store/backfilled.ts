/** Mentions that a target's first crawl brought: they are history, however young they are. */
import { type SqlBool, sql } from 'kysely';
import type { Countable } from './buckets.ts';
import type { Db } from './store.ts';

/** Whether the first crawl of target `t` is not over or ended after `from`, or may have. */
const BEGUN_AFTER = (from: Date) => sql<SqlBool>`t.state ? 'plan'
  and coalesce((t.state ->> 'firstDoneAt')::timestamptz, 'infinity') > ${from}`;

/** Those of the brands for which `backfilledSince` may find anything. */
export async function brandsBackfilled(db: Db, brands: readonly string[], from: Date): Promise<Set<string>> {
  const { rows } = await sql<{ brand: string }>`
    select distinct b.brand from target_states t, unnest(t.brands) as b(brand)
    where ${BEGUN_AFTER(from)} and b.brand = any(${[...brands]}::text[])`.execute(db);
  return new Set(rows.map(({ brand }) => brand));
}

/**
 * The back-filled mentions of a brand that occurred since `from`. Costs a look at the brand's targets where none of
 * them began after `from`.
 */
export async function backfilledSince(db: Db, brand: string, from: Date): Promise<Countable[]> {
  const { rows } = await sql<Countable>`
    select m.brand, m.occurred_at as "occurredAt", m.site, m.label, m.aspects, m.intents, m.talker
    from mentions m join posts p on p.month = m.month and p.post_id = m.post_id
    where exists (select 1 from target_states t where ${BEGUN_AFTER(from)} and ${brand} = any(t.brands))
      and m.brand = ${brand} and m.occurred_at >= ${from} and p.backfilled`.execute(db);
  return rows;
}
