/** The same stream, imported as a file and crawled page by page on a schedule, ends in the same rows. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, it } from 'vitest';
import type { Clock } from '../../src/clock.ts';
import { normalisePosts } from '../../src/crawl/normalise.ts';
import type { PostInput, Target } from '../../src/model.ts';
import { takeIn } from '../../src/pipeline/take-in.ts';
import type { Db } from '../../src/store/store.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { brandNamed, startEarshot } from './support.ts';

const START = Date.parse('2026-03-02T00:00:00Z');
const HOURS = 14;
const PAGE = 10;
const brands = [brandNamed('acme', 'Acme', '阿克米'), brandNamed('bolt', 'Bolt')];

const SAYINGS = [
  'The app of Acme crashed twice today and support never answered my ticket number',
  'Love the new kettle from Acme, boils in two minutes and looks great on the shelf',
  '阿克米的客服态度太差了，打了三次电话都没有人管，再也不买了',
  '阿克米这次发货很快，包装也仔细，给个好评',
  'Switched from Bolt to Acme last week and it is so much better',
  'Bolt raised its prices again, third time this year, I want a refund',
  'Nothing about any of them, just the weather in the harbour this morning',
];

/** About five posts an hour, in order of time. */
const stream: (PostInput & { published_at: string; id: string })[] = Array.from({ length: HOURS * 5 }, (_, index) => ({
  id: `m${index}`,
  site: 'town',
  kind: 'post',
  author: { name: `Writer ${index % 40}`, id: `w${index % 40}`, followers: (index * 37) % 900 },
  text: `${SAYINGS[(index * 5) % SAYINGS.length]} (${index})`,
  published_at: new Date(START + index * 12 * 60_000).toISOString(),
  engagement: { likes: index % 9, reposts: index % 3 },
}));

/** Serves what is published by its clock, newest first, a page at a time. */
function serve(clock: () => Date): Promise<{ server: Server; port: number; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    asked.push(url.pathname);
    if (url.pathname === '/robots.txt') return void response.writeHead(404).end();
    const before = url.searchParams.get('before');
    const out = stream.filter((post) => new Date(post.published_at) <= clock()).reverse();
    const first = before === null ? 0 : out.findIndex((post) => post.id === before) + 1;
    const items = out.slice(first, first + PAGE).map((post) => ({
      ...post,
      writer: post.author?.name,
      writer_id: post.author?.id,
      followers: post.author?.followers,
      ...post.engagement,
    }));
    const more = first + PAGE < out.length ? items.at(-1)?.id : null;
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ items, more }));
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve({ server, port: (server.address() as AddressInfo).port, asked }));
  });
}

function targetAt(port: number): Target {
  return {
    id: 'town',
    crawler: 'json',
    options: {
      urls: [`http://127.0.0.1:${port}/posts`],
      items: 'items',
      kind: 'post',
      next: { cursor: 'more', parameter: 'before', first: 1 },
      fields: {
        id: 'id',
        text: 'text',
        author: 'writer',
        author_id: 'writer_id',
        followers: 'followers',
        published_at: 'published_at',
        likes: 'likes',
        reposts: 'reposts',
      },
    },
    schedule: '*/20 * * * *',
    timezone: 'UTC',
    brands: ['acme', 'bolt'],
    site: 'town',
    paused: false,
    maxPages: 50,
    backfillDays: 30,
    allowHosts: [`127.0.0.1:${port}`],
    requestsPerMinute: 600,
  };
}

/** All that is said of each post, without what tells when and how it was brought. */
async function rowsOf(db: Db) {
  const mentions = await db
    .selectFrom('mentions as m')
    .innerJoin('posts as p', (join) => join.onRef('p.month', '=', 'm.month').onRef('p.post_id', '=', 'm.post_id'))
    .select(['p.site', 'p.external_id', 'p.text', 'p.author_followers', 'p.likes', 'p.reposts', 'p.published_at'])
    .select(['m.brand', 'm.occurred_at', 'm.lang', 'm.label', 'm.score', 'm.why', 'm.aspects', 'm.intents'])
    .orderBy('m.brand')
    .orderBy('p.external_id')
    .execute();
  const posts = await db
    .selectFrom('posts')
    .select(['site', 'external_id', 'content_hash'])
    .orderBy('external_id')
    .execute();
  const buckets = await db
    .selectFrom('buckets')
    .selectAll()
    .orderBy('brand')
    .orderBy('series')
    .orderBy('width')
    .orderBy('start')
    .execute();
  return { mentions, posts, buckets };
}

describeOnEachStore('a served stream', (stores) => {
  const closing: (() => Promise<unknown>)[] = [];
  afterAll(async () => {
    for (const close of closing.reverse()) await close();
  });

  it('is the same crawled as imported, and asks no more than it must', async () => {
    const imported = await startEarshot(await stores.place(), new Date(START + HOURS * 3_600_000), {
      brands,
      targets: [],
    });
    closing.push(() => imported.close());
    const now = imported.clock.now();
    const { posts, problems } = normalisePosts(stream, { now, timezone: 'UTC', site: null });
    expect(problems).toEqual([]);
    await takeIn(imported.app, posts, { now, target: null, about: null, backfill: true });

    let clock: Clock = { now: () => new Date(START), sleep: async () => undefined };
    const { server, port, asked } = await serve(() => clock.now());
    closing.push(() => new Promise((resolve) => server.close(resolve)));
    const crawled = await startEarshot(await stores.place(), new Date(START), { brands, targets: [targetAt(port)] });
    closing.push(() => crawled.close());
    clock = crawled.clock;
    for (let minutes = 0; minutes < HOURS * 60; minutes += 20) await crawled.step(20 * 60_000);

    const [served, fromFile] = [await rowsOf(crawled.app.store.db), await rowsOf(imported.app.store.db)];
    expect(served.posts).toHaveLength(stream.length);
    expect(served).toEqual(fromFile);
    const outcomes = await crawled.app.store.db.selectFrom('crawls').select(['outcome', 'complete']).execute();
    expect(new Set(outcomes.map((row) => row.outcome))).toEqual(new Set(['ok']));
    // Two pages a crawl reach what is known; a sweep a day reads on to the end.
    expect(asked.filter((path) => path === '/posts').length).toBeLessThan(HOURS * 3 * 3);
  }, 240_000);
});
