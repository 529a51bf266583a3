/** A search that shows the beginning of posts: each is read whole, once; one page that fails costs its share of coverage. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Target } from '../../src/model.ts';
import { coverageOf } from '../../src/store/coverage.ts';
import { brandNamed, startEarshot } from '../e2e/support.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { crawlNow } from './support/crawl-now.ts';

const START = new Date('2026-03-02T00:00:00Z');
const acme = brandNamed('acme', 'Acme');

describeOnEachStore('posts that a search shows in part', (stores) => {
  let texts: string[] = [];
  let likes = 0;
  let broken: string | null = null;
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://forum');
    if (pathname === '/robots.txt') return void response.writeHead(404).end();
    asked.push(pathname);
    if (pathname === broken) return void response.writeHead(500).end('{}');
    const post = (n: number) => ({
      id: n,
      post_number: 1,
      topic_id: n,
      username: 'liv',
      created_at: new Date(START.getTime() - n * 60_000).toISOString(),
    });
    const found = texts.map((text, n) => ({ ...post(n), blurb: `${text.slice(0, 20)}…`, like_count: likes }));
    const [, one] = /^\/posts\/by_number\/(\d+)\/1\.json$/.exec(pathname) ?? [];
    const body =
      one === undefined
        ? { posts: found, topics: [], grouped_search_result: {} }
        : { ...post(Number(one)), cooked: `<p>${texts[Number(one)]}</p>`, actions_summary: [{ id: 2, count: likes }] };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  beforeEach(() => {
    texts = ['Acme was fine until the third week of my long stay', 'Acme answered, after four months and many letters'];
    broken = null;
    asked.length = 0;
  });

  function target(): Target {
    const { port } = server.address() as AddressInfo;
    return {
      id: 'town',
      crawler: 'discourse',
      options: { forum: `http://127.0.0.1:${port}`, latest: false, topics: [], search: true },
      schedule: '0 0 1 1 *',
      timezone: 'UTC',
      brands: ['acme'],
      site: 'town',
      paused: false,
      maxPages: 20,
      backfillDays: 30,
      allowHosts: [`127.0.0.1:${port}`],
      requestsPerMinute: 6_000,
    };
  }

  it('are read whole when new, stay whole, and count by the share of pages that could be read', async () => {
    const running = await startEarshot(await stores.place(), START, { brands: [acme], targets: [target()] });
    const { db } = running.app.store;
    const rows = () => db.selectFrom('posts').select(['text', 'truncated', 'version']).orderBy('external_id').execute();
    const later = () => running.clock.advanceTo(new Date(running.clock.now().getTime() + 10 * 60_000));
    try {
      expect(await crawlNow(running, target())).toMatchObject({ outcome: 'ok', postsNew: 2 });
      const whole = texts.map((text) => ({ text, truncated: false, version: 1 }));
      expect(await rows()).toEqual(whole);
      asked.length = 0;
      later();
      likes = 9;
      await crawlNow(running, target());
      expect(asked).toEqual(['/search.json']);
      expect(await rows()).toEqual(whole);

      later();
      const before = running.clock.now();
      texts.push('Acme has a new app which nobody here could ever start');
      texts.push('Acme sent me a letter about the app that does not start');
      broken = '/posts/by_number/3/1.json';
      expect(await crawlNow(running, target())).toMatchObject({ outcome: 'ok', postsNew: 2 });
      expect(await rows()).toMatchObject([
        ...whole,
        { text: texts[2] },
        { text: 'Acme sent me a lette…', truncated: true },
      ]);
      const [gap] = (await coverageOf(db, 'acme', START))[0]!.gaps;
      // The search and one of the two posts.
      expect(gap?.seen).toBeCloseTo(2 / 3);
      expect(gap?.until).toEqual(before);
      const crawls = await db
        .selectFrom('crawls')
        .select('completeness')
        .where('kind', '=', 'crawl')
        .orderBy('slot')
        .execute();
      expect(crawls.map(({ completeness }) => completeness)).toEqual([1, 1, expect.closeTo(2 / 3)]);
    } finally {
      await running.close();
    }
  }, 120_000);
});
