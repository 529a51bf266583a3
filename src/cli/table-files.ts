/**
 * Everything as a folder of files, one for each table, a row of JSON a line, with a manifest that says how many rows there
 * are: for other programs to read, and to be taken in again. Both ways go on where they broke off.
 */
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { EarshotError, messageOf, UsageError } from '../errors.ts';
import {
  asOfNow,
  type DumpTable,
  dumpMonths,
  dumpRows,
  dumpTables,
  keyOf,
  loadRows,
  migrationsOf,
  resetSequences,
  rowsIn,
} from '../store/dump.ts';
import type { Db, Store } from '../store/store.ts';
import type { OnRows } from './dump-file.ts';

export interface Manifest {
  readonly earshot: 'export';
  readonly version: 1;
  readonly at: string;
  /** Whether every file is whole. */
  readonly complete: boolean;
  readonly migrations: readonly string[];
  readonly months: readonly number[];
  /** Rows by table. */
  readonly tables: Readonly<Record<string, number>>;
}

const MANIFEST = 'manifest.json';
const LOAD_AT_ONCE = 500;

/** What a folder says of itself; null where there is no manifest in it. */
export async function manifestIn(dir: string): Promise<Manifest | null> {
  let text: string;
  try {
    text = await readFile(join(dir, MANIFEST), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new EarshotError(`${dir} cannot be read: ${messageOf(error)}`, { cause: error });
  }
  const manifest = JSON.parse(text) as Partial<Manifest>;
  if (manifest.earshot !== 'export' || manifest.version !== 1) throw new EarshotError(`${dir} is no export of Earshot`);
  return manifest as Manifest;
}

/**
 * Writes everything as of one moment; into a folder that holds a part of it, what is missing. Throws where the store is no
 * longer as it was when that part was written.
 */
export async function writeTables(
  store: Store,
  dir: string,
  { at, signal, onRows }: { at: Date; signal: AbortSignal; onRows: OnRows },
): Promise<Manifest> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const begun = await manifestIn(dir);
  return asOfNow(store, async (db) => {
    const tables = await dumpTables(db);
    const sizes: Record<string, number> = {};
    for (const { name } of tables) sizes[name] = await rowsIn(db, name);
    if (begun !== null) assertUnchanged(begun, sizes, dir);
    const manifest: Manifest = {
      ...{ earshot: 'export', version: 1, at: begun?.at ?? at.toISOString(), complete: false },
      ...{ migrations: await migrationsOf(db), months: await dumpMonths(db), tables: sizes },
    };
    await writeManifest(dir, manifest);
    const of = sumOf(sizes);
    let done = 0;
    for (const table of tables) {
      const written = await writeTable(db, table, dir, signal, (rows) => onRows(table.name, done + rows, of));
      if (written !== sizes[table.name]) {
        throw new EarshotError(`${fileOf(dir, table.name)} has ${written} rows instead of ${sizes[table.name]}`, {
          hint: 'Remove the folder and export again.',
        });
      }
      done += written;
    }
    const whole = { ...manifest, complete: true };
    await writeManifest(dir, whole);
    return whole;
  });
}

function assertUnchanged(begun: Manifest, sizes: Readonly<Record<string, number>>, dir: string): void {
  if (begun.complete) throw new UsageError(`${dir} holds a whole export already`, { hint: 'Name another folder.' });
  const changed = Object.entries(sizes).filter(([table, rows]) => begun.tables[table] !== rows);
  if (changed.length === 0) return;
  const [[table, rows] = ['', 0]] = changed;
  throw new EarshotError(
    `the store has changed since this export began: ${table} has ${rows} rows, it had ${begun.tables[table]}`,
    { hint: 'Stop the service, or export into another folder. While it runs, earshot backup takes one moment.' },
  );
}

