/**
 * What was sent, as it was sent, and the answers of a day found without reading its posts.
 * `sent_bodies`: a message's words and pictures, packed; it goes with its delivery. `deliveries.again_of`: the delivery
 * whose message this one repeats to the letter.
 */
import { type Kysely, sql } from 'kysely';

const STATEMENTS = `
create table sent_bodies (
  key text primary key references deliveries (key) on delete cascade,
  body bytea not null
);
alter table deliveries add column again_of text;
create index posts_reply on posts (reply_at) where reply_at is not null;
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(STATEMENTS).execute(db);
}
