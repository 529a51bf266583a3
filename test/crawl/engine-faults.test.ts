import { describe, expect, it } from 'vitest';
import { htmlPages, json, numbered, serveListing, targetOf } from './support/crawling.ts';
import { eachTestInATown, server, town } from './support/each-town.ts';

eachTestInATown();

describe('a crash', () => {
  it('costs the page in hand at most: the next crawl reads on from there', async () => {
    serveListing(server, () => 100, 10);
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
    serveListing(server, () => 50, 10);
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
