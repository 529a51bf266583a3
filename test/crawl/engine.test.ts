import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PageRequest } from '../../src/crawl/contract.ts';
import { htmlPages, json, numbered, START, Town, targetOf } from './support/crawling.ts';
import { type FaultServer, startFaultServer } from './support/fault-server.ts';

let server: FaultServer;
let town: Town;
beforeEach(async () => {
  server = await startFaultServer();
  town = new Town();
});
afterEach(async () => {
  await town.http.close();
  await server.close();
});

/** A listing of posts 1…`size()`, `perPage` a page, newest or oldest first. */
function serveListing(size: () => number, perPage: number, oldestFirst = false): void {
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

describe('a first crawl', () => {
  it('reads back to its limit and marks what it reads as back-fill', async () => {
    serveListing(() => 1000, 72);
    // Three posts an hour: 72 posts a page are a day a page.
    const result = await town.crawl(targetOf(server.host, ['/list'], { backfillDays: 3 }));
    expect(result).toMatchObject({ outcome: 'ok', backfill: true, truncated: false, completeness: 1 });
    expect(result.pages).toBeGreaterThanOrEqual(4);
    expect(result.pages).toBeLessThanOrEqual(5);
    expect(town.pages.every((page) => page.backfill)).toBe(true);
  });

  it('stops at maxPages, says so, and the next crawl reads on where it stopped', async () => {
    serveListing(() => 100, 10);
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
    serveListing(() => size, 10);
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
    serveListing(() => size, 10, true);
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
    serveListing(() => size, 10, true);
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
    serveListing(() => 60, 10);
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
    serveListing(() => 50, 10, true);
    await town.crawl(targetOf(server.host, ['/list']));
    server.pages.set('/other', json({ posts: numbered(1, 3).map((post) => ({ ...post, id: `o${post.id}` })) }));
    town.later(5);
    server.asked.length = 0;
    expect(await town.crawl(targetOf(server.host, ['/other']))).toMatchObject({ backfill: true, postsNew: 3 });
    expect(server.asked).toEqual(['/other']);
  });

  it('goes on as before where only its pace has changed', async () => {
    serveListing(() => 20, 10);
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

describe('replies', () => {
  it('are read when their number has grown, and after the listing', async () => {
    let replies = 2;
    server.pages.set('/list', () =>
      json({
        posts: [
          { id: 'a', text: 'a', engagement: { replies } },
          { id: 'b', text: 'b', engagement: { replies: 0 } },
        ],
        next: [
          { url: '/a/replies', when: 'always', repliesOf: 'a' },
          { url: '/b/replies', when: 'always', repliesOf: 'b' },
        ],
      }),
    );
    server.pages.set('/a/replies', () => json({ posts: [{ id: `a-${replies}`, text: 'me too', parent: 'a' }] }));
    const target = targetOf(server.host, ['/list']);
    await town.crawl(target);
    expect(server.asked).toEqual(['/list', '/a/replies']);
    town.later(5);
    await town.crawl(target);
    expect(server.asked).toEqual(['/list', '/a/replies', '/list']);
    replies = 3;
    town.later(5);
    await town.crawl(target);
    expect(server.asked.slice(3)).toEqual(['/list', '/a/replies']);
    expect(town.posts.has('a-3')).toBe(true);
  });

  it('to a post that is gone are no failure to see', async () => {
    server.pages.set(
      '/list',
      json({ posts: [{ id: 'a', text: 'a' }], next: [{ url: '/missing', when: 'always', post: 'a' }] }),
    );
    expect(await town.crawl(targetOf(server.host, ['/list']))).toMatchObject({ outcome: 'ok', completeness: 1 });
    expect(town.gone).toEqual(['a']);
  });
});

describe('a text of which the listing shows the beginning', () => {
  it('is asked for whole when it is new, whatever its replies, and not again', async () => {
    const cut = { id: 'a', text: 'the beginning…', truncated: true, engagement: { replies: 0 } };
    server.pages.set(
      '/list',
      json({ posts: [cut], next: [{ url: '/a', when: 'always', repliesOf: 'a', wholeOf: 'a', post: 'a' }] }),
    );
    server.pages.set('/a', json({ posts: [{ id: 'a', text: 'the beginning and the end' }] }));
    const target = targetOf(server.host, ['/list']);
    await town.crawl(target);
    expect(server.asked).toEqual(['/list', '/a']);
    expect(town.posts.get('a')).toBe('the beginning and the end');
    town.later(5);
    await town.crawl(target);
    expect(server.asked).toEqual(['/list', '/a', '/list']);
  });
});

describe('a crash', () => {
  it('costs the page in hand at most: the next crawl reads on from there', async () => {
    serveListing(() => 100, 10);
    const target = targetOf(server.host, ['/list']);
    town.beforeStore = (page) => {
      if (page.url.endsWith('page=4')) throw new Error('killed');
    };
    await expect(town.crawl(target)).rejects.toThrow('killed');
    expect(town.posts.size).toBe(30);
    town.beforeStore = () => undefined;
    server.asked.length = 0;
    const result = await town.crawl(target);
    expect(server.asked[0]).toBe('/list');
    expect(server.asked).toContain('/list?page=4');
    expect(server.asked).not.toContain('/list?page=3');
    expect(result).toMatchObject({ outcome: 'ok', backfill: true });
    expect(town.posts.size).toBe(100);
  });

  it('does not make a page count as read before its posts are stored', async () => {
    const body = json({ posts: numbered(1, 3) });
    server.pages.set('/etag', (_, request) =>
      request.headers['if-none-match'] === '"v1"'
        ? { status: 304 }
        : { ...body, headers: { ...body.headers, etag: '"v1"' } },
    );
    town.beforeStore = () => {
      throw new Error('killed');
    };
    const target = targetOf(server.host, ['/etag']);
    await expect(town.crawl(target)).rejects.toThrow('killed');
    town.beforeStore = () => undefined;
    expect(await town.crawl(target)).toMatchObject({ outcome: 'ok', postsNew: 3 });
  });

  it('stops between pages when asked to, and reads on later', async () => {
    serveListing(() => 50, 10);
    const stop = new AbortController();
    town.beforeStore = (page) => {
      if (page.url.endsWith('page=2')) stop.abort(new Error('stopped'));
    };
    const target = targetOf(server.host, ['/list']);
    await expect(town.crawl(target, { signal: stop.signal })).rejects.toThrow('stopped');
    expect(town.posts.size).toBe(20);
    await town.crawl(target);
    expect(town.posts.size).toBe(50);
  });
});

describe('drift', () => {
  const article = (id: number, text: string) =>
    `<article id=${id} data-at="2024-04-30T0${id}:00Z"><p>${text}</p></article>`;
  const page = (markup: string) => ({ body: `<html><body>${markup}</body></html>` });

  it('is seen when expected fields are missing', async () => {
    server.pages.set('/site', page([1, 2, 3, 4].map((id) => `<article id=${id}><p>text</p></article>`).join('')));
    const result = await town.crawl(targetOf(server.host, ['/site']), { crawler: htmlPages });
    expect(result).toMatchObject({ outcome: 'drifted', postsSeen: 4 });
    expect(result.reason).toBe('posts no longer have published_at (0 % of posts): the site has changed');
  });

  it('is seen when a field’s share collapses against the target’s own past', async () => {
    let names = true;
    server.pages.set('/list', () => {
      const posts = Array.from({ length: 10 }, (_, i) => ({
        id: `${town.clock.now().getTime()}-${i}`,
        text: 'x',
        ...(names && { author: { name: 'someone' } }),
      }));
      return json({ posts });
    });
    const target = targetOf(server.host, ['/list']);
    for (let i = 0; i < 4; i++) {
      expect((await town.crawl(target)).outcome).toBe('ok');
      town.later(5);
    }
    names = false;
    const result = await town.crawl(target);
    expect(result).toMatchObject({ outcome: 'drifted', postsNew: 10, fill: { text: 1 } });
    expect(result.reason).toBe('posts no longer have author.name (from 100 % of posts to 0 %): the site has changed');
  });

  it('is seen when a page that always had posts has none, though it looks well', async () => {
    let id = 0;
    let gone = false;
    server.pages.set('/site', () => {
      if (gone) return '<html><body><div class="new-design"></div></body></html>';
      return `<html><body>${[1, 2, 3].map(() => article(++id % 10, 'text')).join('')}</body></html>`;
    });
    const target = targetOf(server.host, ['/site']);
    for (let i = 0; i < 6; i++) {
      await town.crawl(target, { crawler: htmlPages });
      town.later(5);
    }
    gone = true;
    const result = await town.crawl(target, { crawler: htmlPages });
    expect(result.outcome).toBe('drifted');
    expect(result.reason).toMatch(/no post on a page that had about 3/);
  });
});

describe('what became of several pages', () => {
  it('one blocked listing of two: the crawl is blocked, the other’s posts are kept', async () => {
    server.pages.set('/good', json({ posts: numbered(1, 2) }));
    const result = await town.crawl(targetOf(server.host, ['/good', '/captcha']), { crawler: htmlPages });
    expect(result.outcome).toBe('blocked');
    expect(result.completeness).toBe(0.5);
  });

  it('a further page that fails does not blind the crawl, and is told', async () => {
    server.pages.set('/list', json({ posts: numbered(1, 2), next: [{ url: '/error', when: 'always' }] }));
    const result = await town.crawl(targetOf(server.host, ['/list']));
    expect(result).toMatchObject({ outcome: 'ok', completeness: 0.5 });
    expect(result.reason).toContain('status 500');
  });

  it('a shut door is not knocked at again in the same crawl', async () => {
    const result = await town.crawl(targetOf(server.host, ['/forbidden', '/forbidden?2', '/forbidden?3']));
    expect(result).toMatchObject({ outcome: 'blocked', completeness: 0 });
    expect(server.asked).toEqual(['/forbidden']);
  });
});

it('asks nothing more of a host until the pause that its answer asks for is over', async () => {
  server.pages.set('/list', json({ posts: numbered(3, 4), next: [{ url: '/more' }], pauseSeconds: 45 }));
  server.pages.set('/more', json({ posts: numbered(1, 2) }));
  expect(await town.crawl(targetOf(server.host, ['/list']))).toMatchObject({ outcome: 'ok', postsNew: 4 });
  const [before, after] = town.requests.records.slice(-2).map(({ at }) => at.getTime());
  expect((after ?? 0) - (before ?? 0)).toBeGreaterThanOrEqual(45_000);
  expect((after ?? 0) - (before ?? 0)).toBeLessThan(60_000);
});

it('keeps the page as evidence where the store asks for it', async () => {
  server.pages.set('/list', json({ posts: numbered(1, 2) }));
  town.keepEvidence = true;
  await town.crawl(targetOf(server.host, ['/list']));
  expect(town.evidence.kept).toMatchObject([{ url: `${server.origin}/list`, ids: ['1', '2'] }]);
  expect(town.evidence.kept[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
});

it('logs every request with its host, status and verdict', async () => {
  server.pages.set('/list', json({ posts: numbered(1, 2), next: [{ url: '/forbidden', when: 'always' }] }));
  await town.crawl(targetOf(server.host, ['/list']));
  expect(
    town.requests.records.map(({ host, url, status, verdict }) => [host, new URL(url).pathname, status, verdict]),
  ).toEqual([
    [server.host, '/robots.txt', 404, null],
    [server.host, '/list', 200, null],
    [server.host, '/forbidden', 403, 'blocked'],
  ]);
});
