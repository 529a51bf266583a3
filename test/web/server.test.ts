import { beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_DETECT_SETTINGS } from '../../src/detect/settings.ts';
import { alertsBy } from '../../src/pipeline/alerts.ts';
import { handle } from '../../src/pipeline/handle.ts';
import { takeIn } from '../../src/pipeline/take-in.ts';
import { findIncident } from '../../src/store/incidents.ts';
import { filterToQuery } from '../../src/store/mention-filter.ts';
import { formatPostRef } from '../../src/store/post-ref.ts';
import type { Store } from '../../src/store/store.ts';
import { actionPath, readToken } from '../../src/web/auth/links.ts';
import { createApp } from '../../src/web/server.ts';
import { intakeOf, openedBy } from '../pipeline/support/incidents.ts';
import { makeBrand, makePost } from '../pipeline/support/posts.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { noDoors, webDeps } from '../support/web.ts';

const NOW = new Date('2026-03-02T12:00:00Z');
const LATER = new Date('2026-04-01T00:00:00Z');
const SECRET = 'a secret';
const acme = makeBrand('acme');
const desk = { id: 'desk', name: 'PR', email: 'pr@example.com', language: 'zh' as const, timezone: 'Asia/Shanghai' };
const HOSTILE = '<script>alert(1)</script> acme bad "quoted" \u202Eevil';

describe('tokens', () => {
  const permission = { incidentId: 7, act: 'acknowledge' as const, by: 'a.b-c', expires: LATER };
  const token = new URL(actionPath(permission, SECRET), 'http://x').searchParams.get('token') ?? '';

  it('permit what they were made for, until they expire', () => {
    expect(readToken(token, SECRET, NOW)).toEqual(permission);
    expect(readToken(token, SECRET, LATER)).toBeNull();
  });

  it('permit nothing when anything about them is changed', () => {
    expect(readToken(token, 'another secret', NOW)).toBeNull();
    expect(readToken(token.replace('acknowledge', 'dismiss'), SECRET, NOW)).toBeNull();
    expect(readToken(`8${token.slice(1)}`, SECRET, NOW)).toBeNull();
    for (const word of ['', '.', '....', 'a.b.c.d.e', '7.acknowledge...'])
      expect(readToken(word, SECRET, NOW)).toBeNull();
  });
});

