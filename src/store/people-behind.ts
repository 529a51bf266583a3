/** Who said what a filter means: how many people, and each of them with how much they said. */
import { sql } from 'kysely';
import { type MentionFilter, matching, withPosts } from './mention-filter.ts';
import type { Db } from './store.ts';

/** `unnamed`: mentions whose author is not known, each of which may be one more person. */
export interface PeopleCount {
  readonly named: number;
  readonly unnamed: number;
}

/** An author, as far as known, and how many of the mentions are theirs. */
export interface Person {
  readonly authorKey: string;
  /** As last seen. */
  readonly authorName: string | null;
  readonly site: string;
  readonly mentions: number;
}

/** Where a list of people goes on: behind this one. */
export type PersonKey = Pick<Person, 'mentions' | 'authorKey'>;

/** How many people said what the filter means. */
export async function countPeople(db: Db, filter: MentionFilter): Promise<PeopleCount> {
  const { rows } = await sql<PeopleCount>`
    select count(distinct p.author_key)::int as named, (count(*) filter (where p.author_key is null))::int as unnamed
    from ${withPosts(filter)} where ${matching(filter)}`.execute(db);
  return rows[0]!;
}

/** Those of them who are known, the loudest first; `next`: where the list goes on, null at its end. */
export async function listPeople(
  db: Db,
  { filter, after, limit }: { filter: MentionFilter; after: PersonKey | undefined; limit: number },
): Promise<{ people: readonly Person[]; next: PersonKey | null }> {
  const behind =
    after === undefined
      ? sql`true`
      : sql`count(*) < ${after.mentions} or (count(*) = ${after.mentions} and p.author_key > ${after.authorKey})`;
  const { rows } = await sql<Person>`
    select p.author_key as "authorKey", (array_agg(p.author_name order by m.occurred_at desc))[1] as "authorName",
      min(p.site) as site, count(*)::int as mentions
    from ${withPosts(filter)} where ${matching(filter)} and p.author_key is not null
    group by p.author_key having ${behind} order by count(*) desc, p.author_key limit ${limit + 1}`.execute(db);
  const people = rows.slice(0, limit);
  return { people, next: rows.length > limit ? (people.at(-1) ?? null) : null };
}
