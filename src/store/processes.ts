/** Who is alive: every process of the service says so every few seconds, with the roles it has. */
import { sql } from 'kysely';
import type { Db } from './store.ts';

export interface ProcessRow {
  /** Unique among all processes there ever were. */
  readonly process: string;
  readonly host: string;
  readonly pid: number;
  readonly roles: readonly string[];
  readonly startedAt: Date;
  readonly seenAt: Date;
}

/** A process not heard of for this long is gone: three signs of life were missed. */
export const GONE_AFTER_MS = 20_000;
/** What is gone is forgotten after this long. */
const FORGET_AFTER_MS = 24 * 3_600_000;

/** Says that a process lives, and forgets those that have been gone for a day. */
export async function signOfLife(db: Db, row: Omit<ProcessRow, 'seenAt'>, now: Date): Promise<void> {
  const { process, host, pid, startedAt } = row;
  const roles = [...row.roles];
  await db
    .insertInto('processes')
    .values({ process, host, pid, roles, started_at: startedAt, seen_at: now })
    .onConflict((conflict) => conflict.column('process').doUpdateSet({ seen_at: now, roles }))
    .execute();
  await db
    .deleteFrom('processes')
    .where('seen_at', '<', new Date(now.getTime() - FORGET_AFTER_MS))
    .execute();
}

/** A process that ends in good order. */
export async function takeLeave(db: Db, process: string): Promise<void> {
  await db.deleteFrom('processes').where('process', '=', process).execute();
  await db.deleteFrom('duties').where('holder', '=', process).execute();
}

/** All processes heard of within a day, the latest first. */
export async function processes(db: Db): Promise<ProcessRow[]> {
  return db
    .selectFrom('processes')
    .select(['process', 'host', 'pid', 'roles', 'started_at as startedAt', 'seen_at as seenAt'])
    .orderBy('seen_at', 'desc')
    .orderBy('process')
    .execute();
}

/**
 * Takes or keeps a duty that one process is enough for; false while somebody else has it. By the database's clock, so
 * that machines whose clocks differ agree on who has it; whoever dies loses it after `leaseMs`.
 */
export async function holdDuty(db: Db, duty: string, holder: string, leaseMs: number): Promise<boolean> {
  const until = sql<Date>`clock_timestamp() + make_interval(secs => ${leaseMs / 1000}::float8)`;
  const row = await db
    .insertInto('duties')
    .values({ duty, holder, until })
    .onConflict((conflict) =>
      conflict
        .column('duty')
        .doUpdateSet({ holder, until })
        .where((where) =>
          where.or([where('duties.holder', '=', holder), where('duties.until', '<', sql<Date>`clock_timestamp()`)]),
        ),
    )
    .returning('duty')
    .executeTakeFirst();
  return row !== undefined;
}
