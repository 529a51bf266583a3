/** The audit of what hosts were asked: the log line by line, and what a host may be asked now. */
import { type SqlBool, sql } from 'kysely';
import type { LoggedRequest } from './politeness.ts';
import type { Db } from './store.ts';

/** The last requests to a host, newest first. `host` with a port, or all ports of a name without one. */
export async function requestsTo(db: Db, host: string, limit: number): Promise<LoggedRequest[]> {
  return db
    .selectFrom('request_log')
    .select(['at', 'target', 'host', 'method', 'url', 'status', 'bytes', 'duration_ms as durationMs'])
    .select(['verdict', 'reason'])
    .where(ofHost(host))
    .orderBy('at', 'desc')
    .orderBy('request_id', 'desc')
    .limit(limit)
    .execute();
}

/** Requests to a host since `since`: how many, how many bytes, how many gave no page. */
export async function requestTotals(db: Db, host: string, since: Date) {
  const row = await db
    .selectFrom('request_log')
    .select([
      sql<number>`count(*)`.as('requests'),
      sql<number>`coalesce(sum(bytes), 0)::bigint`.as('bytes'),
      sql<number>`count(verdict)`.as('withoutPage'),
    ])
    .where(ofHost(host))
    .where('at', '>=', since)
    .executeTakeFirstOrThrow();
  return row;
}

/** Hosts that were asked since `since`, the most asked first. */
export async function hostsAsked(db: Db, since: Date, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('request_log')
    .select('host')
    .where('at', '>=', since)
    .groupBy('host')
    .orderBy(sql`count(*)`, 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ host }) => host);
}

/** A host's budget as all processes share it. */
export interface HostStanding {
  readonly host: string;
  readonly nextAt: Date;
  readonly penaltyUntil: Date;
  readonly penaltyReason: string | null;
  /** `YYYY-MM-DD`, UTC: the day that `used` counts. */
  readonly day: string;
  readonly used: number;
  /** Lease → when it runs out, epoch milliseconds. */
  readonly leases: Readonly<Record<string, number>>;
}

export async function standingOf(db: Db, host: string): Promise<HostStanding[]> {
  return db
    .selectFrom('host_budgets')
    .select(['host', 'next_at as nextAt', 'penalty_until as penaltyUntil', 'penalty_reason as penaltyReason'])
    .select(['day', 'used', 'leases'])
    .where(ofHost(host))
    .orderBy('host')
    .execute();
}

/** The robots.txt of a host's origins, as last fetched. */
export async function robotsOf(db: Db, host: string) {
  return db
    .selectFrom('robots')
    .select(['origin', 'fetched_at as fetchedAt', 'state', 'body'])
    .where(sql<SqlBool>`split_part(split_part(origin, '://', 2), ':', 1) = ${host}
      or split_part(origin, '://', 2) = ${host}`)
    .orderBy('origin')
    .execute();
}

function ofHost(host: string) {
  const ports = `${host.replace(/[\\%_]/g, '\\$&')}:%`;
  return sql<SqlBool>`(host = ${host} or host like ${ports})`;
}

/**
 * Removes lines older than `before`, at most `limit` of them: the oldest are looked at, whether or not they are to go.
 * Resolves to how many went.
 */
export async function trimRequestLog(db: Db, before: Date, limit: number): Promise<number> {
  const result = await sql`
    delete from request_log where request_id in (
      select request_id from (select request_id, at from request_log order by request_id limit ${limit}) oldest
      where at < ${before}
    )`.execute(db);
  return Number(result.numAffectedRows ?? 0n);
}
