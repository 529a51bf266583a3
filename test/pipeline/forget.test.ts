/** Forgetting: nothing of an author, a post or a site is left anywhere, and what is others' stands as it was. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Post } from '../../src/model.ts';
import { packBody } from '../../src/notify/sent-body.ts';
import { forget } from '../../src/pipeline/forget.ts';
import { authorKeyOf } from '../../src/pipeline/prepare.ts';
import { type TakeInDeps, takeIn } from '../../src/pipeline/take-in.ts';
import { seriesOf } from '../../src/store/buckets.ts';
import { insertDigest } from '../../src/store/digests.ts';
import { type EvidencePage, keepEvidence } from '../../src/store/evidence.ts';
import { knownSites } from '../../src/store/forget.ts';
import { writeIncident } from '../../src/store/incidents.ts';
import { formatPostRef } from '../../src/store/post-ref.ts';
import { findPosts, postKey } from '../../src/store/posts.ts';
import { findSentBody } from '../../src/store/sent-bodies.ts';
import type { Store } from '../../src/store/store.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { emptyStore } from './support/empty.ts';
import { makePost, markAnalyzer } from './support/posts.ts';

const NOW = new Date('2026-03-02T12:00:00Z');
const SECRET = 'secret';
const PRIVATE = 'acme bad service, my name is Xenia Quux and I live in "Elm Street"';
const COPIED = 'acme bad everybody says so today';

describeOnEachStore('forgetting', (stores) => {
  let store: Store;
  let deps: TakeInDeps;
  let mails: string;
  const by = (id: string, text: string, more: Partial<Post> = {}) =>
    makePost({ text, author: { name: id, id, followers: 1, verified: null }, ...more });
  const xenia = [by('xenia', PRIVATE), by('xenia', COPIED)];
  const others = [
    by('yuri', COPIED),
    by('yuri', 'acme good, all is well'),
    by('zoe', 'acme bad refund', { site: 'forum' }),
  ];
  const origin = { now: NOW, target: 't', about: null, backfill: false };

  beforeAll(async () => {
    store = await stores.open();
    mails = await mkdtemp(join(tmpdir(), 'earshot-mails-'));
  });
  afterAll(() => rm(mails, { recursive: true, force: true }));
  beforeEach(async () => {
    await emptyStore(store);
    deps = { store, analyzer: markAnalyzer(['acme']), brandIds: new Set(['acme']), privacy: { authorSecret: SECRET } };
    await takeIn(deps, [...xenia, ...others], origin);
    // Edited, so that there is a version; then told in an incident, a digest, a page and a mail.
    await takeIn(deps, [{ ...xenia[0]!, text: `${PRIVATE} indeed` }], origin);
    const known = await findPosts(store.db, [...xenia, ...others]);
    const ref = (post: Post) => {
      const { month, postId } = known.get(postKey(post))!;
      return { month, postId };
    };
    const posts = [xenia[0]!, others[1]!].map((post) => formatPostRef(ref(post)));
    const { incidentId } = await store.write((trx) =>
      writeIncident(trx, {
        brand: 'acme',
        incidentId: null,
        at: NOW,
        state: 'open',
        severity: 4,
        title: {},
        scope: { series: [], stories: [], posts, sites: [], aspects: [], intents: [] },
        memory: null,
        transition: { kind: 'opened', by: 'earshot', reason: { spike: null, viral: { post: posts[0], verdict: {} } } },
        posts: [xenia[0]!, others[1]!].map((post) => ({ ...ref(post), role: 'driver' })),
      }),
    );
    const quoted = (post: Post) => ({
      postId: formatPostRef(ref(post)),
      url: post.url,
      evidence: `/mentions/acme/${formatPostRef(ref(post))}`,
      author: { kind: 'person', name: 'X…', followers: 1 },
      title: null,
      text: post.text,
      highlights: [],
    });
    const view = { mentions: { value: 5 }, best: quoted(others[1]!), topics: [{ quote: quoted(xenia[0]!) }] };
    const digest = {
      brand: 'acme',
      period: 'day',
      edition: 0,
      day: '2026-03-02',
      recipient: 'd',
      language: 'en',
      timezone: 'UTC',
      view,
    } as const;
    const digestId = await insertDigest(store.db, digest, NOW);
    const page = (sha256: string, body: string) =>
      ({
        ...{
          sha256,
          target: 't',
          url: `https://x.test/${sha256}`,
          fetchedAt: NOW,
          status: 200,
          contentType: null,
          headers: {},
        },
        ...{ encoding: 'gzip' as const, bytes: body.length, body: gzipSync(body) },
      }) satisfies EvidencePage;
    await keepEvidence(store.db, page('own', `<p>${PRIVATE}`), [xenia[0]!]);
    // A listing that was kept for somebody else's post, and shows this one too, as JSON has it.
    await keepEvidence(store.db, page('listing', JSON.stringify([PRIVATE, others[1]!.text])), [others[1]!]);
    await keepEvidence(store.db, page('innocent', others[1]!.text), [others[1]!]);
    const file = join(mails, 'alert.eml');
    await writeFile(file, PRIVATE);
    await sql`insert into deliveries (key, kind, brand, incident_id, digest_id, recipient, channel, message_id, state,
        not_before, first_due, created_at, response)
      values ('a', 'alert', 'acme', ${incidentId}, null, 'd', 'mail', 'm', 'sent', ${NOW}, ${NOW}, ${NOW}, ${file}),
        ('b', 'digest', 'acme', null, ${digestId}, 'd', 'mail', 'n', 'sent', ${NOW}, ${NOW}, ${NOW}, 'ok')`.execute(
      store.db,
    );
    const body = Buffer.from(packBody({ form: 'json', json: JSON.stringify(PRIVATE) }));
    await store.db.insertInto('sent_bodies').values({ key: 'a', body }).execute();
    await sql`insert into request_log (at, target, host, method, url, bytes, duration_ms)
      values (${NOW}, 't', 'example.com', 'GET', ${xenia[0]!.url}, 1, 1)`.execute(store.db);
  });

  /** Everything in the database as one text. */
  async function dump(): Promise<string> {
    const { rows } = await sql<{ name: string }>`select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE'`.execute(store.db);
    const parts: string[] = [];
    for (const { name } of rows) {
      const { rows: lines } = await sql<{ line: string }>`select t::text as line from ${sql.table(name)} t`.execute(
        store.db,
      );
      parts.push(`${name}\n${lines.map(({ line }) => line).join('\n')}`);
    }
    return parts.join('\n');
  }

  async function drift(): Promise<[object, object]> {
    const kept: Record<string, string> = {};
    const buckets = await store.db
      .selectFrom('buckets')
      .selectAll()
      .where('width', '=', 1440)
      .where('total', '<>', 0)
      .execute();
    for (const row of buckets) kept[`${row.brand} ${row.series}`] = `${row.total}/${row.negative}/${row.positive}`;
    const sums = new Map<string, [number, number, number]>();
    for (const row of await store.db.selectFrom('mentions').selectAll().execute()) {
      const countable = { ...row, occurredAt: row.occurred_at, aspects: row.aspects, intents: row.intents };
      for (const [series, label] of seriesOf(countable as never)) {
        const sum = sums.get(`${row.brand} ${series}`) ?? [0, 0, 0];
        sum[0]++;
        if (label === 'negative') sum[1]++;
        if (label === 'positive') sum[2]++;
        sums.set(`${row.brand} ${series}`, sum);
      }
    }
    return [kept, Object.fromEntries([...sums].map(([key, sum]) => [key, sum.join('/')]))];
  }

  it('an author: words, address, versions, pages, quotations, mails, counts; others keep theirs', async () => {
    expect(await dump()).toContain('Xenia Quux');
    const keys = (await knownSites(store.db)).map((site) => authorKeyOf(site, 'xenia', SECRET));
    const result = await forget(store, { authors: keys }, { kind: 'author', by: 'me', now: NOW });
    expect(result).toMatchObject({ posts: 2, left: {} });
    expect(result.counts).toMatchObject({
      posts: 2,
      mentions: 2,
      post_versions: 1,
      digests: 1,
      evidence: 1,
      'mail files': 1,
      messages: 1,
    });
    const all = await dump();
    expect(all).not.toContain('Xenia Quux');
    expect(all).not.toContain(xenia[0]!.url);
    expect(await findSentBody(store.db, 'a')).toBeNull();
    expect(all).not.toContain(authorKeyOf('weibo', 'xenia', SECRET));
    expect(existsSync(join(mails, 'alert.eml'))).toBe(false);
    const pages = await store.db.selectFrom('evidence').select(['sha256', 'encoding']).orderBy('sha256').execute();
    expect(pages).toEqual([
      { sha256: 'innocent', encoding: 'gzip' },
      { sha256: 'listing', encoding: 'omitted' },
    ]);
    // What others said stands: their posts, their quotation, the figures.
    expect(all).toContain('acme good, all is well');
    expect(await store.db.selectFrom('posts').select('post_id').execute()).toHaveLength(3);
    const [digest] = await store.db.selectFrom('digests').select('view').execute();
    expect(digest?.view).toMatchObject({
      mentions: { value: 5 },
      best: { text: 'acme good, all is well' },
      topics: [{ quote: { text: '', url: null } }],
    });
    const [incident] = await store.db.selectFrom('incidents').select('scope').execute();
    expect(incident?.scope).toMatchObject({ posts: [expect.any(String)] });
    const [kept, counted] = await drift();
    expect(kept).toEqual(counted);
    // The story of the copied text goes on under the copy that is left.
    const stories = await store.db.selectFrom('stories').selectAll().execute();
    for (const story of stories) expect(story.posts).toBe(1);
    const heads = await sql<{ n: number }>`select count(*) as n from stories s join posts p
      on p.month = s.head_month and p.post_id = s.head_post_id`.execute(store.db);
    expect(heads.rows[0]?.n).toBe(stories.length);
  });

  it('what was forgotten does not come back with the next crawl', async () => {
    const keys = [authorKeyOf('weibo', 'xenia', SECRET)];
    await forget(store, { authors: keys }, { kind: 'author', by: 'me', now: NOW });
    const receipt = await takeIn(deps, [...xenia, by('xenia', `${PRIVATE} edited`, { id: xenia[0]!.id })], origin);
    expect(receipt).toMatchObject({ new: 0, updated: 0 });
    expect(await dump()).not.toContain('Xenia Quux');
  });

  it('a post by its address', async () => {
    const result = await forget(store, { url: xenia[1]!.url! }, { kind: 'post', by: 'me', now: NOW });
    expect(result).toMatchObject({ posts: 1, left: {} });
    expect(await dump()).toContain('Xenia Quux');
    const [kept, counted] = await drift();
    expect(kept).toEqual(counted);
  });

  it("a post whose address is the beginning of another post's", async () => {
    await takeIn(
      deps,
      [by('yara', 'Acme answered within the hour, well done', { id: 'longer', url: `${xenia[1]!.url!}0` })],
      origin,
    );
    const result = await forget(store, { url: xenia[1]!.url! }, { kind: 'post', by: 'me', now: NOW });
    expect(result).toMatchObject({ posts: 1, left: {} });
  });

  it('a site with its keys and series', async () => {
    const result = await forget(store, { site: 'forum' }, { kind: 'site', by: 'me', now: NOW });
    expect(result).toMatchObject({ posts: 1, left: {} });
    expect(await knownSites(store.db)).toEqual(['weibo']);
    expect(await dump()).not.toMatch(/forum/);
    const [kept, counted] = await drift();
    expect(kept).toEqual(counted);
    expect(await forget(store, { site: 'forum' }, { kind: 'site', by: 'me', now: NOW })).toMatchObject({ posts: 0 });
    // That something was forgotten is noted; who or what is not.
    const noted = await store.db.selectFrom('erasures').selectAll().execute();
    expect(noted).toMatchObject([{ kind: 'site', by_whom: 'me' }]);
  });
});
