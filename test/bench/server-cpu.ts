/** What a database on this machine has cost its server, beside the clock, which other work on the machine moves. */
import { readFileSync } from 'node:fs';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../src/store/schema.ts';

/** Of a clock that Linux gives to programs, whatever the kernel's own. */
const TICK_MS = 10;

/** Milliseconds of processor that each connection of the database has used. Null where it cannot be seen. */
export type ServerCpu = ReadonlyMap<number, number> | null;

/** Looks at every connection that programs have to this database; the server's other work is not theirs. */
export async function serverCpu(db: Kysely<Database>): Promise<ServerCpu> {
  const { rows } = await sql<{ pid: number }>`select pid from pg_stat_activity
    where datname = current_database() and backend_type in ('client backend', 'parallel worker')`.execute(db);
  try {
    return new Map(rows.map(({ pid }) => [pid, cpuOf(pid)]));
  } catch (error) {
    // Another machine, or no Linux.
    if ((error as { code?: string }).code === 'ENOENT') return null;
    throw error;
  }
}

/** Milliseconds between two looks; null where either could not be taken. */
export function spentBetween(before: ServerCpu, after: ServerCpu): number | null {
  if (before === null || after === null) return null;
  let sum = 0;
  for (const [pid, used] of after) sum += used - (before.get(pid) ?? 0);
  return sum;
}

function cpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  // Fields 14 and 15; the name in the second may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}
