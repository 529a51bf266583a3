/**
 * When each author was first heard of each brand: the earliest of their mentions that count. Kept, so that who is new on a
 * day is counted by that day's newcomers, not by all that its authors ever wrote. Written in the transaction that changes
 * the mentions, by who holds the brands' locks.
 */
import { type RawBuilder, sql } from 'kysely';
import { COUNTED, lockBrands } from './buckets.ts';
import { recordset } from './bulk.ts';
import { monthStart } from './months.ts';
import type { Db } from './store.ts';

/** An author who was heard of a brand at a moment. */
export interface Heard {
  readonly brand: string;
  readonly author_key: string;
  readonly at: Date;
}
type Author = Pick<Heard, 'brand' | 'author_key'>;

interface PostKey {
  readonly month: number;
  readonly post_id: number;
}

const AUTHOR = { brand: 'text', author_key: 'text' } as const;

/** Takes note of mentions that have come. */
export async function noteHeard(db: Db, heard: readonly Heard[]): Promise<void> {
  const earliest = new Map<string, Heard>();
  for (const one of heard) {
    const key = `${one.brand}\n${one.author_key}`;
    const other = earliest.get(key);
    if (other === undefined || one.at < other.at) earliest.set(key, one);
  }
  if (earliest.size === 0) return;
  // Asked first: most are known, and an insert that meets its row writes to it even where nothing changes.
  await sql`insert into first_heard (brand, author_key, first_at)
    select r.brand, r.author_key, r.at from ${recordset([...earliest.values()], { ...AUTHOR, at: 'timestamptz' })}
    where coalesce(r.at < (select f.first_at from first_heard f
      where f.brand = r.brand and f.author_key = r.author_key), true)
    on conflict (brand, author_key) do update set first_at = excluded.first_at`.execute(db);
}

/** Who is heard in these posts; `first`: as far as known for the first time. */
async function heardIn(db: Db, posts: readonly PostKey[]): Promise<(Heard & { readonly first: boolean })[]> {
  if (posts.length === 0) return [];
  const { rows } = await sql<Heard & { first: boolean }>`
    select m.brand, p.author_key, m.occurred_at as at, coalesce(f.first_at >= m.occurred_at, false) as first
    from ${recordset(posts, { month: 'integer', post_id: 'bigint' })}
    join posts p on p.month = r.month and p.post_id = r.post_id and p.author_key is not null
    join mentions m on m.month = r.month and m.post_id = r.post_id and ${COUNTED}
    left join first_heard f on f.brand = m.brand and f.author_key = p.author_key`.execute(db);
  return rows;
}

/** Keeps what is known of the authors of these posts right, while `change` changes the posts' mentions or takes them out. */
export async function keepingFirsts<T>(db: Db, posts: readonly PostKey[], change: () => Promise<T>): Promise<T> {
  const before = await heardIn(db, posts);
  const result = await change();
  await noteHeard(db, await heardIn(db, posts));
  await findFirsts(
    db,
    before.filter(({ first }) => first),
  );
  return result;
}

/** Looks through all that these authors wrote; whoever is not heard any more is forgotten. */
async function findFirsts(db: Db, authors: readonly Author[]): Promise<void> {
  if (authors.length === 0) return;
  const distinct = new Map(authors.map(({ brand, author_key }) => [`${brand}\n${author_key}`, { brand, author_key }]));
  await sql`
    with found as materialized (
      select r.brand, r.author_key, (
        select min(m.occurred_at) from posts p join mentions m on m.month = p.month and m.post_id = p.post_id
        where p.author_key = r.author_key and m.brand = r.brand and ${COUNTED}) as at
      from ${recordset([...distinct.values()], AUTHOR)}
    ), gone as (
      delete from first_heard f using found n where f.brand = n.brand and f.author_key = n.author_key and n.at is null
    )
    insert into first_heard (brand, author_key, first_at) select n.brand, n.author_key, n.at from found n
    where n.at is not null on conflict (brand, author_key) do update set first_at = excluded.first_at`.execute(db);
}

const AT_ONCE = 1_000;

/** After whole months have gone, all before `month` (`yyyymm`): their authors are as new as if they had never spoken then. */
export async function forgetFirsts(db: Db, month: number): Promise<void> {
  const { rows: brands } = await sql<{ brand: string }>`select brand from brands order by brand`.execute(db);
  for (const { brand } of brands) {
    for (let last = ''; ; ) {
      const { rows } = await sql<Author>`select f.brand, f.author_key from first_heard f
        where f.brand = ${brand} and f.first_at < ${monthStart(month)} and f.author_key > ${last}
        order by f.author_key limit ${AT_ONCE}`.execute(db);
      if (rows.length === 0) break;
      await db.transaction().execute(async (trx) => {
        await lockBrands(trx, [brand]);
        await findFirsts(trx, rows);
      });
      last = rows.at(-1)!.author_key;
    }
  }
}

/** How many authors were heard of the brand for the first time in [from, to). */
export async function countNewcomers(
  db: Db,
  { brand, from, to }: { readonly brand: string; readonly from: Date; readonly to: Date },
): Promise<number> {
  const { rows } = await sql<{ newcomers: number }>`select count(*)::int as newcomers from first_heard
    where brand = ${brand} and first_at >= ${from} and first_at < ${to}`.execute(db);
  return rows[0]!.newcomers;
}

/** What is kept of these authors, of whatever brand: nothing once all that they wrote is forgotten. */
export async function rowsOfAuthors(db: Db, authors: readonly string[]): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from brands b
    join first_heard f on f.brand = b.brand and f.author_key = any(${[...authors]}::text[])`.execute(db);
  return rows[0]!.count;
}

/** A condition: the author had been heard of the brand before `from`. */
export const heardBefore = (author: RawBuilder<unknown>, brand: string, from: Date): RawBuilder<unknown> => sql`
  exists (select 1 from first_heard f
    where f.brand = ${brand} and f.author_key = ${author} and f.first_at < ${from})`;
