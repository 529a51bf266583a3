/**
 * Hosts' budgets, robots.txt, validators and the request log, shared by all processes: the crawling engine's ports on
 * the database. A budget is claimed by one conditional UPDATE, so two processes can never both have the same slot.
 */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from './store.ts';

interface Limits {
  readonly requestsPerMinute: number;
  readonly concurrency: number;
  readonly dailyCap: number;
}

type Refusal = 'pace' | 'concurrency' | 'daily-cap' | 'penalty';
type Grant =
  | { readonly granted: true; readonly lease: string }
  | { readonly granted: false; readonly until: Date; readonly why: Refusal };

/** `leaseMs`: a lease not given back after this long is void, so that a killed process gives its slots back. */
export class HostBudgets {
  readonly #db: Db;
  readonly #leaseMs: number;

  constructor(db: Db, leaseMs: number) {
    this.#db = db;
    this.#leaseMs = leaseMs;
  }

  async acquire(host: string, limits: Limits, now: Date): Promise<Grant> {
    await this.#db
      .insertInto('host_budgets')
      .values({ host })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const lease = randomUUID();
    const intervalMs = Math.ceil(60_000 / limits.requestsPerMinute);
    const nowMs = now.getTime();
    const live = sql`(select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(leases)
      where (value::text)::bigint > ${nowMs}::bigint)`;
    const today = sql`(${now}::timestamptz at time zone 'UTC')::date`;
    const { rows } = await sql<{ host: string }>`
      update host_budgets set
        next_at = ${new Date(nowMs + intervalMs)},
        day = ${today},
        used = case when day = ${today} then used + 1 else 1 end,
        leases = ${live} || jsonb_build_object(${lease}::text, ${nowMs + this.#leaseMs}::bigint)
      where host = ${host} and next_at <= ${now} and penalty_until <= ${now}
        and (day <> ${today} or used < ${limits.dailyCap})
        and (select count(*) from jsonb_each(leases) where (value::text)::bigint > ${nowMs}::bigint) < ${limits.concurrency}
      returning host`.execute(this.#db);
    return rows.length > 0 ? { granted: true, lease } : this.#refusal(host, limits, now);
  }

  async #refusal(host: string, limits: Limits, now: Date): Promise<Grant> {
    const row = await this.#db
      .selectFrom('host_budgets')
      .select(['next_at', 'penalty_until', 'used', 'leases'])
      .select(sql<boolean>`day = (${now}::timestamptz at time zone 'UTC')::date`.as('today'))
      .where('host', '=', host)
      .executeTakeFirstOrThrow();
    if (row.penalty_until > now) return { granted: false, until: row.penalty_until, why: 'penalty' };
    if (row.today && row.used >= limits.dailyCap) {
      const tomorrow = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1));
      return { granted: false, until: tomorrow, why: 'daily-cap' };
    }
    if (row.next_at > now) return { granted: false, until: row.next_at, why: 'pace' };
    // A slot is taken: look again soon, and no later than when the oldest lease runs out.
    const ends = Object.values(row.leases).filter((end) => end > now.getTime());
    const until = new Date(Math.min(now.getTime() + 1_000, ...ends));
    return { granted: false, until, why: 'concurrency' };
  }

  async release(host: string, lease: string, _now: Date): Promise<void> {
    await sql`update host_budgets set leases = leases - ${lease}::text where host = ${host}`.execute(this.#db);
  }

  async penalise(host: string, until: Date, why: string): Promise<void> {
    await this.#db
      .insertInto('host_budgets')
      .values({ host, penalty_until: until, penalty_reason: why })
      .onConflict((conflict) =>
        conflict
          .column('host')
          .doUpdateSet({ penalty_until: until, penalty_reason: why })
          .where('host_budgets.penalty_until', '<', until),
      )
      .execute();
  }
}

/** robots.txt by origin, as last fetched. */
export class RobotsCache<State extends string> {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async get(origin: string): Promise<{ fetchedAt: Date; state: State; body: string } | null> {
    const row = await this.#db
      .selectFrom('robots')
      .select(['fetched_at as fetchedAt', 'state', 'body'])
      .where('origin', '=', origin)
      .executeTakeFirst();
    return row === undefined ? null : { ...row, state: row.state as State };
  }

  async put(origin: string, entry: { fetchedAt: Date; state: State; body: string }): Promise<void> {
    const values = { fetched_at: entry.fetchedAt, state: entry.state, body: entry.body };
    await this.#db
      .insertInto('robots')
      .values({ origin, ...values })
      .onConflict((conflict) => conflict.column('origin').doUpdateSet(values))
      .execute();
  }
}

/** What is remembered of a URL's last answer, by target. `Entry` is JSON but for its `at`. */
export class HttpCache<Entry extends { readonly at: Date }> {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async get(target: string, url: string): Promise<Entry | null> {
    const row = await this.#db
      .selectFrom('http_cache')
      .select(['entry', 'at'])
      .where('target', '=', target)
      .where('url', '=', url)
      .executeTakeFirst();
    return row === undefined ? null : ({ ...(row.entry as object), at: row.at } as Entry);
  }

  async put(target: string, url: string, entry: Entry): Promise<void> {
    const values = { entry: JSON.stringify(entry), at: entry.at };
    await this.#db
      .insertInto('http_cache')
      .values({ target, url, ...values })
      .onConflict((conflict) => conflict.columns(['target', 'url']).doUpdateSet(values))
      .execute();
  }
}

export interface LoggedRequest {
  readonly at: Date;
  readonly target: string;
  readonly host: string;
  readonly method: string;
  readonly url: string;
  readonly status: number | null;
  readonly bytes: number;
  readonly durationMs: number;
  readonly verdict: string | null;
  readonly reason: string | null;
}

/** A line for each request sent or refused. */
export async function logRequest(db: Db, entry: LoggedRequest): Promise<void> {
  const { durationMs, ...rest } = entry;
  await db
    .insertInto('request_log')
    .values({ ...rest, duration_ms: Math.round(durationMs) })
    .execute();
}
