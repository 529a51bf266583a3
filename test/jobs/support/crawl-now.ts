/** Crawl jobs of one target on a store, without schedule or queue: now, and with a signal to stop them. */
import { openFetching } from '../../../src/crawl/fetching.ts';
import { type CrawlReport, runCrawl } from '../../../src/jobs/crawl-job.ts';
import { storePorts } from '../../../src/jobs/crawl-ports.ts';
import { silentLogger } from '../../../src/log.ts';
import type { Target } from '../../../src/model.ts';
import { claimCrawl } from '../../../src/store/crawls.ts';
import type { Running } from '../../e2e/support.ts';

export async function crawlNow(running: Running, target: Target, signal?: AbortSignal): Promise<CrawlReport | null> {
  const { app, clock } = running;
  const ports = storePorts(app.store);
  const fetching = openFetching({
    clock,
    log: silentLogger,
    env: {},
    userAgent: 'Earshot/1.0 (+test@example.com)',
    robotsStore: ports.robots,
  });
  try {
    const crawlId = await claimCrawl(app.store.db, target.id, 'crawl', clock.now());
    const deps = { ...app, targets: [target], allBrands: app.brands, ports, fetching, ...(signal && { signal }) };
    return await runCrawl(deps, { target: target.id, crawlId: crawlId! });
  } finally {
    await fetching.close();
  }
}
