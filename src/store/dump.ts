/**
 * The whole store as lines of JSON, table by table: for backups, exports and moves. Rows travel as the text that the
 * database made of them, so that no number loses a digit on the way.
 */
import { type RawBuilder, sql } from 'kysely';
import { monthsKept } from './retention.ts';
import type { Db, Store } from './store.ts';

/** What belongs to the installation at this moment, not to its data: left behind. */
const LEFT: ReadonlySet<string> = new Set(['migrations', 'migrations_lock', 'processes', 'duties', 'sessions']);
const PARTITIONED = ['posts', 'readings', 'mentions'] as const;
const PAGE = 1_000;

interface Column {
  readonly name: string;
  readonly type: string;
}

/** A table with its key, by which it is read page by page. */
export interface DumpTable {
  readonly name: string;
  readonly key: readonly Column[];
}

/** Every table of ours that holds data, in order of name. */
export async function dumpTables(db: Db): Promise<DumpTable[]> {
  const { rows } = await sql<{ name: string; column: string; type: string }>`
    select c.relname as name, a.attname as "column", format_type(a.atttypid, a.atttypmod) as type
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_index i on i.indrelid = c.oid and i.indisprimary
    join lateral unnest(i.indkey) with ordinality as k(attnum, position) on true
    join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
    where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition
    order by c.relname, k.position`.execute(db);
  const tables = Map.groupBy(
    rows.filter(({ name }) => !LEFT.has(name)),
    ({ name }) => name,
  );
  return [...tables].map(([name, columns]) => ({
    name,
    key: columns.map(({ column, type }) => ({ name: column, type })),
  }));
}

export async function rowsIn(db: Db, table: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)}`.execute(db);
  return rows[0]?.count ?? 0;
}

/** The key of a row that `dumpRows` gave, as that takes it to go on after it. */
export function keyOf({ key }: DumpTable, line: string): string[] {
  const row = JSON.parse(line, asWritten) as Record<string, unknown>;
  return key.map((column) => String(row[column.name]));
}

/** Keeps numbers as they are written: ids and SimHashes may have more digits than a number here holds. */
function asWritten(this: unknown, _name: string, value: unknown, context?: { readonly source: string }): unknown {
  return typeof value === 'number' ? (context?.source ?? value) : value;
}

/** The rows of a table as JSON, a page at a time, in the order of its key; those after `start` where it is given. */
export async function* dumpRows(
  db: Db,
  { name, key }: DumpTable,
  start: readonly string[] | null = null,
): AsyncGenerator<string[]> {
  const order = sql.raw(key.map((column) => `t."${column.name}"`).join(', '));
  const values = sql.raw(key.map((column) => `t."${column.name}"::text`).join(', '));
  let last = start;
  for (;;) {
    const bound: readonly string[] | null = last;
    const after: RawBuilder<unknown> =
      bound === null
        ? sql`true`
        : sql`(${order}) > (${sql.join(key.map(({ type }, i) => sql`${bound[i]}::${sql.raw(type)}`))})`;
    const { rows }: { rows: { line: string; at: string[] }[] } = await sql<{ line: string; at: string[] }>`
      select to_json(t)::text as line, array[${values}] as at from ${sql.table(name)} t
      where ${after} order by ${order} limit ${PAGE}`.execute(db);
    if (rows.length > 0) yield rows.map(({ line }) => line);
    if (rows.length < PAGE) return;
    last = rows.at(-1)!.at;
  }
}

/** Puts rows in as they were; those that are there already stay. Resolves to how many were new. */
export async function loadRows(db: Db, table: string, lines: readonly string[]): Promise<number> {
  if (lines.length === 0) return 0;
  const { rows } = await sql<{ column: string }>`select attname as "column" from pg_attribute
    where attrelid = ${table}::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`.execute(
    db,
  );
  const columns = sql.raw(rows.map(({ column }) => `"${column}"`).join(', '));
  const result = await sql`insert into ${sql.table(table)} (${columns}) overriding system value
    select ${columns} from json_populate_recordset(null::${sql.table(table)}, ${`[${lines.join(',')}]`}::json)
    on conflict do nothing`.execute(db);
  return Number(result.numAffectedRows ?? 0n);
}

/** Months of which there are partitions. */
export async function dumpMonths(db: Db): Promise<number[]> {
  const months = new Set<number>();
  for (const table of PARTITIONED) for (const month of await monthsKept(db, table)) months.add(month);
  return [...months].sort((a, b) => a - b);
}

/** Numbers given out from now on are above those that were loaded. */
export async function resetSequences(db: Db): Promise<void> {
  const { rows } = await sql<{ table: string; column: string }>`select table_name as "table", column_name as "column"
    from information_schema.columns where table_schema = 'public' and is_identity = 'YES'
      and table_name not in (select relname from pg_class where relispartition)`.execute(db);
  for (const { table, column } of rows) {
    await sql`select setval(pg_get_serial_sequence(${table}, ${column}),
      greatest((select coalesce(max(${sql.ref(column)}), 0) from ${sql.table(table)}), 1))`.execute(db);
  }
  await sql`select setval('touches', greatest((select coalesce(max(touch), 0) from (
    select touch from touched_series union all select touch from touched_posts) t), 1))`.execute(db);
}

/** Names of the migrations that a store has: a dump fits a store of the same ones. */
export async function migrationsOf(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from migrations order by name`.execute(db);
  return rows.map(({ name }) => name);
}

/** Whether nothing has been stored yet. */
export async function isEmpty(db: Db): Promise<boolean> {
  for (const { name } of await dumpTables(db)) if ((await rowsIn(db, name)) > 0) return false;
  return true;
}

/**
 * One look at the whole store, as of one moment. On a server nobody waits for it; on the embedded store everybody does
 * until it is over.
 */
export function asOfNow<T>(store: Store, work: (db: Db) => Promise<T>): Promise<T> {
  return store.db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(work);
}
