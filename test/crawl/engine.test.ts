import { describe, expect, it } from 'vitest';
import type { PageRequest } from '../../src/crawl/contract.ts';
import { json, numbered, START, serveListing, targetOf } from './support/crawling.ts';
import { eachTestInATown, server, town } from './support/each-town.ts';

eachTestInATown();

describe('a first crawl', () => {
  it('reads back to its limit and marks what it reads as back-fill', async () => {
    serveListing(server, () => 1000, 72);
    // Three posts an hour: 72 posts a page are a day a page.
    const result = await town.crawl(targetOf(server.host, ['/list'], { backfillDays: 3 }));
    expect(result).toMatchObject({ outcome: 'ok', backfill: true, truncated: false, completeness: 1 });
    expect(result.pages).toBeGreaterThanOrEqual(4);
    expect(result.pages).toBeLessThanOrEqual(5);
    expect(town.pages.every((page) => page.backfill)).toBe(true);
  });

  it('stops at maxPages, says so, and the next crawl reads on where it stopped', async () => {
    serveListing(server, () => 100, 10);
    const target = targetOf(server.host, ['/list'], { maxPages: 4 });
    expect(await town.crawl(target)).toMatchObject({ truncated: true, pages: 4, postsNew: 40 });
    town.later(5);
    server.asked.length = 0;
    expect(await town.crawl(target)).toMatchObject({ truncated: true, postsNew: 30 });
    expect(server.asked).toEqual(['/list', '/list?page=5', '/list?page=6', '/list?page=7']);
    town.later(5);
    await town.crawl(target);
    expect(town.posts.size).toBe(100);
    town.later(5);
    expect(await town.crawl(target)).toMatchObject({ truncated: false, postsNew: 0, outcome: 'unchanged' });
  });
});

describe('a later crawl', () => {
  it('stops at what is known, one page behind the last new post', async () => {
    let size = 100;
    serveListing(server, () => size, 10);
    const target = targetOf(server.host, ['/list']);
    await town.crawl(target);
    size = 104;
    town.later(5);
    server.asked.length = 0;
    expect(await town.crawl(target)).toMatchObject({ outcome: 'ok', postsNew: 4, backfill: false });
    expect(server.asked).toEqual(['/list', '/list?page=2']);
  });

  it('asks only whether the page changed, and tells "unchanged" from "empty"', async () => {
    const body = json({ posts: numbered(1, 3) });
    server.pages.set('/etag', (_, request) =>
      request.headers['if-none-match'] === '"v1"'
        ? { status: 304 }
        : { ...body, headers: { ...body.headers, etag: '"v1"' } },
    );
    const target = targetOf(server.host, ['/etag']);
    expect((await town.crawl(target)).outcome).toBe('ok');
    town.later(5);
    expect(await town.crawl(target)).toMatchObject({ outcome: 'unchanged', postsSeen: 0, pages: 1 });
    server.pages.set('/etag', json({ posts: [] }));
    town.later(5);
    expect((await town.crawl(target)).outcome).toBe('empty');
  });

  it('does not ask at all while the answer is fresh by its own rules', async () => {
    server.pages.set('/fresh', { ...json({ posts: numbered(1, 3) }), headers: { 'cache-control': 'max-age=600' } });
    const target = targetOf(server.host, ['/fresh']);
    await town.crawl(target);
    town.later(5);
    expect(await town.crawl(target)).toMatchObject({ outcome: 'unchanged', requests: 0 });
    town.later(6);
    expect(await town.crawl(target)).toMatchObject({ outcome: 'unchanged', requests: 1 });
  });

  it('finds new posts at the end of a listing that shows the oldest first, without reading it all again', async () => {
    let size = 50;
    serveListing(server, () => size, 10, true);
    const target = targetOf(server.host, ['/list']);
    expect(await town.crawl(target)).toMatchObject({ postsNew: 50 });
    size = 64;
    town.later(5);
    server.asked.length = 0;
    expect(await town.crawl(target)).toMatchObject({ postsNew: 14 });
    expect(server.asked).toEqual(['/list?page=5', '/list?page=6', '/list?page=7']);
  });

  it('begins anew where the end of such a listing is no more', async () => {
    let size = 50;
    serveListing(server, () => size, 10, true);
    const target = targetOf(server.host, ['/list']);
    await town.crawl(target);
    const listing = server.pages.get('/list');
    server.pages.set('/list', (url) =>
      url.searchParams.get('page') === '5' ? { status: 404 } : (listing as (url: URL) => string)(url),
    );
    size = 20;
    town.later(5);
    expect((await town.crawl(target)).outcome).toBe('unchanged');
  });

  it('once a day reads on past what is known, for late edits', async () => {
    serveListing(server, () => 60, 10);
    const target = targetOf(server.host, ['/list']);
    await town.crawl(target);
    town.posts.set('15', 'as it was before it was edited');
    town.later(5);
    expect((await town.crawl(target)).postsUpdated).toBe(0);
    town.later(24 * 60);
    expect(await town.crawl(target)).toMatchObject({ postsUpdated: 1, pages: 6 });
  });

  it('hands the newest post and the crawler’s cursor back to the crawler', async () => {
    server.pages.set('/list', (url) => json({ posts: numbered(998, 1000), cursor: `after-${url.searchParams.size}` }));
    const target = targetOf(server.host, ['/list']);
    await town.crawl(target);
    expect(await town.states.load('town')).toMatchObject({
      since: new Date(START.getTime()).toISOString(),
      cursor: 'after-0',
    });
    town.later(5);
    await town.crawl(target);
    expect(server.asked.at(-1)).toBe('/list?cursor=after-0');
  });
});

