import { describe, expect, it } from 'vitest';
import { MemoryRobots } from '../../src/crawl/memory.ts';
import { Robots } from '../../src/crawl/robots.ts';

const START = new Date('2024-05-01T12:00:00Z');
const hoursLater = (hours: number) => new Date(START.getTime() + hours * 3_600_000);
const AGENT = 'Earshot/1.0 (+ops@example.com)';

/** A host whose robots.txt answers like `answers`, in turn; the last one stays. */
function host(...answers: (string | number)[]) {
  const asked: string[] = [];
  const robots = new Robots(new MemoryRobots(), AGENT);
  const check = (path: string, now = START) =>
    robots.check(new URL(path, 'https://site.example'), now, async (url) => {
      asked.push(url.href);
      const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? 404;
      return typeof answer === 'number' ? { status: answer, body: '' } : { status: 200, body: answer };
    });
  return { check, asked };
}

describe('rules (RFC 9309)', () => {
  it.each([
    ['User-agent: *\nDisallow: /', '/x', false],
    ['User-agent: *\nDisallow:', '/x', true],
    ['', '/x', true],
    ['User-agent: *\nDisallow: /a\nAllow: /a/b', '/a/b/c', true],
    ['User-agent: *\nDisallow: /a/b\nAllow: /a', '/a/b/c', false],
    ['User-agent: *\nDisallow: /a\nAllow: /a', '/a', true],
    ['User-agent: *\nDisallow: /\n\nUser-agent: Earshot\nAllow: /', '/x', true],
    ['User-agent: earshot\nDisallow: /\n\nUser-agent: *\nAllow: /', '/x', false],
    ['User-agent: Earshot/2.0\nDisallow: /', '/x', false],
    ['User-agent: OtherBot\nUser-agent: Earshot\nDisallow: /x', '/x', false],
    ['User-agent: OtherBot\nDisallow: /', '/x', true],
    ['User-agent: *\nDisallow: /*.json$', '/a/b.json', false],
    ['User-agent: *\nDisallow: /*.json$', '/a/b.json?x', true],
    ['User-agent: *\nDisallow: /search?q=', '/search?q=acme', false],
    ['User-agent: *\nDisallow: /~joe', '/%7Ejoe/x', false],
    ['User-agent: *\nDisallow: /%7ejoe', '/~joe/x', false],
    ['User-agent: *\nDisallow: /评论', '/%E8%AF%84%E8%AE%BA/1', false],
    ['\ufeffUser-agent: *\nDisallow: /x', '/x', false],
    ['User-agent: *\r\nDisallow: /x # not this', '/x', false],
    ['<html><body>not found</body></html>', '/x', true],
    ['User-agent: *\nDisallow: /', '/robots.txt', true],
  ])('%j: %s is allowed: %s', async (body, path, allowed) => {
    expect((await host(body).check(path)).allowed).toBe(allowed);
  });

  it('names the line that forbids', async () => {
    const { reason } = await host('User-agent: *\nDisallow: /x').check('/x/y');
    expect(reason).toBe('robots.txt forbids it (line 2: Disallow: /x)');
  });

  it('reads the delay that the site asks for', async () => {
    expect((await host('User-agent: *\nCrawl-delay: 2.5').check('/x')).delayMs).toBe(2_500);
    expect((await host('User-agent: *\nCrawl-delay: 86400').check('/x')).delayMs).toBe(300_000);
    expect((await host('User-agent: *\nCrawl-delay: soon').check('/x')).delayMs).toBeNull();
  });
});

describe('what cannot be read', () => {
  it.each([404, 410, 401, 403, 400])('status %d: there are no rules', async (status) => {
    expect((await host(status).check('/x')).allowed).toBe(true);
  });
  it.each([500, 503, 429, 0])('status %d: nothing may be fetched', async (status) => {
    expect(await host(status).check('/x')).toMatchObject({ allowed: false, unreachable: true });
  });
  it('is asked for again soon', async () => {
    const { check, asked } = host(503, 'User-agent: *\nAllow: /');
    expect((await check('/x')).allowed).toBe(false);
    expect((await check('/x', hoursLater(0.05))).allowed).toBe(false);
    expect(asked).toHaveLength(1);
    expect((await check('/x', hoursLater(0.1))).allowed).toBe(true);
  });
  it('leaves the rules standing that were read before', async () => {
    const { check } = host('User-agent: *\nDisallow: /private', 503);
    await check('/x');
    expect((await check('/x', hoursLater(30))).allowed).toBe(true);
    expect((await check('/private', hoursLater(30))).allowed).toBe(false);
  });
});

describe('caching', () => {
  it('asks once a day, however many pages and however many ask at once', async () => {
    const { check, asked } = host('User-agent: *\nAllow: /');
    await Promise.all([check('/a'), check('/b'), check('/c')]);
    await check('/d', hoursLater(23));
    expect(asked).toEqual(['https://site.example/robots.txt']);
    await check('/e', hoursLater(25));
    expect(asked).toHaveLength(2);
  });
});
