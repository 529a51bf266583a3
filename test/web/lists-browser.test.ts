/** The lists and what they lead to, in a browser: readable by everybody, on a phone, dark, in Chinese, without scripts. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLogger } from '../../src/log.ts';
import { composeDigest } from '../../src/pipeline/views/digest-view.ts';
import { insertDigest } from '../../src/store/digests.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { startWeb, type WebServer } from '../../src/web/server.ts';
import { findChromium, hasChromium } from '../support/chromium.ts';
import { Cleanups } from '../support/cleanups.ts';
import { noDoors, webDeps } from '../support/web.ts';
import { inPage as inPageOf, lookOver } from './support/browser.ts';
import { BRANDS, fillWorld, mentionPath, NOW, worldAnalyzer } from './world.ts';

describe.skipIf(!hasChromium())('the lists in a browser', () => {
  const cleanups = new Cleanups();
  let store: Store;
  let web: WebServer;
  let browser: Browser;
  let paths: string[];

  beforeAll(async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'earshot-lists-'));
    cleanups.add(() => rm(dataDir, { recursive: true, force: true }));
    store = await openStore({ dataDir, log: silentLogger });
    cleanups.add(() => store.close());
    await fillWorld(store);
    const views = { db: store.db, brands: BRANDS, siteNames: (site: string) => site };
    const view = await composeDigest(views, BRANDS[0]!, '2026-03-19', 'UTC', 'day');
    const digest = {
      brand: 'acme',
      period: 'day',
      edition: 0,
      day: '2026-03-19',
      recipient: 'mei',
      language: 'en',
    } as const;
    await insertDigest(store.db, { ...digest, timezone: 'UTC', view }, NOW);
    const brandIds = new Set(BRANDS.map(({ id }) => id));
    const pipeline = { store, analyzer: worldAnalyzer(), brandIds, privacy: { authorSecret: null } };
    const clock = { now: () => NOW, sleep: async () => undefined };
    web = await startWeb(webDeps(store, { brands: BRANDS, ingest: noDoors(pipeline), clock }), {
      host: '127.0.0.1',
      port: 0,
    });
    cleanups.add(() => web.close());
    browser = await chromium.launch({ executablePath: findChromium()! });
    cleanups.add(() => browser.close());
    paths = [
      '/mentions',
      '/mentions?q=acme&label=negative&kind=post&since=2026-01-01&fold=no',
      '/mentions?q=zzzz',
      await mentionPath(store, { brand: 'acme' }, 't1'),
      await mentionPath(store, { brand: 'acme' }, 'o92'),
      await mentionPath(store, { brand: 'acme', everyone: true }, 'h1'),
      '/evidence?brand=acme&label=negative',
      '/topics?brand=acme',
      '/talkers?brand=acme',
      '/digests',
    ];
  }, 180_000);
  afterAll(() => cleanups.run());

  const inPage = <T>(options: BrowserContextOptions, work: (page: Page) => Promise<T>) =>
    inPageOf(browser, { baseURL: web.url, ...options }, work);

  it.each(['en-GB', 'zh-CN'])(
    'are accessible and fit, light and dark, wide and narrow: %s',
    async (locale) => {
      expect(await lookOver(browser, { baseURL: web.url, locale }, paths)).toEqual([]);
    },
    240_000,
  );

  it('work without scripts: from a digest to its evidence, to a mention, and to a correction that counts', async () => {
    const options = { javaScriptEnabled: false, locale: 'en-GB' };
    await inPage(options, async (page) => {
      await page.goto('/digests');
      await page.getByRole('link', { name: '2026-03-19' }).click();
      const evidence = page.locator('a[href*="/evidence?"][href*="label=negative"]').first();
      const { pathname, search } = new URL((await evidence.getAttribute('href')) ?? '', web.url);
      await page.goto(pathname + search);
      const count = await page.locator('main strong').first().textContent();
      expect(count).toMatch(/^\d+ mentions? stands? behind/);
      await page.locator('li.mention p a[href^="/mentions/"]').first().click();
      await page.getByRole('button', { name: 'Not about us' }).click();
      await expect.poll(() => page.locator('main').textContent()).toContain('said: not about us');
      await page.goBack();
      await page.goBack();
      await page.reload();
      expect(Number.parseInt((await page.locator('main strong').first().textContent()) ?? '', 10)).toBe(
        Number.parseInt(count ?? '', 10) - 1,
      );
    });
  }, 60_000);

  it('are searched, filtered, kept and shared by keyboard alone', async () => {
    await inPage({ locale: 'en-GB' }, async (page) => {
      await page.goto('/mentions');
      await page.getByRole('searchbox').focus();
      await page.keyboard.type('refund');
      await page.keyboard.press('Enter');
      await page.waitForURL(/q=refund/);
      expect(await page.locator('mark').first().textContent()).toMatch(/refund/i);
      await page.getByLabel('Sentiment').selectOption('negative');
      await page.getByRole('button', { name: 'Show' }).press('Enter');
      await page.waitForURL(/label=negative/);
      await page.getByLabel('Name').fill('Refunds');
      await page.getByRole('button', { name: 'Save this view' }).press('Enter');
      const link = page.getByRole('link', { name: 'Refunds', exact: true });
      const address = (await link.getAttribute('href')) ?? '';
      await page.goto(address);
      expect(page.url()).toContain('label=negative');
      await page.getByRole('link', { name: 'Remove the filter: Negative' }).click();
      expect(page.url()).not.toContain('label');
    });
  }, 60_000);
});
