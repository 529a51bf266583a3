/** How much there is. */
import { sql } from 'kysely';
import type { Db } from './store.ts';

export interface Totals {
  readonly posts: number;
  readonly mentions: number;
  readonly incidents: number;
  readonly digests: number;
}

export async function totals(db: Db): Promise<Totals> {
  const { rows } = await sql<Totals>`
    select (select count(*) from posts)::int as posts, (select count(*) from mentions)::int as mentions,
      (select count(*) from incidents)::int as incidents, (select count(*) from digests)::int as digests`.execute(db);
  return rows[0]!;
}
