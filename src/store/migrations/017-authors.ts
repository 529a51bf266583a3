/**
 * Who wrote before: told from the index alone. A crisis has as many writers as posts, and a digest asks of each whether
 * they spoke of the brand earlier; read from the posts themselves that is a read from the disk for every writer.
 */
import { type Kysely, sql } from 'kysely';

const STATEMENTS = `
drop index posts_author;
create index posts_author on posts (author_key) include (month, post_id, occurred_at) where author_key is not null;
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(STATEMENTS).execute(db);
}
