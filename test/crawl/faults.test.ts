import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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
/** Pages that never come to an end: nobody waits for them long. */
const ENDLESS = ['/stall', '/stall-half', '/drip'];
const crawlOf = (path: string) => town.crawl(targetOf(server.host, [path]), { crawler: htmlPages });

describe('a page that cannot be had is a recorded result, each of its own kind', () => {
  it.each([
    ['/drop', 'unreachable', /connection was cut/],
    ['/stall', 'unreachable', /did not answer in time|no complete answer/],
    ['/stall-half', 'unreachable', /stopped coming|no complete answer/],
    ['/drip', 'unreachable', /no complete answer within 0.6 s/],
    ['/truncate', 'unreachable', /cut|shorter/],
    ['/not-http', 'unreachable', /no valid HTTP/],
    ['/gzip-cut', 'unreachable', /cut short or broken/],
    ['/error', 'unreachable', /status 500/],
    ['/endless', 'failed', /larger than 1 MB/],
    ['/gzip-bomb', 'failed', /unpacks to more than 4 MB/],
    ['/loop', 'failed', /redirects in a circle/],
    ['/loop-growing', 'failed', /redirects in a circle or more than 8 times/],
    ['/login-redirect', 'blocked', /leads to a log-in page/],
    ['/captcha', 'blocked', /CAPTCHA/],
    ['/cloudflare', 'blocked', /Cloudflare challenge/],
    ['/forbidden', 'blocked', /status 403/],
    ['/missing', 'gone', /status 404/],
    ['/429-bare', 'throttled', /fewer requests/],
    ['/empty', 'drifted', /the page is empty/],
    ['/binary', 'drifted', /a PNG image, not text/],
  ] as const)('%s is %s', async (path, outcome, reason) => {
    if (ENDLESS.includes(path)) {
      await town.http.close();
      town = new Town(300);
    }
    const result = await crawlOf(path);
    expect(result.outcome).toBe(outcome);
    expect(result.reason).toMatch(reason);
    expect(result.completeness).toBe(0);
    expect(town.posts.size).toBe(0);
    expect(town.requests.records.at(-1)?.url).toContain(server.host);
  });

  it('a length that lies never passes for a page with posts', async () => {
    const result = await crawlOf('/lie-short');
    expect(['unreachable', 'empty', 'drifted']).toContain(result.outcome);
    expect(result.postsSeen).toBe(0);
  });

  it('a host that is not there', async () => {
    const { host } = server;
    await server.close();
    const result = await town.crawl(targetOf(host, ['/']));
    expect(result).toMatchObject({ outcome: 'unreachable', postsSeen: 0 });
    server = await startFaultServer();
  });
});

describe('trying again', () => {
  it('tries what may pass three times, with growing pauses, and what is refused once', async () => {
    await crawlOf('/error');
    expect(server.asked).toEqual(['/error', '/error', '/error']);
    // 2 s and 8 s of back-off on the clock of the crawl.
    expect(town.clock.now().getTime() - START.getTime()).toBeGreaterThanOrEqual(10_000);
    server.asked.length = 0;
    await crawlOf('/forbidden');
    expect(server.asked).toEqual(['/forbidden']);
  });

  it('goes on when the second answer is good', async () => {
    let answers = 0;
    server.pages.set('/shaky', () => (++answers < 2 ? { status: 502 } : json({ posts: numbered(1, 3) })));
    const result = await town.crawl(targetOf(server.host, ['/shaky']));
    expect(result).toMatchObject({ outcome: 'ok', postsNew: 3, completeness: 1 });
  });

  it.each([
    ['seconds', () => '7'],
    ['a date', () => new Date(START.getTime() + 8_000).toUTCString()],
  ])('waits as long as Retry-After says in %s', async (_, value) => {
    let answers = 0;
    const times: number[] = [];
    server.pages.set('/busy', () => {
      times.push(town.clock.now().getTime());
      return ++answers < 2 ? { status: 429, headers: { 'retry-after': value() } } : json({ posts: numbered(1, 2) });
    });
    const result = await town.crawl(targetOf(server.host, ['/busy']));
    expect(result.outcome).toBe('ok');
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(6_000);
  });

  it('leaves a host alone that asks for an hour, and says until when', async () => {
    server.pages.set('/busy', { status: 503, headers: { 'retry-after': '3600' } });
    const first = await town.crawl(targetOf(server.host, ['/busy']));
    expect(first.outcome).toBe('throttled');
    expect(first.retryAt?.getTime()).toBeGreaterThanOrEqual(START.getTime() + 3_600_000);
    const asked = server.asked.length;
    town.later(10);
    expect((await town.crawl(targetOf(server.host, ['/busy']))).outcome).toBe('throttled');
    expect(server.asked.length).toBe(asked);
    town.later(60);
    await town.crawl(targetOf(server.host, ['/busy']));
    expect(server.asked.length).toBeGreaterThan(asked);
  });
});

describe('what pages do', () => {
  it('follows a redirect to an address written in plain Chinese', async () => {
    const location = Buffer.from('/评论?q=酒店').toString('latin1');
    server.pages.set('/moved', { status: 301, headers: { location } });
    server.pages.set('/%E8%AF%84%E8%AE%BA', json({ posts: numbered(1, 2) }));
    expect(await town.crawl(targetOf(server.host, ['/moved']))).toMatchObject({ outcome: 'ok', postsNew: 2 });
  });

  it('reads GBK that does not say so', async () => {
    // 酒店很差 in GBK.
    const gbk = Buffer.from([0xbe, 0xc6, 0xb5, 0xea, 0xba, 0xdc, 0xb2, 0xee]);
    const body = Buffer.concat([
      Buffer.from('<article id=1 data-at=2024-04-30><p>'),
      gbk,
      Buffer.from('</p></article>'),
    ]);
    server.pages.set('/gbk', { headers: { 'content-type': 'text/html' }, body });
    await crawlOf('/gbk');
    expect(town.posts.get('1')).toBe('酒店很差');
  });

  it('a crawler that fails on a page is a drift, named with the page', async () => {
    server.pages.set('/odd', json({}));
    const crawler = {
      ...htmlPages,
      parse: () => {
        throw new TypeError('cannot read x of undefined');
      },
    };
    const result = await town.crawl(targetOf(server.host, ['/odd']), { crawler });
    expect(result).toMatchObject({ outcome: 'drifted' });
    expect(result.reason).toMatch(/\/odd: crawler "json-pages" failed on it: cannot read x of undefined/);
  });

  it('a page about CAPTCHAs with posts on it is no wall', async () => {
    server.pages.set(
      '/talk',
      '<article id=1 data-at=2024-04-30><p>Please verify you are human, it said: g-recaptcha</p></article>',
    );
    expect((await crawlOf('/talk')).outcome).toBe('ok');
  });

  it('bad posts are named one by one, and the rest go on', async () => {
    server.pages.set('/some', json({ posts: [{ id: '1', text: 'a' }, { id: '2' }, { id: '3', text: 'c' }] }));
    const result = await town.crawl(targetOf(server.host, ['/some']));
    expect(result).toMatchObject({ outcome: 'ok', postsSeen: 2, postsFailed: 1 });
    expect(result.problems).toMatchObject([{ index: 1, id: '2', effect: 'unusable' }]);
  });

  it('only unusable posts is a drift, not silence', async () => {
    server.pages.set('/none', json({ posts: [{ id: '1' }, { id: '2' }] }));
    expect(await town.crawl(targetOf(server.host, ['/none']))).toMatchObject({ outcome: 'drifted', postsFailed: 2 });
  });
});
