/** What the database says of itself: version, clock, size, migrations, indexes and tables in need of care. */
import { type SqlBool, sql } from 'kysely';
import type { Db } from './store.ts';

/** From this size on an embedded store should move to a Postgres server: `earshot move --to postgresql://…`. */
export const EMBEDDED_LIMIT_BYTES = 2 * 1024 ** 3;

export interface StoreCondition {
  /** As the server calls itself: `17.2 (Debian 17.2-1)`. */
  readonly version: string;
  /** The server's own time. */
  readonly clock: Date;
  readonly bytes: number;
  /** Names of the migrations that have run, in order. */
  readonly migrations: readonly string[];
}

export async function storeCondition(db: Db): Promise<StoreCondition> {
  const { rows } = await sql<StoreCondition>`
    select current_setting('server_version') as version, clock_timestamp() as clock,
      pg_database_size(current_database()) as bytes,
      (select coalesce(array_agg(name order by name), '{}') from migrations) as migrations`.execute(db);
  return rows[0]!;
}

/** Whether the server knows a time zone by this name, as queries by day need it to. */
export async function knowsTimezone(db: Db, timezone: string): Promise<boolean> {
  const { rows } = await sql<{ known: SqlBool }>`
    select exists (select 1 from pg_timezone_names where lower(name) = lower(${timezone})) as known`.execute(db);
  return Boolean(rows[0]?.known);
}

/** The latest moment that stored work claims to have ended at: later than now, a clock was set back. */
export async function latestWork(db: Db): Promise<Date | null> {
  const row = await db
    .selectFrom('crawls')
    .select((select) => select.fn.max('finished_at').as('at'))
    .executeTakeFirst();
  return row?.at ?? null;
}

/** Indexes that a broken build left unusable: queries go without them. */
export async function brokenIndexes(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select format('%I.%I', n.nspname, c.relname) as name
    from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
    where not (i.indisvalid and i.indisready) and n.nspname not like 'pg\\_%' and c.relkind = 'i'
    order by 1`.execute(db);
  return rows.map(({ name }) => name);
}

/** A table of which so much is dead that reading it costs noticeably more. */
export interface BloatedTable {
  readonly name: string;
  readonly live: number;
  readonly dead: number;
}

/** Far beyond what autovacuum leaves lying: more dead rows than live ones, and many of them. */
export async function bloatedTables(db: Db): Promise<BloatedTable[]> {
  const { rows } = await sql<BloatedTable>`
    select format('%I.%I', schemaname, relname) as name, n_live_tup as live, n_dead_tup as dead
    from pg_stat_user_tables where n_dead_tup > 50000 and n_dead_tup > n_live_tup order by n_dead_tup desc`.execute(db);
  return rows;
}

/** Rebuilds broken indexes and vacuums bloated tables; resolves to what was done, in words. */
export async function repair(db: Db): Promise<string[]> {
  const done: string[] = [];
  // The names come from the catalogue, quoted by `format`.
  for (const name of await brokenIndexes(db)) {
    await sql.raw(`reindex index ${name}`).execute(db);
    done.push(`index ${name} rebuilt`);
  }
  for (const { name } of await bloatedTables(db)) {
    await sql.raw(`vacuum (analyze) ${name}`).execute(db);
    done.push(`table ${name} vacuumed`);
  }
  return done;
}
