/** Re-reading the engagement of known posts: the counters of young ones, many with one request where the site can. */
import type { CrawlRequest, EngineDeps } from './engine.ts';
import { CrawlError, failed } from './errors.ts';
import { guestFor } from './guest.ts';
import type { CrawlResult } from './ports.ts';
import { type PageContext, readPage, reportGone } from './read-page.ts';
import { Tally } from './tally.ts';
import { planOf, stateFor } from './target-state.ts';

export interface KnownAddress {
  readonly id: string;
  readonly url: string | null;
}

/** Whether a target's crawler can re-read single posts; the others' counters are read with their listings. */
export function canRefresh({ crawler }: Pick<CrawlRequest, 'crawler'>): boolean {
  return crawler.refresh !== undefined;
}

/**
 * Reads posts again and hands them over like any page; posts whose own page is gone are reported as gone. At most
 * `maxPages` requests: the first posts are the most urgent. Rejects only when stopped or when a port fails.
 */
export async function refreshPosts(
  { target, crawler, query }: CrawlRequest,
  posts: readonly KnownAddress[],
  deps: EngineDeps,
): Promise<CrawlResult> {
  const startedAt = deps.clock.now();
  const state = stateFor(planOf(target, query), await deps.states.load(target.id));
  const guest = guestFor(target, crawler, state.cookies, deps.signal);
  const context: PageContext = { target, crawler, guest, deps, backfill: false, conditional: false };
  const requests = crawler.refresh?.(posts, target.options) ?? [];
  const tally = new Tally();
  const read = requests.slice(0, target.maxPages);
  for (const [i, request] of read.entries()) {
    deps.signal?.throwIfAborted();
    try {
      tally.add(await readPage(request, context));
    } catch (error) {
      if (!(error instanceof CrawlError)) throw error;
      if (error.outcome === 'gone' && request.post !== undefined) {
        await reportGone(request, context);
        tally.gone++;
        tally.pages++;
        continue;
      }
      tally.errors.push({ error, essential: true });
      if (error.outcome !== 'blocked' && error.outcome !== 'throttled') continue;
      tally.givenUp += read.length - i - 1;
      break;
    }
  }
  if (requests.length === 0) {
    tally.errors.push({ error: failed('this crawler cannot read these posts again one by one'), essential: true });
  }
  return tally.result(state, {
    target: target.id,
    startedAt,
    endedAt: deps.clock.now(),
    spent: guest.spent,
    backfill: false,
    truncated: requests.length > read.length,
  });
}
