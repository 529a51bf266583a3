import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BrowserTransport } from '../../src/crawl/browser.ts';
import { AddressRule } from '../../src/crawl/guard.ts';
import { FetchedPage } from '../../src/crawl/page.ts';
import { countAt } from '../../src/demo/posts.ts';
import { findChromium, hasChromium } from '../support/chromium.ts';
import { registry, START, targetOf, townAt } from './support.ts';

describe.skipIf(!hasChromium())('the forum in a browser', { timeout: 120_000 }, () => {
  let browser: BrowserTransport;
  beforeAll(() => {
    const env = { ...process.env, EARSHOT_CHROMIUM: findChromium() };
    browser = new BrowserTransport({ log: pino({ level: 'silent' }), env, pageMs: 60_000 });
  });
  afterAll(() => browser.close());

  it('shows its threads, page after page', async () => {
    const { town } = await townAt(START);
    const target = targetOf(town, 'forum');
    const crawler = registry.get(target.crawler);
    const [begin] = crawler.requests(target.options, { query: [], now: START, since: null, cursor: null });
    const steps = crawler.browser?.(target.options);
    const rule = new AddressRule(target.allowHosts);
    const read = async (url: string) => {
      const answer = await browser.send({ url: new URL(url), method: 'GET', headers: {}, rule, steps });
      const page = new FetchedPage({ ...answer, url: answer.url.href });
      return crawler.parse(page, { options: target.options, now: START, timezone: target.timezone });
    };
    const first = await read(begin!.url);
    const second = await read(first.next![0]!.url);
    const written = town.chronicle.posts.forum.filter(({ at }) => at <= START.getTime()).toReversed();
    expect([...first.posts, ...second.posts].map(({ id }) => id)).toEqual(written.slice(0, 80).map(({ id }) => id));
    first.posts.forEach((post, i) => {
      const { title, text, at, author, comments } = written[i]!;
      expect(post).toMatchObject({ title, text, author: { name: author.name, id: author.id } });
      expect(Date.parse(String(post.published_at))).toBe(at);
      expect(post.engagement?.replies).toBe(countAt(comments, written[i]!, START.getTime()));
    });
  });
});
