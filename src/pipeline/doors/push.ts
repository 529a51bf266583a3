/** A push: rows that came over HTTP, stored before anybody is told that they are. */
import type { CrawlOutcome, Door } from '../../model.ts';
import { firstPushAt, recordPush } from '../../store/pushes.ts';
import type { TakeInDeps } from '../take-in.ts';
import { Bringing, type Brought } from './bring.ts';
import { fillHistory, judgeBrought, rememberHistory } from './outcome.ts';
import type { PostRow } from './rows.ts';

/** What was written longer than this before a door was first used is an archive: it raises no alerts. */
const NEWS_MS = 24 * 3_600_000;

/** Takes the rows in and writes the push down as the door's crawl. Idempotent: the same rows again are unchanged. */
export async function takePush(
  deps: TakeInDeps,
  door: Door,
  rows: readonly PostRow[],
  push: { readonly bytes: number; readonly now: Date },
): Promise<{ brought: Brought; outcome: CrawlOutcome }> {
  const firstAt = (await firstPushAt(deps.store.db, door.id)) ?? push.now;
  const newsSince = firstAt.getTime() - NEWS_MS;
  const bringing = new Bringing(deps, door, {
    now: () => push.now,
    backfill: ({ publishedAt }) => publishedAt !== null && publishedAt.getTime() < newsSince,
  });
  for (const row of rows) await bringing.take(row);
  const brought = await bringing.end();
  const outcome = await deps.store.write(async (trx) => {
    const { outcome, reason, history } = judgeBrought(brought, await fillHistory(trx, door.id));
    const summary = {
      outcome,
      reason,
      requests: 1,
      bytes: push.bytes,
      postsSeen: brought.read - brought.failed,
      postsNew: brought.new,
      postsUpdated: brought.updated,
      postsFailed: brought.failed,
      postsBackfilled: brought.backfilled,
      fill: brought.fill.shares(),
      complete: true,
    };
    await recordPush(trx, door.id, summary, push.now);
    await rememberHistory(trx, door.id, history);
    return outcome;
  });
  return { brought, outcome };
}