describe('a target whose config has changed', () => {
  it('begins anew: what was remembered belongs to another page', async () => {
    serveListing(server, () => 50, 10, true);
    await town.crawl(targetOf(server.host, ['/list']));
    server.pages.set('/other', json({ posts: numbered(1, 3).map((post) => ({ ...post, id: `o${post.id}` })) }));
    town.later(5);
    server.asked.length = 0;
    expect(await town.crawl(targetOf(server.host, ['/other']))).toMatchObject({ backfill: true, postsNew: 3 });
    expect(server.asked).toEqual(['/other']);
  });

  it('goes on as before where only its pace has changed', async () => {
    serveListing(server, () => 20, 10);
    await town.crawl(targetOf(server.host, ['/list']));
    town.later(5);
    const again = await town.crawl(targetOf(server.host, ['/list'], { requestsPerMinute: 10, maxPages: 3 }));
    expect(again).toMatchObject({ backfill: false, outcome: 'unchanged' });
  });
});

describe('paging that never ends', () => {
  it.each<[string, (page: number) => { posts: ReturnType<typeof numbered>; next: PageRequest[] }]>([
    ['leads to itself', () => ({ posts: numbered(1, 3), next: [{ url: '/ring' }] })],
    [
      'shows the same page under new addresses',
      (page) => ({ posts: numbered(1, 3), next: [{ url: `/ring?page=${page + 1}` }] }),
    ],
    ['goes on without posts', (page) => ({ posts: [], next: [{ url: `/ring?page=${page + 1}` }] })],
  ])('%s: stops at once', async (_, pageOf) => {
    server.pages.set('/ring', (url) => json(pageOf(Number(url.searchParams.get('page') ?? 1))));
    const result = await town.crawl(targetOf(server.host, ['/ring'], { maxPages: 50 }));
    expect(result.pages).toBeLessThanOrEqual(2);
    expect(result.truncated).toBe(false);
  });

  it('invents posts for ever: stops at maxPages', async () => {
    server.pages.set('/flood', (url) => {
      const page = Number(url.searchParams.get('page') ?? 1);
      return json({ posts: [{ id: `f${page}`, text: 'x' }], next: [{ url: `/flood?page=${page + 1}` }] });
    });
    expect(await town.crawl(targetOf(server.host, ['/flood'], { maxPages: 6 }))).toMatchObject({
      pages: 6,
      truncated: true,
    });
  });
});
