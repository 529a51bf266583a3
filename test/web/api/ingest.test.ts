/** `POST /ingest`, as vendors' webhooks and scripts meet it. */
import { gzipSync } from 'node:zlib';
import { Hono } from 'hono';
import { beforeAll, describe, expect, it } from 'vitest';
import { SteppedClock } from '../../../src/clock.ts';
import { silentLogger } from '../../../src/log.ts';
import type { ColumnMap, Door } from '../../../src/model.ts';
import { coverageOf } from '../../../src/store/coverage.ts';
import { registerTargets, targetHealth } from '../../../src/store/crawls.ts';
import type { Store } from '../../../src/store/store.ts';
import { serveIngest } from '../../../src/web/api/ingest.ts';
import { markAnalyzer } from '../../pipeline/support/posts.ts';
import { describeOnEachStore } from '../../support/stores.ts';

const NOW = new Date('2026-03-02T12:00:00Z');
const MAP: ColumnMap = {
  id: 'vendor',
  title: 'Vendor',
  encoding: null,
  delimiter: null,
  timezone: null,
  dates: null,
  fields: { id: [{ column: 'note.no' }, { column: 'No' }], text: [{ column: 'note.body' }, { column: 'Body' }] },
  constants: { kind: 'comment' },
};

function doorNamed(id: string, more: Partial<Door> = {}): Door {
  const rest = { map: null, site: null, timezone: 'UTC', about: 'acme', brands: ['acme'], paused: false };
  return { id, kind: 'ingest', ...rest, ...more };
}
const DOORS = [
  { door: doorNamed('notes'), token: 'notes-token-0123456789' },
  { door: doorNamed('vendor', { map: MAP, site: 'vendor.example' }), token: 'vendor-token-0123456789' },
  { door: doorNamed('asleep', { paused: true }), token: 'asleep-token-0123456789' },
  { door: doorNamed('archive'), token: 'archive-token-0123456789' },
  { door: doorNamed('resting'), token: 'resting-token-0123456789' },
];

