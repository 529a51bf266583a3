/** Evidence (取证): the page as fetched, with time and hash, for what an open incident is about; shown after deletion. */
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { openWeb } from '../../src/cli/web.ts';
import { storedEvidence } from '../../src/jobs/evidence.ts';
import { evidenceOf, findEvidence } from '../../src/store/evidence.ts';
import { listIncidents, writeIncident } from '../../src/store/incidents.ts';
import { formatPostRef } from '../../src/store/post-ref.ts';
import { findPosts, postKey } from '../../src/store/posts.ts';
import { wantEvidence } from '../../src/store/rereads.ts';
import { brandNamed, type Running, startEarshot } from '../e2e/support.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { SmallSite } from './support/small-site.ts';

const START = new Date('2026-03-02T00:00:00Z');
const MINUTE = 60_000;
const after = (minutes: number) => new Date(START.getTime() + minutes * MINUTE);
const acme = brandNamed('acme', 'Acme');
const STORY = 'Acme lost my suitcase and told me to take a taxi to the other side of the world';

describeOnEachStore('evidence', (stores) => {
  const site = new SmallSite();
  let running: Running;
  beforeAll(() => site.listen());
  afterAll(() => site.close());
  beforeEach(() => {
    site.statuses = [];
    site.asked.length = 0;
  });
  afterEach(() => running.close());

  async function start(changes: Parameters<SmallSite['target']>[0]): Promise<void> {
    running = await startEarshot(await stores.place(), START, { brands: [acme], targets: [site.target(changes)] });
    site.now = () => running.clock.now();
  }
  const status = (id: string, minutes: number, text: string) => ({ id, text, at: after(minutes), reposts: 0 });
  async function refOf(id: string) {
    const found = (await findPosts(running.app.store.db, [{ site: 'town', id }])).get(postKey({ site: 'town', id }));
    return { month: found!.month, postId: found!.postId };
  }
  const keptFor = async (id: string) => evidenceOf(running.app.store.db, await refOf(id));

  /** An open incident about the story of post `id`. */
  async function openIncident(id: string): Promise<void> {
    const { store } = running.app;
    const ref = await refOf(id);
    const { story_id } = await store.db
      .selectFrom('mentions')
      .select('story_id')
      .where('post_id', '=', ref.postId)
      .executeTakeFirstOrThrow();
    await store.write((trx) =>
      writeIncident(trx, {
        brand: 'acme',
        incidentId: null,
        at: running.clock.now(),
        state: 'open',
        severity: 3,
        title: { aspect: null, intent: null, site: null },
        scope: { series: [], stories: [String(story_id)], posts: [], sites: [], aspects: [], intents: [] },
        memory: null,
        transition: { kind: 'opened', by: 'earshot', reason: {} },
        posts: [{ ...ref, role: 'driver' }],
      }),
    );
  }

  it('keeps the page on which a post joins an open incident, once for what it says, and none of the others', async () => {
    await start({ schedule: '*/10 * * * *' });
    site.statuses = [status('a', -5, STORY)];
    await running.step(0);
    expect(await keptFor('a')).toEqual([]);
    await openIncident('a');
    site.statuses.push(status('b', 5, STORY), status('c', 6, 'Acme opened a new route'));
    await running.step(10 * MINUTE);
    const [kept, ...more] = await keptFor('b');
    expect(more).toEqual([]);
    expect(kept).toMatchObject({ status: 200, at: expect.any(Date), url: expect.stringContaining('/timelines/tag/') });
    // The page of the incident's first post is the same.
    expect((await keptFor('a')).map(({ sha256 }) => sha256)).toEqual([kept?.sha256]);
    expect(await keptFor('c')).toEqual([]);
    const page = await findEvidence(running.app.store.db, kept!.sha256);
    const bytes = gunzipSync(page!.body);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(kept!.sha256);
    expect(bytes.toString()).toContain('take a taxi');
    expect(page).toMatchObject({ bytes: bytes.length, headers: { 'content-type': 'application/json' } });

    site.statuses[1]!.reposts = 50;
    await running.step(10 * MINUTE);
    expect(await keptFor('b')).toHaveLength(1);
    site.statuses[1]!.text = `${STORY}. And then nobody answered.`;
    await running.step(10 * MINUTE);
    expect(await keptFor('b')).toHaveLength(2);
  }, 120_000);

  it('when an incident opens, fetches the pages of its posts, and shows them after they are gone', async () => {
    await start({
      crawler: 'json',
      options: {
        urls: [`${site.origin}/api/v1/timelines/tag/acme`],
        items: '$',
        kind: 'post',
        fields: { id: 'id', text: 'content', url: 'url', published_at: 'created_at', author: 'account.acct' },
      },
      schedule: '*/10 * * * *',
    });
    site.perPage = 200;
    site.statuses = Array.from({ length: 84 }, (_, index) =>
      status(
        `old${index}`,
        -14 * 24 * 60 + index * 240,
        index % 6 === 3 ? `Acme was late again, number ${index}` : `Acme is great, number ${index}`,
      ),
    );
    for (let index = 0; index < 14; index++) {
      const text = `Acme support is terrible, they refuse my refund, case ${index}. Worst service ever.`;
      site.statuses.push({ ...status(`new${index}`, 120 + index * 4, text), by: `customer${index}` });
    }
    const { db } = running.app.store;
    await running.step(0);
    await running.step(110 * MINUTE);
    for (let minutes = 120; minutes <= 220; minutes += 10) await running.step(10 * MINUTE);
    const [incident] = await listIncidents(db, { limit: 1 });
    const members = await db.selectFrom('incident_posts').select(['month', 'post_id']).execute();
    expect(members.length).toBeGreaterThan(3);
    for (const { month, post_id } of members) {
      const kept = await evidenceOf(db, { month, postId: post_id });
      expect(kept.length).toBeGreaterThan(0);
      expect(kept.every(({ at }) => at >= incident!.openedAt)).toBe(true);
    }
    // They stand on one page: that one is asked for, not each of them.
    expect(site.rereads).toEqual([]);
    expect(await db.selectFrom('rereads').selectAll().execute()).toEqual([]);

    // A single one is asked for by its own page.
    const ref = await refOf('old83');
    await wantEvidence(db, [ref], running.clock.now());
    await running.step(MINUTE);
    expect(site.rereads.map(({ path }) => path)).toEqual(['/@writer/old83']);

    for (const one of site.statuses) one.deleted = true;
    const web = await openWeb(running.app, { host: '127.0.0.1', port: 0 });
    try {
      const mention = await (await fetch(`${web.url}/mentions/acme/${formatPostRef(ref)}`)).text();
      const path = /\/fetched\/[0-9a-f]{64}/.exec(mention)?.[0] ?? '';
      const shown = await fetch(`${web.url}${path}`);
      const body = await shown.text();
      expect(body).toContain('Acme is great, number 83');
      expect(body).toContain('&lt;script&gt;alert(1)');
      expect(body).not.toContain('<script');
      // Whoever fetched it is not part of what was seen.
      expect(body).not.toContain('who=you');

      const view = await fetch(`${web.url}${path}/view`);
      expect(view.headers.get('content-type')).toBe('text/html; charset=utf-8');
      const policy = view.headers.get('content-security-policy') ?? '';
      expect(policy).toMatch(/^sandbox; default-src 'none'/);
      expect(policy).not.toContain('allow-scripts');
      const file = await fetch(`${web.url}${path}/file`);
      expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename="[0-9a-f]{64}\.html"$/);
      const bytes = Buffer.from(await file.arrayBuffer());
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(path.slice('/fetched/'.length));
      expect((await fetch(`${web.url}/fetched/${'0'.repeat(64)}`)).status).toBe(404);
    } finally {
      await web.close();
    }
  }, 120_000);

  it('keeps of a page that is too large what it was known by', async () => {
    await start({});
    site.statuses = [status('a', -5, STORY)];
    await running.step(0);
    const { store } = running.app;
    const body = Buffer.alloc(300, 'x');
    const sha256 = createHash('sha256').update(body).digest('hex');
    const nothing = { posts: [], gone: [], aggregate: null, trends: [], problems: [], backfill: false };
    const page = { target: 'town', url: `${site.origin}/x`, status: 200, contentType: null, headers: {}, body, sha256 };
    await storedEvidence(store.db, 299).keep({ ...page, fetchedAt: START, site: 'town', ...nothing }, ['a']);
    expect(await findEvidence(store.db, sha256)).toMatchObject({ encoding: 'omitted', bytes: 300 });
    expect(await keptFor('a')).toMatchObject([{ sha256, at: START }]);
    const web = await openWeb(running.app, { host: '127.0.0.1', port: 0 });
    try {
      expect(await (await fetch(`${web.url}/fetched/${sha256}`)).text()).toContain('too large');
      expect((await fetch(`${web.url}/fetched/${sha256}/file`)).status).toBe(404);
    } finally {
      await web.close();
    }
  }, 120_000);
});
