/**
 * How posts are read after they were first seen: the beginning of a text told from the whole of it, the queue of
 * re-reads, pages kept as evidence, and coverage as a share.
 *
 * `rereads` holds only posts that are to be read again, so what is due is found by its index, however many posts are
 * stored. A claim moves `due_at` on: nobody else has the post meanwhile, and it comes back if its reader dies.
 */
import { type Kysely, sql } from 'kysely';

const STATEMENTS = `
alter table posts add column truncated boolean not null default false;
alter table posts add column excerpt_hash text;
alter table posts add column backfilled boolean not null default false;

create table rereads (
  month integer not null,
  post_id bigint not null,
  target text not null,
  due_at timestamptz not null,
  scheduled boolean not null,
  evidence boolean not null default false,
  born_at timestamptz not null,
  read_at timestamptz,
  total bigint,
  before_at timestamptz,
  before_total bigint,
  misses integer not null default 0,
  primary key (month, post_id)
);
create index rereads_due on rereads (target, due_at);

alter table evidence add column headers jsonb not null default '{}';
alter table evidence add column encoding text not null default 'identity';
alter table evidence add column bytes bigint not null default 0;
alter table evidence_posts add column version integer not null default 1;

alter table crawls add column completeness double precision;
alter table coverage_gaps add column seen double precision not null default 0;
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(STATEMENTS).execute(db);
}
