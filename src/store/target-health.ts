/** What health is judged by, and what was found: crawls as spans of time, the state of each target, who was told. */
import { sql } from 'kysely';
import { type CrawlOutcome, type HealthState, SEEING } from '../model.ts';
import { LOOKING } from './crawls.ts';
import type { Db } from './store.ts';

/** A crawl that has ended, newest first in lists. */
export interface EndedCrawl {
  readonly at: Date;
  readonly outcome: CrawlOutcome;
  readonly reason: string;
  /** Without those of a first crawl. */
  readonly postsNew: number;
}

/** The last crawls of a target, in the order of time. */
export async function lastCrawls(db: Db, target: string, limit: number): Promise<EndedCrawl[]> {
  const rows = await db
    .selectFrom('crawls')
    .select(['started_at', 'outcome', 'reason', sql<number>`posts_new - posts_backfilled`.as('posts')])
    .where('target', '=', target)
    .where('kind', 'in', [...LOOKING])
    .where('finished_at', 'is not', null)
    .where('started_at', 'is not', null)
    .orderBy('started_at', 'desc')
    .limit(limit)
    .execute();
  return rows.reverse().map((row) => ({
    at: row.started_at!,
    outcome: row.outcome as CrawlOutcome,
    reason: row.reason ?? '',
    postsNew: row.posts,
  }));
}

export interface SeenSpan {
  readonly from: Date;
  readonly to: Date;
  readonly posts: number;
}

/**
 * The time that a target's crawls saw since `since`, in stretches of about `minutes`, and the new posts of each. A crawl
 * that saw accounts for the time since the one before that saw, however long that was.
 */
export async function seenSpans(db: Db, target: string, since: Date, minutes: number): Promise<SeenSpan[]> {
  const { rows } = await sql<SeenSpan>`
    select min(before) as "from", max(started_at) as "to", sum(posts)::integer as posts
    from (
      select started_at, posts_new - posts_backfilled as posts,
        lag(started_at) over (order by started_at) as before
      from crawls
      where target = ${target} and kind = any(${[...LOOKING]}::text[]) and finished_at is not null and started_at >= ${since}
        and outcome = any(${[...SEEING]}::text[])
    ) seen
    where before is not null
    group by floor(extract(epoch from started_at) / ${minutes * 60})
    order by 2`.execute(db);
  return rows;
}

/** A target's state as last found; for the whole network under `NETWORK`. */
export interface FoundHealth {
  readonly target: string;
  readonly state: HealthState;
  readonly since: Date;
  readonly reason: string;
  /** When it was found to be so. */
  readonly foundAt: Date;
  readonly toldState: HealthState;
  readonly toldAt: Date | null;
}

/** Stands for all targets together. */
export const NETWORK = '*';

export async function foundHealth(db: Db, targets?: readonly string[]): Promise<FoundHealth[]> {
  const rows = await db
    .selectFrom('target_health')
    .selectAll()
    .$if(targets !== undefined, (query) => query.where('target', 'in', [...targets!, '']))
    .orderBy('target')
    .execute();
  return rows.map(fromRow);
}

/** What was found but not told yet, claimed until the end of the transaction. */
export async function claimUntold(trx: Db): Promise<FoundHealth[]> {
  const rows = await trx
    .selectFrom('target_health')
    .selectAll()
    .whereRef('state', '<>', 'told_state')
    .orderBy('found_at')
    .orderBy('target')
    .forUpdate()
    .skipLocked()
    .execute();
  return rows.map(fromRow);
}

function fromRow(row: {
  target: string;
  state: string;
  since: Date;
  reason: string;
  found_at: Date;
  told_state: string;
  told_at: Date | null;
}): FoundHealth {
  return {
    target: row.target,
    state: row.state as HealthState,
    since: row.since,
    reason: row.reason,
    foundAt: row.found_at,
    toldState: row.told_state as HealthState,
    toldAt: row.told_at,
  };
}

/** Writes down how a target was found. `foundAt` moves only when the state does. */
export async function recordHealth(
  db: Db,
  found: Pick<FoundHealth, 'target' | 'state' | 'since' | 'reason'>,
  now: Date,
): Promise<void> {
  await db
    .insertInto('target_health')
    .values({ ...found, found_at: now, told_at: null })
    .onConflict((conflict) =>
      conflict.column('target').doUpdateSet((row) => ({
        state: found.state,
        reason: found.reason,
        since: found.since,
        found_at: row
          .case()
          .when('target_health.state', '=', found.state)
          .then(row.ref('target_health.found_at'))
          .else(now)
          .end(),
      })),
    )
    .execute();
}

/** Operators know of these states now. `at` null: there was nothing to tell. */
export async function markTold(db: Db, targets: readonly string[], at: Date | null): Promise<void> {
  await sql`update target_health set told_state = state, told_at = coalesce(${at}, told_at)
    where target = any(${[...targets]}::text[])`.execute(db);
}

/** Leaves out of sight what is no longer configured. */
export async function forgetOthers(db: Db, targets: readonly string[]): Promise<void> {
  await sql`delete from target_health where not (target = any(${[...targets, NETWORK]}::text[]))`.execute(db);
}

/** How each target stands after its last crawl, for telling one site's trouble from everybody's. */
export async function lastOutcomes(
  db: Db,
): Promise<{ target: string; outcome: CrawlOutcome; at: Date; failingSince: Date | null }[]> {
  const rows = await db
    .selectFrom('target_states')
    .select(['target', 'last_outcome', 'last_at', 'failing_since'])
    .where('paused', '=', false)
    .where('last_at', 'is not', null)
    .execute();
  return rows.map((row) => ({
    target: row.target,
    outcome: row.last_outcome as CrawlOutcome,
    at: row.last_at!,
    failingSince: row.failing_since,
  }));
}

/** Crawls that were begun since `since` and have not ended. */
export async function underWay(db: Db, since: Date): Promise<Set<string>> {
  const rows = await db
    .selectFrom('crawls')
    .select('target')
    .where('finished_at', 'is', null)
    .where('started_at', '>=', since)
    .execute();
  return new Set(rows.map((row) => row.target));
}

/** What operators are told in one message. */
export async function addNotice(db: Db, view: object, at: Date): Promise<number> {
  const row = await db
    .insertInto('operator_notices')
    .values({ at, view: JSON.stringify(view) })
    .returning('notice_id')
    .executeTakeFirstOrThrow();
  return row.notice_id;
}

export async function findNotice(db: Db, noticeId: number): Promise<unknown> {
  const row = await db
    .selectFrom('operator_notices')
    .select('view')
    .where('notice_id', '=', noticeId)
    .executeTakeFirst();
  return row?.view ?? null;
}

/** When something was brought at a door since `since`, in order; the last `limit` times. */
export async function broughtTimes(db: Db, door: string, since: Date, limit: number): Promise<Date[]> {
  const rows = await db
    .selectFrom('crawls')
    .select('started_at')
    .where('target', '=', door)
    .where('kind', 'in', ['inbox', 'ingest'])
    .where('finished_at', 'is not', null)
    .where('started_at', '>=', since)
    .orderBy('started_at', 'desc')
    .limit(limit)
    .execute();
  return rows.flatMap(({ started_at: at }) => (at === null ? [] : [at])).reverse();
}
