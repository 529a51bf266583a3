/** The brand's own posts are few among many: what answers an incident is found among them, not among all. */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(`create index mentions_voice on mentions (brand, occurred_at) where talker = 'brand'`).execute(db);
}
