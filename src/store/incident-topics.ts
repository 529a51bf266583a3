/** What the posts of an incident name, and what the incident is called after. */
import { type RawBuilder, sql } from 'kysely';
import type { Intent } from '../model.ts';
import { COUNTED } from './buckets.ts';
import type { Db } from './store.ts';

interface NamedTopics {
  /** Negative posts of the incident, of those that count. */
  readonly posts: number;
  /** As criticised, the most frequent first. */
  readonly aspects: readonly { readonly value: string; readonly count: number }[];
  readonly intents: readonly { readonly value: Intent; readonly count: number }[];
}

/**
 * How often an incident's posts name what: as `incidentNumbers` counts it, so what an incident is called after is what its
 * page says. Pieces that were counted are not read again: a crisis changes with every look, and few of its posts do.
 */
export async function incidentTopics(db: Db, brand: string, incidentId: number): Promise<NamedTopics> {
  const list = (kept: RawBuilder<unknown>, felt: RawBuilder<unknown>) => sql`(
    select coalesce(json_agg(json_build_object('value', x.value, 'count', x.count) order by x.count desc, x.value), '[]')
    from (
      select c.value, sum(c.count)::int as count from (${kept} union all ${felt}) c group by c.value
      having sum(c.count) > 0
    ) x)`;
  const { rows } = await sql<NamedTopics>`
    with pieces as materialized (
      select piece, numbers from incident_pieces where brand = ${brand} and incident_id = ${incidentId}
    ), kept as materialized (
      select (numbers ->> 'negative')::int as negative, numbers -> 'aspects' as aspects, numbers -> 'intents' as intents
      from pieces where numbers is not null
    ), felt as materialized (
      select m.label, m.aspects, m.intent_names from incident_posts i
      join mentions m on m.month = i.month and m.brand = i.brand and m.post_id = i.post_id and ${COUNTED}
      where i.brand = ${brand} and i.incident_id = ${incidentId}
        and i.piece = any(array(select piece from pieces where numbers is null))
    )
    select (select count(*)::int from felt where label = 'negative')
        + (select coalesce(sum(negative), 0)::int from kept) as posts,
      ${list(
        sql`select e.value ->> 'value' as value, (e.value ->> 'negative')::int as count
          from kept k cross join lateral json_array_elements(k.aspects) as e(value)`,
        sql`select e.value ->> 'aspect', 1 from felt f cross join lateral jsonb_array_elements(f.aspects) as e(value)
          where e.value ->> 'label' = 'negative'`,
      )} as aspects,
      ${list(
        sql`select e.value ->> 'value' as value, (e.value ->> 'negative')::int as count
          from kept k cross join lateral json_array_elements(k.intents) as e(value)`,
        sql`select n.name, 1 from felt f cross join lateral unnest(f.intent_names) as n(name) where f.label = 'negative'`,
      )} as intents`.execute(db);
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
