/** What tells that something has come or changed, cheap enough to be asked every few seconds. */
import { sql } from 'kysely';
import { COUNTED } from './buckets.ts';
import type { Db } from './store.ts';

export interface LiveMark {
  /** The newest post that is known. */
  readonly post: number;
  /** Another word after every change of an incident, and every note. */
  readonly incidents: string;
}

export async function liveMark(db: Db): Promise<LiveMark> {
  const { rows } = await sql<{ post: number; changes: string }>`
    select (select coalesce(max(post_id), 0) from post_keys)::bigint as post,
      concat_ws(' ', (select max(changed_at) from incidents), (select count(*) from incident_transitions),
        (select max(note_id) from incident_notes)) as changes`.execute(db);
  return { post: rows[0]?.post ?? 0, incidents: rows[0]?.changes ?? '' };
}

/** How many mentions of each of these brands are in posts newer than `post`. */
export async function mentionsAfter(
  db: Db,
  brands: readonly string[],
  post: number,
): Promise<ReadonlyMap<string, number>> {
  if (brands.length === 0) return new Map();
  const { rows } = await sql<{ brand: string; count: number }>`
    select m.brand, count(*)::int as count
    from post_keys k join mentions m on m.month = k.month and m.post_id = k.post_id
    where k.post_id > ${post} and m.brand = any(${[...brands]}::text[]) and ${COUNTED}
    group by m.brand`.execute(db);
  return new Map(rows.map(({ brand, count }) => [brand, count]));
}