describeOnEachStore('POST /ingest', (stores) => {
  let store: Store;
  let app: Hono;
  const clock = new SteppedClock(NOW);
  const pushed: object[] = [];

  function serve(on: Store): Hono {
    const served = new Hono();
    const pipeline = {
      store: on,
      analyzer: markAnalyzer(['acme']),
      brandIds: new Set(['acme']),
      privacy: { authorSecret: null },
    };
    serveIngest(served, {
      pipeline,
      doors: DOORS,
      rests: async ({ id }) => id === 'resting',
      onPushed: async (report) => void pushed.push(report),
      clock,
      log: silentLogger,
    });
    return served;
  }

  beforeAll(async () => {
    store = await stores.open();
    const rows = DOORS.map(({ door }) => ({ target: door.id, crawler: 'ingest', site: null, brands: ['acme'] }));
    await registerTargets(store.db, rows);
    app = serve(store);
  });

  async function push(
    body: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = {},
    path = '/ingest',
    on = app,
  ) {
    const all = { authorization: 'Bearer notes-token-0123456789', 'content-type': 'application/json', ...headers };
    const answer = await on.request(path, { method: 'POST', body, headers: all });
    return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Record<string, unknown> };
  }
  const vendor = { authorization: 'Bearer vendor-token-0123456789' };
  const healthOf = async (target: string) =>
    (await targetHealth(store.db)).find((candidate) => candidate.target === target);
  const crawlsOf = (target: string) =>
    store.db.selectFrom('crawls').selectAll().where('target', '=', target).orderBy('slot').execute();

  it('stores what is pushed before it says so, once, and names bad rows by their number', async () => {
    const posts = [
      { id: 1, text: 'acme good' },
      { text: 'no id' },
      { id: 2, text: 'acme bad', published_at: '2026-03-02T11:00:00Z' },
      'words',
    ];
    const first = await push(JSON.stringify(posts));
    expect(first.status).toBe(200);
    expect(first.body).toEqual({
      read: 4,
      new: 2,
      updated: 0,
      unchanged: 0,
      failed: 2,
      errors: [
        { line: 2, message: 'id is missing' },
        { line: 4, message: 'not a JSON object' },
      ],
    });
    const stored = await store.db.selectFrom('posts').select(['site', 'external_id', 'target']).execute();
    expect(stored).toHaveLength(2);
    expect(stored[0]).toEqual({ site: 'notes', external_id: '1', target: 'notes' });
    expect(await store.db.selectFrom('mentions').select('brand').execute()).toHaveLength(2);
    expect(pushed).toEqual([{ target: 'notes', outcome: 'ok', postsNew: 2 }]);
    const again = await push(JSON.stringify([posts[0], { ...(posts[2] as object), text: 'acme very bad' }]));
    expect(again.body).toEqual({ read: 2, new: 0, updated: 1, unchanged: 1, failed: 0, errors: [] });
  });

  it('takes what is much older than the first push for an archive, which raises no alerts', async () => {
    const archive = { authorization: 'Bearer archive-token-0123456789' };
    const post = (id: string, published_at: string) => ({ id, text: `acme ${id}`, published_at });
    const news = post('news', '2026-03-02T01:00:00Z');
    expect((await push(JSON.stringify([post('old', '2025-11-01T08:00:00Z'), news]), archive)).body).toMatchObject({
      new: 2,
      failed: 0,
    });
    clock.advanceTo(new Date(NOW.getTime() + 40 * 3_600_000));
    const later = [post('older', '2024-01-01T08:00:00Z'), post('late', '2026-03-02T02:00:00Z')];
    expect((await push(JSON.stringify(later), archive)).body).toMatchObject({ new: 2 });
    const rows = await store.db
      .selectFrom('posts')
      .select(['external_id', 'backfilled'])
      .where('target', '=', 'archive')
      .execute();
    expect(Object.fromEntries(rows.map((row) => [row.external_id, row.backfilled]))).toEqual({
      old: true,
      news: false,
      older: true,
      late: false,
    });
    expect((await crawlsOf('archive')).map((row) => row.posts_backfilled)).toEqual([1, 1]);
  });

  it('is a crawl of its door: outcome, counts, fill rates, coverage', async () => {
    const [row, ...more] = await crawlsOf('notes');
    expect(more).toEqual([]);
    expect(row).toMatchObject({ kind: 'ingest', outcome: 'ok', requests: 2, posts_seen: 4, posts_new: 2 });
    expect(row).toMatchObject({ posts_updated: 1, posts_failed: 2, finished_at: NOW });
    expect(row?.fill).toEqual({ text: 1, published_at: 0.5 });
    expect(await healthOf('notes')).toMatchObject({ lastOutcome: 'ok', coveredUntil: NOW, failingSince: null });
    // An empty push says: I have looked, and there is nothing.
    clock.advanceTo(new Date(NOW.getTime() + 600_000));
    expect((await push('[]')).body).toMatchObject({ read: 0 });
    expect(await healthOf('notes')).toMatchObject({ lastOutcome: 'empty', coveredUntil: clock.now() });
    const coverage = await coverageOf(store.db, 'acme', NOW);
    expect(coverage.find(({ target }) => target === 'notes')?.until).toEqual(clock.now());
  });

  it('reads JSON lines, tables, gzip, single objects, by the door’s map', async () => {
    const lines = { 'content-type': 'application/x-ndjson' };
    const jsonl = '{"No":"1","Body":"acme good"}\nnonsense\n';
    const packed = await push(gzipSync(jsonl), { ...vendor, ...lines, 'content-encoding': 'gzip' });
    expect(packed.body).toMatchObject({ read: 2, new: 1, failed: 1, errors: [{ line: 2 }] });
    const table = await push('No;Body\n1;acme good\n2;acme bad\n', { ...vendor, 'content-type': 'text/csv' });
    expect(table.body).toMatchObject({ read: 2, new: 1, unchanged: 1 });
    const gbk = Buffer.concat([Buffer.from('No,Body\n3,acme '), Buffer.from([0xb2, 0xee])]);
    const charset = await push(gbk, { ...vendor, 'content-type': 'text/csv; charset=GBK' });
    expect(charset.body).toMatchObject({ new: 1 });
    const hook = await push('{"note":{"no":4,"body":"acme again"}}', vendor, '/ingest/vendor');
    expect(hook.body).toMatchObject({ read: 1, new: 1 });
    const stored = store.db.selectFrom('posts').select(['site', 'kind', 'text']).where('target', '=', 'vendor');
    const texts = (await stored.execute()).map(({ site, kind, text }) => `${site} ${kind} ${text}`);
    expect(texts.sort()).toEqual([
      'vendor.example comment acme again',
      'vendor.example comment acme bad',
      'vendor.example comment acme good',
      'vendor.example comment acme 差',
    ]);
  });

  it('answers 422 where no row could be used, and its door is drifted', async () => {
    const answer = await push('[{"a":1}]', vendor);
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ read: 1, failed: 1, errors: [{ line: 1, message: 'id is missing' }] });
    expect(await healthOf('vendor')).toMatchObject({ lastOutcome: 'drifted' });
    expect((await healthOf('vendor'))?.failingSince).not.toBeNull();
  });

  describe('refuses, in JSON that says what is allowed:', () => {
    it.each([
      ['no token', 401, '[]', { authorization: '' }, '/ingest', /no valid token/],
      [
        'a wrong token',
        401,
        '[]',
        { authorization: 'Bearer notes-token-012345678' },
        '/ingest/notes',
        /no valid token/,
      ],
      ['a cookie', 401, '[]', { authorization: '', cookie: 'token=notes-token-0123456789' }, '/ingest', /no valid/],
      ['another door’s token', 403, '[]', {}, '/ingest/vendor', /not that of target "vendor"/],
      ['an unknown target', 404, '[]', {}, '/ingest/nobody', /no target "nobody" with door: ingest/],
      ['one paused by command', 403, '[]', { authorization: 'Bearer resting-token-0123456789' }, '/ingest', /paused/],
      ['a paused target', 403, '[]', { authorization: 'Bearer asleep-token-0123456789' }, '/ingest', /paused/],
      ['no content type', 415, '[]', { 'content-type': '' }, '/ingest', /allowed: application\/json, /],
      ['a form', 415, 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }, '/ingest', /not understood/],
      ['a charset of fancy', 415, 'id', { 'content-type': 'text/csv; charset=klingon' }, '/ingest', /klingon/],
      ['brotli', 415, '[]', { 'content-encoding': 'br' }, '/ingest', /allowed: gzip, identity/],
      ['broken JSON', 400, '[{', {}, '/ingest', /not JSON/],
      ['a bare word', 400, '"x"', {}, '/ingest', /neither a JSON array nor an object/],
      ['broken gzip', 400, 'x', { 'content-encoding': 'gzip' }, '/ingest', /no gzip/],
      ['a table of something else', 400, 'a,b\n1,2\n', { ...vendor, 'content-type': 'text/csv' }, '/ingest', /columns/],
      ['too many rows', 413, `[${'{},'.repeat(10_000)}{}]`, {}, '/ingest', /more than 10,000 rows/],
      ['too large a body', 413, 'x'.repeat(10_000_001), {}, '/ingest', /larger than 10,000,000 bytes/],
      ['a gzip bomb', 413, gzipSync(' '.repeat(11_000_000)), { 'content-encoding': 'gzip' }, '/ingest', /larger/],
    ] as const)('%s: %i', async (_what, status, body, headers, path, message) => {
      const before = await store.db.selectFrom('posts').select('external_id').execute();
      const answer = await push(body, { ...headers }, path);
      expect(answer.status).toBe(status);
      expect(answer.body.error).toMatch(message);
      expect(await store.db.selectFrom('posts').select('external_id').execute()).toEqual(before);
    });

    it('other methods: 405', async () => {
      const answer = await app.request('/ingest');
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
    });
  });

  it('asks to come back when too many push at once, and takes the others', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => push(JSON.stringify([{ id: `many-${index}`, text: 'acme good' }]))),
    );
    const refused = answers.filter(({ status }) => status === 429);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(8);
    expect(refused).toHaveLength(4);
    expect(refused[0]?.headers.get('retry-after')).toBe('5');
    const stored = await store.db
      .selectFrom('posts')
      .select('external_id')
      .where('external_id', 'like', 'many-%')
      .execute();
    expect(stored).toHaveLength(8);
  });

  it('says that nothing is sure when the store is away', async () => {
    const broken = { ...store, write: () => Promise.reject(new Error('gone')) } as Store;
    const answer = await push('[{"id":"lost","text":"acme"}]', {}, '/ingest', serve(broken));
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('5');
    expect(answer.body.error).toMatch(/send them again, nothing is stored twice/);
  });
});
