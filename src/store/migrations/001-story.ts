/**
 * The tables of the story: posts, readings, mentions, stories, buckets, crawls, incidents, deliveries, digests.
 *
 * `month` (yyyymm, UTC) is frozen when a post is first seen and is part of every key of a partitioned table: a unique
 * key over a partitioned table must contain the partition key, and a post's parsed date can shift. Identity is decided
 * by the unpartitioned `post_keys`, which outlives retention, or re-crawls would bring old posts back as new.
 * `brand` stands in every key that a later split by brand would need.
 */
import { type Kysely, sql } from 'kysely';

const STATEMENTS = `
create table settings (
  name text primary key,
  value text not null
);

create table post_keys (
  site text not null,
  external_id text not null,
  post_id bigint generated always as identity,
  month integer not null,
  primary key (site, external_id)
);
create unique index post_keys_post on post_keys (post_id);

create table posts (
  month integer not null,
  post_id bigint not null,
  site text not null,
  external_id text not null,
  kind text not null,
  url text,
  author_key text,
  author_name text,
  author_followers bigint,
  author_verified boolean,
  title text,
  text text not null,
  lang text,
  rating_value double precision,
  rating_best double precision,
  rating_worst double precision,
  rating double precision,
  published_at timestamptz,
  first_seen_at timestamptz not null,
  occurred_at timestamptz not null,
  edited_at timestamptz,
  content_hash text not null,
  version integer not null default 1,
  parent text,
  root text,
  brand text,
  target text,
  deleted_at timestamptz,
  reply_text text,
  reply_at timestamptz,
  likes bigint,
  replies bigint,
  reposts bigint,
  views bigint,
  helpful bigint,
  read_at timestamptz not null,
  primary key (month, post_id)
) partition by range (month);
create index posts_thread on posts (site, root) where root is not null;
create index posts_author on posts (author_key) where author_key is not null;

create table post_versions (
  month integer not null,
  post_id bigint not null,
  version integer not null,
  seen_at timestamptz not null,
  title text,
  text text not null,
  rating_value double precision,
  primary key (month, post_id, version)
);

create table readings (
  month integer not null,
  post_id bigint not null,
  at timestamptz not null,
  likes bigint,
  replies bigint,
  reposts bigint,
  views bigint,
  helpful bigint,
  primary key (month, post_id, at)
) partition by range (month);

create table brands (
  brand text primary key,
  judged_until timestamptz
);

create table mentions (
  month integer not null,
  brand text not null,
  post_id bigint not null,
  occurred_at timestamptz not null,
  site text not null,
  kind text not null,
  lang text not null,
  label text not null,
  score real not null,
  confidence real not null,
  why jsonb not null,
  aspects jsonb not null,
  intents jsonb not null,
  aspect_names text[] not null,
  intent_names text[] not null,
  talker text not null,
  story_id bigint not null,
  target text,
  model text not null,
  scored_at timestamptz not null,
  primary key (month, brand, post_id)
) partition by range (month);
create index mentions_time on mentions (brand, occurred_at desc, post_id desc);
create index mentions_story on mentions (brand, story_id);

create table stories (
  brand text not null,
  story_id bigint generated always as identity,
  first_at timestamptz not null,
  last_at timestamptz not null,
  posts integer not null,
  negative integer not null,
  head_month integer not null,
  head_post_id bigint not null,
  muted_until timestamptz,
  muted_factor real,
  primary key (brand, story_id)
);

create table story_bands (
  brand text not null,
  band text not null,
  simhash text not null,
  story_id bigint not null,
  primary key (brand, band, simhash)
);

create table buckets (
  brand text not null,
  series text not null,
  width integer not null,
  start timestamptz not null,
  total integer not null,
  negative integer not null,
  positive integer not null,
  primary key (brand, series, width, start)
);

create sequence touches;

create table touched_series (
  brand text not null,
  series text not null,
  touch bigint not null default nextval('touches'),
  primary key (brand, series)
);

create table touched_posts (
  brand text not null,
  month integer not null,
  post_id bigint not null,
  touch bigint not null default nextval('touches'),
  primary key (brand, month, post_id)
);

create table series_states (
  brand text not null,
  series text not null,
  upto timestamptz not null,
  state jsonb not null,
  primary key (brand, series)
);

create table crawls (
  crawl_id bigint generated always as identity primary key,
  target text not null,
  kind text not null,
  slot timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  outcome text,
  reason text,
  complete boolean,
  requests integer not null default 0,
  bytes bigint not null default 0,
  posts_seen integer not null default 0,
  posts_new integer not null default 0,
  posts_updated integer not null default 0,
  posts_failed integer not null default 0,
  fill jsonb
);
create unique index crawls_slot on crawls (target, kind, slot);
create index crawls_recent on crawls (target, started_at desc);

create table target_states (
  target text primary key,
  crawler text,
  site text,
  brands text[] not null default '{}',
  state jsonb not null default '{}',
  last_crawl_id bigint,
  last_outcome text,
  last_reason text,
  last_at timestamptz,
  covered_since timestamptz,
  covered_until timestamptz,
  failing_since timestamptz,
  told_outcome text,
  paused boolean not null default false
);

create table coverage_gaps (
  target text not null,
  since timestamptz not null,
  until timestamptz not null,
  reason text not null,
  primary key (target, since)
);

create table incidents (
  brand text not null,
  incident_id bigint generated always as identity,
  state text not null,
  severity smallint not null,
  opened_at timestamptz not null,
  changed_at timestamptz not null,
  closed_at timestamptz,
  title jsonb not null,
  scope jsonb not null,
  memory jsonb,
  owner text,
  primary key (brand, incident_id)
);
create unique index incidents_id on incidents (incident_id);
create index incidents_open on incidents (brand) where closed_at is null;

create table incident_transitions (
  brand text not null,
  incident_id bigint not null,
  seq integer not null,
  kind text not null,
  at timestamptz not null,
  by_whom text not null,
  severity smallint not null,
  reason jsonb not null,
  primary key (brand, incident_id, seq)
);

create table incident_posts (
  brand text not null,
  incident_id bigint not null,
  month integer not null,
  post_id bigint not null,
  role text not null,
  primary key (brand, incident_id, month, post_id)
);

create table deliveries (
  key text primary key,
  kind text not null,
  brand text not null,
  incident_id bigint,
  transition_seq integer,
  digest_id bigint,
  recipient text not null,
  channel text not null,
  severity smallint,
  message_id text not null,
  thread text,
  state text not null default 'pending',
  not_before timestamptz not null,
  attempt integer not null default 0,
  leased_until timestamptz,
  subject text,
  response text,
  last_error text,
  unconfirmed boolean not null default false,
  superseded_by text,
  created_at timestamptz not null,
  sent_at timestamptz
);
create index deliveries_due on deliveries (not_before) where state = 'pending';
create index deliveries_thread on deliveries (thread) where thread is not null;
create index deliveries_incident on deliveries (brand, incident_id);

create table digests (
  brand text not null,
  day text not null,
  recipient text not null,
  digest_id bigint generated always as identity,
  language text not null,
  timezone text not null,
  view jsonb not null,
  created_at timestamptz not null,
  sent_at timestamptz,
  primary key (brand, day, recipient)
);
create unique index digests_id on digests (digest_id);
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(STATEMENTS).execute(db);
}
