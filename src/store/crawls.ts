/** Crawls and what targets remember between them. */
import { sql } from 'kysely';
import { type CrawlOutcome, SEEING } from '../model.ts';
import type { Db } from './store.ts';

export type CrawlKind = 'crawl' | 'refresh' | 'import' | 'inbox' | 'ingest';

/** The kinds that look for what is new at a target; re-reads only follow up what is known. */
export const LOOKING: readonly CrawlKind[] = ['crawl', 'inbox', 'ingest'];

/**
 * Claims a target's slot: the id of the new crawl, or null where some process has it already. This, not the queue, is
 * what makes a double crawl impossible.
 */
export async function claimCrawl(db: Db, target: string, kind: CrawlKind, slot: Date): Promise<number | null> {
  const row = await db
    .insertInto('crawls')
    .values({
      ...{ target, kind, slot, started_at: null, finished_at: null, outcome: null, reason: null },
      ...{ complete: null, completeness: null },
    })
    .onConflict((conflict) => conflict.columns(['target', 'kind', 'slot']).doNothing())
    .returning('crawl_id')
    .executeTakeFirst();
  return row?.crawl_id ?? null;
}

/** Gives a claimed slot back that was never started. */
export async function releaseClaim(db: Db, crawlId: number): Promise<void> {
  await db.deleteFrom('crawls').where('crawl_id', '=', crawlId).where('started_at', 'is', null).execute();
}

/** The latest slot each target has had a crawl for, ended or not. */
export async function lastSlots(db: Db): Promise<Map<string, Date>> {
  const rows = await db
    .selectFrom('crawls')
    .select(['target', (select) => select.fn.max('slot').as('slot')])
    .where('kind', '=', 'crawl')
    .groupBy('target')
    .execute();
  return new Map(rows.map((row) => [row.target, row.slot]));
}

