/**
 * The files of each configuration that was in use, so that a change made while nothing ran is told as well, and a draft
 * can be held against what is in use. They hold no secrets: the configuration names where those are kept.
 */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(`alter table config_changes add column files jsonb`).execute(db);
}