/** Resolves to how many rows the file holds then. */
async function writeTable(
  db: Db,
  table: DumpTable,
  dir: string,
  signal: AbortSignal,
  onRows: (rows: number) => void,
): Promise<number> {
  const file = fileOf(dir, table.name);
  const there = await wholeLines(file);
  let rows = there.lines;
  onRows(rows);
  const out = createWriteStream(file, { flags: there.lines > 0 ? 'a' : 'w', mode: 0o600 });
  const written = finished(out);
  // Told where it is awaited; a disk that fills up meanwhile must not end the process unheard.
  written.catch(() => out.destroy());
  const start = there.last === null ? null : keyOf(table, there.last);
  for await (const lines of dumpRows(db, table, start)) {
    if (signal.aborted || out.destroyed) break;
    if (!out.write(`${lines.join('\n')}\n`)) await Promise.race([once(out, 'drain'), written]);
    rows += lines.length;
    onRows(rows);
  }
  out.end();
  await written;
  signal.throwIfAborted();
  return rows;
}

/** Complete lines of a file, and the last of them; what a kill left of one more is cut off. */
async function wholeLines(file: string): Promise<{ lines: number; last: string | null }> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(file, 'r+');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { lines: 0, last: null };
    throw error;
  }
  try {
    let lines = 0;
    let last: string | null = null;
    let end = 0;
    let rest: Buffer = Buffer.alloc(0);
    for await (const chunk of handle.createReadStream({ autoClose: false, start: 0 })) {
      rest = Buffer.concat([rest, chunk as Buffer]);
      for (let at = rest.indexOf(10); at >= 0; at = rest.indexOf(10)) {
        last = rest.subarray(0, at).toString('utf8');
        rest = rest.subarray(at + 1);
        lines++;
        end += at + 1;
      }
    }
    if (rest.length > 0) await handle.truncate(end);
    return { lines, last };
  } finally {
    await handle.close();
  }
}

/** Takes everything in. What is there already stays, so an import that broke off goes on where it was. */
export async function readTables(
  store: Store,
  dir: string,
  manifest: Manifest,
  { signal, onRows }: { signal: AbortSignal; onRows: OnRows },
): Promise<void> {
  if (!manifest.complete) {
    throw new EarshotError(`${dir} is not whole`, {
      hint: 'Finish it first: earshot export --all with the same folder.',
    });
  }
  const here = await migrationsOf(store.db);
  const unknown = manifest.migrations.filter((name) => !here.includes(name));
  if (unknown.length > 0) {
    throw new EarshotError(`${dir} was written by a newer Earshot (${unknown.join(', ')})`, {
      hint: 'Install that version first.',
    });
  }
  await store.months.ensure(manifest.months);
  const of = sumOf(manifest.tables);
  let done = 0;
  for (const [table, rows] of Object.entries(manifest.tables)) {
    // A table that is whole was taken in before it broke off.
    if ((await rowsIn(store.db, table)) !== rows) {
      await readTable(store, fileOf(dir, table), table, signal, (read) => onRows(table, done + read, of));
    }
    done += rows;
  }
  await resetSequences(store.db);
}

async function readTable(
  store: Store,
  file: string,
  table: string,
  signal: AbortSignal,
  onRows: (rows: number) => void,
): Promise<void> {
  let batch: string[] = [];
  let read = 0;
  const flush = async () => {
    const rows = batch;
    batch = [];
    await store.write((trx) => loadRows(trx, table, rows));
    read += rows.length;
    onRows(read);
  };
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    signal.throwIfAborted();
    batch.push(line);
    if (batch.length >= LOAD_AT_ONCE) await flush();
  }
  await flush();
}

/** The manifest is never half written. */
async function writeManifest(dir: string, manifest: Manifest): Promise<void> {
  const draft = join(dir, `${MANIFEST}.part`);
  await writeFile(draft, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, join(dir, MANIFEST));
}

function fileOf(dir: string, table: string): string {
  return join(dir, `${table}.jsonl`);
}

function sumOf(tables: Readonly<Record<string, number>>): number {
  return Object.values(tables).reduce((sum, count) => sum + count, 0);
}
