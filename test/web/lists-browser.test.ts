/** The lists and what they lead to, in a browser: readable by everybody, on a phone, dark, in Chinese, without scripts. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
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
import { BRANDS, fillWorld, mentionPath, NOW, worldAnalyzer } from './world.ts';

/** Runs in the page: what axe finds against WCAG 2.2 AA. */
const CHECK = `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then(({ violations }) =>
  violations.map(({ id, nodes }) => id + ': ' + nodes[0].html.slice(0, 200) + ' ' + nodes[0].failureSummary))`;

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

  async function inPage<T>(options: BrowserContextOptions, work: (page: Page) => Promise<T>): Promise<T> {
    const context = await browser.newContext({ baseURL: web.url, ...options });
    try {
      const page = await context.newPage();
      const failed: string[] = [];
      page.on('pageerror', (error) => failed.push(error.message));
      page.on('console', (message) => message.type() === 'error' && failed.push(message.text()));
      page.on('dialog', (dialog) => failed.push(`a dialog: ${dialog.message()}`));
      const result = await work(page);
      expect(failed).toEqual([]);
      return result;
    } finally {
      await context.close();
    }
  }

  it.each([
    { locale: 'en-GB', colorScheme: 'light', viewport: { width: 1440, height: 900 } },
    { locale: 'zh-CN', colorScheme: 'dark', viewport: { width: 390, height: 800 } },
    { locale: 'zh-CN', colorScheme: 'light', viewport: { width: 1440, height: 900 } },
    { locale: 'en-GB', colorScheme: 'dark', viewport: { width: 390, height: 800 } },
  ] as const)(
    'are accessible and fit: $locale $colorScheme $viewport.width',
    async (options) => {
      await inPage(options, async (page) => {
        for (const path of paths) {
          await page.goto(path);
          await page.evaluate(axe.source);
          const violations = await page.evaluate<string[]>(CHECK);
          expect(violations, path).toEqual([]);
          const wide = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
          expect(wide, `${path} is wider than the window`).toBeLessThanOrEqual(0);
        }
      });
    },
    180_000,
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
