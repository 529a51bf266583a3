/** What a Postgres server on this machine has cost, beside the clock, which other work on the machine moves. */
import { readFileSync } from 'node:fs';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../src/store/schema.ts';

/** Of a clock that Linux gives to programs, whatever the kernel's own. */
const TICK_MS = 10;

/** Fields of `/proc/PID/stat` after the name, which may hold anything; the first of them is field 3. */
function statOf(pid: number): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/**
 * Milliseconds of processor that the server and all its processes have used, those that have ended included. Null where
 * it cannot be seen: another machine, or no Linux.
 */
export async function serverCpu(db: Kysely<Database>): Promise<number | null> {
  const { rows } = await sql<{ file: string }>`select pg_read_file('postmaster.pid') as file`.execute(db);
  const server = Number.parseInt(rows[0]!.file, 10);
  try {
    const ticks = (pid: number, from: number, to: number) =>
      statOf(pid)
        .slice(from - 3, to - 2)
        .reduce((sum, field) => sum + Number(field), 0);
    let sum = ticks(server, 14, 17);
    for (const pid of readFileSync(`/proc/${server}/task/${server}/children`, 'utf8').split(' ').filter(Boolean)) {
      sum += ticks(Number(pid), 14, 15);
    }
    return sum * TICK_MS;
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return null;
    throw error;
  }
}
