/**
 * Judging in bulk. `brands.look`: which look judged the brand last; a process that finds its own there knows that what it
 * remembers of the brand still holds. `touched_series.since`: the first bin that changed since the series was judged; null: not known.
 */
import { type Kysely, sql } from 'kysely';

const STATEMENTS = `
alter table brands add column look text;
alter table touched_series add column since timestamptz;
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(STATEMENTS).execute(db);
}
