/**
 * What rules, people and digests need to remember.
 * `deliveries.first_due`: when a delivery was to go out first; `not_before` moves with each retry, and escalation counts
 * from the first moment.
 * `incidents.muted_…`: nobody is told until then, or until more negative mentions belong to it than `muted_above`.
 * `delivery_stops`: a recipient's channel that rests after a permanent refusal.
 * `operator_alarms`: alarms that operators were told of and that are still on.
 * A digest is of a day or a week, and a late crawl makes another edition of it.
 */
import { type Kysely, sql } from 'kysely';

const STATEMENTS = `
alter table deliveries add column first_due timestamptz;
update deliveries set first_due = coalesce(sent_at, not_before);
alter table deliveries alter column first_due set not null;
create index deliveries_troubled on deliveries (created_at) where state = 'dead' or unconfirmed;

alter table incidents add column muted_until timestamptz;
alter table incidents add column muted_above integer;
alter table incidents add column muted_by text;

create table incident_notes (
  brand text not null,
  incident_id bigint not null,
  note_id bigint generated always as identity,
  at timestamptz not null,
  by_whom text not null,
  text text not null,
  primary key (brand, incident_id, note_id)
);

create table delivery_stops (
  recipient text not null,
  channel text not null,
  address text not null,
  since timestamptz not null,
  reason text not null,
  primary key (recipient, channel)
);

create table unsubscriptions (
  recipient text not null,
  brand text not null,
  period text not null,
  at timestamptz not null,
  primary key (recipient, brand, period)
);

create table operator_alarms (
  alarm text primary key,
  since timestamptz not null,
  told_at timestamptz not null
);

alter table digests add column period text not null default 'day';
alter table digests add column edition integer not null default 0;
alter table digests drop constraint digests_pkey;
alter table digests add primary key (brand, period, day, recipient, edition);
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(STATEMENTS).execute(db);
}
