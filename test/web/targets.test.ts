import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { SteppedClock } from '../../src/clock.ts';
import { defineCrawler } from '../../src/crawl/contract.ts';
import type { LoadedCrawler } from '../../src/crawl/registry.ts';
import { trySaved } from '../../src/crawl/trial.ts';
import { silentLogger } from '../../src/log.ts';
import { restingTargets } from '../../src/pipeline/rest.ts';
import { targetStatus } from '../../src/pipeline/status.ts';
import { noteConfigChange } from '../../src/store/config-changes.ts';
import { claimCrawl, finishCrawl, recordCoverage, registerTargets, startCrawl } from '../../src/store/crawls.ts';
import { activePauses } from '../../src/store/pauses.ts';
import { logRequest } from '../../src/store/politeness.ts';
import type { Store } from '../../src/store/store.ts';
import type { Operating } from '../../src/web/operating.ts';
import type { Role } from '../../src/web/reader.ts';
import { createApp } from '../../src/web/server.ts';
import { makeBrand, markAnalyzer } from '../pipeline/support/posts.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { noDoors, webDeps } from '../support/web.ts';
import { TestBrowser } from './auth/browser.ts';

const NOW = new Date('2026-03-02T12:00:00Z');
const HOUR = 3_600_000;

const crawler = {
  id: 'lines',
  ...defineCrawler({
    title: 'Lines',
    homepage: 'https://lines.example/',
    render: 'http',
    robots: 'obey',
    options: z.strictObject({}),
    requests: () => [{ url: 'https://lines.example/' }],
    parse: (page) => {
      if (page.text().includes('BROKEN')) throw new Error('nothing can be made of this page');
      const posts = page
        .text()
        .split('\n')
        .filter(Boolean)
        .map((text, id) => ({ id, text, site: 'lines.example' }));
      return { posts, expected: ['text'] };
    },
  }),
} as unknown as LoadedCrawler;
const target = {
  id: 'lines-acme',
  crawler: 'lines',
  options: {},
  schedule: '0 * * * *',
  timezone: 'UTC',
  brands: ['acme'],
  paused: false,
  maxPages: 1,
  backfillDays: 1,
  allowHosts: [],
  requestsPerMinute: 10,
};

