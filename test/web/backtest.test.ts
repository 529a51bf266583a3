import { setImmediate as later } from 'node:timers/promises';
import { beforeAll, expect, it } from 'vitest';
import { takeIn } from '../../src/pipeline/take-in.ts';
import { addDeliveries, claimDeliveries, markDeliverySent } from '../../src/store/deliveries.ts';
import { writeIncident } from '../../src/store/incidents.ts';
import type { Store } from '../../src/store/store.ts';
import { createApp } from '../../src/web/server.ts';
import { intakeOf } from '../pipeline/support/incidents.ts';
import { makeBrand, makePost } from '../pipeline/support/posts.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { noDoors, webDeps } from '../support/web.ts';
import { TestBrowser } from './auth/browser.ts';

const NOW = new Date('2026-03-02T12:00:00Z');
const HOUR = 3_600_000;

describeOnEachStore('the back-test page', (stores) => {
  let store: Store;
  let browser: TestBrowser;

  beforeAll(async () => {
    store = await stores.open();
    const pipeline = intakeOf(store);
    const posts = Array.from({ length: 40 }, (_, i) =>
      makePost({
        text: i % 4 ? `acme good ${i}` : `acme bad ${i}`,
        publishedAt: new Date(NOW.getTime() - i * 4 * HOUR),
      }),
    );
    await takeIn(pipeline, posts, { now: NOW, target: null, about: null, backfill: true });
    // Something was told that nothing in these counts explains.
    const { incidentId } = await store.write((trx) =>
      writeIncident(trx, {
        brand: 'acme',
        incidentId: null,
        at: new Date(NOW.getTime() - 30 * HOUR),
        state: 'open',
        severity: 2,
        title: { aspect: null, intent: null, site: null },
        scope: {},
        memory: null,
        transition: { kind: 'opened', by: 'earshot', reason: {} },
        posts: [],
      }),
    );
    const about = {
      kind: 'alert',
      brand: 'acme',
      incidentId: String(incidentId),
      transitionId: `${incidentId}.1`,
    } as const;
    await addDeliveries(
      store.db,
      [
        {
          key: 'k',
          about,
          recipientId: 'desk',
          channel: 'mail',
          severity: 2,
          messageId: 'm',
          thread: null,
          notBefore: NOW,
        },
      ],
      NOW,
    );
    const [claim] = await claimDeliveries(store.db, NOW, 60_000, 1);
    await markDeliverySent(store.db, claim!, { at: NOW, subject: 's', response: 'ok' });
    const clock = { now: () => NOW, sleep: async () => undefined };
    browser = new TestBrowser(
      createApp(webDeps(store, { brands: [makeBrand('acme')], clock, ingest: noDoors(pipeline) })),
    );
  });

  it('holds what changed rules would have told against what was told', async () => {
    const begun = await browser.submit('/backtest', { brand: 'acme', days: '7', viral_threshold: '50' });
    expect(begun.status).toBe(303);
    const path = begun.headers.get('location') ?? '';
    // One at a time.
    const page = await browser.get(path);
    if (page.headers.has('refresh')) {
      expect((await browser.submit('/backtest', { brand: 'acme', days: '7' })).status).toBe(409);
    }
    let result = await page.text();
    while (result.includes('Running')) {
      await later();
      result = await (await browser.get(path)).text();
    }
    for (const words of [
      'Shares that make one post an incident = 50',
      '0 alerts in 7 days, where 1 were sent',
      'Was sent, and would not be',
    ])
      expect(result).toContain(words);
    expect(result).toMatch(/href="\/incidents\/\d+">New incident/);
    const file = await browser.get(`${path}/days.csv`);
    expect(file.headers.get('content-type')).toContain('text/csv');
    const [head, ...days] = (await file.text()).trim().split('\r\n');
    expect(head).toMatch(/day,negative,would_send,sent$/);
    expect(days.every((day) => /^2026-\d\d-\d\d,\d+,0,[01]$/.test(day))).toBe(true);
  }, 60_000);

  it('says what is allowed', async () => {
    for (const wrong of [
      { brand: 'nobody', days: '7' },
      { brand: 'acme', days: '8' },
      { brand: 'acme', days: '7', min_severity: '9' },
    ])
      expect((await browser.submit('/backtest', wrong as Record<string, string>)).status).toBe(400);
    expect((await browser.get('/backtest/0123456789abcdef')).status).toBe(404);
    expect((await browser.get('/backtest/0123456789abcdef/days.csv')).status).toBe(404);
  });
});
