/** Tokens on the operators' page: made and shown once, used, ended; by nobody else. */
import type { Hono } from 'hono';
import { beforeAll, expect, it } from 'vitest';
import { SteppedClock } from '../../src/clock.ts';
import { listTokens } from '../../src/store/api-tokens.ts';
import type { Store } from '../../src/store/store.ts';
import { hashPassword } from '../../src/web/auth/passwords.ts';
import { ROLES } from '../../src/web/reader.ts';
import { createApp } from '../../src/web/server.ts';
import { makeBrand, markAnalyzer } from '../pipeline/support/posts.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { noDoors, webDeps } from '../support/web.ts';
import { TestBrowser } from './auth/browser.ts';

const NOW = new Date('2026-03-02T12:00:00Z');
const PASSWORD = 'a long enough password';
const DAY = 86_400_000;

describeOnEachStore('API tokens on their page', (stores) => {
  let store: Store;
  let app: Hono;
  let operator: TestBrowser;
  const clock = new SteppedClock(NOW);

  beforeAll(async () => {
    store = await stores.open();
    const password = await hashPassword(PASSWORD);
    const accounts = ROLES.map((role) => ({ id: role, name: `The ${role}`, role, password, email: null }));
    app = createApp(
      webDeps(store, {
        brands: [makeBrand('acme')],
        clock,
        ingest: noDoors({ store, analyzer: markAnalyzer([]), brandIds: new Set(), privacy: { authorSecret: null } }),
        signIn: { accounts, provider: null, trustedProxies: [], everybody: 'operator' },
      }),
    );
    operator = new TestBrowser(app);
    await operator.signIn('operator', PASSWORD);
  });

  const make = (fields: Record<string, string>) =>
    operator.submit('/tokens', { name: 'board', role: 'reader', days: '30', ...fields });
  const apiWith = async (token: string) =>
    (await app.request('/api/v1/brands', { headers: { authorization: `Bearer ${token}` } })).status;

  it('are shown once, open the API, and are refused from the moment they are ended', async () => {
    const made = await make({});
    expect([made.status, made.headers.get('cache-control')]).toEqual([200, 'no-store']);
    const token = /<code class="secret">(earshot_[\w-]{43})</.exec(await made.text())?.[1] ?? '';
    expect(await apiWith(token)).toBe(200);
    const [kept] = await listTokens(store.db);
    expect(kept).toMatchObject({ name: 'board', role: 'reader', by: 'operator', createdAt: NOW });
    expect(kept?.expiresAt).toEqual(new Date(NOW.getTime() + 30 * DAY));
    const listed = await (await operator.get('/tokens')).text();
    expect(listed).not.toContain(token);
    for (const words of ['board', 'The operator', '1 Apr 2026']) expect(listed).toContain(words);
    const chinese = await (await operator.get('/tokens?lang=zh')).text();
    for (const words of ['API 令牌', '撤销', '最近使用']) expect(chinese).toContain(words);
    await operator.get('/tokens?lang=en');
    const gone = await operator.submit('/tokens/remove', { name: 'board' }, '/tokens');
    expect([gone.status, gone.headers.get('location')]).toEqual([303, '/tokens']);
    expect(await apiWith(token)).toBe(401);
    expect((await operator.submit('/tokens/remove', { name: 'board' }, '/tokens')).status).toBe(404);
  });

  it('are refused with a reason, in the language of the page, and nothing is kept', async () => {
    const cases: [Record<string, string>, number, string][] = [
      [{ name: '<script>alert(1)</script>' }, 400, 'cannot be a name'],
      [{ name: '' }, 400, 'cannot be a name'],
      [{ name: 'x'.repeat(65) }, 400, 'cannot be a name'],
      [{ role: 'root' }, 400, 'what the token may do'],
      [{ days: '0' }, 400, '1 to 3650'],
      [{ days: '1.5' }, 400, '1 to 3650'],
    ];
    for (const [fields, status, said] of cases) {
      const answer = await make(fields);
      const page = await answer.text();
      expect([answer.status, page.includes(said)], JSON.stringify(fields)).toEqual([status, true]);
      expect(page).not.toContain('<script>alert');
    }
    expect(await listTokens(store.db)).toEqual([]);
    expect((await make({ days: '' })).status).toBe(200);
    expect((await make({})).status).toBe(409);
    expect((await listTokens(store.db)).map(({ expiresAt }) => expiresAt)).toEqual([null]);
  });

  it('that have ended say so', async () => {
    expect((await make({ name: '看板 2', role: 'responder', days: '1' })).status).toBe(200);
    clock.advanceTo(new Date(NOW.getTime() + 2 * DAY));
    const page = await (await operator.get('/tokens')).text();
    expect(page).toContain('看板 2');
    expect(page).toMatch(/chip warn[^<]*<span aria-hidden="true">!<\/span>ended/);
  });

  it('are nobody’s business but operators’, and no other site’s', async () => {
    for (const role of ['reader', 'responder'] as const) {
      const browser = new TestBrowser(app);
      await browser.signIn(role, PASSWORD);
      expect((await browser.get('/tokens')).status).toBe(403);
      expect((await browser.submit('/tokens', { name: 'mine', role: 'operator' }, '/account')).status).toBe(403);
      expect((await browser.submit('/tokens/remove', { name: 'board' }, '/account')).status).toBe(403);
      expect(await (await browser.get('/targets')).text()).not.toContain('href="/tokens"');
    }
    expect((await operator.post('/tokens', { name: 'forged', role: 'operator', days: '' })).status).toBe(403);
    const word = await operator.word('/tokens');
    const elsewhere = { origin: 'https://evil.example' };
    expect((await operator.post('/tokens', { csrf: word, name: 'forged', role: 'operator' }, elsewhere)).status).toBe(
      403,
    );
    expect((await listTokens(store.db)).map(({ name }) => name).sort()).toEqual(['board', '看板 2']);
  });
});
