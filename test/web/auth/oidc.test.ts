/** Signing in with a provider: a real one, on this machine. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Hono } from 'hono';
import { Provider } from 'oidc-provider';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SteppedClock } from '../../../src/clock.ts';
import { createApp } from '../../../src/web/server.ts';
import { markAnalyzer } from '../../pipeline/support/posts.ts';
import { describeOnEachStore } from '../../support/stores.ts';
import { noDoors, webDeps } from '../../support/web.ts';
import { TestBrowser } from './browser.ts';

const HERE = 'http://localhost:8480';
const CLIENT = { clientId: 'earshot', clientSecret: 'a secret that only the two of us know' };

/** Everybody is who they say they are, with the address and its standing that their name tells. */
async function startProvider(): Promise<{ issuer: string; server: Server }> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.clientId,
        client_secret: CLIENT.clientSecret,
        redirect_uris: [`${HERE}/sign-in/provider/callback`],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    findAccount: (_, id) => ({
      accountId: id,
      claims: async () => ({
        sub: id,
        email: `${id.replace('-unverified', '')}@acme.test`,
        email_verified: !id.endsWith('-unverified'),
      }),
    }),
    cookies: { keys: ['for the test'] },
    features: { devInteractions: { enabled: true } },
  });
  provider.on('server_error', (_, error) => console.error(error));
  server.on('request', provider.callback());
  return { issuer, server };
}

/** Follows the provider's pages as `name` until they lead back to us; resolves to where. */
async function passProvider(start: string, name: string): Promise<string> {
  const cookies = new Map<string, string>();
  let url = start;
  let init: RequestInit = {};
  for (let step = 0; step < 20; step++) {
    if (url.startsWith(HERE)) return url;
    const cookie = [...cookies].map(([key, value]) => `${key}=${value}`).join('; ');
    const answer = await fetch(url, { ...init, redirect: 'manual', headers: { cookie, ...(init.headers as object) } });
    for (const line of answer.headers.getSetCookie()) {
      const [, key = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(key, value);
    }
    const next = answer.headers.get('location');
    init = {};
    if (next !== null) {
      url = new URL(next, url).href;
      continue;
    }
    const page = await answer.text();
    const [, action = ''] = /<form[^>]*action="([^"]+)"/.exec(page) ?? [];
    const [, prompt = 'login'] = /name="prompt" value="([^"]+)"/.exec(page) ?? [];
    if (action === '') throw new Error(`the provider shows no form at ${url}: ${page.slice(0, 300)}`);
    url = new URL(action, url).href;
    const body = new URLSearchParams(prompt === 'login' ? { prompt, login: name, password: 'any' } : { prompt });
    init = { method: 'POST', body };
  }
  throw new Error('the provider leads nowhere');
}

describeOnEachStore('signing in with a provider', (stores) => {
  let app: Hono;
  let server: Server;
  let issuer: string;

  beforeAll(async () => {
    const store = await stores.open();
    ({ issuer, server } = await startProvider());
    const served = (at: string) =>
      createApp(
        webDeps(store, {
          clock: new SteppedClock(new Date()),
          ingest: noDoors({ store, analyzer: markAnalyzer([]), brandIds: new Set(), privacy: { authorSecret: null } }),
          signIn: {
            accounts: [{ id: 'lin', name: 'Lin', role: 'responder', password: null, email: 'Lin@acme.test' }],
            provider: { name: 'Acme ID', issuer: at, ...CLIENT },
            trustedProxies: [],
            everybody: 'reader',
          },
        }),
      );
    app = served(issuer);
  });
  afterAll(() => new Promise((closed) => server.close(closed)));

  /** Asks to sign in as `name`, and comes back; resolves to our last answer. */
  async function through(browser: TestBrowser, name: string, then = '/incidents'): Promise<Response> {
    const sent = await browser.get(`/sign-in/provider?then=${encodeURIComponent(then)}`);
    expect(sent.status).toBe(303);
    const there = sent.headers.get('location') ?? '';
    expect(there).toContain('code_challenge_method=S256');
    return browser.get((await passProvider(there, name)).slice(HERE.length));
  }

  it('lets in whose verified address is that of a user, with the role that stands here', async () => {
    const browser = new TestBrowser(app);
    expect(await (await browser.get('/sign-in')).text()).toContain('Sign in with Acme ID');
    const back = await through(browser, 'lin');
    expect([back.status, back.headers.get('location')]).toEqual([303, '/incidents']);
    expect(await (await browser.get('/account')).text()).toContain('responder');
  });

  it('lets in nobody else: unknown, not verified, or with an answer that was not asked for', async () => {
    for (const name of ['mallory', 'lin-unverified']) {
      const browser = new TestBrowser(app);
      expect((await through(browser, name)).status).toBe(403);
      expect((await browser.get('/')).status).toBe(303);
    }
    const victim = new TestBrowser(app);
    expect((await victim.get('/sign-in/provider/callback?code=stolen&state=x')).status).toBe(400);
    // An answer to another browser's question.
    const attacker = new TestBrowser(app);
    const there = (await attacker.get('/sign-in/provider')).headers.get('location') ?? '';
    const answer = await passProvider(there, 'lin');
    await victim.get('/sign-in/provider');
    expect((await victim.get(answer.slice(HERE.length))).status).toBe(502);
    expect((await victim.get('/')).status).toBe(303);
  });
});