/** Marks the start; false where the crawl has ended already (a job delivered twice). */
export async function startCrawl(db: Db, crawlId: number, now: Date): Promise<boolean> {
  const result = await db
    .updateTable('crawls')
    .set({ started_at: now })
    .where('crawl_id', '=', crawlId)
    .where('finished_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** How a crawl ended, and what it saw. */
export interface CrawlSummary {
  readonly outcome: CrawlOutcome;
  readonly reason: string;
  readonly requests: number;
  readonly bytes: number;
  readonly postsSeen: number;
  readonly postsNew: number;
  readonly postsUpdated: number;
  readonly postsFailed: number;
  /** Of the new ones, those read by a first crawl. Default: none. */
  readonly postsBackfilled?: number;
  readonly fill: Readonly<Record<string, number>>;
  /** False: older posts may be missing between what was known and what was read. */
  readonly complete: boolean;
  /** Share of what it set out to read that was read, 0…1. Absent: all or nothing, as `complete` says. */
  readonly completeness?: number;
}

/** Share of the time since the crawl before that counts as seen. Where posts were not reached, nobody knows. */
function shareOf({ complete, completeness }: CrawlSummary): number {
  return completeness ?? (complete ? 1 : 0);
}

export async function finishCrawl(db: Db, crawlId: number, summary: CrawlSummary, now: Date): Promise<void> {
  await db
    .updateTable('crawls')
    .set({
      finished_at: now,
      outcome: summary.outcome,
      reason: summary.reason,
      complete: summary.complete,
      completeness: shareOf(summary),
      requests: summary.requests,
      bytes: summary.bytes,
      posts_seen: summary.postsSeen,
      posts_new: summary.postsNew,
      posts_updated: summary.postsUpdated,
      posts_failed: summary.postsFailed,
      posts_backfilled: summary.postsBackfilled ?? 0,
      fill: JSON.stringify(summary.fill),
    })
    .where('crawl_id', '=', crawlId)
    .execute();
}

/** Target as configured, for the row that remembers it. */
export interface TargetRow {
  readonly target: string;
  readonly crawler: string;
  readonly site: string | null;
  readonly brands: readonly string[];
}

/** Writes down which targets there are; those no longer configured keep their row but serve no brand. */
export async function registerTargets(db: Db, targets: readonly TargetRow[]): Promise<void> {
  for (const target of targets) {
    const values = { crawler: target.crawler, site: target.site, brands: [...target.brands] };
    await db
      .insertInto('target_states')
      .values({
        target: target.target,
        ...values,
        last_crawl_id: null,
        last_outcome: null,
        last_reason: null,
        last_at: null,
        covered_since: null,
        covered_until: null,
        failing_since: null,
        told_outcome: null,
      })
      .onConflict((conflict) => conflict.column('target').doUpdateSet(values))
      .execute();
  }
  const ids = targets.map((target) => target.target);
  await sql`update target_states set brands = '{}' where not (target = any(${ids}::text[]))`.execute(db);
}

/** What a target's crawler keeps between crawls; null before the first. */
export async function loadTargetState(db: Db, target: string): Promise<Record<string, unknown> | null> {
  const row = await db.selectFrom('target_states').select('state').where('target', '=', target).executeTakeFirst();
  return row === undefined || Object.keys(row.state).length === 0 ? null : row.state;
}

export async function saveTargetState(db: Db, target: string, state: object): Promise<void> {
  await db
    .updateTable('target_states')
    .set({ state: JSON.stringify(state) })
    .where('target', '=', target)
    .execute();
}

/**
 * Moves a target's coverage on after a crawl. A crawl that saw covers everything since the one before, unless some of
 * it may be missing: then what lies between was seen in part. One that failed to see leaves coverage where it was.
 * `seenUntil`: what was read shows the public up to then; for files, when they were written.
 */
export async function recordCoverage(
  db: Db,
  target: string,
  crawlId: number,
  summary: CrawlSummary,
  startedAt: Date,
  seenUntil: Date = startedAt,
): Promise<void> {
  const seen = SEEING.has(summary.outcome);
  const before = await db
    .selectFrom('target_states')
    .select(['covered_until', 'covered_since', 'failing_since'])
    .where('target', '=', target)
    .forUpdate()
    .executeTakeFirst();
  if (before === undefined) return;
  if (seen && !summary.complete && before.covered_until !== null && before.covered_until < startedAt) {
    await db
      .insertInto('coverage_gaps')
      .values({
        target,
        since: before.covered_until,
        until: startedAt,
        reason: summary.reason || 'older posts not reached',
        seen: shareOf(summary),
      })
      .onConflict((conflict) =>
        conflict.columns(['target', 'since']).doUpdateSet({ until: startedAt, seen: shareOf(summary) }),
      )
      .execute();
  }
  await db
    .updateTable('target_states')
    .set({
      last_crawl_id: crawlId,
      last_outcome: summary.outcome,
      last_reason: summary.reason,
      last_at: startedAt,
      covered_since: before.covered_since ?? (seen ? seenUntil : null),
      covered_until: seen ? later(before.covered_until, seenUntil) : before.covered_until,
      failing_since: seen ? null : (before.failing_since ?? startedAt),
    })
    .where('target', '=', target)
    .execute();
}

/** What was seen once stays seen: an older export takes nothing back. */
function later(before: Date | null, until: Date): Date {
  return before !== null && before > until ? before : until;
}

/** A target's state as operators see it. */
export interface TargetHealth {
  readonly target: string;
  readonly crawler: string | null;
  readonly site: string | null;
  readonly brands: string[];
  readonly lastOutcome: CrawlOutcome | null;
  readonly lastReason: string | null;
  readonly lastAt: Date | null;
  readonly coveredSince: Date | null;
  readonly coveredUntil: Date | null;
  readonly failingSince: Date | null;
  readonly paused: boolean;
}

export async function targetHealth(db: Db): Promise<TargetHealth[]> {
  const rows = await db
    .selectFrom('target_states')
    .select([
      'target',
      'crawler',
      'site',
      'brands',
      'last_outcome as lastOutcome',
      'last_reason as lastReason',
      'last_at as lastAt',
      'covered_since as coveredSince',
      'covered_until as coveredUntil',
      'failing_since as failingSince',
      'paused',
    ])
    .orderBy('target')
    .execute();
  return rows.map((row) => ({ ...row, lastOutcome: row.lastOutcome as CrawlOutcome | null }));
}

/** The crawl that began last of those that serve a brand; null where there was none. */
export async function lastCrawlFor(db: Db, brand: string): Promise<number | null> {
  const { rows } = await sql<{ crawlId: number }>`
    select c.crawl_id as "crawlId" from target_states t join lateral (
      select crawl_id, started_at from crawls where target = t.target order by started_at desc nulls last limit 1
    ) c on true
    where ${brand} = any(t.brands) and c.started_at is not null order by c.started_at desc limit 1`.execute(db);
  return rows[0]?.crawlId ?? null;
}
