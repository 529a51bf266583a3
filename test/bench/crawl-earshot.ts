/**
 * The crawl bench's own side: the engine as the service runs it (robots.txt, budget, log, state before every page, charset,
 * gates, parsing, normalising), with ports that keep nothing, as a database keeps it elsewhere.
 * `node [--expose-gc] crawl-earshot.ts ORIGIN PAGES PAGES_EACH`; with the flag the heap is read ten times on the way.
 */
import PQueue from 'p-queue';
import html from '../../crawlers/html.ts';
import { systemClock } from '../../src/clock.ts';
import type { Crawler } from '../../src/crawl/contract.ts';
import { crawl, type EngineDeps } from '../../src/crawl/engine.ts';
import { openFetching } from '../../src/crawl/fetching.ts';
import { MemoryHostBudgets, MemoryKnownPosts, MemoryRobots } from '../../src/crawl/memory.ts';
import { silentLogger } from '../../src/log.ts';
import { AT_ONCE, listings, timeRun, workFromArguments } from './crawl-runs.ts';

const OPTIONS = {
  item: 'article.review',
  fields: {
    id: '&@data-id',
    text: '.body',
    title: '.title',
    url: '.title a@href',
    author: '.writer',
    published_at: 'time@datetime',
    rating: '.stars@title',
    likes: '.likes',
  },
  next: 'a[rel=next]',
};

const work = workFromArguments();
const crawler = { ...html, id: 'html' } as unknown as Crawler & { id: string };
const fetching = openFetching({
  clock: systemClock,
  log: silentLogger,
  env: {},
  userAgent: 'Earshot/0.1 (+bench@example.com)',
  robotsStore: new MemoryRobots(),
  limits: () => ({ requestsPerMinute: Number.POSITIVE_INFINITY, concurrency: AT_ONCE, dailyCap: 1e9 }),
});
let pages = 0;
let posts = 0;
const heap: number[] = [];
const rss: number[] = [];
const deps: EngineDeps = {
  ...fetching,
  budgets: new MemoryHostBudgets(),
  cache: { get: async () => null, put: async () => undefined },
  requests: { record: async () => undefined },
  known: new MemoryKnownPosts(),
  states: { load: async () => null, save: async () => undefined },
  onPage: async (page) => {
    pages++;
    posts += page.posts.length;
    if (globalThis.gc && pages % Math.ceil(work.pages / 10) === 0) noteHeap(globalThis.gc);
    return { new: page.posts.length, updated: 0 };
  },
};

function noteHeap(collect: () => void): void {
  collect();
  const { heapUsed, external, rss: resident } = process.memoryUsage();
  heap.push((heapUsed + external) / 1_048_576);
  rss.push(resident / 1_048_576);
}

async function read(starts: readonly string[]): Promise<number> {
  posts = 0;
  const queue = new PQueue({ concurrency: AT_ONCE });
  await queue.addAll(starts.map((url) => () => readOne(url)));
  return posts;
}

async function readOne(url: string): Promise<void> {
  const target = {
    id: url,
    crawler: 'html',
    options: html.options.parse({ urls: [url], ...OPTIONS }),
    schedule: '0 * * * *',
    timezone: 'UTC',
    brands: [],
    paused: false,
    maxPages: work.pagesEach,
    backfillDays: 36_500,
    allowHosts: [new URL(url).host],
    requestsPerMinute: 60,
  };
  const result = await crawl({ target, crawler, query: [] }, deps);
  if (result.outcome !== 'ok') throw new Error(`${url}: ${result.outcome} ${result.reason}`);
}

await read(listings({ ...work, pages: AT_ONCE * work.pagesEach }, 5000));
pages = 0;
heap.length = 0;
rss.length = 0;
await timeRun(work.pages, { heap, rss }, () => read(listings(work, 0)));
await fetching.close();
