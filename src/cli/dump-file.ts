/** Backups as files: a head that says what it is, then for each table a line with its name and its rows. Packed by gzip. */

import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { EarshotError, messageOf } from '../errors.ts';
import {
  asOfNow,
  dumpMonths,
  dumpRows,
  dumpTables,
  loadRows,
  migrationsOf,
  resetSequences,
  rowsIn,
} from '../store/dump.ts';
import type { Store } from '../store/store.ts';

interface Head {
  readonly earshot: 'backup';
  readonly version: 1;
  readonly at: string;
  readonly migrations: readonly string[];
  readonly months: readonly number[];
  /** Rows by table. */
  readonly tables: Readonly<Record<string, number>>;
}

export type OnRows = (table: string, done: number, of: number) => void;
const LOAD_AT_ONCE = 500;

/** Writes everything as of one moment. The file appears under its name only when it is whole. */
export async function writeDump(
  store: Store,
  file: string,
  at: Date,
  onRows: OnRows,
): Promise<Readonly<Record<string, number>>> {
  const draft = `${file}.part`;
  const gzip = createGzip({ level: 6 });
  const written = pipeline(gzip, createWriteStream(draft, { mode: 0o600 }));
  // Told where it is awaited; a disk that fills up meanwhile must not end the process unheard.
  written.catch(() => gzip.destroy());
  const put = async (line: string) => {
    if (gzip.destroyed) await written;
    if (!gzip.write(`${line}\n`)) await Promise.race([once(gzip, 'drain'), written]);
  };
  const counts = await asOfNow(store, async (db) => {
    const tables = await dumpTables(db);
    const sizes: Record<string, number> = {};
    for (const { name } of tables) sizes[name] = await rowsIn(db, name);
    const of = Object.values(sizes).reduce((sum, count) => sum + count, 0);
    const head: Head = {
      ...{ earshot: 'backup', version: 1, at: at.toISOString() },
      ...{ migrations: await migrationsOf(db), months: await dumpMonths(db), tables: sizes },
    };
    await put(JSON.stringify(head));
    let done = 0;
    for (const table of tables) {
      await put(JSON.stringify({ table: table.name }));
      for await (const lines of dumpRows(db, table)) {
        for (const line of lines) await put(line);
        done += lines.length;
        onRows(table.name, done, of);
      }
    }
    return sizes;
  });
  gzip.end();
  await written;
  await rename(draft, file);
  return counts;
}

/** Brings everything back. What is there already stays, so a restore that broke off goes on where it was. */
export async function readDump(store: Store, file: string, onRows: OnRows): Promise<Readonly<Record<string, number>>> {
  const source = createReadStream(file);
  const unpacked = source.pipe(createGunzip());
  source.on('error', (error) => unpacked.destroy(error));
  let head: Head | null = null;
  let table: string | null = null;
  let batch: string[] = [];
  let done = 0;
  const flush = async () => {
    if (table !== null && batch.length > 0) {
      const rows = batch;
      const into = table;
      await store.write((trx) => loadRows(trx, into, rows));
    }
    batch = [];
  };
  try {
    for await (const line of createInterface({ input: unpacked, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (head === null) {
        head = await headOf(store, line, file);
        await store.months.ensure(head.months);
        continue;
      }
      if (line.startsWith('{"table":') && Object.keys(head.tables).includes(nameOf(line))) {
        await flush();
        table = nameOf(line);
        continue;
      }
      batch.push(line);
      if (batch.length < LOAD_AT_ONCE) continue;
      done += batch.length;
      await flush();
      onRows(table ?? '', done, sumOf(head.tables));
    }
    await flush();
  } catch (error) {
    if (error instanceof EarshotError) throw error;
    throw new EarshotError(`${file} cannot be read: ${messageOf(error)}`, {
      cause: error,
      hint: 'Is it whole, and a backup of Earshot?',
    });
  }
  if (head === null) throw new EarshotError(`${file} is empty`);
  await resetSequences(store.db);
  return head.tables;
}

/** `{"table":"posts"}` and nothing else; a row of ours never looks like that. */
function nameOf(line: string): string {
  return /^\{"table":"(\w+)"\}$/.exec(line)?.[1] ?? '';
}

function sumOf(tables: Readonly<Record<string, number>>): number {
  return Object.values(tables).reduce((sum, count) => sum + count, 0);
}

async function headOf(store: Store, line: string, file: string): Promise<Head> {
  const head = JSON.parse(line) as Partial<Head>;
  if (head.earshot !== 'backup' || head.version !== 1) throw new EarshotError(`${file} is no backup of Earshot`);
  const here = await migrationsOf(store.db);
  const unknown = (head.migrations ?? []).filter((name) => !here.includes(name));
  if (unknown.length > 0) {
    throw new EarshotError(`${file} was written by a newer Earshot (${unknown.join(', ')})`, {
      hint: 'Install that version first.',
    });
  }
  return head as Head;
}

/** Tables of which the store has another number of rows than it should, in words; empty where all are as they should be. */
export async function differences(store: Store, counts: Readonly<Record<string, number>>): Promise<string[]> {
  const wrong: string[] = [];
  for (const [table, expected] of Object.entries(counts)) {
    const found = await rowsIn(store.db, table);
    if (found !== expected) wrong.push(`${table}: ${found} rows instead of ${expected}`);
  }
  return wrong;
}
