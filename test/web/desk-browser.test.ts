/** The desk in a browser: overview, incidents, targets, outbox, signing in; and what people come there to do. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_DETECT_SETTINGS } from '../../src/detect/settings.ts';
import { silentLogger } from '../../src/log.ts';
import { alertsBy } from '../../src/pipeline/alerts.ts';
import { handle } from '../../src/pipeline/handle.ts';
import { takeIn } from '../../src/pipeline/take-in.ts';
import { addToken } from '../../src/store/api-tokens.ts';
import { findIncident } from '../../src/store/incidents.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { actionPath } from '../../src/web/auth/links.ts';
import { hashPassword } from '../../src/web/auth/passwords.ts';
import type { WebDeps } from '../../src/web/deps.ts';
import { startWeb, type WebServer } from '../../src/web/server.ts';
import { makePost } from '../pipeline/support/posts.ts';
import { findChromium, hasChromium } from '../support/chromium.ts';
import { Cleanups } from '../support/cleanups.ts';
import { noDoors, webDeps } from '../support/web.ts';
import { inPage as inPageOf, lookOver } from './support/browser.ts';
import { blindOperating, blockedTarget, openIncident } from './support/desk-world.ts';
import { BRANDS, fillWorld, NOW, worldAnalyzer } from './world.ts';

const HOUR = 3_600_000;
const SECRET = 'a secret';
const PASSWORD = 'a long enough password';
const desk = { id: 'desk', name: 'PR desk', email: 'pr@example.com', language: 'en' as const, timezone: 'UTC' };

describe.skipIf(!hasChromium())('the desk in a browser', () => {
  const cleanups = new Cleanups();
  let store: Store;
  let web: WebServer;
  let guarded: WebServer;
  let browser: Browser;
  let incident: number;
  const brandIds = new Set(BRANDS.map(({ id }) => id));
  const pipeline = () => ({ store, analyzer: worldAnalyzer(), brandIds, privacy: { authorSecret: null } });

  beforeAll(async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'earshot-desk-'));
    cleanups.add(() => rm(dataDir, { recursive: true, force: true }));
    store = await openStore({ dataDir, log: silentLogger });
    cleanups.add(() => store.close());
    await fillWorld(store);
    incident = await openIncident(store);
    await blockedTarget(store);
    const token = { name: 'the board 看板', role: 'reader', by: 'lin', createdAt: NOW, expiresAt: NOW };
    await addToken(store.db, 'a hash', token);
    const judging = { store, settings: DEFAULT_DETECT_SETTINGS, alertsFor: alertsBy([], []), brands: BRANDS };
    const clock = { now: () => NOW, sleep: async () => undefined };
    const causes = [
      {
        name: 'Spring sale 春季大促',
        brands: ['acme'],
        start: new Date(NOW.getTime() - 200 * HOUR),
        end: new Date(NOW.getTime() - 120 * HOUR),
        factor: 2,
      },
    ];
    const base = webDeps(store, {
      brands: BRANDS,
      recipients: [desk],
      causes,
      clock,
      operating: blindOperating(store),
      secret: SECRET,
      ingest: noDoors(pipeline()),
      handle: (request) => handle(judging, request, NOW),
    });
    const accounts = [
      { id: 'lin', name: 'Lin 林', role: 'responder' as const, password: await hashPassword(PASSWORD), email: null },
    ];
    const signedIn: WebDeps = {
      ...base,
      signIn: { accounts, provider: null, trustedProxies: [], everybody: 'reader' },
    };
    web = await startWeb(base, { host: '127.0.0.1', port: 0 });
    guarded = await startWeb(signedIn, { host: '127.0.0.1', port: 0 });
    cleanups.add(() => web.close());
    cleanups.add(() => guarded.close());
    browser = await chromium.launch({ executablePath: findChromium()! });
    cleanups.add(() => browser.close());
  }, 180_000);
  afterAll(() => cleanups.run());

  const inPage = <T>(options: BrowserContextOptions, work: (page: Page) => Promise<T>) =>
    inPageOf(browser, { baseURL: web.url, ...options }, work);

  it.each(['en-GB', 'zh-CN'])(
    'is accessible and fits, light and dark, wide and narrow: %s',
    async (locale) => {
      const expires = new Date(NOW.getTime() + HOUR);
      const at = (hoursAgo: number) => new Date(NOW.getTime() - hoursAgo * HOUR).toISOString();
      const paths = [
        '/',
        '/brands/bolt?days=7',
        '/incidents',
        `/incidents/${incident}`,
        '/targets',
        '/targets/forum',
        `/coverage?brand=acme&site=forum.example.com&from=${at(48)}&to=${at(0)}`,
        '/hosts',
        '/hosts/forum.example.com',
        '/configuration',
        '/backtest',
        '/tokens',
        '/outbox',
        '/outbox/alert%3A1',
        '/account',
        '/nothing-here',
        '/mentions?since=yesterday',
        actionPath({ incidentId: incident, act: 'dismiss', by: 'desk', expires }, SECRET),
        `${guarded.url}/sign-in`,
      ];
      expect(await lookOver(browser, { baseURL: web.url, locale }, paths)).toEqual([]);
    },
    240_000,
  );

  it('is signed in to, by keyboard, and out of', async () => {
    await inPage({ baseURL: guarded.url }, async (page) => {
      await page.goto('/incidents');
      expect(page.url()).toContain('/sign-in?then=');
      await page.getByLabel('User').focus();
      await page.keyboard.type('lin');
      await page.keyboard.press('Tab');
      await page.keyboard.type(PASSWORD);
      await page.keyboard.press('Enter');
      await page.waitForURL('**/incidents');
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.waitForURL('**/sign-in');
      await page.goto('/incidents');
      expect(page.url()).toContain('/sign-in');
    });
  }, 60_000);

  it('is looked at from an alert on a phone: the link, the incident, taken on, without signing in and without scripts', async () => {
    const expires = new Date(NOW.getTime() + HOUR);
    const path = actionPath({ incidentId: incident, act: 'handle', by: 'desk', expires }, SECRET);
    const phone = { baseURL: guarded.url, javaScriptEnabled: false, viewport: { width: 390, height: 800 } };
    await inPage(phone, async (page) => {
      await page.goto(path);
      expect(await page.locator('h1').textContent()).toContain('regulator complaints');
      // What to do stands where the thumb is: before the charts.
      const button = page.getByRole('button', { name: 'Acknowledge' });
      expect((await button.boundingBox())!.y).toBeLessThan(700);
      await page.locator('#acknowledge-note').fill('I am on it');
      await button.click();
      await expect.poll(() => page.locator('main').textContent()).toContain('Done');
      await page.getByRole('link', { name: 'To the incident' }).click();
      const said = await page.locator('main').textContent();
      for (const words of ['I am on it', 'PR desk', 'Points']) expect(said).toContain(words);
      // The link opens this incident, and nothing else.
      await page.goto('/incidents');
      expect(page.url()).toContain('/sign-in');
    });
    expect((await findIncident(store.db, incident))?.state).toBe('acknowledged');
  }, 60_000);

  it('tells an operator of a blind target, who tries it and lets it rest', async () => {
    await inPage({ javaScriptEnabled: false }, async (page) => {
      await page.goto('/targets');
      await page.getByRole('link', { name: 'forum' }).click();
      await page.getByRole('button', { name: 'Try' }).click();
      expect(await page.locator('[role=status]').first().textContent()).toContain('HTTP 403 <here> too');
      await page.getByLabel('Reason (optional)').fill('they asked');
      await page.getByRole('button', { name: 'Pause' }).click();
      await expect.poll(() => page.locator('main').textContent()).toContain('they asked');
      await page.getByRole('button', { name: 'Resume' }).click();
      await expect.poll(() => page.locator('main').textContent()).not.toContain('they asked');
    });
  }, 60_000);

  it('says what is new without moving what is read', async () => {
    await inPage({ viewport: { width: 1000, height: 500 } }, async (page) => {
      const line = page.waitForResponse((response) => response.url().endsWith('/live'));
      await page.goto('/');
      await line;
      await page.mouse.wheel(0, 600);
      await expect.poll(() => page.evaluate<number>('window.scrollY')).toBeGreaterThan(300);
      const before = await page.evaluate<number>('window.scrollY');
      const text = 'Acme has done it again, a new complaint';
      await takeIn(pipeline(), [makePost({ id: 'live', text, publishedAt: NOW })], {
        now: NOW,
        target: null,
        about: null,
        backfill: false,
      });
      const bar = page.locator('#live button');
      await bar.waitFor({ state: 'visible', timeout: 20_000 });
      expect(await bar.textContent()).toContain('1');
      expect(await page.evaluate<number>('window.scrollY')).toBe(before);
      expect(await page.locator('main').textContent()).not.toContain(text);
      await bar.click();
      await expect.poll(() => page.locator('main').textContent()).toContain(text);
      expect(await bar.isVisible()).toBe(false);
    });
  }, 60_000);
});
