/** One crawl job: the target's pages through the pipeline, its outcome written down, its coverage moved on. */
import { type CrawlRequest, crawl } from '../crawl/engine.ts';
import type { CrawlDeps } from '../crawl/read-page.ts';
import type { Registry } from '../crawl/registry.ts';
import { messageOf } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Brand, CrawlOutcome, Target } from '../model.ts';
import type { TakeInDeps } from '../pipeline/take-in.ts';
import { takeTrends } from '../pipeline/trends.ts';
import { type CrawlSummary, finishCrawl, recordCoverage, startCrawl } from '../store/crawls.ts';
import type { StorePorts } from './crawl-ports.ts';
import { intakeOf } from './intake.ts';

export interface CrawlJobDeps extends TakeInDeps {
  readonly registry: Registry;
  readonly targets: readonly Target[];
  readonly allBrands: readonly Brand[];
  readonly ports: StorePorts;
  /** How pages are fetched: transports, robots, limits, clock. */
  readonly fetching: Omit<CrawlDeps, 'known' | 'onPage' | 'evidence' | 'budgets' | 'cache' | 'requests'>;
  readonly signal?: AbortSignal;
  readonly log: Logger;
}

export interface CrawlReport {
  readonly target: string;
  readonly outcome: CrawlOutcome;
  readonly reason: string;
  readonly postsSeen: number;
  readonly postsNew: number;
}

/** The word by which every log line and every message that goes back to a crawl is found. */
export function crawlTrace(crawlId: number): string {
  return `crawl-${crawlId}`;
}

/** The same, with a log that says of every line which crawl it is about. */
export function traced(deps: CrawlJobDeps, crawlId: number): CrawlJobDeps {
  const log = deps.log.child({ trace: crawlTrace(crawlId) });
  return { ...deps, log, fetching: { ...deps.fetching, log } };
}

/** Crawls the job's target. Null: the crawl has ended already, or its target is no longer configured. */
export async function runCrawl(
  given: CrawlJobDeps,
  job: { target: string; crawlId: number },
): Promise<CrawlReport | null> {
  const deps = traced(given, job.crawlId);
  const target = deps.targets.find((candidate) => candidate.id === job.target);
  const startedAt = deps.fetching.clock.now();
  if (target === undefined || !(await startCrawl(deps.store.db, job.crawlId, startedAt))) return null;
  const summary = await crawlAndTakeIn(deps, target);
  await deps.store.write(async (trx) => {
    await finishCrawl(trx, job.crawlId, summary, deps.fetching.clock.now());
    await recordCoverage(trx, target.id, job.crawlId, summary, startedAt);
  });
  const { outcome, reason, postsSeen, postsNew } = summary;
  deps.log.info({ target: target.id, outcome, reason, postsSeen, postsNew, crawl: job.crawlId }, 'crawled');
  return { target: target.id, outcome, reason, postsSeen, postsNew };
}

async function crawlAndTakeIn(deps: CrawlJobDeps, target: Target): Promise<CrawlSummary> {
  const crawler = deps.registry.get(target.crawler);
  const request: CrawlRequest = { target, crawler, query: queryOf(target, deps.allBrands) };
  const intake = intakeOf(deps, target, crawler, false);
  let postsBackfilled = 0;
  try {
    const result = await crawl(request, {
      ...deps.fetching,
      states: deps.ports.states,
      known: deps.ports.known,
      budgets: deps.ports.budgets,
      cache: deps.ports.cache,
      requests: deps.ports.requests,
      ...(deps.signal && { signal: deps.signal }),
      ...intake,
      onPage: async (page) => {
        const receipt = await intake.onPage(page);
        if (page.backfill) postsBackfilled += receipt.new;
        return receipt;
      },
    });
    // Pages left unread hold older posts: how many is not known, so that time counts as unseen until they are read.
    const completeness = result.truncated ? 0 : result.completeness;
    const summary = { ...result, complete: completeness === 1, completeness, postsBackfilled };
    if (result.trends.length === 0) return summary;
    const site = target.site ?? crawler.site ?? crawler.id;
    const told = await takeTrends(deps, result.trends, { now: deps.fetching.clock.now(), target: target.id, site });
    return { ...summary, postsNew: result.postsNew + told.new };
  } catch (error) {
    deps.signal?.throwIfAborted();
    deps.log.error({ err: error, target: target.id }, 'crawl failed');
    return failedCrawl(error);
  }
}

/** What is written down of a crawl that broke off. */
export function failedCrawl(error: unknown): CrawlSummary {
  const counts = { requests: 0, bytes: 0, postsSeen: 0, postsNew: 0, postsUpdated: 0, postsFailed: 0 };
  return { outcome: 'failed', reason: messageOf(error), ...counts, fill: {}, complete: false };
}

/** Words to search for: the names of the brands the target serves. None where all its posts are about one brand anyway. */
export function queryOf(target: Target, brands: readonly Brand[]): string[] {
  if (target.about !== undefined) return [];
  return brands
    .filter((brand) => target.brands.includes(brand.id))
    .flatMap((brand) => brand.terms.map(({ term }) => term));
}
