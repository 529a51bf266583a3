/** Small rules of behaviour: pacing, cookies, freshness, gates, limits. */
import { describe, expect, it } from 'vitest';
import { gateOn } from '../../src/crawl/blocked.ts';
import { binaryKind, unpack } from '../../src/crawl/body.ts';
import { CookieJar } from '../../src/crawl/cookies.ts';
import { defaultLimits, sharedLimits, userAgentOf } from '../../src/crawl/fetching.ts';
import { freshUntil, retryAfter } from '../../src/crawl/http-rules.ts';
import { MemoryHostBudgets } from '../../src/crawl/memory.ts';
import { LEASE_MS } from '../../src/crawl/ports.ts';

const now = new Date('2024-05-01T12:00:00Z');
const later = (ms: number) => new Date(now.getTime() + ms);

describe('a host’s budget', () => {
  const limits = { requestsPerMinute: 30, concurrency: 9, dailyCap: 3 };

  it('spaces requests evenly, whoever asks', async () => {
    const budgets = new MemoryHostBudgets();
    expect(await budgets.acquire('a', limits, now)).toMatchObject({ granted: true });
    expect(await budgets.acquire('a', limits, now)).toEqual({ granted: false, until: later(2_000), why: 'pace' });
    expect(await budgets.acquire('b', limits, now)).toMatchObject({ granted: true });
    expect(await budgets.acquire('a', limits, later(2_000))).toMatchObject({ granted: true });
  });

  it('keeps requests under way at once within bounds, and forgets those of a process that died', async () => {
    const budgets = new MemoryHostBudgets();
    const fast = { requestsPerMinute: 60_000, concurrency: 2, dailyCap: 100 };
    const first = await budgets.acquire('a', fast, now);
    await budgets.acquire('a', fast, later(1));
    expect(await budgets.acquire('a', fast, later(2))).toMatchObject({ granted: false, why: 'concurrency' });
    await budgets.release('a', first.granted ? first.lease : '');
    expect(await budgets.acquire('a', fast, later(3))).toMatchObject({ granted: true });
    expect(await budgets.acquire('a', fast, later(LEASE_MS + 5))).toMatchObject({ granted: true });
  });

  it('ends for the day at its cap, and honours penalties', async () => {
    const budgets = new MemoryHostBudgets();
    for (let i = 0; i < 3; i++) await budgets.acquire('a', limits, later(i * 2_000));
    const midnight = new Date('2024-05-02T00:00:00Z');
    const release = await budgets.acquire('a', limits, later(10_000));
    expect(release).toEqual({ granted: false, until: midnight, why: 'daily-cap' });
    await budgets.penalise('a', new Date(midnight.getTime() + 60_000));
    await budgets.penalise('a', midnight);
    expect(await budgets.acquire('a', limits, midnight)).toMatchObject({ granted: false, why: 'penalty' });
    expect(await budgets.acquire('a', limits, new Date(midnight.getTime() + 60_000))).toMatchObject({
      granted: true,
    });
  });

  it('is the smallest that any target asks for', () => {
    const limitsOf = sharedLimits([
      { hosts: ['a.example', 'b.example'], requestsPerMinute: 30 },
      { hosts: ['a.example'], requestsPerMinute: 6 },
    ]);
    expect(limitsOf('a.example', 30).requestsPerMinute).toBe(6);
    expect(limitsOf('b.example', 30).requestsPerMinute).toBe(30);
    expect(limitsOf('c.example', 12)).toEqual(defaultLimits('c.example', 12));
  });
});

describe('cookies', () => {
  const jarWith = (header: string, from = 'https://www.shop.example/a/b') => {
    const jar = new CookieJar();
    jar.take(header, new URL(from), now);
    return (url: string, at = now) => jar.header(new URL(url), at);
  };

  it.each([
    ['a=1', 'https://www.shop.example/a/c', 'a=1'],
    ['a=1', 'https://www.shop.example/', null],
    ['a=1; Path=/', 'https://www.shop.example/', 'a=1'],
    ['a=1; Path=/', 'https://shop.example/', null],
    ['a=1; Path=/; Domain=shop.example', 'https://shop.example/', 'a=1'],
    ['a=1; Path=/; Domain=.shop.example', 'https://m.shop.example/', 'a=1'],
    ['a=1; Path=/; Domain=other.example', 'https://other.example/', null],
    ['a=1; Path=/; Domain=example', 'https://www.shop.example/', null],
    ['a=1; Path=/; Secure', 'http://www.shop.example/', null],
    ['a=1; Path=/; Max-Age=0', 'https://www.shop.example/', null],
    ['a=b=c; Path=/; Expires=Thu, 02 May 2024 00:00:00 GMT', 'https://www.shop.example/', 'a=b=c'],
    ['nonsense', 'https://www.shop.example/a/', null],
  ])('%s goes to %s as %s', (header, url, expected) => expect(jarWith(header)(url)).toBe(expected));

  it('end when they say', () => {
    const header = jarWith('a=1; Path=/; Max-Age=60');
    expect(header('https://www.shop.example/', later(59_000))).toBe('a=1');
    expect(header('https://www.shop.example/', later(61_000))).toBeNull();
  });

  it('survive in the target’s state, newest value only', () => {
    const jar = new CookieJar();
    for (const value of ['1', '2']) jar.take(`a=${value}; Path=/`, new URL('https://x.example/'), now);
    const copy = new CookieJar(JSON.parse(JSON.stringify(jar.all())));
    expect(copy.header(new URL('https://x.example/y'), now)).toBe('a=2');
  });
});

