import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CommandContext } from '../../src/cli/context.ts';
import { systemClock } from '../../src/clock.ts';
import register from '../../src/commands/try.ts';
import { type FaultServer, startFaultServer } from '../crawl/support/fault-server.ts';

let folder: string;
let server: FaultServer;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'try-'));
  server = await startFaultServer('User-agent: *\nDisallow: /private\nCrawl-delay: 0.5\n');
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

async function run(...args: string[]): Promise<{ out: string; err: string; exitCode: number; error: unknown }> {
  const written = { out: '', err: '' };
  const sink = (key: 'out' | 'err') =>
    new Writable({
      write(chunk, _encoding, done) {
        written[key] += String(chunk);
        done();
      },
    });
  const context: CommandContext = {
    stdin: Readable.from([review('9', '2')]),
    stdout: sink('out'),
    stderr: sink('err'),
    env: {},
    clock: systemClock,
    signal: new AbortController().signal,
    exitCode: 0,
  };
  const program = new Command().exitOverride();
  register(program, context);
  let error: unknown = null;
  await program
    .parseAsync(['try', '--config', join(folder, 'none'), ...args], { from: 'user' })
    .catch((thrown: unknown) => {
      error = thrown;
    });
  return { ...written, exitCode: context.exitCode, error };
}

const page = (data: object) =>
  `<html><head><script type="application/ld+json">${JSON.stringify(data)}</script></head></html>`;

function review(id: string, stars: string): string {
  return page({
    '@context': 'https://schema.org',
    '@type': 'Review',
    '@id': `https://shop.example/r/${id}`,
    author: { '@type': 'Person', name: 'Li Lei' },
    datePublished: '2024-04-30',
    reviewBody: '快递太慢，客服不理人',
    reviewRating: { '@type': 'Rating', ratingValue: stars, bestRating: '5' },
    itemReviewed: { '@type': 'Product', name: 'Acme kettle' },
  });
}

function saved(name: string, body: string): string {
  const path = join(folder, name);
  writeFileSync(path, body);
  return path;
}

describe('earshot try --file', () => {
  it('prints one post per line in the form that import reads, and fetches nothing', async () => {
    const file = saved('review.html', review('1', '2'));
    const { out, err, exitCode } = await run(
      '--crawler',
      'jsonld',
      '--file',
      file,
      '--url',
      'https://shop.example/kettle',
      '--json',
    );
    expect(err).toBe('');
    expect(exitCode).toBe(0);
    const posts = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(posts).toHaveLength(1);
    expect(posts[0]).toMatchObject({
      site: 'shop.example',
      kind: 'review',
      author: { name: 'Li Lei', id: null, followers: null, verified: null },
      text: '快递太慢，客服不理人',
      rating: { value: 2, best: 5 },
      published_at: '2024-04-30T00:00:00.000Z',
      deleted: false,
    });
    expect(Object.keys(posts[0])).toEqual([
      ...['site', 'id', 'kind', 'url', 'author', 'title', 'text', 'lang', 'rating', 'published_at', 'edited_at'],
      ...['engagement', 'parent', 'root', 'brand', 'deleted', 'reply'],
    ]);
  });

  it('prints what a page states of all its reviews', async () => {
    const file = saved(
      'all.html',
      page({
        '@type': 'Product',
        name: 'x',
        aggregateRating: { '@type': 'AggregateRating', ratingValue: 4.2, reviewCount: 89 },
      }),
    );
    const { out } = await run('--crawler', 'jsonld', '--file', file, '--url', 'https://shop.example/', '--json');
    expect(JSON.parse(out)).toMatchObject({
      aggregate: { rating: { value: 4.2, best: 5 }, count: 89 },
      url: 'https://shop.example/',
    });
  });

  it('shows people the fields, what was expected, the next page and the first posts', async () => {
    const file = saved('review.html', review('1', '2'));
    const { out } = await run('--crawler', 'jsonld', '--file', file, '--url', 'https://shop.example/kettle');
    expect(out).toMatch(/Posts {8}1 review, site shop\.example/);
    expect(out).toMatch(/100 % {2}rating/);
    expect(out).toContain('robots.txt   not asked: a saved page');
    expect(out).toContain('快递太慢，客服不理人');
  });

  it('reads a page from standard input', async () => {
    expect((await run('--crawler', 'jsonld', '--file', '-', '--json')).out).toContain('快递太慢');
  });

  it.each([
    ['empty', '', /drifted: .*the page is empty/],
    ['binary', '\u0089PNG\u0000\u0001\u0002', /drifted|empty/],
    ['a CAPTCHA', '<html><title>安全验证</title><div class="g-recaptcha"></div></html>', /blocked: .*CAPTCHA/],
  ])('says what a page is that is %s', async (_, body, message) => {
    const { out, err, error } = await run('--crawler', 'jsonld', '--file', saved('page.html', body), '--json');
    expect(error).toBeNull();
    expect(out).toBe('');
    expect(err).toMatch(message);
  });
});

