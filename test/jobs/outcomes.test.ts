/** Every way a crawl can end, through the whole service: from a misbehaving site to the row that remembers it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CrawlOutcome, Target } from '../../src/model.ts';
import { SEEING } from '../../src/model.ts';
import { coverageOf, exposureOf } from '../../src/store/coverage.ts';
import { type FaultServer, startFaultServer } from '../crawl/support/fault-server.ts';
import { brandNamed, type Running, startEarshot } from '../e2e/support.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { MINUTE, START } from './support.ts';

interface Article {
  readonly n: number;
  readonly author?: boolean;
}

/** A list as the target's selectors know it. */
const listOf = (articles: readonly Article[], mark = 'article') =>
  `<html><body>${articles
    .map(({ n, author = true }) => {
      const at = new Date(START.getTime() - 86_400_000 + n * MINUTE).toISOString();
      const by = author ? `<b>writer ${n}</b>` : '';
      return `<${mark} id="p${n}"><p>Acme is fine, number ${n}</p>${by}<time datetime="${at}">then</time></${mark}>`;
    })
    .join('')}</body></html>`;
const numbered = (from: number, to: number, author = true): Article[] =>
  Array.from({ length: to - from + 1 }, (_, i) => ({ n: from + i, author }));
const USUAL = listOf(numbered(1, 30));

interface Case {
  /** What `/list` becomes: a page of the fault server by its path, or a page. */
  readonly becomes: string | Parameters<FaultServer['pages']['set']>[1];
  readonly outcome: CrawlOutcome;
  readonly reason: RegExp;
  readonly posts?: Partial<Record<'posts_seen' | 'posts_new' | 'posts_updated', number>>;
  /** From the first crawl on. */
  readonly robots?: string;
}

const page = (body: string, status = 200, headers: Record<string, string> = {}) => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8', ...headers },
  body,
});

const CASES: Readonly<Record<string, Case>> = {
  'new posts': {
    becomes: page(listOf(numbered(1, 32))),
    outcome: 'ok',
    reason: /^$/,
    posts: { posts_seen: 32, posts_new: 2, posts_updated: 0 },
  },
  'an edited post': {
    becomes: page(USUAL.replace('number 7<', 'number seven, edited<')),
    outcome: 'ok',
    reason: /^$/,
    posts: { posts_new: 0, posts_updated: 1 },
  },
  'the same page': { becomes: page(USUAL), outcome: 'unchanged', reason: /^$/, posts: { posts_new: 0 } },
  'a page that says there is nothing': {
    becomes: page('<html><body><i class="none">Nothing here yet</i></body></html>'),
    outcome: 'empty',
    reason: /there is no post/,
  },
  '403': { becomes: '/forbidden', outcome: 'blocked', reason: /status 403/ },
  '401': { becomes: page('log in', 401), outcome: 'blocked', reason: /status 401/ },
  'a log-in wall behind a redirect': { becomes: '/login-redirect', outcome: 'blocked', reason: /log-in page/ },
  'a CAPTCHA with status 200': { becomes: '/captcha', outcome: 'blocked', reason: /CAPTCHA/ },
  'a challenge page': { becomes: '/cloudflare', outcome: 'blocked', reason: /Cloudflare/ },
  '429 with seconds': {
    becomes: page('', 429, { 'retry-after': '3600' }),
    outcome: 'throttled',
    reason: /fewer requests|asked us to wait/,
  },
  '429 with a date': {
    becomes: page('', 429, { 'retry-after': new Date(START.getTime() + 7_200_000).toUTCString() }),
    outcome: 'throttled',
    reason: /fewer requests|asked us to wait/,
  },
  '429 alone': { becomes: '/429-bare', outcome: 'throttled', reason: /fewer requests/ },
  '503 with a time': {
    becomes: page('', 503, { 'retry-after': '3600' }),
    outcome: 'throttled',
    reason: /asks for patience/,
  },
  'changed markup': {
    becomes: page(listOf(numbered(1, 40), 'section')),
    outcome: 'drifted',
    reason: /nothing on this page matches "article"/,
  },
  'posts without authors': {
    becomes: page(listOf(numbered(40, 70, false))),
    outcome: 'drifted',
    reason: /author\.name \(from 100 % of posts to 0 %\)/,
  },
  'an empty 200': { becomes: '/empty', outcome: 'drifted', reason: /the page is empty/ },
  'a picture': { becomes: '/binary', outcome: 'drifted', reason: /PNG/ },
  '404': { becomes: '/missing', outcome: 'gone', reason: /does not exist \(status 404\)/ },
  'a cut connection': { becomes: '/drop', outcome: 'unreachable', reason: /cut/ },
  '500': { becomes: '/error', outcome: 'unreachable', reason: /status 500/ },
  'no answer': { becomes: '/stall', outcome: 'unreachable', reason: /did not answer|no complete answer/ },
  'half an answer': { becomes: '/stall-half', outcome: 'unreachable', reason: /stopped coming|no complete answer/ },
  'a truncated answer': { becomes: '/truncate', outcome: 'unreachable', reason: /cut|shorter/ },
  'a truncated gzip': { becomes: '/gzip-cut', outcome: 'unreachable', reason: /cut short or broken/ },
  'a length that lies': { becomes: '/lie-short', outcome: 'drifted', reason: /nothing on this page|empty/ },
  'a gzip bomb': { becomes: '/gzip-bomb', outcome: 'failed', reason: /unpacks to more than/ },
  'a page without end': { becomes: '/endless', outcome: 'failed', reason: /larger than/ },
  'a redirect loop': { becomes: '/loop', outcome: 'failed', reason: /redirects in a circle/ },
  'redirects without end': { becomes: '/loop-growing', outcome: 'failed', reason: /more than 8 times/ },
  'robots.txt that forbids': {
    becomes: page(USUAL),
    robots: 'User-agent: *\nDisallow: /list\n',
    outcome: 'refused',
    reason: /robots\.txt forbids it \(line 2: Disallow: \/list\)/,
  },
};