describe('what answers say of time', () => {
  it.each([
    ['120', 120_000],
    ['0', 0],
    ['Wed, 01 May 2024 12:05:00 GMT', 300_000],
    ['Wed, 01 May 2024 11:00:00 GMT', 0],
    ['999999999', 86_400_000],
  ])('Retry-After: %s', (value, ms) => expect(retryAfter({ 'retry-after': value }, now)).toEqual(later(ms)));
  it.each(['', 'soon', '-5x'])('Retry-After: %j says nothing', (value) => {
    expect(retryAfter({ 'retry-after': value }, now)).toBeNull();
  });

  it.each([
    [{ 'cache-control': 'max-age=60' }, 60_000],
    [{ 'cache-control': 'public, max-age=60', age: '20' }, 40_000],
    [{ 'cache-control': 'max-age=604800' }, 900_000],
    [{ 'cache-control': 'no-cache, max-age=60' }, null],
    [{ 'cache-control': 's-maxage=60' }, null],
    [{ expires: 'Wed, 01 May 2024 12:01:00 GMT', date: 'Wed, 01 May 2024 12:00:00 GMT' }, 60_000],
    [{ expires: '0' }, null],
    [{ 'cache-control': 'max-age=60', vary: '*' }, null],
    [{}, null],
  ])('%j is fresh for %s ms', (headers, ms) => {
    expect(freshUntil(headers as Record<string, string>, now)).toBe(ms === null ? null : later(ms).getTime());
  });
});

describe('gates', () => {
  const html = (body: string) => `<!doctype html><html><body>${body}</body></html>`;
  const url = 'https://site.example/list';
  it.each([
    ['Cloudflare', '<title>Just a moment...</title><script>window._cf_chl_opt={}</script>'],
    ['Aliyun', '<script>var arg1="x"; setCookie("acw_sc__v2", x)</script>'],
    ['Weibo visitor', '<title>Sina Visitor System</title>'],
    ['Baidu', '<title>百度安全验证</title>'],
    ['DataDome', '<iframe src="https://geo.captcha-delivery.com/captcha/?x"></iframe>'],
    ['CAPTCHA', '<div class="h-captcha" data-sitekey="x"></div>'],
    ['robots', 'Please verify you are a human to continue'],
    ['robots', '您的访问过于频繁，请拖动滑块进行验证'],
    ['log-in wall', '请先登录后查看全部评论'],
    ['log-in wall', '<p>Log in to continue</p>'],
  ])('%s: %s', (what, body) => expect(gateOn(html(body), url, url)).toContain(what));

  it.each([
    ['https://passport.weibo.cn/signin/login?r=x', 'a log-in page'],
    ['https://site.example/login?next=/list', 'a log-in page'],
    ['https://site.example/captcha', 'a CAPTCHA page'],
  ])('a redirect to %s leads to %s', (moved, what) => expect(gateOn('', moved, url)).toBe(what));

  it.each([
    ['{"ok":-100,"url":"https://passport.weibo.com"}', 'a request to log in'],
    ['{"code":-412,"message":"request was banned"}', 'a refusal of robots'],
  ])('%s', (body, what) => expect(gateOn(body, url, url, 'application/json')).toBe(what));

  it.each([
    html('<p>The service was bad.</p>'),
    html('<a href="/login">Log in</a><a href="/register">Register</a><p>No reviews yet.</p>'),
    html(
      `<script src="https://www.google.com/recaptcha/api.js"></script>${'<p>A long page about something else. </p>'.repeat(300)}`,
    ),
    '{"ok":1,"data":{"cards":[]}}',
    '',
  ])('nothing stands in the way of page %#', (body) => expect(gateOn(body, url, url)).toBeNull());

  it('a page that was asked for as a log-in page is no gate by its address', () => {
    expect(gateOn('<p>x</p>', 'https://site.example/login', 'https://site.example/login')).toBeNull();
  });
});

describe('bodies', () => {
  const limits = { wireBytes: 1000, bodyBytes: 1000 };
  it.each([
    ['%PDF-1.7', 'a PDF document'],
    ['PK\u0003\u0004', 'a ZIP archive'],
    [
      '\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000',
      'binary data',
    ],
    ['<html>', null],
    ['{"a":1}', null],
    ['a stray \u0000 is forgiven', null],
  ])('%j is %s', (body, kind) => expect(binaryKind(Buffer.from(body))).toBe(kind));
  it('UTF-16 text is no binary', () => expect(binaryKind(Buffer.from('<html>plain</html>', 'utf16le'))).toBeNull());

  it('are unpacked by what they say, raw deflate included; unknown codings are named', async () => {
    const { deflateRawSync, deflateSync, brotliCompressSync, gzipSync, zstdCompressSync } = await import('node:zlib');
    const text = Buffer.from('hello '.repeat(20));
    for (const [coding, packed] of [
      ['gzip', gzipSync(text)],
      ['deflate', deflateSync(text)],
      ['deflate', deflateRawSync(text)],
      ['br', brotliCompressSync(text)],
      ['zstd', zstdCompressSync(text)],
      ['gzip, br', brotliCompressSync(gzipSync(text))],
      ['identity', text],
    ] as const) {
      expect(Buffer.from(await unpack(packed, coding, limits)).equals(text)).toBe(true);
    }
    await expect(unpack(text, 'snappy', limits)).rejects.toThrow('packed in an unknown way ("snappy")');
    await expect(unpack(text, 'gzip, gzip, gzip', limits)).rejects.toThrow('packed 3 times over');
  });
});

it('says who is asking, and whom to write to', () => {
  expect(userAgentOf('ops@acme.example')).toMatch(/^Earshot\/[\d.]+ \(\+mailto:ops@acme\.example\)$/);
  expect(userAgentOf('https://acme.example/bot\r\nX: y')).not.toMatch(/[\r\n]/);
});
