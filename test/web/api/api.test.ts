import type { Hono } from 'hono';
import { beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { addToken } from '../../../src/store/api-tokens.ts';
import { writeIncident } from '../../../src/store/incidents.ts';
import { filterToQuery } from '../../../src/store/mention-filter.ts';
import { countMentions } from '../../../src/store/mention-list.ts';
import type { Store } from '../../../src/store/store.ts';
import { ENDPOINTS } from '../../../src/web/api/serve.ts';
import { makeToken, tokenHash } from '../../../src/web/api/tokens.ts';
import { hashPassword } from '../../../src/web/auth/passwords.ts';
import { ROLES, type Role } from '../../../src/web/reader.ts';
import { createApp } from '../../../src/web/server.ts';
import { describeOnEachStore } from '../../support/stores.ts';
import { noDoors, webDeps } from '../../support/web.ts';
import { TestBrowser } from '../auth/browser.ts';
import { BRANDS, fillWorld, mentionPath, NOW, worldAnalyzer } from '../world.ts';

const PASSWORD = 'a long enough password';
type Json = Record<string, unknown>;
interface Operation {
  readonly responses: Record<string, { content: { 'application/json': { schema: Json } } }>;
  readonly parameters: readonly { name: string; in: string; required: boolean }[];
}
interface Description {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
}

describeOnEachStore('the API', (stores) => {
  let store: Store;
  let app: Hono;
  let description: Description;
  let ref: string;
  let incident: number;
  const tokens = {} as Record<Role, string>;

  const call = async (path: string, token: string | null = tokens.reader, init: RequestInit = {}) => {
    const headers = { ...(token !== null && { authorization: `Bearer ${token}` }), ...(init.headers as Json) };
    const response = await app.request(`http://localhost:8480/api/v1${path}`, { ...init, headers });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Json };
  };
  /** What the pattern of an address stands for here. */
  const real = (path: string) =>
    path.replace('{brand}', 'acme').replace('{ref}', ref).replace('{id}', String(incident));

  beforeAll(async () => {
    store = await stores.open();
    await fillWorld(store);
    ref = (await mentionPath(store, { brand: 'acme' }, 't0')).split('/').at(-1)!;
    const [month, postId] = ref.split('-').map(Number) as [number, number];
    const written = await store.write((trx) =>
      writeIncident(trx, {
        ...{ brand: 'acme', incidentId: null, at: NOW, state: 'open', severity: 3, scope: {}, memory: null },
        title: { aspect: 'service', intent: null, site: 'weibo' },
        transition: { kind: 'opened', by: 'earshot', reason: {} },
        posts: [{ month, postId, role: 'driver' }],
      }),
    );
    incident = written.incidentId;
    const password = await hashPassword(PASSWORD);
    const brandIds = new Set(BRANDS.map(({ id }) => id));
    const pipeline = { store, analyzer: worldAnalyzer(), brandIds, privacy: { authorSecret: null } };
    app = createApp(
      webDeps(store, {
        brands: BRANDS,
        ingest: noDoors(pipeline),
        clock: { now: () => NOW, sleep: async () => undefined },
        signIn: {
          accounts: ROLES.map((role) => ({ id: role, name: role, role, password, email: null })),
          ...{ provider: null, trustedProxies: [], everybody: 'operator' },
        },
      }),
    );
    for (const role of ROLES) {
      tokens[role] = makeToken();
      await addToken(store.db, tokenHash(tokens[role]), {
        name: role,
        role,
        by: 'test',
        createdAt: NOW,
        expiresAt: null,
      });
    }
    description = (await call('/openapi.json', null)).body as unknown as Description;
  }, 120_000);

  it('is described, all of it', () => {
    expect(description.openapi).toBe('3.1.0');
    const described = Object.entries(description.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(described.sort()).toEqual(ENDPOINTS.map(({ method, path }) => `${method} ${path}`).sort());
    for (const [path, methods] of Object.entries(description.paths)) {
      for (const { parameters } of Object.values(methods)) {
        const inPath = parameters.filter((one) => one.in === 'path').map(({ name }) => `{${name}}`);
        expect(inPath).toEqual(path.match(/\{\w+\}/g) ?? []);
      }
    }
  });

  it.each(ENDPOINTS.filter(({ method }) => method === 'get').map(({ path }) => path))(
    'answers as it says it does: %s',
    async (path) => {
      for (const query of path === '/mentions' ? ['', '?fold=no&limit=200', '?everyone=true&q=acme'] : ['']) {
        const { status, body } = await call(`${real(path)}${query}`, tokens.operator);
        expect(status, JSON.stringify(body)).toBe(200);
        const endpoint = ENDPOINTS.find((one) => one.path === path && one.method === 'get')!;
        // What is not described would be left out here.
        expect(endpoint.answer.parse(body)).toEqual(body);
        const schema = description.paths[path]!.get!.responses['200']!.content['application/json'].schema;
        const read = z.fromJSONSchema(schema).safeParse(body);
        expect(read.error?.issues ?? []).toEqual([]);
      }
    },
  );

  it('lets in whoever has a token or is signed in, as far as their role goes', async () => {
    for (const { method, path, access } of ENDPOINTS) {
      const init = { method: method.toUpperCase(), ...(method === 'post' && { body: '{}' }) };
      expect((await call(real(path), null, init)).status, path).toBe(401);
      expect((await call(real(path), 'earshot_wrong', init)).status, path).toBe(401);
      for (const role of ROLES) {
        const { status } = await call(real(path), tokens[role], init);
        const allowed = ROLES.indexOf(role) >= ROLES.indexOf(access);
        expect(status === 403, `${role} ${method} ${path}`).toBe(!allowed);
      }
    }
    const browser = new TestBrowser(app);
    await browser.signIn('responder', PASSWORD);
    expect((await browser.get('/api/v1/deliveries')).status).toBe(200);
    expect((await browser.post(`/api/v1/mentions/acme/${ref}/correction`, { verdict: 'spam' })).status).toBe(401);
    expect((await new TestBrowser(app).get('/api/v1/brands')).status).toBe(401);
  });

  it('forgets tokens that have run out', async () => {
    const token = makeToken();
    const row = { name: 'old', role: 'reader', by: 'test', createdAt: NOW, expiresAt: NOW };
    await addToken(store.db, tokenHash(token), row);
    expect((await call('/brands', token)).status).toBe(401);
    expect(await addToken(store.db, tokenHash('x'), row)).toBe(false);
  });

  it('pages through all that a filter means, as evidence links say it', async () => {
    const filter = { brand: 'acme', label: 'negative', from: new Date(NOW.getTime() - 20 * 86_400_000) } as const;
    const { total } = await countMentions(store.db, filter);
    const seen: string[] = [];
    for (let after: unknown = ''; after !== null; ) {
      const { body } = await call(`/mentions?${filterToQuery(filter)}&fold=no&limit=20&after=${after}`);
      seen.push(...(body.mentions as { ref: string }[]).map((one) => one.ref));
      after = body.next;
    }
    expect(seen).toHaveLength(total);
    expect(new Set(seen).size).toBe(total);
  });

  it('says what of a request it does not understand', async () => {
    for (const [path, word] of [
      ['/mentions?label=angry', 'label'],
      ['/mentions?colour=red', 'colour'],
      ['/mentions?limit=9999', 'limit'],
      ['/mentions/acme/nonsense', 'ref'],
      ['/topics?days=12', 'days'],
      ['/incidents/x', 'id'],
    ]) {
      const { status, body } = await call(path!);
      expect(status, path).toBe(400);
      expect(body.error).toContain(word);
    }
    for (const path of ['/nowhere', '/topics?brand=nobody', '/incidents/999999', '/mentions/acme/202601-999']) {
      expect((await call(path)).status, path).toBe(404);
    }
    const body = (text: string) => ({ method: 'POST', body: text });
    for (const text of ['', 'nonsense', '{"verdict":"wonderful"}', '{"verdict":"spam","more":1}']) {
      expect((await call(`/mentions/acme/${ref}/correction`, tokens.responder, body(text))).status, text).toBe(400);
    }
  });

  it('corrects a mention and takes it back, with the token’s name', async () => {
    const path = `/mentions/acme/${ref}`;
    const say = { method: 'POST', body: JSON.stringify({ verdict: 'spam' }) };
    expect((await call(`${path}/correction`, tokens.responder, say)).body).toEqual({ result: 'done' });
    const { body } = await call(path);
    expect(body).toMatchObject({ talker: 'advertising', models: { talker: 'customer' } });
    expect(body.corrections).toMatchObject([{ verdict: 'spam', by: 'token:responder', undone_at: null }]);
    const back = await call(`${path}/correction`, tokens.responder, { method: 'DELETE' });
    expect(back.body).toEqual({ result: 'done' });
    expect((await call(path)).body).toMatchObject({ talker: 'customer', models: null });
  });
});