describeOnEachStore('how a crawl ended', (stores) => {
  let running: Running;
  const servers: FaultServer[] = [];
  const names = Object.keys(CASES);
  const idOf = (name: string) => `t${names.indexOf(name)}`;
  beforeAll(async () => {
    const targets: Target[] = [];
    for (const name of names) {
      const server = await startFaultServer(CASES[name]?.robots ?? null);
      servers.push(server);
      server.pages.set('/list', page(USUAL));
      targets.push({
        id: idOf(name),
        crawler: 'html',
        options: {
          urls: [`${server.origin}/list`],
          item: 'article',
          kind: 'post',
          fields: { id: '&@id', text: 'p', author: 'b', published_at: 'time' },
          empty: '.none',
          scroll: false,
        },
        schedule: '*/10 * * * *',
        timezone: 'UTC',
        brands: ['acme'],
        site: idOf(name),
        paused: false,
        maxPages: 5,
        backfillDays: 30,
        allowHosts: [server.host],
        requestsPerMinute: 600,
      });
    }
    const limits = { headersMs: 400, bodyMs: 400, totalMs: 2_000, wireBytes: 1_048_576, bodyBytes: 4 * 1_048_576 };
    running = await startEarshot(
      await stores.place(),
      START,
      { brands: [brandNamed('acme', 'Acme')], targets },
      { transport: limits },
    );
    await running.step(10 * MINUTE);
    await running.step(10 * MINUTE);
    for (const [i, name] of names.entries()) {
      const server = servers[i]!;
      const { becomes } = CASES[name]!;
      const served = typeof becomes === 'string' ? server.pages.get(becomes) : becomes;
      server.pages.set('/list', served!);
    }
    await running.step(10 * MINUTE);
  }, 240_000);
  afterAll(async () => {
    await running?.close();
    for (const server of servers) await server.close();
  });

  const rowsOf = (name: string) =>
    running.app.db
      .selectFrom('crawls')
      .selectAll()
      .where('target', '=', idOf(name))
      .where('kind', '=', 'crawl')
      .orderBy('slot')
      .execute();

  it.each(names)('%s', async (name) => {
    const expected = CASES[name]!;
    const [first, second, third] = await rowsOf(name);
    if (expected.robots === undefined) {
      expect(first).toMatchObject({ outcome: 'ok', posts_seen: 30, posts_new: 30, posts_backfilled: 30 });
      expect(Object.keys(first?.fill ?? {}).sort()).toEqual(['author.name', 'published_at', 'text', 'url']);
      expect(second).toMatchObject({ outcome: 'unchanged', reason: '', posts_new: 0 });
    }
    expect(third?.outcome).toBe(expected.outcome);
    expect(third?.reason).toMatch(expected.reason);
    expect(third).toMatchObject({ posts_backfilled: 0, ...expected.posts });
    expect(third?.finished_at?.getTime()).toBeGreaterThanOrEqual(third?.started_at?.getTime() ?? 0);
    if (expected.outcome !== 'refused') expect(third?.requests).toBeGreaterThan(0);
    // What failed always says why, and its time is not seen; what saw is never in doubt.
    const sees = SEEING.has(expected.outcome);
    if (!sees) expect(third?.reason).not.toBe('');
    const [coverage] = (await coverageOf(running.app.db, 'acme', START)).filter(({ target }) => target === idOf(name));
    const from = second!.started_at!;
    expect(exposureOf([coverage!], null, from, third!.started_at!)).toBeCloseTo(sees ? 1 : 0, 2);
    expect(coverage?.failingSince === null).toBe(sees);
  });

  it('is in the request log, whatever it was, with its verdict', async () => {
    for (const [i, name] of names.entries()) {
      const log = await running.app.db
        .selectFrom('request_log')
        .selectAll()
        .where('host', '=', servers[i]!.host)
        .orderBy('request_id', 'desc')
        .execute();
      const { outcome } = CASES[name]!;
      expect(log.length).toBeGreaterThan(0);
      // Read and understood, but not what it should be: the crawl's verdict, not the request's.
      const understood = SEEING.has(outcome) || outcome === 'drifted' || /CAPTCHA/.test(name) || /redirect/.test(name);
      if (!understood) expect([name, log[0]?.verdict]).toEqual([name, outcome]);
    }
  });
});
