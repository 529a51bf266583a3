/** Files dropped into an inbox: each is taken once, by one process, and goes on after a crash where it was. */
import { type Kysely, sql } from 'kysely';

const STATEMENTS = `
create table inbox_files (
  target text not null,
  name text not null,
  size bigint not null,
  modified timestamptz not null,
  crawl_id bigint not null,
  taken_at timestamptz not null,
  worker text not null,
  leased_until timestamptz not null,
  line integer not null default 0,
  posts_new integer not null default 0,
  posts_updated integer not null default 0,
  outcome text,
  moved_at timestamptz,
  primary key (target, name, size, modified)
);
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(STATEMENTS).execute(db);
}
