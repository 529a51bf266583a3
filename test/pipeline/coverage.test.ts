/** Coverage figures of a digest: each leads to the targets and stretches it was computed from. */
import { load } from 'cheerio';
import { beforeAll, expect, it } from 'vitest';
import { SteppedClock } from '../../src/clock.ts';
import type { DigestView } from '../../src/notify/views/digest.ts';
import { composeDigest } from '../../src/pipeline/views/digest-view.ts';
import { registerTargets } from '../../src/store/crawls.ts';
import type { Store } from '../../src/store/store.ts';
import { createApp } from '../../src/web/server.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { noDoors, webDeps } from '../support/web.ts';
import { coverageBehind, crawled } from './support/crawls.ts';
import { makeBrand, markAnalyzer } from './support/posts.ts';

/** 00:00 of the reader's day. */
const MIDNIGHT = Date.parse('2026-03-01T16:00:00Z');
const hour = (hours: number) => new Date(MIDNIGHT + hours * 3_600_000);
const acme = makeBrand('acme');

describeOnEachStore('coverage figures', (stores) => {
  let store: Store;
  let view: DigestView;
  let get: (path: string, language?: string) => Promise<Response>;
  beforeAll(async () => {
    store = await stores.open();
    const { db } = store;
    const target = (id: string, site: string | null, brands = ['acme']) => ({
      ...{ target: id, crawler: 'json', site, brands },
    });
    await registerTargets(db, [
      target('weibo-search', 'weibo'),
      target('weibo-account', 'weibo'),
      target('forum', 'forum.example'),
      target('silent', 'quiet.example'),
      target('others', 'forum.example', ['bolt']),
      target('never', 'douban'),
    ]);
    for (const id of ['weibo-search', 'weibo-account', 'forum', 'silent', 'others']) await crawled(db, id, hour(-2));
    // A quarter of 06:00–08:00 was read, then nothing was missed any more.
    await crawled(db, 'weibo-search', hour(6));
    await crawled(db, 'weibo-search', hour(7), { outcome: 'blocked', reason: 'HTTP 403 <b>' });
    await crawled(db, 'weibo-search', hour(8), {
      complete: false,
      completeness: 0.25,
      reason: 'older posts not reached',
    });
    await crawled(db, 'weibo-search', hour(26));
    await crawled(db, 'weibo-account', hour(25));
    // Blind since 18:00, and still.
    await crawled(db, 'forum', hour(18));
    await crawled(db, 'forum', hour(19), { outcome: 'unreachable', reason: 'timed out' });
    await crawled(db, 'silent', hour(30));
    await crawled(db, 'never', hour(3), { outcome: 'refused', reason: 'robots.txt' });
    view = await composeDigest({ db, brands: [acme], siteNames: (site) => site }, acme, '2026-03-02', 'Asia/Shanghai');
    const pipeline = {
      store,
      analyzer: markAnalyzer([]),
      brandIds: new Set<string>(),
      privacy: { authorSecret: null },
    };
    const clock = new SteppedClock(hour(40));
    const app = createApp(
      webDeps(store, { clock, brands: [acme], timezone: 'Asia/Shanghai', ingest: noDoors(pipeline) }),
    );
    get = async (path, language = 'en') => app.request(path, { headers: { 'accept-language': language } });
  });

  it('are what independent arithmetic finds behind their links', async () => {
    const shares = Object.fromEntries(view.tools.sites.map(({ site, coverage }) => [site.id, coverage.value]));
    expect(shares).toEqual({
      weibo: expect.closeTo(1 - 1.5 / 24 / 2, 10),
      'forum.example': expect.closeTo(18 / 24, 10),
      'quiet.example': 1,
      douban: 0,
    });
    const figures = [...view.tools.sites.map(({ coverage }) => coverage), view.tools.coverage!];
    for (const { value, evidence } of figures) {
      expect(value).toBeCloseTo(await coverageBehind(store.db, evidence), 10);
    }
    expect(view.tools.coverage?.value).toBeCloseTo((1 - 1.5 / 24 + 1 + 0.75 + 1 + 0) / 5, 10);
  });

  it('lead to a page with the same number, and the rows it follows from', async () => {
    for (const { coverage, site } of view.tools.sites) {
      const page = load(await (await get(coverage.evidence)).text());
      expect(page('main strong').first().text(), site.id).toBe(
        `${Math.round(coverage.value * 100)}% of this time was seen.`,
      );
      // From the page alone the number can be worked out again.
      const panels = page('section.panel:has(h2)').toArray();
      const lost = panels.map((panel) =>
        page(panel)
          .find('tbody')
          .first()
          .find('tr:has(td:nth-child(5))')
          .toArray()
          .map((row) => {
            const [since, until] = page(row)
              .find('time')
              .toArray()
              .map((at) => Date.parse(page(at).attr('datetime')!));
            const seen = Number.parseInt(page(row).find('td').eq(3).text(), 10) / 100;
            return ((until! - since!) / 86_400_000) * (1 - seen);
          })
          .reduce((sum, one) => sum + one, 0),
      );
      const worked = lost.reduce((sum, one) => sum + (1 - one), 0) / panels.length;
      expect(worked).toBeCloseTo(coverage.value, 10);
    }
  });

  it('name the targets of that site alone, what each missed and why, and the crawls of that time alone', async () => {
    const [weibo, forum] = ['weibo', 'forum.example'].map(
      (id) => view.tools.sites.find(({ site }) => site.id === id)!.coverage.evidence,
    );
    const page = load(await (await get(weibo!)).text());
    expect(
      page('h2')
        .toArray()
        .map((h2) => page(h2).text()),
    ).toEqual(['weibo-search', 'weibo-account']);
    const text = page('main').text();
    expect(text).toContain('The mean of the shares of the 2 targets below');
    expect(text).toContain('older posts not reached');
    expect(text).toMatch(/Crawls that began in this time: read: 2 crawls · the site blocked us: 1 crawl/);
    expect(text).toContain('2 of them did not see everything');
    expect(text).toContain('HTTP 403 <b>');
    const rows = page('details tbody tr')
      .toArray()
      .map((row) => page(row).find('time').attr('datetime'));
    expect(rows).toEqual([hour(7), hour(8)].map((at) => at.toISOString()));
    const blind = load(await (await get(forum!)).text())('main').text();
    expect(blind).toContain('the site could not be reached');
    expect(blind).not.toContain('others');
    const zh = load(await (await get(forum!, 'zh')).text())('main').text();
    expect(zh).toContain('这段时间看到了 75%');
    expect(zh).toContain('网站无法连接');
    expect(zh.replace(/forum\.example|ACME|forum|timed out|\d+/g, '')).not.toMatch(/[A-Za-z]{2,}/);
  });

  it('say that nothing can be missing where posts are brought, and what is wrong with an address', async () => {
    const period = `from=${hour(0).toISOString()}&to=${hour(24).toISOString()}`;
    const brought = await (await get(`/coverage?brand=zeta&${period}`)).text();
    expect(load(brought)('main').text()).toContain('100% of this time was seen');
    expect(brought).toContain('No target looks here');
    for (const path of [
      '/coverage',
      '/coverage?brand=acme',
      `/coverage?brand=acme&from=x&to=${hour(1).toISOString()}`,
    ]) {
      expect((await get(path)).status, path).toBe(400);
    }
    const turned = `/coverage?brand=acme&from=${hour(2).toISOString()}&to=${hour(1).toISOString()}`;
    expect(await (await get(turned)).text()).toContain('to must be the later one');
  });
});
