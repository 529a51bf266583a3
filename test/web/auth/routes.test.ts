/** Every address that is served says who may use it, and means it. */
import type { Hono } from 'hono';
import { beforeAll, expect, it } from 'vitest';
import { SteppedClock } from '../../../src/clock.ts';
import type { Store } from '../../../src/store/store.ts';
import { hashPassword } from '../../../src/web/auth/passwords.ts';
import { ROLES, type Role } from '../../../src/web/reader.ts';
import type { Route } from '../../../src/web/routes.ts';
import { assemble } from '../../../src/web/server.ts';
import { markAnalyzer } from '../../pipeline/support/posts.ts';
import { describeOnEachStore } from '../../support/stores.ts';
import { noDoors, webDeps } from '../../support/web.ts';
import { TestBrowser } from './browser.ts';

const NOW = new Date('2026-03-02T12:00:00Z');
const PASSWORD = 'a long enough password';

/** Open to anyone, each for a reason: nothing is shown there, or the address asks for something else. */
const OPEN = [
  'GET /assets/:name',
  'GET /favicon.ico',
  'GET /healthz',
  'GET /metrics',
  'GET /readyz',
  'GET /sign-in',
  'GET /sign-in/provider',
  'GET /sign-in/provider/callback',
  'GET /unsubscribe',
  'POST /sign-in',
  'POST /sign-out',
  'POST /unsubscribe',
];
/** Served beside the list: they ask for a token. */
const BY_TOKEN = /^\/(?:ingest|api\/v1)/;

/** An address as its pattern means it. */
function example({ path }: Route): string {
  const words: Readonly<Record<string, string>> = {
    id: path.startsWith('/backtest') ? '0123456789abcdef' : '1',
    act: 'note',
    sha256: 'a'.repeat(64),
    how: 'view',
    chart: 'net.csv',
    day: '2026-03-01',
    ref: '202603-1',
  };
  return path.replace(/:(\w+)(\{[^}]*\}+)?/g, (_, name: string) => words[name] ?? 'acme');
}

describeOnEachStore('routes', (stores) => {
  let app: Hono;
  let routes: readonly Route[];
  const browsers = new Map<Role | 'nobody', TestBrowser>();

  beforeAll(async () => {
    const store: Store = await stores.open();
    const password = await hashPassword(PASSWORD);
    const accounts = ROLES.map((role) => ({ id: role, name: role, role, password, email: null }));
    ({ app, routes } = assemble(
      webDeps(store, {
        clock: new SteppedClock(NOW),
        ingest: noDoors({ store, analyzer: markAnalyzer([]), brandIds: new Set(), privacy: { authorSecret: null } }),
        signIn: { accounts, provider: null, trustedProxies: [], everybody: 'operator' },
      }),
    ));
    browsers.set('nobody', new TestBrowser(app));
    for (const role of ROLES) {
      const browser = new TestBrowser(app);
      browsers.set(role, browser);
      expect((await browser.signIn(role, PASSWORD)).status).toBe(303);
    }
  });

  it('are all known: none is served past the gate', () => {
    const known = new Set(routes.map(({ method, path }) => `${method} ${path}`));
    const served = app.routes.filter(({ method, path }) => method !== 'ALL' && !BY_TOKEN.test(path));
    expect(served.map(({ method, path }) => `${method} ${path}`).filter((one) => !known.has(one))).toEqual([]);
    expect(
      app.routes.filter(({ method, path }) => method === 'ALL' && !BY_TOKEN.test(path)).map(({ path }) => path),
    ).toEqual(['/*']);
    expect(routes.length).toBeGreaterThan(25);
  });

  it('are open to anyone only where that is said here too', () => {
    const open = routes.filter(({ access }) => access === 'anyone').map(({ method, path }) => `${method} ${path}`);
    expect(open.filter((one) => !/\/api\//.test(one)).sort()).toEqual(OPEN);
    // What changes anything needs more than looking; one's own sessions and views apart.
    const readers = routes.filter(({ method, access }) => method === 'POST' && access === 'reader');
    expect(readers.map(({ path }) => path).filter((path) => !/^\/(account|views)/.test(path))).toEqual([]);
  });

  it('let each role in where it may, and nowhere else', async () => {
    const wrong: string[] = [];
    for (const route of routes.filter(({ access, path }) => access !== 'anyone' && !/sign-out/.test(path))) {
      for (const [role, browser] of browsers) {
        const path = example(route);
        const word = route.method === 'POST' ? await browser.word(role === 'nobody' ? '/sign-in' : '/account') : '';
        const answer = route.method === 'POST' ? await browser.post(path, { csrf: word }) : await browser.get(path);
        const away = answer.headers.get('location')?.startsWith('/sign-in') ?? false;
        const shut = away || answer.status === 401 || answer.status === 403;
        const may = role !== 'nobody' && ROLES.indexOf(role) >= ROLES.indexOf(route.access as Role);
        if (shut === may) wrong.push(`${route.method} ${path} (${route.access}) by ${role}: ${answer.status}`);
      }
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  it('take no form without our own word in it', async () => {
    const operator = browsers.get('operator')!;
    for (const route of routes.filter(({ method, open }) => method === 'POST' && !open)) {
      expect((await operator.post(example(route), {})).status, route.path).toBe(403);
    }
    expect(
      routes
        .filter(({ open }) => open)
        .map(({ path }) => path)
        .filter((path) => !path.startsWith('/api/')),
    ).toEqual(['/unsubscribe']);
  });
});