describe('earshot try --url', () => {
  it('fetches as politely as a crawl: asks robots.txt first and obeys it', async () => {
    server.pages.set('/kettle', review('1', '2'));
    server.pages.set('/private', review('2', '2'));
    const allowed = await run('--crawler', 'jsonld', '--url', `${server.origin}/kettle`, '--allow-host', server.host);
    expect(allowed.out).toContain('allowed: robots.txt allows it; asks for 0.5 s between requests');
    expect(allowed.out).toContain('1 review');
    expect(allowed.exitCode).toBe(0);
    const refused = await run('--crawler', 'jsonld', '--url', `${server.origin}/private`, '--allow-host', server.host);
    expect(refused.out).toMatch(/refused: robots.txt forbids it \(line 2: Disallow: \/private\)/);
    expect(refused.exitCode).toBe(1);
    expect(server.asked).toEqual(['/kettle']);
  });

  it('does not reach private addresses unless told to', async () => {
    const { out, exitCode } = await run('--crawler', 'jsonld', '--url', `${server.origin}/kettle`);
    expect(out).toMatch(/refused: 127\.0\.0\.1 is not a public address \(this machine\)/);
    expect(exitCode).toBe(1);
    expect(server.requests).toEqual([]);
  });
});

describe('wrong usage', () => {
  it.each([
    [[], /name a target, or a crawler with --crawler, but not both/],
    [['x', '--crawler', 'jsonld'], /but not both/],
    [['--crawler', 'nope', '--file', 'x'], /there is no crawler "nope"/],
    [['--crawler', 'jsonld', '--file', '-', '--options', '{'], /--options is not JSON/],
    [['--crawler', 'jsonld', '--file', '-', '--options', '{"nope":1}'], /unknown option "nope"/],
    [['--crawler', 'jsonld', '--file', '-', '--at', 'soon'], /--at: "soon" is no time/],
    [['--crawler', 'jsonld', '--file', '-', '--timezone', 'Mars'], /there is no time zone "Mars"/],
    [['--crawler', 'jsonld', '--url', 'file:///etc/passwd'], /is no web address/],
    [['--crawler', 'jsonld', '--file', '/no/such/file'], /cannot be read/],
  ])('%j', async (args, message) => {
    const { error } = await run(...args);
    expect(String((error as Error)?.message)).toMatch(message);
  });
});

describe('earshot try TARGET', () => {
  it('reads what the target begins with and says which brands match and why', async () => {
    const config = join(folder, 'config');
    server.pages.set('/kettle', review('1', '2').replace('快递太慢', 'Acme 的快递太慢'));
    for (const dir of ['brands', 'targets']) mkdirSync(join(config, dir), { recursive: true });
    writeFileSync(
      join(config, 'earshot.yaml'),
      'service:\n  contact: ops@acme.test\n  timezone: Asia/Shanghai\n  public_url: http://127.0.0.1:8080\n',
    );
    writeFileSync(join(config, 'brands/acme.yaml'), 'name: Acme\nterms: [Acme]\n');
    writeFileSync(
      join(config, 'targets/shop.yaml'),
      `crawler: jsonld\nschedule: "0 * * * *"\nallow_hosts: ["${server.host}"]\noptions:\n  urls: ["${server.origin}/kettle"]\n`,
    );
    const { out, error } = await run('shop', '--config', config);
    expect(error).toBeNull();
    expect(out).toMatch(/Brands {7}acme in 1/);
    expect(out).toContain('matches acme ("Acme" in the text)');
  });
});
