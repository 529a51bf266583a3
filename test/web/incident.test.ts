import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_DETECT_SETTINGS } from '../../src/detect/settings.ts';
import { severityOf } from '../../src/detect/severity.ts';
import { alertsBy } from '../../src/pipeline/alerts.ts';
import { handle } from '../../src/pipeline/handle.ts';
import { takeIn } from '../../src/pipeline/take-in.ts';
import { findIncident, transitionsOf, writeIncident } from '../../src/store/incidents.ts';
import { formatPostRef } from '../../src/store/post-ref.ts';
import type { Store } from '../../src/store/store.ts';
import { columnOfAge } from '../../src/web/pages/incident-charts.ts';
import { createApp } from '../../src/web/server.ts';
import { intakeOf } from '../pipeline/support/incidents.ts';
import { makeBrand, makePost } from '../pipeline/support/posts.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { noDoors, webDeps } from '../support/web.ts';
import { TestBrowser } from './auth/browser.ts';

const NOW = new Date('2026-03-02T12:00:00Z');
const HOUR = 3_600_000;
const ada = { id: 'ada', name: 'Ada', role: 'responder' as const, password: null, email: 'ada@acme.test' };

describe('the age of a post on its axis', () => {
  it('goes in equal ratios from ten minutes to thirty days', () => {
    expect(columnOfAge(1)).toBe(0);
    expect(columnOfAge(600)).toBe(0);
    expect(columnOfAge(40 * 86_400)).toBe(columnOfAge(30 * 86_400));
    const hour = columnOfAge(3600);
    expect(columnOfAge(3600 * 6) - hour).toBeCloseTo(hour, 6);
  });
});

describeOnEachStore('an incident', (stores) => {
  let store: Store;
  let browser: TestBrowser;
  let id: number;
  const text = async (path: string) => (await browser.get(path)).text();
  const act = (name: string, fields: Record<string, string> = {}) =>
    browser.submit(`/incidents/${id}/${name}`, fields, `/incidents/${id}`);

  beforeAll(async () => {
    store = await stores.open();
    const pipeline = intakeOf(store);
    const posts = Array.from({ length: 12 }, (_, i) =>
      makePost({ text: `acme bad service ${i}`, publishedAt: new Date(NOW.getTime() - 5 * HOUR - i * 60_000) }),
    );
    await takeIn(pipeline, posts, { now: NOW, target: null, about: null, backfill: false });
    const rows = await store.db.selectFrom('mentions').select(['month', 'post_id as postId']).execute();
    const { severity, reason } = severityOf({ excess: 99, forecast: 0, r: 1.2, grave: ['legal'], sites: 2 });
    const verdict = {
      observed: 40,
      forecast: { predicted: 90, low: 60, high: 300 },
      r: { value: 1.2, low: 1.1, high: 1.4 },
    };
    const viral = { post: formatPostRef(rows[0]!), verdict };
    const written = await store.write((trx) =>
      writeIncident(trx, {
        brand: 'acme',
        incidentId: null,
        at: new Date(NOW.getTime() - 4 * HOUR),
        state: 'open',
        severity,
        title: { aspect: 'service', intent: 'legal', site: 'weibo' },
        scope: {},
        memory: null,
        transition: { kind: 'opened', by: 'earshot', reason: { codes: [], severity: reason, spike: null, viral } },
        posts: rows.map((row) => ({ ...row, role: 'driver' })),
      }),
    );
    id = written.incidentId;
    const judging = {
      store,
      settings: DEFAULT_DETECT_SETTINGS,
      alertsFor: alertsBy([], []),
      brands: [makeBrand('acme')],
    };
    const signIn = { accounts: [ada], provider: null, trustedProxies: [], everybody: 'operator' as const };
    const deps = webDeps(store, {
      brands: [makeBrand('acme')],
      ingest: noDoors(pipeline),
      clock: { now: () => NOW, sleep: async () => undefined },
      handle: (request) => handle(judging, request, NOW),
    });
    // Whoever could be given it is known by name; nobody has to sign in here.
    browser = new TestBrowser(
      createApp({
        ...deps,
        recipients: [{ id: 'ada', name: 'Ada', email: null, language: 'en', timezone: 'UTC' }],
        signIn: { ...signIn, accounts: [] },
      }),
    );
  });

  it('says how severe with the formula filled in, how it goes and how far it will', async () => {
    const page = await text(`/incidents/${id}`);
    // 1 + floor(log10(100) + 0.7 + 1 + 0.3)
    for (const words of [
      'log₁₀(1 + 99)',
      '+ 2.00',
      '+ 0.70',
      '+ 0.30',
      '4.00',
      'legal action',
      '40 so far, about 90 in the end',
    ])
      expect(page).toContain(words);
    expect(page).toContain('5/5 crisis');
    const rows = parse(await text(`/incidents/${id}/course.csv`), { bom: true, columns: true }) as Record<
      string,
      string
    >[];
    expect(rows.reduce((sum, row) => sum + Number(row.negative), 0)).toBe(12);
    expect((await browser.get('/incidents/999/course.csv')).status).toBe(404);
  });

  it('is given to somebody, answered with a link, and resolved; each is on record', async () => {
    expect((await act('assign', { to: 'ada' })).status).toBe(303);
    expect(await (await act('assign', { to: 'ada' })).text()).toContain('Nothing was changed');
    expect((await act('answered', { link: 'https://weibo.com/answer', note: 'We said sorry' })).status).toBe(303);
    const page = await text(`/incidents/${id}`);
    for (const words of [
      'Given to somebody',
      'to <bdi>Ada</bdi>',
      'href="https://weibo.com/answer"',
      'We said sorry',
      'this machine',
    ])
      expect(page).toContain(words);
    expect((await act('resolve')).status).toBe(303);
    expect(await findIncident(store.db, id)).toMatchObject({ state: 'resolved', owner: 'ada', closedAt: NOW });
    expect((await transitionsOf(store.db, id)).map(({ kind }) => kind)).toEqual([
      'opened',
      'assigned',
      'answered',
      'resolved',
    ]);
    // Over: a note can still be left, nothing else.
    expect(await (await act('resolve')).text()).toContain('Nothing was changed');
    expect((await text(`/incidents/${id}`)).match(/<form method="post" action="\/incidents/g)).toHaveLength(1);
    expect((await act('fly')).status).toBe(404);
  });
});
