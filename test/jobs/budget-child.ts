/** A process that crawls two targets at once from one host, within the budget it shares with others. */
import { systemClock } from '../../src/clock.ts';
import { crawl } from '../../src/crawl/engine.ts';
import { openFetching } from '../../src/crawl/fetching.ts';
import { storePorts } from '../../src/jobs/crawl-ports.ts';
import { silentLogger } from '../../src/log.ts';
import { registerTargets } from '../../src/store/crawls.ts';
import { openStore } from '../../src/store/store.ts';
import { jsonPages, targetOf } from '../crawl/support/crawling.ts';

const [place = '', host = '', name = '', settings = ''] = process.argv.slice(2);
const limits = JSON.parse(settings) as { requestsPerMinute: number; concurrency: number; dailyCap: number };
const store = await openStore({ ...(JSON.parse(place) as { dataDir: string }), log: silentLogger });
const ports = storePorts(store);
const fetching = openFetching({
  clock: systemClock,
  log: silentLogger,
  env: {},
  userAgent: 'Earshot/1.0 (+test@example.com)',
  robotsStore: ports.robots,
  limits: () => limits,
});
const ids = [`${name}-1`, `${name}-2`];
await registerTargets(
  store.db,
  ids.map((target) => ({ target, crawler: 'json-pages', site: null, brands: [] })),
);
// All begin together, however long each took to start.
process.stdout.write('ready\n');
await new Promise((resolve) => process.stdin.once('data', resolve));
const results = await Promise.all(
  ids.map((id) => {
    const paths = Array.from({ length: 15 }, (_, i) => `/page/${id}/${i}`);
    const target = targetOf(host, paths, { id, maxPages: 100, requestsPerMinute: limits.requestsPerMinute });
    return crawl(
      { target, crawler: jsonPages, query: [] },
      { ...ports, ...fetching, onPage: async () => ({ new: 0, updated: 0 }) },
    );
  }),
);
process.stdout.write(
  `${JSON.stringify(results.map(({ outcome, requests, reason }) => ({ outcome, requests, reason })))}\n`,
);
await fetching.close();
await store.close();
process.exit();
