/** The desk in a browser: overview, incidents, targets, outbox, signing in; and what people come there to do. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { advance } from '../../src/detect/baseline.ts';
import { DEFAULT_DETECT_SETTINGS } from '../../src/detect/settings.ts';
import { severityOf } from '../../src/detect/severity.ts';
import { silentLogger } from '../../src/log.ts';
import { alertsBy } from '../../src/pipeline/alerts.ts';
import { handle } from '../../src/pipeline/handle.ts';
import { restingTargets } from '../../src/pipeline/rest.ts';
import { readBins } from '../../src/pipeline/series-source.ts';
import { targetStatus } from '../../src/pipeline/status.ts';
import { takeIn } from '../../src/pipeline/take-in.ts';
import { noteConfigChange } from '../../src/store/config-changes.ts';
import { claimCrawl, finishCrawl, recordCoverage, registerTargets, startCrawl } from '../../src/store/crawls.ts';
import { addDeliveries } from '../../src/store/deliveries.ts';
import { findIncident, writeIncident } from '../../src/store/incidents.ts';
import { activePauses } from '../../src/store/pauses.ts';
import { logRequest } from '../../src/store/politeness.ts';
import { formatPostRef } from '../../src/store/post-ref.ts';
import { saveSeriesStates } from '../../src/store/series.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { actionPath } from '../../src/web/auth/links.ts';
import { hashPassword } from '../../src/web/auth/passwords.ts';
import type { WebDeps } from '../../src/web/deps.ts';
import type { Operating } from '../../src/web/operating.ts';
import { startWeb, type WebServer } from '../../src/web/server.ts';
import { makePost } from '../pipeline/support/posts.ts';
import { findChromium, hasChromium } from '../support/chromium.ts';
import { Cleanups } from '../support/cleanups.ts';
import { noDoors, webDeps } from '../support/web.ts';
import { BRANDS, fillWorld, NOW, worldAnalyzer } from './world.ts';

const HOUR = 3_600_000;
const SECRET = 'a secret';
const PASSWORD = 'a long enough password';
const desk = { id: 'desk', name: 'PR desk', email: 'pr@example.com', language: 'en' as const, timezone: 'UTC' };

const CHECK = `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then(({ violations }) =>
  violations.map(({ id, nodes }) => id + ': ' + nodes[0].html.slice(0, 200) + ' ' + nodes[0].failureSummary))`;

/** An incident as detection would have written it, with the posts of the world's copied complaint. */
async function openIncident(store: Store): Promise<number> {
  const { db } = store;
  const posts = (
    await db
      .selectFrom('mentions')
      .select(['month', 'post_id as postId'])
      .where('label', '=', 'negative')
      .limit(60)
      .execute()
  ).map((post) => ({ ...post, role: 'driver' }));
  const opened = new Date(NOW.getTime() - 20 * HOUR);
  const { severity, reason } = severityOf({ excess: 39.5, forecast: 820, r: 1.4, grave: ['regulator'], sites: 2 });
  const viral = {
    post: formatPostRef(posts[0]!),
    verdict: {
      at: opened,
      alarm: true,
      score: 70,
      parts: { reach: 20, velocity: 20, reproduction: 15, forecast: 15 },
      reach: 9_000,
      velocity: 30,
      acceleration: 2,
      percentile: 0.99,
      r: { value: 1.4, low: 1.1, high: 1.8 },
      observed: 120,
      forecast: { predicted: 820, low: 300, high: 2100 },
      reasons: ['forecast'],
    },
  };
  const written = await store.write((trx) =>
    writeIncident(trx, {
      brand: 'acme',
      incidentId: null,
      at: opened,
      state: 'open',
      severity,
      title: { aspect: 'service', intent: 'regulator', site: 'weibo' },
      scope: {},
      memory: null,
      transition: {
        kind: 'opened',
        by: 'earshot',
        reason: { codes: ['viral-post'], severity: reason, spike: null, viral },
      },
      posts,
    }),
  );
  const from = new Date(NOW.getTime() - 30 * 24 * HOUR);
  const bins = (await readBins(db, 'acme', ['all'], from, NOW)).get('all') ?? [];
  const upto = new Date(NOW.getTime() - 24 * HOUR);
  const state = advance(
    null,
    bins.filter(({ start }) => start < upto),
    upto,
    DEFAULT_DETECT_SETTINGS,
  );
  await saveSeriesStates(db, 'acme', [{ series: 'all', upto, state }]);
  const about = {
    kind: 'alert',
    brand: 'acme',
    incidentId: String(written.incidentId),
    transitionId: `${written.incidentId}.1`,
  } as const;
  await addDeliveries(
    db,
    [
      {
        key: 'alert:1',
        about,
        recipientId: 'desk',
        channel: 'mail',
        severity,
        messageId: 'm',
        thread: null,
        notBefore: NOW,
      },
    ],
    NOW,
  );
  return written.incidentId;
}