describeOnEachStore('the pages of operators', (stores) => {
  let store: Store;
  const clock = new SteppedClock(NOW);
  const browserOf = (everybody: Role) => {
    const operating: Operating = {
      targets: [
        {
          id: 'lines-acme',
          door: false,
          brands: ['acme'],
          schedule: 'every 1 h',
          hosts: ['lines.example'],
          address: 'https://lines.example/',
          requestsPerMinute: 10,
        },
      ],
      rules: [],
      limits: () => ({ requestsPerMinute: 10, concurrency: 1, dailyCap: 1000 }),
      status: async (id, now) => {
        const rules = { sites: [], sitesOf: () => new Set(['lines.example']) };
        const resting = restingTargets([target], rules, await activePauses(store.db, now));
        return targetStatus(
          store.db,
          { id, crawler: 'lines' },
          { resting, sites: ['lines.example'], nextRun: null },
          now,
        );
      },
      tryPage: async (_, url, page) => {
        const trial = trySaved(
          Buffer.from(page ?? 'acme, fetched'),
          url,
          clock.now(),
          { crawler, target },
          { log: silentLogger },
        );
        return { trial, matches: trial.posts.map((post) => markAnalyzer(['acme']).match(post)) };
      },
    };
    const ingest = noDoors({ store, analyzer: markAnalyzer([]), brandIds: new Set(), privacy: { authorSecret: null } });
    const signIn = { accounts: [], provider: null, trustedProxies: [], everybody };
    return new TestBrowser(
      createApp(webDeps(store, { brands: [makeBrand('acme')], clock, ingest, operating, signIn })),
    );
  };
  const text = async (answer: Promise<Response>) => (await answer).text();

  beforeAll(async () => {
    store = await stores.open();
    const { db } = store;
    await registerTargets(db, [{ target: target.id, crawler: 'lines', site: 'lines.example', brands: ['acme'] }]);
    const counts = { requests: 1, bytes: 10, postsUpdated: 0, postsFailed: 0, fill: {}, complete: true };
    for (let hours = 60; hours >= 0; hours -= 6) {
      const at = new Date(NOW.getTime() - hours * HOUR);
      const crawl = await claimCrawl(db, target.id, 'crawl', at);
      await startCrawl(db, crawl!, at);
      const seeing = hours > 12;
      const outcome = seeing ? ('ok' as const) : ('blocked' as const);
      const reason = seeing ? '' : 'HTTP 403: <b>go away</b>';
      const summary = { ...counts, outcome, reason, postsSeen: 5, postsNew: seeing ? 5 : 0 };
      await finishCrawl(db, crawl!, summary, at);
      await recordCoverage(db, target.id, crawl!, summary, at);
    }
    await logRequest(db, {
      at: NOW,
      target: target.id,
      host: 'lines.example',
      method: 'GET',
      url: 'https://lines.example/',
      status: 403,
      bytes: 10,
      durationMs: 12,
      verdict: 'blocked',
      reason: 'HTTP 403',
    });
    const files = { 'earshot.yaml': 'users:\n  lin: {role: reader, password: "$scrypt$ln=16,r=8,p=1$SALT$HASH"}\n' };
    await noteConfigChange(
      db,
      { at: NOW, by: 'lin', kind: 'applied', fingerprint: 'f', lines: ['user lin: added'] },
      files,
    );
  });

  it('say how a target stands, why, and what was seen of each day', async () => {
    const browser = browserOf('operator');
    const list = await text(browser.get('/targets'));
    for (const words of ['lines-acme', 'blocked', 'HTTP 403: &lt;b&gt;go away&lt;/b&gt;'])
      expect(list).toContain(words);
    const page = await text(browser.get('/targets/lines-acme'));
    for (const words of ['every 1 h', 'read', 'ACME', 'the site blocked us', '100%', 'at most 10 requests a minute'])
      expect(page).toContain(words);
    // The day on which it was blocked was seen in part, or not at all.
    expect(page).toMatch(/<td class="(part|blind)">/);
    expect((await browser.get('/targets/nobody')).status).toBe(404);
  });

  it('show what hosts were asked, and the configuration that is in use, without hashes', async () => {
    const browser = browserOf('operator');
    expect(await text(browser.get('/hosts'))).toContain('lines.example');
    expect(await text(browser.get('/hosts/lines.example'))).toContain('! blocked');
    expect((await browser.get('/hosts/never.example')).status).toBe(404);
    const config = await text(browser.get('/configuration'));
    expect(config).toContain('user lin: added');
    expect(config).toContain('(hidden)');
    expect(config).not.toContain('SALT');
  });

  it('pause and resume, for operators, and nobody else', async () => {
    const browser = browserOf('operator');
    const page = '/targets/lines-acme';
    expect((await browser.submit(`${page}/pause`, { until: 'forever' }, page)).status).toBe(400);
    expect((await browser.submit(`${page}/pause`, { until: 'd1', reason: 'they <asked>' }, page)).status).toBe(303);
    expect(await activePauses(store.db, NOW)).toMatchObject([
      { kind: 'target', name: 'lines-acme', until: new Date(NOW.getTime() + 24 * HOUR), reason: 'they <asked>' },
    ]);
    expect(await text(browser.get(page))).toContain('they &lt;asked&gt;');
    expect((await browser.submit(`${page}/resume`, {}, page)).status).toBe(303);
    expect(await activePauses(store.db, NOW)).toEqual([]);
    const responder = browserOf('responder');
    expect(await text(responder.get(page))).not.toContain('<form method="post" action="/targets');
    expect((await responder.get('/hosts')).status).toBe(403);
  });

  describe('try a page', () => {
    it('pasted or fetched, and store nothing', async () => {
      const browser = browserOf('operator');
      const page = '/targets/lines-acme';
      const tried = (fields: Record<string, string>) =>
        text(browser.submit(`${page}/try`, { url: 'https://lines.example/x', ...fields }, page));
      const pasted = await tried({ page: 'acme is <fine>\nnothing of ours' });
      for (const words of ['2 posts', 'acme is &lt;fine&gt;', '<strong>ACME</strong>', 'about none of the brands'])
        expect(pasted).toContain(words);
      expect(await tried({})).toContain('acme, fetched');
      expect(await tried({ page: 'BROKEN' })).toContain('nothing can be made of this page');
      const { length } = await store.db.selectFrom('posts').select('post_id').execute();
      expect(length).toBe(0);
      for (const url of ['javascript:alert(1)', 'file:///etc/passwd', 'mailto:a@b.example', ''])
        expect((await browser.submit(`${page}/try`, { url }, page)).status, url).toBe(400);
    });
  });
});
