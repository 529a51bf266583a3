/** A crawl without a database: in-memory ports, a clock that only moves when told, and a crawler of JSON pages. */
import pino from 'pino';
import { SteppedClock } from '../../../src/clock.ts';
import { type Crawler, defineCrawler, type PageRequest, type PostInput, z } from '../../../src/crawl/contract.ts';
import { type CrawlRequest, crawl, type EngineDeps } from '../../../src/crawl/engine.ts';
import {
  MemoryCrawlStates,
  MemoryEvidence,
  MemoryHostBudgets,
  MemoryHttpCache,
  MemoryKnownPosts,
  MemoryRequestLog,
  MemoryRobots,
} from '../../../src/crawl/memory.ts';
import type { CrawledPage, CrawlResult, PageReceipt } from '../../../src/crawl/ports.ts';
import { Robots } from '../../../src/crawl/robots.ts';
import { HttpTransport } from '../../../src/crawl/transport.ts';
import type { Target } from '../../../src/model.ts';
import type { FaultServer } from './fault-server.ts';

export const START = new Date('2024-05-01T12:00:00Z');
export const silent = pino({ level: 'silent' });

/** What a page of the test site says, as JSON. */
export interface JsonPage {
  posts?: PostInput[];
  next?: PageRequest[];
  expected?: string[];
  gone?: string[];
  cursor?: string;
  pauseSeconds?: number;
}

/** Reads pages that hold a `ParseResult` as JSON; `urls` are where to begin. */
export const jsonPages = {
  ...defineCrawler({
    title: 'JSON pages',
    homepage: 'https://example.com',
    render: 'http',
    robots: 'obey',
    site: 'town',
    options: z.strictObject({ urls: z.array(z.string()) }),
    requests: ({ urls }, { cursor }) => urls.map((url) => ({ url: cursor === null ? url : `${url}?cursor=${cursor}` })),
    refresh: (posts, { urls }) =>
      posts.map(({ id }) => ({ url: `${new URL(urls[0] ?? '').origin}/post/${id}`, post: id })),
    parse: (page) => {
      const data = page.json() as JsonPage;
      return { ...data, posts: data.posts ?? [] } as ReturnType<Crawler['parse']>;
    },
  }),
  id: 'json-pages',
} as unknown as Crawler & { id: string };

/** Reads `<article id data-at>text</article>` from HTML. */
export const htmlPages = {
  ...jsonPages,
  parse: (page) => {
    const $ = page.$();
    const posts = $('article')
      .toArray()
      .map((e) => ({ id: $(e).attr('id') ?? '', text: $(e).find('p').text(), published_at: $(e).attr('data-at') }));
    const next = $('a[rel=next]').attr('href');
    return { posts, ...(next && { next: [{ url: next }] }), expected: ['text', 'published_at'] };
  },
} as Crawler & { id: string };

export function targetOf(host: string, paths: readonly string[], overrides: Partial<Target> = {}): Target {
  return {
    id: 'town',
    crawler: 'json-pages',
    options: { urls: paths.map((path) => `http://${host}${path}`) },
    schedule: '*/5 * * * *',
    timezone: 'UTC',
    brands: [],
    paused: false,
    maxPages: 20,
    backfillDays: 30,
    allowHosts: [host],
    requestsPerMinute: 60,
    ...overrides,
  };
}

/** The store's part: remembers posts by id and text, and tells what is new and what changed. */
export class Town {
  readonly clock = new SteppedClock(START);
  readonly posts = new Map<string, string>();
  readonly pages: CrawledPage[] = [];
  readonly gone: string[] = [];
  readonly known = new MemoryKnownPosts();
  readonly states = new MemoryCrawlStates();
  readonly cache = new MemoryHttpCache();
  readonly budgets = new MemoryHostBudgets();
  readonly requests = new MemoryRequestLog();
  readonly evidence = new MemoryEvidence();
  readonly robotsStore = new MemoryRobots();
  readonly http: HttpTransport;
  /** Called before a page is stored: throw to simulate a crash. */
  beforeStore: (page: CrawledPage) => void = () => undefined;
  keepEvidence = false;

  /** `patienceMs`: for every wait on the network; short only where the wait is meant to end in vain. */
  constructor(patienceMs = 10_000) {
    this.http = new HttpTransport({
      headersMs: patienceMs,
      bodyMs: patienceMs,
      totalMs: 2 * patienceMs,
      wireBytes: 1_048_576,
      bodyBytes: 4 * 1_048_576,
    });
  }

  deps(overrides: Partial<EngineDeps> = {}): EngineDeps {
    return {
      clock: this.clock,
      log: silent,
      http: this.http,
      browser: () => Promise.reject(new Error('no browser in this test')),
      robots: new Robots(this.robotsStore, 'Earshot/1.0 (+test@example.com)'),
      budgets: this.budgets,
      cache: this.cache,
      requests: this.requests,
      userAgent: 'Earshot/1.0 (+test@example.com)',
      limits: (_host, requestsPerMinute) => ({ requestsPerMinute, concurrency: 2, dailyCap: 10_000 }),
      known: this.known,
      states: this.states,
      evidence: this.evidence,
      onPage: (page) => this.store(page),
      ...overrides,
    };
  }

  async store(page: CrawledPage): Promise<PageReceipt> {
    this.beforeStore(page);
    this.pages.push(page);
    this.gone.push(...page.gone);
    let added = 0;
    let updated = 0;
    for (const post of page.posts) {
      const before = this.posts.get(post.id);
      if (before === undefined) added++;
      else if (before !== post.text) updated++;
      this.posts.set(post.id, post.text);
      this.known.add(post.site, post.id, { publishedAt: post.publishedAt, replies: post.engagement.replies });
    }
    const evidence = this.keepEvidence ? page.posts.map(({ id }) => id) : [];
    return { new: added, updated, evidence };
  }

  crawl(
    target: Target,
    overrides: Partial<EngineDeps> & { crawler?: CrawlRequest['crawler'] } = {},
  ): Promise<CrawlResult> {
    const { crawler = jsonPages, ...deps } = overrides;
    return crawl({ target, crawler, query: [] }, this.deps(deps));
  }

  /** Lets time pass between crawls. */
  later(minutes: number): void {
    this.clock.advanceTo(new Date(this.clock.now().getTime() + minutes * 60_000));
  }
}

/** Posts `from`…`to` (inclusive, either direction), one every 20 minutes: a higher number is newer. */
export function numbered(from: number, to: number, extra: Partial<PostInput> = {}): PostInput[] {
  const step = from <= to ? 1 : -1;
  return Array.from({ length: Math.abs(to - from) + 1 }, (_, i) => {
    const n = from + i * step;
    const published = new Date(START.getTime() - (1000 - n) * 20 * 60_000);
    return { id: String(n), text: `post ${n}`, published_at: published.toISOString(), ...extra };
  });
}

export const json = (page: JsonPage) => ({
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(page),
});

/** A listing of posts 1…`size()`, `perPage` a page, newest or oldest first. */
export function serveListing(server: FaultServer, size: () => number, perPage: number, oldestFirst = false): void {
  server.pages.set('/list', (url) => {
    const page = Number(url.searchParams.get('page') ?? 1);
    const pages = Math.max(1, Math.ceil(size() / perPage));
    const begin = (page - 1) * perPage;
    const count = Math.min(perPage, size() - begin);
    const posts =
      count < 1
        ? []
        : oldestFirst
          ? numbered(begin + 1, begin + count)
          : numbered(size() - begin, size() - begin - count + 1);
    return json({ posts, ...(page < pages && { next: [{ url: `/list?page=${page + 1}` }] }) });
  });
}
