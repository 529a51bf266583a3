/** Pushes as crawls: all that a door took in five minutes is one row, so that a busy webhook does not drown the rest. */
import { BUCKET_MS, type CrawlOutcome } from '../model.ts';
import { type CrawlSummary, claimCrawl, finishCrawl, recordCoverage } from './crawls.ts';
import type { Db } from './store.ts';

/** When the door was first pushed to, as far back as crawls are kept; null if it never was. */
export async function firstPushAt(db: Db, door: string): Promise<Date | null> {
  const row = await db
    .selectFrom('crawls')
    .select((select) => select.fn.min('started_at').as('at'))
    .where('target', '=', door)
    .where('kind', '=', 'ingest')
    .executeTakeFirst();
  return row?.at ?? null;
}

/** Adds a push to its door's row, and moves the door's coverage on. To be called in a transaction. */
export async function recordPush(trx: Db, door: string, push: CrawlSummary, now: Date): Promise<void> {
  const slot = new Date(Math.floor(now.getTime() / BUCKET_MS) * BUCKET_MS);
  const claimed = await claimCrawl(trx, door, 'ingest', slot);
  if (claimed !== null) {
    await trx.updateTable('crawls').set({ started_at: now }).where('crawl_id', '=', claimed).execute();
  }
  const before = await trx
    .selectFrom('crawls')
    .selectAll()
    .where('target', '=', door)
    .where('kind', '=', 'ingest')
    .where('slot', '=', slot)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const seen = before.posts_seen + push.postsSeen;
  const summary: CrawlSummary = {
    outcome: together(before.outcome as CrawlOutcome | null, push.outcome),
    reason: push.reason || (before.reason ?? ''),
    requests: before.requests + push.requests,
    bytes: before.bytes + push.bytes,
    postsSeen: seen,
    postsNew: before.posts_new + push.postsNew,
    postsUpdated: before.posts_updated + push.postsUpdated,
    postsFailed: before.posts_failed + push.postsFailed,
    postsBackfilled: before.posts_backfilled + (push.postsBackfilled ?? 0),
    fill: weighted(before.fill ?? {}, before.posts_seen, push.fill, push.postsSeen),
    complete: true,
  };
  await finishCrawl(trx, before.crawl_id, summary, now);
  await recordCoverage(trx, door, before.crawl_id, push, now);
}

/** What was new among several pushes is not made unseen by one that brought nothing; trouble is never hidden. */
function together(before: CrawlOutcome | null, now: CrawlOutcome): CrawlOutcome {
  const order: readonly CrawlOutcome[] = ['empty', 'unchanged', 'ok'];
  if (before === null || !order.includes(before) || !order.includes(now)) return now;
  return order.indexOf(before) > order.indexOf(now) ? before : now;
}

function weighted(
  a: Readonly<Record<string, number>>,
  weightA: number,
  b: Readonly<Record<string, number>>,
  weightB: number,
): Record<string, number> {
  const all = weightA + weightB;
  if (all === 0) return {};
  const fields = new Set([...Object.keys(a), ...Object.keys(b)]);
  return Object.fromEntries(
    [...fields].map((field) => [field, ((a[field] ?? 0) * weightA + (b[field] ?? 0) * weightB) / all]),
  );
}
