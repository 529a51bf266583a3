/** Erasing posts: what was told of them in digests, incidents and messages. */
import { sql } from 'kysely';
import type { Db } from './store.ts';

/** Digests that quote any of these posts, by the words that stand for them (`yyyymm-id`). */
export async function digestsNaming(db: Db, refs: readonly string[]): Promise<{ digestId: number; view: unknown }[]> {
  const patterns = refs.map((ref) => `%"${ref}"%`);
  const { rows } = await sql<{ digestId: number; view: unknown }>`
    select digest_id as "digestId", view from digests where view::text like any(${patterns}::text[])`.execute(db);
  return rows;
}

export async function replaceDigestView(db: Db, digestId: number, view: unknown): Promise<void> {
  await db
    .updateTable('digests')
    .set({ view: JSON.stringify(view) })
    .where('digest_id', '=', digestId)
    .execute();
}

/** Takes the posts out of what incidents are about and why they were told. Resolves to how many incidents those are. */
export async function unnameInIncidents(db: Db, refs: readonly string[]): Promise<{ incidentId: number }[]> {
  const patterns = refs.map((ref) => `%"${ref}"%`);
  const { rows } = await sql<{ incidentId: number }>`
    update incidents set scope = jsonb_set(scope, '{posts}', (
        select coalesce(jsonb_agg(post), '[]') from jsonb_array_elements_text(scope -> 'posts') as post
        where post <> all(${[...refs]}::text[])))
    where scope::text like any(${patterns}::text[]) and jsonb_typeof(scope -> 'posts') = 'array'
    returning incident_id as "incidentId"`.execute(db);
  await sql`update incident_transitions set reason = reason || '{"viral": null}'
    where reason #>> '{viral,post}' = any(${[...refs]}::text[])`.execute(db);
  return rows;
}

/** What was sent about these digests and incidents, no longer kept. Resolves to how many messages those were. */
export async function eraseSentBodies(
  db: Db,
  digests: readonly number[],
  incidents: readonly number[],
): Promise<number> {
  const result = await sql`delete from sent_bodies b using deliveries d where d.key = b.key
    and (d.digest_id = any(${[...digests]}::bigint[]) or d.incident_id = any(${[...incidents]}::bigint[]))`.execute(db);
  return Number(result.numAffectedRows ?? 0n);
}

/** Mails written as files (no SMTP) about these digests and incidents: their paths, no longer kept here. */
export async function mailFiles(db: Db, digests: readonly number[], incidents: readonly number[]): Promise<string[]> {
  const { rows } = await sql<{ response: string }>`
    with told as (select key, response from deliveries
      where (digest_id = any(${[...digests]}::bigint[]) or incident_id = any(${[...incidents]}::bigint[])) and response like '%.eml')
    update deliveries d set response = 'erased', subject = null from told where d.key = told.key
    returning told.response`.execute(db);
  return rows.map(({ response }) => response);
}