describeOnEachStore('the pages', (stores) => {
  let store: Store;
  let app: ReturnType<typeof createApp>;
  let incidentId: number;
  let ref: string;
  const get = (path: string, language = 'en') => app.request(path, { headers: { 'accept-language': language } });

  beforeAll(async () => {
    store = await stores.open();
    const origin = { now: NOW, target: null, about: null, backfill: false };
    const posts = [
      makePost({
        text: HOSTILE,
        title: HOSTILE,
        url: 'javascript:alert(1)',
        author: { name: HOSTILE, id: 'u', followers: 1, verified: null },
      }),
      makePost({ text: 'acme good, all is well' }),
    ];
    await takeIn(intakeOf(store), posts, origin);
    const [row] = await store.db.selectFrom('mentions').selectAll().where('label', '=', 'negative').execute();
    ref = formatPostRef({ month: row!.month, postId: row!.post_id });
    incidentId = await openedBy(store, { month: row!.month, postId: row!.post_id }, NOW);
    const judging = { store, settings: DEFAULT_DETECT_SETTINGS, alertsFor: alertsBy([], []), brands: [acme] };
    app = createApp(
      webDeps(store, {
        brands: [acme],
        recipients: [desk],
        secret: SECRET,
        ingest: noDoors({ ...judging, ...intakeOf(store) }),
        handle: (request) => handle(judging, request, NOW),
        signIn: { accounts: [], provider: null, trustedProxies: [], everybody: 'reader' },
        clock: { now: () => NOW, sleep: async () => undefined },
      }),
    );
  });

  it('answer, in both languages, with strict headers and nothing executable', async () => {
    const evidence = `/evidence?${filterToQuery({ brand: 'acme', label: 'negative' })}`;
    const paths = [
      '/',
      evidence,
      `/mentions/acme/${ref}`,
      '/digests',
      '/targets',
      '/outbox',
      '/incidents',
      `/incidents/${incidentId}`,
    ];
    for (const path of paths) {
      const response = await get(path);
      const body = await response.text();
      expect(response.status, path).toBe(200);
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(body, path).not.toMatch(/<script(?! src="\/assets\/)/);
      expect(body, path).not.toContain('href="javascript:');
      const chinese = await app.request(path, { headers: { 'accept-language': 'zh-CN,zh;q=0.9' } });
      expect(await chinese.text()).toContain('lang="zh-CN"');
    }
  });

  it('list exactly the rows behind a number', async () => {
    const body = await (await get(`/evidence?${filterToQuery({ brand: 'acme', label: 'positive' })}`)).text();
    expect(body).toContain('1 mention stands behind this number');
    expect(body).toContain('all is well');
    expect(body).not.toContain('quoted');
  });

  it('show a day that was sent to nobody as it is known now', async () => {
    const page = await get(`/digests/acme/${NOW.toISOString().slice(0, 10)}`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('all is well');
    for (const path of ['/digests/acme/2026-13-41', '/digests/acme/yesterday', '/digests/nobody/2026-01-01']) {
      expect((await get(path)).status, path).toBe(404);
    }
  });

  it('say what is wrong with an address, and that a page is missing', async () => {
    const broken = await get('/evidence?label=angry&from=never');
    expect(broken.status).toBe(400);
    const text = await broken.text();
    for (const word of ['label', 'from', 'brand: missing']) expect(text).toContain(word);
    for (const [path, said] of [
      ['/evidence?label=angry', 'label：无法识别：&quot;angry&quot;；brand：缺少'],
      ['/evidence?brand=acme&q=!!', 'q：其中没有可以搜索的内容'],
      ['/mentions?brand=acme&since=yesterday', 'since：须为日期，如 2026-03-01'],
      ['/coverage?brand=acme', 'from、to：两者都需要'],
      ['/mentions/acme/nonsense', '不是帖子编号'],
    ] as const) {
      const page = await get(path, 'zh-CN');
      expect(page.status, path).toBe(400);
      expect(await page.text(), path).toContain(said);
    }
    expect((await get('/mentions/acme/nonsense')).status).toBe(400);
    expect((await get('/mentions/acme/202601-999999')).status).toBe(404);
    expect((await get('/incidents/999999')).status).toBe(404);
    expect((await get('/nowhere')).status).toBe(404);
  });

  it('acknowledge by a click, never by opening a link, and once', async () => {
    const path = actionPath({ incidentId, act: 'acknowledge', by: 'desk', expires: LATER }, SECRET);
    const token = new URL(path, 'http://x').searchParams.get('token') ?? '';
    const opened = await get(path);
    // In the reader's language, whatever the browser asks for.
    expect(await opened.text()).toContain('确认处理');
    expect((await findIncident(store.db, incidentId))?.state).toBe('open');

    const forged = new URLSearchParams({ token: token.replace('acknowledge', 'dismiss') });
    const refused = await app.request(`/incidents/${incidentId}/dismiss`, { method: 'POST', body: forged });
    expect(refused.status).toBe(403);

    const form = new URLSearchParams({ token, note: '<b>On it</b>' });
    const done = await app.request(`/incidents/${incidentId}/acknowledge`, { method: 'POST', body: form });
    expect(done.status).toBe(200);
    expect(await findIncident(store.db, incidentId)).toMatchObject({ state: 'acknowledged' });
    const again = await app.request(`/incidents/${incidentId}/acknowledge`, { method: 'POST', body: form });
    expect(await again.text()).toContain('已有人先行处理');
    const page = await (await get(`/incidents/${incidentId}`)).text();
    for (const words of ['&lt;b&gt;On it&lt;/b&gt;', 'Acknowledged', '3/5 serious']) expect(page).toContain(words);
  });

  it('let whoever came by a mail handle the incident on its page, and nobody else', async () => {
    const path = actionPath({ incidentId, act: 'handle', by: 'desk', expires: LATER }, SECRET);
    const token = new URL(path, 'http://x').searchParams.get('token') ?? '';
    expect(path).toBe(`/incidents/${incidentId}?token=${encodeURIComponent(token)}`);
    expect(await (await get(`/incidents/${incidentId}`)).text()).not.toContain('<form');
    expect(await (await get(path)).text()).toContain(`action="/incidents/${incidentId}/mute"`);
    const post = (act: string, form: Record<string, string>) =>
      app.request(`/incidents/${incidentId}/${act}`, { method: 'POST', body: new URLSearchParams({ token, ...form }) });
    expect((await post('mute', { mute: 'forever' })).status).toBe(400);
    expect((await post('mute', { mute: 'x3', note: 'known' })).status).toBe(200);
    expect((await post('note', { note: '<i>called</i>' })).status).toBe(200);
    expect((await post('assign', { to: 'nobody' })).status).toBe(400);
    expect((await post('assign', { to: 'desk' })).status).toBe(200);
    expect((await post('answered', { link: 'javascript:alert(1)' })).status).toBe(400);
    expect((await post('answered', { link: 'https://example.com/answer' })).status).toBe(200);
    const page = await (await get(path)).text();
    for (const words of [
      '已静音',
      'PR',
      '&lt;i&gt;called&lt;/i&gt;',
      `/incidents/${incidentId}/unmute"`,
      'https://example.com/answer',
    ])
      expect(page).toContain(words);
    expect((await post('unmute', {})).status).toBe(200);
    expect(await (await get(path)).text()).not.toContain('/unmute"');
    const other = await app.request('/incidents/999/mute', { method: 'POST', body: new URLSearchParams({ token }) });
    expect(other.status).toBe(403);
    expect((await app.request(`/incidents/${incidentId}/mute`, { method: 'POST' })).status).toBe(403);
  });

  it('tell health: alive, and ready only with a store', async () => {
    expect(await (await get('/healthz')).json()).toEqual({ ok: true });
    expect((await get('/readyz')).status).toBe(200);
  });
});
