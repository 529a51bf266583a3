/**
 * Mentions in order of time, with what counting asks of them: numbers of a stretch of time are read from the index
 * alone, without a look at texts and findings.
 */
import { type Kysely, sql } from 'kysely';

const STATEMENTS = `
drop index mentions_time;
create index mentions_time on mentions (brand, occurred_at desc, post_id desc)
  include (month, story_id, site, label, talker);
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(STATEMENTS).execute(db);
}
