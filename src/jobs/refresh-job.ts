/** One refresh job: a target's posts whose turn has come are read again, and pages that are wanted as evidence kept. */
import type { CrawlRequest, EngineDeps } from '../crawl/engine.ts';
import { refreshPosts, requestsFor } from '../crawl/refresh.ts';
import type { LoadedCrawler } from '../crawl/registry.ts';
import { SEEING, type Target } from '../model.ts';
import { type CrawlSummary, finishCrawl, startCrawl } from '../store/crawls.ts';
import { markDeleted } from '../store/posts.ts';
import { claimRereads, type DuePost, duePosts, settleRereads } from '../store/rereads.ts';
import type { Db } from '../store/store.ts';
import { type CrawlJobDeps, type CrawlReport, failedCrawl, queryOf, traced } from './crawl-job.ts';
import { intakeOf } from './intake.ts';

/** Posts looked at for one job; how many are read depends on how many the site gives with one request. */
const MOST_POSTS = 1_000;
/** A claim lasts this long: longer than a job may run, so that nobody reads a post that is being read. */
const CLAIM_MS = 20 * 60_000;
/** A post that its site leaves out of its answers is asked for this often. */
const MOST_MISSES = 2;
/** Of a host's requests a day: the rest is for what is new. */
const DAILY_SHARE = 0.7;

/** Does the job. Null: it has ended already, nothing is due any more, or its target is no longer configured. */
export async function runRefresh(
  given: CrawlJobDeps,
  job: { target: string; crawlId: number },
): Promise<CrawlReport | null> {
  const deps = traced(given, job.crawlId);
  const { db } = deps.store;
  const target = deps.targets.find((candidate) => candidate.id === job.target);
  const now = deps.fetching.clock.now();
  if (target === undefined || !(await startCrawl(db, job.crawlId, now))) return null;
  // Posts that are brought by other doors have no crawler: nothing can be read again.
  const crawler = deps.registry.has(target.crawler) ? deps.registry.get(target.crawler) : null;
  const due = fitting(target, crawler, await duePosts(db, target.id, now, MOST_POSTS));
  const until = new Date(now.getTime() + CLAIM_MS);
  const taken = await deps.store.write((trx) => claimRereads(trx, due, now, until));
  const posts = due.filter((post) => taken.has(post.postId));
  const { summary, leftOut } = await read(deps, target, crawler, posts);
  await deps.store.write(async (trx) => {
    if (SEEING.has(summary.outcome)) {
      const missed = await settleRereads(trx, posts, until, MOST_MISSES);
      await markMissing(trx, posts, missed, leftOut, now);
    }
    await finishCrawl(trx, job.crawlId, summary, deps.fetching.clock.now());
  });
  const { outcome, reason, postsSeen, postsNew } = summary;
  deps.log.info({ target: target.id, outcome, reason, posts: posts.length, crawl: job.crawlId }, 'read again');
  return { target: target.id, outcome, reason, postsSeen, postsNew };
}

/** Posts that an answer which shows all there are has left out again and again are gone. */
async function markMissing(
  trx: Db,
  posts: readonly DuePost[],
  missed: ReadonlySet<number>,
  leftOut: readonly string[],
  now: Date,
): Promise<void> {
  const absent = new Set(leftOut);
  const gone = posts.filter((post) => missed.has(post.postId) && absent.has(post.id));
  for (const [site, its] of Map.groupBy(gone, (post) => post.site))
    await markDeleted(
      trx,
      site,
      its.map(({ id }) => id),
      now,
    );
}

/** Posts that the crawler reads again, and those of which only the page can be had. */
function apart(target: Target, crawler: LoadedCrawler | null, posts: readonly DuePost[]) {
  if (crawler === null) return { counted: [], pages: [], requests: 0 };
  const readable = (post: DuePost) => (crawler.refresh?.([post], target.options).length ?? 0) > 0;
  const counted = posts.filter(readable);
  const pages = posts.filter((post) => post.evidence && !readable(post));
  return { counted, pages, requests: requestsFor({ target, crawler }, counted, pages) };
}

/** The first of the posts that are due, as many as `maxPages` requests can read. */
function fitting(target: Target, crawler: LoadedCrawler | null, due: readonly DuePost[]): readonly DuePost[] {
  let posts = due;
  for (;;) {
    const { requests } = apart(target, crawler, posts);
    if (requests <= target.maxPages || posts.length <= 1) return posts;
    posts = posts.slice(0, Math.min(posts.length - 1, Math.ceil((posts.length * target.maxPages) / requests)));
  }
}

async function read(
  deps: CrawlJobDeps,
  target: Target,
  crawler: LoadedCrawler | null,
  posts: readonly DuePost[],
): Promise<{ summary: CrawlSummary; leftOut: readonly string[] }> {
  const { counted, pages, requests } = apart(target, crawler, posts);
  if (crawler === null || requests === 0) return { summary: NOTHING, leftOut: [] };
  const request: CrawlRequest = { target, crawler, query: queryOf(target, deps.allBrands) };
  const { fetching, ports, signal } = deps;
  const engine: EngineDeps = {
    ...ports,
    ...fetching,
    limits: (host, perMinute) => {
      const limits = fetching.limits(host, perMinute);
      return { ...limits, dailyCap: Math.floor(limits.dailyCap * DAILY_SHARE) };
    },
    ...(signal && { signal }),
    ...intakeOf(deps, target, crawler, true),
  };
  try {
    const result = await refreshPosts(request, counted, engine, pages);
    return { summary: { ...result, complete: result.completeness === 1 }, leftOut: result.leftOut };
  } catch (error) {
    signal?.throwIfAborted();
    deps.log.error({ err: error, target: target.id }, 'reading again failed');
    return { summary: failedCrawl(error), leftOut: [] };
  }
}

/** Nothing to ask for: others have read it meanwhile, or none of the posts can be read again. */
const NOTHING: CrawlSummary = {
  ...{ outcome: 'empty', reason: 'nothing was left to read again' },
  ...{ requests: 0, bytes: 0, postsSeen: 0, postsNew: 0, postsUpdated: 0, postsFailed: 0 },
  ...{ fill: {}, complete: true },
};
