import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BrowserTransport, NoBrowserError } from '../../src/crawl/browser.ts';
import type { CrawlError } from '../../src/crawl/errors.ts';
import { AddressRule } from '../../src/crawl/guard.ts';
import type { Hop } from '../../src/crawl/transport.ts';
import { findChromium, hasChromium } from '../support/chromium.ts';
import { htmlPages, silent, Town, targetOf } from './support/crawling.ts';
import { type FaultServer, startFaultServer } from './support/fault-server.ts';

const env = { ...process.env, ...(hasChromium() && { EARSHOT_CHROMIUM: findChromium() }) };

describe.skipIf(!hasChromium())('the browser', { timeout: 120_000 }, () => {
  let browser: BrowserTransport;
  let server: FaultServer;
  beforeAll(() => {
    browser = new BrowserTransport({ log: silent, env, pageMs: 30_000 });
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    server = await startFaultServer();
  });
  afterEach(() => server.close());

  const hop = (path: string, more: Partial<Hop> = {}): Hop => ({
    url: new URL(path, server.origin),
    method: 'GET',
    headers: { 'user-agent': 'Earshot/1.0 (+test@example.com)' },
    rule: new AddressRule([server.host]),
    ...more,
  });
  const script = (code: string) =>
    `<!doctype html><html><body><div id=list></div><script>${code}</script></body></html>`;
  const add = `const add = (n) => { for (let i = 0; i < 3; i++) list.insertAdjacentHTML('beforeend', '<article id=' + n + i + '><p>post</p></article>'); };`;

  it('reads what scripts have put on the page, once it is there', async () => {
    server.pages.set('/app', script(`${add} fetch('/data').then(() => add('a'));`));
    server.pages.set('/data', 'x');
    const { status, body, url } = await browser.send(hop('/app', { steps: { waitFor: 'article' } }));
    expect(status).toBe(200);
    expect(url.pathname).toBe('/app');
    expect(Buffer.from(body).toString()).toContain('<article id="a0">');
  });

  it('clicks "more" until there is no more, and scrolls until nothing new loads', async () => {
    server.pages.set(
      '/more',
      `<button id=b>more</button>${script(`${add} let n = 0; b.onclick = () => { setTimeout(() => { add(++n); if (n === 3) b.remove(); }, 30); };`)}`,
    );
    const clicked = await browser.send(hop('/more', { steps: { click: '#b' } }));
    expect(
      Buffer.from(clicked.body)
        .toString()
        .match(/<article id="/g),
    ).toHaveLength(9);
    server.pages.set(
      '/scroll',
      script(
        `${add} let n = 0; document.body.style.height = '9000px'; onscroll = () => { if (n < 2) setTimeout(() => add(++n), 30); };`,
      ),
    );
    const scrolled = await browser.send(hop('/scroll', { steps: { scroll: true, maxSteps: 4 } }));
    expect(
      Buffer.from(scrolled.body)
        .toString()
        .match(/<article id="/g),
    ).toHaveLength(6);
  });

  it('waits for what scripts bring under a strict content policy too', async () => {
    server.pages.set('/strict', {
      headers: { 'content-type': 'text/html', 'content-security-policy': "default-src 'self'" },
      body: '<!doctype html><body><script src="/strict.js"></script></body>',
    });
    server.pages.set('/strict.js', {
      headers: { 'content-type': 'text/javascript' },
      body: "setTimeout(() => { document.body.innerHTML = '<article>late</article>'; }, 30);",
    });
    const { body } = await browser.send(hop('/strict', { steps: { waitFor: 'article' } }));
    expect(Buffer.from(body).toString()).toContain('<article>late</article>');
  });

  it('reads the next page of a site in the same place, where nothing of the last one goes on', async () => {
    server.pages.set(
      '/noisy',
      script("setInterval(() => fetch('/tick'), 5); name = 'left'; list.innerHTML = '<p>x</p>';"),
    );
    server.pages.set('/calm', script("list.innerHTML = '<p>' + document.cookie + '</p>';"));
    await browser.send(hop('/noisy', { headers: { cookie: 'secret=1' }, steps: { waitFor: 'p' } }));
    const { body } = await browser.send(hop('/calm', { steps: { waitFor: 'p' } }));
    expect(Buffer.from(body).toString()).toContain('<p></p>');
    // Closing whatever is left would end the noise as well: the count is taken while the place is in use again.
    const ticks = () => server.asked.filter((path) => path === '/tick').length;
    const before = ticks();
    await browser.send(hop('/calm', { steps: { waitFor: 'p' } }));
    expect(ticks()).toBe(before);
  });

  it('loads no images, says who it is, and hands JSON over as it was sent', async () => {
    server.pages.set('/img', '<html><body><img src="/a.png"><p>text</p></body></html>');
    await browser.send(hop('/img', { steps: { waitFor: 'p' } }));
    expect(server.asked).not.toContain('/a.png');
    expect(server.requests[0]?.headers['user-agent']).toBe('Earshot/1.0 (+test@example.com)');
    server.pages.set('/api', { headers: { 'content-type': 'application/json' }, body: '{"a":1}' });
    expect(Buffer.from((await browser.send(hop('/api'))).body).toString()).toBe('{"a":1}');
  });

  it('keeps cookies within one page and hands them back', async () => {
    server.pages.set('/cookie', {
      headers: { 'content-type': 'text/html', 'set-cookie': 'a=1; Path=/' },
      body: '<p>x</p>',
    });
    expect((await browser.send(hop('/cookie'))).setCookies[0]).toMatch(/^a=1; Path=\//);
    await browser.send(hop('/img'));
    expect(server.requests.at(-1)?.headers.cookie).toBeUndefined();
    await browser.send(hop('/img2', { headers: { cookie: 'b=2; c=3' } }));
    expect(server.requests.findLast(({ path }) => path === '/img2')?.headers.cookie).toBe('b=2; c=3');
  });

  it('reaches nothing private: neither by address, nor by redirect, nor from a script', async () => {
    const inside = await startFaultServer();
    inside.pages.set('/secret', { headers: { 'access-control-allow-origin': '*' }, body: 'secret' });
    try {
      const refused = await browser
        .send(hop('/', { url: new URL(`${inside.origin}/secret`) }))
        .catch((e: unknown) => e);
      expect((refused as CrawlError).outcome).toBe('refused');
      server.pages.set('/jump', { status: 302, headers: { location: `${inside.origin}/secret` } });
      await expect(browser.send(hop('/jump'))).rejects.toMatchObject({ outcome: 'refused' });
      const steal = (url: string) =>
        `fetch('${url}').then((r) => r.ok ? r.text() : 'no').catch(() => 'no').then((t) => { list.innerHTML += '<article>' + t + '</article>'; });`;
      const urls = [
        `${inside.origin}/secret`,
        `http://localhost:${new URL(inside.origin).port}/secret`,
        `http://[::ffff:127.0.0.1]:${new URL(inside.origin).port}/secret`,
      ];
      // The blocking script is refused before the page is read, whatever the machine is busy with.
      server.pages.set('/steal', `<script src="${inside.origin}/x.js"></script>${script(urls.map(steal).join(''))}`);
      // Same host, other port: what a script is refused must not be taken for the page's own refusal.
      const { body } = await browser.send(hop('/steal', { steps: { waitFor: 'article:nth-of-type(3)' } }));
      expect(Buffer.from(body).toString()).not.toContain('<article>secret');
      expect(inside.asked).toEqual([]);
    } finally {
      await inside.close();
    }
  });

  it('gives up on a page that never answers or keeps the browser busy, and goes on with the next', async () => {
    const hasty = new BrowserTransport({ log: silent, env, pageMs: 5_000 });
    try {
      await expect(hasty.send(hop('/stall'))).rejects.toMatchObject({ outcome: 'unreachable' });
      server.pages.set('/busy', script('while (true) {}'));
      await expect(hasty.send(hop('/busy'))).rejects.toMatchObject({ outcome: 'unreachable' });
      server.pages.set('/fine', '<p>fine</p>');
      expect((await hasty.send(hop('/fine', { steps: { waitFor: 'p' } }))).status).toBe(200);
    } finally {
      await hasty.close();
    }
  });

  it('lets no page take memory without end: it crashes alone, and the next is read', async () => {
    server.pages.set('/greedy', script('const kept = []; for (;;) kept.push(new Array(1e6).fill(kept.length));'));
    await expect(browser.send(hop('/greedy'))).rejects.toMatchObject({
      outcome: 'unreachable',
      message: expect.stringMatching(/crashed/),
    });
    server.pages.set('/fine', '<p>fine</p>');
    expect((await browser.send(hop('/fine', { steps: { waitFor: 'p' } }))).status).toBe(200);
  });

  it('starts anew after a crash', async () => {
    server.pages.set('/fine', '<p>fine</p>');
    await expect(browser.send(hop('/', { url: new URL('chrome://crash') }))).rejects.toMatchObject({
      outcome: 'unreachable',
    });
    expect((await browser.send(hop('/fine', { steps: { waitFor: 'p' } }))).status).toBe(200);
  });

  it('stands behind the same interface: a browser target crawls like any other', async () => {
    server.pages.set(
      '/app',
      script("list.innerHTML = '<article id=1 data-at=2024-04-30><p>said by a script</p></article>';"),
    );
    const town = new Town();
    const crawler = { ...htmlPages, render: 'browser' as const, browser: () => ({ waitFor: 'article' }) };
    const result = await town.crawl(targetOf(server.host, ['/app']), {
      crawler,
      browser: () => Promise.resolve(browser),
    });
    expect(result).toMatchObject({ outcome: 'ok', postsNew: 1 });
    expect(town.posts.get('1')).toBe('said by a script');
    expect(result.bytes).toBeGreaterThan(0);
    await town.http.close();
  });
});

it('says plainly when there is no browser', async () => {
  const browser = new BrowserTransport({ log: silent, env: { EARSHOT_CHROMIUM: '/no/such/browser' } });
  const hop: Hop = { url: new URL('http://127.0.0.1/'), method: 'GET', headers: {}, rule: new AddressRule([]) };
  await expect(browser.send(hop)).rejects.toBeInstanceOf(NoBrowserError);
  await expect(browser.send(hop)).rejects.toThrow('this target needs a browser, and none was found: install Chromium');
  await browser.close();
});
