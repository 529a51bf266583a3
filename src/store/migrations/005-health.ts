/** Who rests, how targets do, and what operators were told of it. */
import { type Kysely, sql } from 'kysely';

const STATEMENTS = `
create table pauses (
  kind text not null,
  name text not null,
  since timestamptz not null,
  until timestamptz,
  reason text not null default '',
  primary key (kind, name)
);

create table target_health (
  target text primary key,
  state text not null,
  since timestamptz not null,
  reason text not null,
  found_at timestamptz not null,
  told_state text not null default 'well',
  told_at timestamptz
);
create index target_health_untold on target_health (target) where state <> told_state;

create table operator_notices (
  notice_id bigint generated always as identity primary key,
  at timestamptz not null,
  view jsonb not null
);

alter table deliveries add column notice_id bigint;
alter table crawls add column posts_backfilled integer not null default 0;
create index crawls_ended on crawls (target, finished_at desc) where finished_at is not null;
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(STATEMENTS).execute(db);
}
