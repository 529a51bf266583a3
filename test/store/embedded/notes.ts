/** What the tests of the embedded store write into it, and the processes they share it with. */
import type { Pool } from 'pg';
import { onTestFinished } from 'vitest';
import { silentLogger } from '../../../src/log.ts';
import { type EmbeddedOptions, openEmbedded } from '../../../src/store/embedded/embedded.ts';
import { startProgram } from '../../support/programs.ts';

/** How long is waited for what takes its time on a busy machine. */
export const PATIENCE = { timeout: 60_000 };

/** A store over a folder with a table of notes, closed when the test ends at the latest. */
export async function open(dataDir: string, options: Partial<EmbeddedOptions> = {}) {
  const store = await openEmbedded({ dataDir, log: silentLogger, ...options });
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= store.close();
    return closing;
  };
  onTestFinished(close);
  await store.pool.query('create table if not exists notes (id int primary key)');
  return { ...store, close };
}

/** A process of its own that opens the folder. */
export const neighbour = (dataDir: string) => startProgram(new URL('./neighbour.ts', import.meta.url), [dataDir]);

/** The rows that are there when nobody has the folder open any more. */
export async function notes(dataDir: string): Promise<number[]> {
  const { pool, close } = await open(dataDir);
  const ids = await idsIn(pool);
  await close();
  return ids;
}

export async function idsIn(pool: Pool): Promise<number[]> {
  const { rows } = await pool.query<{ id: number }>('select id from notes order by id');
  return rows.map((row) => row.id);
}
