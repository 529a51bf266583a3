/**
 * The crawl bench's other side: `@crawlee/cheerio` reading the same pages and taking the same fields, set up for speed:
 * nothing on disk, no sessions, no robots.txt, a fixed number of pages at once. `node crawl-crawlee.ts ORIGIN PAGES PAGES_EACH`
 */
import { CheerioCrawler, Configuration, log } from '@crawlee/cheerio';
import { AT_ONCE, listings, timeRun, workFromArguments } from './crawl-runs.ts';

log.setLevel(log.LEVELS.ERROR);
const work = workFromArguments();
let posts = 0;
let failures = 0;

async function read(starts: readonly string[]): Promise<number> {
  posts = 0;
  const crawler = new CheerioCrawler(
    {
      minConcurrency: AT_ONCE,
      maxConcurrency: AT_ONCE,
      useSessionPool: false,
      persistCookiesPerSession: false,
      maxRequestRetries: 0,
      statisticsOptions: { logIntervalSecs: 3600 },
      requestHandler: async ({ $, request, crawler: own }) => {
        const found = $('article.review').map((_, element) => {
          const item = $(element);
          return {
            id: item.attr('data-id'),
            text: item.find('.body').text().trim(),
            title: item.find('.title').text().trim(),
            url: new URL(item.find('.title a').attr('href') ?? '', request.url).href,
            author: item.find('.writer').text().trim(),
            publishedAt: new Date(item.find('time').attr('datetime') ?? ''),
            rating: Number.parseFloat(item.find('.stars').attr('title') ?? ''),
            likes: Number(item.find('.likes').text()),
          };
        });
        posts += found.get().filter(({ id, text }) => id !== undefined && text !== '').length;
        const next = $('a[rel=next]').attr('href');
        const url = new URL(request.url);
        if (next !== undefined && Number(url.searchParams.get('page')) < work.pagesEach) {
          await own.addRequests([new URL(next, url).href]);
        }
      },
      failedRequestHandler: async () => {
        failures++;
      },
    },
    new Configuration({ persistStorage: false, purgeOnStart: false }),
  );
  await crawler.run([...starts]);
  if (failures > 0) throw new Error(`${failures} pages failed`);
  return posts;
}

await read(listings({ ...work, pages: AT_ONCE * work.pagesEach }, 5000));
await timeRun(work.pages, { heap: [], rss: [] }, () => read(listings(work, 0)));
