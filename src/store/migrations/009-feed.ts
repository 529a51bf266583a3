/**
 * What the feed needs: mentions that are found by their words and by any mixture of conditions, people's corrections,
 * saved views.
 * `mentions.words`: what a mention is found by (`mention-words.ts`); null: not made yet.
 * `mentions.uncorrected`: what the models say where a person said otherwise.
 * `corrections`: who said what of which mention, and who took it back.
 */
import { type Kysely, sql } from 'kysely';

const STATEMENTS = `
alter table mentions add column words tsvector;
alter table mentions add column uncorrected jsonb;
create index mentions_words on mentions using gin (words);
create index mentions_wordless on mentions (month, brand, post_id) where words is null;
drop index mentions_story;
create index mentions_story on mentions (brand, story_id, occurred_at desc, post_id desc);

create table corrections (
  correction_id bigint generated always as identity primary key,
  brand text not null,
  month integer not null,
  post_id bigint not null,
  verdict text not null,
  at timestamptz not null,
  by_whom text not null,
  undone_at timestamptz,
  undone_by text
);
create index corrections_post on corrections (month, post_id);
create unique index corrections_standing on corrections (brand, month, post_id) where undone_at is null;

create table saved_views (
  view_id bigint generated always as identity primary key,
  name text not null,
  query text not null,
  by_whom text not null,
  at timestamptz not null
);
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(STATEMENTS).execute(db);
}
