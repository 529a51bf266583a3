/**
 * When each author was first heard of a brand (`first-heard.ts`). Filled from what is stored, a month at a time. Who
 * asked that before looked through all that an author wrote, for which the index of authors carried more than the key:
 * it is made anew without, a fraction of its size, and writing a post costs less.
 */
import { type Kysely, sql } from 'kysely';

const TABLE = `
create table first_heard (
  brand text not null,
  author_key text not null,
  first_at timestamptz not null,
  primary key (brand, author_key)
);
`;

const FILL = `
insert into first_heard (brand, author_key, first_at)
  select m.brand, p.author_key, min(m.occurred_at)
  from mentions m join posts p on p.month = m.month and p.post_id = m.post_id
  where m.month = MONTH and p.month = MONTH and p.author_key is not null
    and m.talker not in ('brand', 'advertising', 'unrelated')
  group by m.brand, p.author_key
  on conflict (brand, author_key) do update set first_at = least(first_heard.first_at, excluded.first_at)
`;

const INDEXES = `
create index first_heard_time on first_heard (brand, first_at);
drop index posts_author;
create index posts_author on posts (author_key) where author_key is not null;
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(TABLE).execute(db);
  const { rows } = await sql<{ name: string }>`select c.relname as name from pg_inherits i
    join pg_class c on c.oid = i.inhrelid where i.inhparent = 'mentions'::regclass order by 1`.execute(db);
  for (const { name } of rows) {
    const month = /_(\d{6})$/.exec(name)?.[1];
    if (month !== undefined) await sql.raw(FILL.replaceAll('MONTH', month)).execute(db);
  }
  await sql.raw(INDEXES).execute(db);
}