/** A target that saw until yesterday, and is blocked since. */
async function blockedTarget({ db }: Store): Promise<void> {
  await registerTargets(db, [{ target: 'forum', crawler: 'html', site: 'forum.example.com', brands: ['acme'] }]);
  for (let hours = 96; hours >= 0; hours -= 8) {
    const at = new Date(NOW.getTime() - hours * HOUR);
    const crawl = await claimCrawl(db, 'forum', 'crawl', at);
    await startCrawl(db, crawl!, at);
    const ok = hours > 24;
    const summary = {
      outcome: ok ? ('ok' as const) : ('blocked' as const),
      reason: ok ? '' : 'HTTP 403: <b>no</b>',
      requests: 1,
      bytes: 1,
      postsSeen: 4,
      postsNew: ok ? 4 : 0,
      postsUpdated: 0,
      postsFailed: 0,
      fill: {},
      complete: true,
    };
    await finishCrawl(db, crawl!, summary, at);
    await recordCoverage(db, 'forum', crawl!, summary, at);
  }
  await logRequest(db, {
    at: NOW,
    target: 'forum',
    host: 'forum.example.com',
    method: 'GET',
    url: 'https://forum.example.com/',
    status: 403,
    bytes: 9,
    durationMs: 8,
    verdict: 'blocked',
    reason: 'HTTP 403',
  });
  await noteConfigChange(
    db,
    { at: NOW, by: 'ops', kind: 'applied', fingerprint: 'f', lines: ['target forum: added'] },
    { 'earshot.yaml': 'web: {}\n' },
  );
}

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
    const operating: Operating = {
      targets: [
        {
          id: 'forum',
          door: false,
          brands: ['acme'],
          schedule: 'every 1 h',
          hosts: ['forum.example.com'],
          address: 'https://forum.example.com/',
          requestsPerMinute: 6,
        },
      ],
      rules: [],
      limits: () => ({ requestsPerMinute: 6, concurrency: 1, dailyCap: 5000 }),
      status: async (id, now) => {
        const target = { id, crawler: 'html', paused: false };
        const resting = restingTargets(
          [target],
          { sites: [], sitesOf: () => new Set<string>() },
          await activePauses(store.db, now),
        );
        return targetStatus(store.db, target, { resting, sites: [], nextRun: null }, now);
      },
      tryPage: async () => {
        throw new Error('the site answers HTTP 403 <here> too');
      },
    };
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
      operating,
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

  async function inPage<T>(options: BrowserContextOptions, work: (page: Page) => Promise<T>): Promise<T> {
    const context = await browser.newContext({ baseURL: web.url, locale: 'en-GB', ...options });
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
  ] as const)(
    'is accessible and fits: $locale $colorScheme $viewport.width',
    async (options) => {
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
        '/outbox',
        '/outbox/alert%3A1',
        '/account',
        actionPath(
          { incidentId: incident, act: 'dismiss', by: 'desk', expires: new Date(NOW.getTime() + HOUR) },
          SECRET,
        ),
        `${guarded.url}/sign-in`,
      ];
      await inPage(options, async (page) => {
        const wrong: string[] = [];
        for (const path of paths) {
          await page.goto(path);
          // What is folded away is read too.
          await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
          await page.evaluate(axe.source);
          for (const violation of await page.evaluate<string[]>(CHECK)) wrong.push(`${path}: ${violation}`);
          const wide = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
          if (wide > 0) wrong.push(`${path}: wider than the window by ${wide}`);
        }
        expect(wrong).toEqual([]);
      });
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
