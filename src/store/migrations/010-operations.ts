/**
 * What operating many processes for years needs to remember.
 * `deliveries.trace`: the crawl (or push, or file) that a message goes back to, as every log line about it says.
 * `config_changes`: which configuration was in use since when, and what changed in it.
 * `processes`: who is alive and does what. `duties`: who alone does what one process is enough for, until when.
 * `erasures`: that somebody or something was forgotten, without saying who or what.
 */
import { type Kysely, sql } from 'kysely';

const STATEMENTS = `
alter table deliveries add column trace text;

create table config_changes (
  change_id bigint generated always as identity primary key,
  at timestamptz not null,
  by_whom text not null,
  kind text not null,
  fingerprint text not null,
  lines jsonb not null
);

create table processes (
  process text primary key,
  host text not null,
  pid integer not null,
  roles text[] not null,
  started_at timestamptz not null,
  seen_at timestamptz not null
);

create table duties (
  duty text primary key,
  holder text not null,
  until timestamptz not null
);

create table erasures (
  erasure_id bigint generated always as identity primary key,
  at timestamptz not null,
  by_whom text not null,
  kind text not null,
  counts jsonb not null
);
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(STATEMENTS).execute(db);
}
