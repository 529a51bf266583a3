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
  | { readonly granted: true; readonly lease: string; readonly startAt: Date }
  | { readonly granted: false; readonly until: Date; readonly why: Refusal };

/** A slot this near is given at once: waiting for it here costs less than asking again then. */
const AHEAD_MS = 50;

/** A host's budget as it stood before a claim. */
interface Standing {
  /** When the slot after the granted one begins; null where none was granted. */
  readonly claimed: Date | null;
  readonly nextAt: Date;
  readonly penaltyUntil: Date;
  /** Requests today. */
  readonly used: number;
  /** Lease → when it runs out, epoch milliseconds. */
  readonly leases: Readonly<Record<string, number>>;
}

function refusal(standing: Standing, limits: Limits, now: Date): Grant {
  const { nextAt, penaltyUntil, used, leases } = standing;
  if (penaltyUntil > now) return { granted: false, until: penaltyUntil, why: 'penalty' };
  if (used >= limits.dailyCap) {
    const tomorrow = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1));
    return { granted: false, until: tomorrow, why: 'daily-cap' };
  }
  if (nextAt > now) return { granted: false, until: nextAt, why: 'pace' };
  // All slots are taken: look again soon, and no later than when the oldest lease runs out.
  const ends = Object.values(leases).filter((end) => end > now.getTime());
  return { granted: false, until: new Date(Math.min(now.getTime() + 1_000, ...ends)), why: 'concurrency' };
}

/** `leaseMs`: a lease not given back after this long is void, so that a killed process gives its slots back. */
export class HostBudgets {
  readonly #db: Db;
  readonly #leaseMs: number;

  constructor(db: Db, leaseMs: number) {
    this.#db = db;
    this.#leaseMs = leaseMs;
  }

  async acquire(host: string, limits: Limits, now: Date): Promise<Grant> {
    const grant = await this.#claim(host, limits, now);
    if (grant !== null) return grant;
    // A host nobody has asked before.
    await this.#db
      .insertInto('host_budgets')
      .values({ host })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    return (await this.#claim(host, limits, now))!;
  }

  /** One statement: the conditional UPDATE, and how the budget stood before it, which says why it was refused. */
  async #claim(host: string, limits: Limits, now: Date): Promise<Grant | null> {
    const lease = randomUUID();
    const nowMs = now.getTime();
    const gapMs = Math.ceil(60_000 / limits.requestsPerMinute);
    const ahead = new Date(nowMs + AHEAD_MS);
    const live = sql`(select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(leases)
      where (value::text)::bigint > ${nowMs}::bigint)`;
    const today = sql`(${now}::timestamptz at time zone 'UTC')::date`;
    const { rows } = await sql<Standing>`
      with claimed as (
        update host_budgets set
          next_at = greatest(next_at, ${now}) + make_interval(secs => ${gapMs / 1000}::float8),
          day = ${today},
          used = case when day = ${today} then used + 1 else 1 end,
          leases = ${live} || jsonb_build_object(${lease}::text, ${nowMs + this.#leaseMs}::bigint)
        where host = ${host} and next_at <= ${ahead} and penalty_until <= ${now}
          and (day <> ${today} or used < ${limits.dailyCap})
          and (select count(*) from jsonb_each(leases) where (value::text)::bigint > ${nowMs}::bigint)
            < ${limits.concurrency}
        returning next_at
      )
      select (select next_at from claimed) as claimed, next_at as "nextAt", penalty_until as "penaltyUntil",
        case when day = ${today} then used else 0 end as used, leases
      from host_budgets where host = ${host}`.execute(this.#db);
    const [standing] = rows;
    if (standing === undefined) return null;
    if (standing.claimed === null) return refusal(standing, limits, now);
    return { granted: true, lease, startAt: new Date(standing.claimed.getTime() - gapMs) };
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
