/** What hosts were asked and may be asked, shared by all processes: budgets, robots.txt, validators, the request log. */
import { type Kysely, sql } from 'kysely';

const STATEMENTS = `
create table host_budgets (
  host text primary key,
  next_at timestamptz not null default 'epoch',
  penalty_until timestamptz not null default 'epoch',
  penalty_reason text,
  day date not null default 'epoch',
  used integer not null default 0,
  leases jsonb not null default '{}'
);

create table robots (
  origin text primary key,
  fetched_at timestamptz not null,
  state text not null,
  body text not null
);

create table http_cache (
  target text not null,
  url text not null,
  entry jsonb not null,
  at timestamptz not null,
  primary key (target, url)
);

create table request_log (
  request_id bigint generated always as identity primary key,
  at timestamptz not null,
  target text not null,
  host text not null,
  method text not null,
  url text not null,
  status integer,
  bytes bigint not null,
  duration_ms integer not null,
  verdict text,
  reason text
);
create index request_log_host on request_log (host, at desc);

create table evidence (
  sha256 text primary key,
  target text not null,
  url text not null,
  fetched_at timestamptz not null,
  status integer not null,
  content_type text,
  body bytea not null
);

create table evidence_posts (
  month integer not null,
  post_id bigint not null,
  sha256 text not null,
  at timestamptz not null,
  primary key (month, post_id, sha256)
);
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(STATEMENTS).execute(db);
}
