/** What the posts of an incident name, and what the incident is called after. */
import { sql } from 'kysely';
import type { Intent } from '../model.ts';
import type { Db } from './store.ts';

interface NamedTopics {
  /** Negative posts of the incident. */
  readonly posts: number;
  /** As criticised in them, the most frequent first. */
  readonly aspects: readonly { readonly value: string; readonly count: number }[];
  readonly intents: readonly { readonly value: Intent; readonly count: number }[];
}

/** How often an incident's negative posts name what. */
export async function incidentTopics(db: Db, brand: string, incidentId: number): Promise<NamedTopics> {
  const list = (query: ReturnType<typeof sql>) => sql`(select coalesce(json_agg(x), '[]') from (${query}) x)`;
  const { rows } = await sql<NamedTopics>`
    with felt as materialized (
      select m.aspects, m.intent_names from incident_posts i
      join mentions m on m.month = i.month and m.brand = i.brand and m.post_id = i.post_id
      where i.brand = ${brand} and i.incident_id = ${incidentId} and m.label = 'negative'
    )
    select (select count(*)::int from felt) as posts,
      ${list(sql`select a.value ->> 'aspect' as value, count(*)::int as count
        from felt f cross join lateral jsonb_array_elements(f.aspects) as a(value)
        where a.value ->> 'label' = 'negative' group by 1 order by 2 desc, 1`)} as aspects,
      ${list(sql`select n.name as value, count(*)::int as count
        from felt f cross join lateral unnest(f.intent_names) as n(name) group by 1 order by 2 desc, 1`)} as intents`.execute(
    db,
  );
  return rows[0]!;
}

/** Calls an incident by another name. */
export async function retitle(db: Db, brand: string, incidentId: number, title: object): Promise<void> {
  await db
    .updateTable('incidents')
    .set({ title: JSON.stringify(title) })
    .where('brand', '=', brand)
    .where('incident_id', '=', incidentId)
    .execute();
}
