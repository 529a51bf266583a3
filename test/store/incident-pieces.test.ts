import { beforeAll, expect, it } from 'vitest';
import { correct } from '../../src/pipeline/corrections.ts';
import { forget } from '../../src/pipeline/forget.ts';
import { takeIn } from '../../src/pipeline/take-in.ts';
import { type Counted, countPosts } from '../../src/store/counted.ts';
import { incidentNumbers, keepIncidentNumbers } from '../../src/store/incident-numbers.ts';
import { joinIncident, piecesOf } from '../../src/store/incident-pieces.ts';
import { incidentTopics } from '../../src/store/incident-topics.ts';
import { writeIncident } from '../../src/store/incidents.ts';
import { mergeCounted } from '../../src/store/merge-counted.ts';
import type { PostRef } from '../../src/store/post-ref.ts';
import { dropPosts, eraseTexts } from '../../src/store/retention.ts';
import type { Store } from '../../src/store/store.ts';
import { makePost } from '../pipeline/support/posts.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { BRANDS, fillWorld, NOW, worldAnalyzer } from '../web/world.ts';

const WANTED = { authors: 5, top: 6, stories: 3, fewest: 5 };
const MINUTE = 60_000;

describeOnEachStore('what is kept of an incident', (stores) => {
  let store: Store;
  let incident: number;
  let members: PostRef[];

  beforeAll(async () => {
    store = await stores.open();
    await fillWorld(store);
    const { rows } = await allMentions();
    members = rows.slice(0, -10);
    const posts = members.map((post) => ({ ...post, role: 'driver' }));
    ({ incidentId: incident } = await store.write((trx) =>
      writeIncident(trx, {
        ...{ brand: 'acme', incidentId: null, at: NOW, state: 'open', severity: 3, scope: {}, memory: null, posts },
        title: { aspect: null, intent: null, site: null },
        transition: { kind: 'opened', by: 'earshot', reason: {} },
      }),
    ));
    await cutSmall();
  }, 120_000);

  const allMentions = async () => ({
    rows: await store.db
      .selectFrom('mentions')
      .select(['month', 'post_id as postId'])
      .where('brand', '=', 'acme')
      .orderBy('post_id')
      .execute(),
  });

  /** As if twenty posts filled a piece: an incident of thousands takes too long to make. */
  async function cutSmall(): Promise<void> {
    await store.db.deleteFrom('incident_pieces').execute();
    for (const [index, { month, postId }] of members.entries()) {
      await store.db
        .updateTable('incident_posts')
        .set({ piece: Math.floor(index / 20) })
        .where('month', '=', month)
        .where('post_id', '=', postId)
        .execute();
    }
    const pieces = await store.db.selectFrom('incident_posts').select('piece').distinct().execute();
    await store.db
      .insertInto('incident_pieces')
      .values(
        pieces.map(({ piece }) => ({
          brand: 'acme',
          incident_id: incident,
          piece,
          posts: 1000,
          counted_at: null,
          numbers: null,
        })),
      )
      .execute();
  }

  const which = () => ({ brand: 'acme', incidentId: incident });
  const keep = (moved = 100, at = NOW) => keepIncidentNumbers(store, which(), at, moved);
  const shown = () => incidentNumbers(store.db, 'acme', incident, WANTED);
  const uncounted = async () =>
    (await piecesOf(store.db, 'acme', incident)).filter(({ numbers }) => numbers === null).map(({ piece }) => piece);

  /** All rows counted again, none of what is kept. */
  async function recount() {
    const { stories: _, first, ...rest } = mergeCounted([await countPosts(store.db, 'acme', incident, null)], WANTED);
    return { ...rest, first: first === null ? null : { ...first, at: new Date(first.at) } };
  }

  async function expectExact(): Promise<void> {
    expect(await shown()).toMatchObject(await recount());
    await expectNamed();
    await keep();
    expect(await uncounted()).toEqual([]);
    expect(await shown()).toMatchObject(await recount());
    await expectNamed();
  }

  /** What the incident is called after is what its page says, kept or not. */
  async function expectNamed(): Promise<void> {
    const { negative: posts, aspects, intents } = await recount();
    const named = (counts: typeof aspects) =>
      counts.filter(({ negative }) => negative > 0).map(({ value, negative: count }) => ({ value, count }));
    expect(await incidentTopics(store.db, 'acme', incident)).toEqual({
      posts,
      aspects: named(aspects),
      intents: named(intents),
    });
  }

  it('is what the rows say, and is read instead of them', async () => {
    expect((await uncounted()).length).toBeGreaterThan(4);
    await expectExact();
    const [piece] = await piecesOf<Counted>(store.db, 'acme', incident);
    const numbers = JSON.stringify({ ...piece!.numbers, total: piece!.numbers!.total + 1000 });
    const mine = store.db.updateTable('incident_pieces').where('piece', '=', 0);
    await mine.set({ numbers }).execute();
    expect((await shown()).total).toBe((await recount()).total + 1000);
    await mine.set({ numbers: JSON.stringify(piece!.numbers) }).execute();
  });

  it('follows corrections, spam marks and what is taken back', async () => {
    const negative = await store.db
      .selectFrom('mentions')
      .select(['month', 'post_id as postId'])
      .where('label', '=', 'negative')
      .where('brand', '=', 'acme')
      .where('talker', 'not in', ['brand', 'advertising', 'unrelated'])
      .orderBy('post_id')
      .limit(3)
      .execute();
    await keep();
    const before = await shown();
    for (const [index, verdict] of (['positive', 'spam', 'unrelated'] as const).entries()) {
      await correct(store, { brand: 'acme', ref: negative[index]!, verdict, by: 'mei' }, NOW);
    }
    expect((await uncounted()).length).toBeGreaterThan(0);
    expect(await shown()).toMatchObject({ total: before.total - 2, negative: before.negative - 3 });
    await expectExact();
    await correct(store, { brand: 'acme', ref: negative[1]!, verdict: null, by: 'mei' }, NOW);
    expect(await shown()).toMatchObject({ total: before.total - 1, negative: before.negative - 2 });
    await expectExact();
  });

  it('follows posts that are edited, and those that join late', async () => {
    await keep();
    const before = await shown();
    const deps = {
      ...{ store, analyzer: worldAnalyzer(), brandIds: new Set(BRANDS.map(({ id }) => id)) },
      privacy: { authorSecret: null },
    };
    const edited = makePost({
      ...{ id: 'o17', site: 'trustpilot', text: 'Acme, the best hotel I have ever been to, wonderful staff!' },
      author: { name: 'Guest 17', id: 'g17', followers: 120_000, verified: null },
      publishedAt: new Date(NOW.getTime() - 17 * 9 * 3_600_000),
    });
    await takeIn(deps, [edited], { target: null, about: null, backfill: false, now: NOW });
    expect(await uncounted()).toHaveLength(1);
    expect((await shown()).negative).toBe(before.negative - 1);
    await expectExact();

    const late = (await allMentions()).rows.slice(-10).map((post) => ({ ...post, role: 'driver' }));
    const known = members.slice(0, 5).map((post) => ({ ...post, role: 'driver' }));
    const joined = await store.write((trx) => joinIncident(trx, 'acme', incident, [...known, ...late]));
    expect(joined).toHaveLength(10);
    expect((await shown()).total).toBeGreaterThan(before.total);
    await expectExact();
  });

  it('counts reach and followers anew after a minute, a few pieces at a time, and counts never wait for it', async () => {
    await keep();
    const row = await store.db
      .selectFrom('posts')
      .select(['month', 'post_id as postId', 'site', 'external_id', 'text', 'published_at'])
      .where('external_id', '=', 'o49')
      .executeTakeFirstOrThrow();
    const driver = { month: row.month, postId: row.postId };
    const deps = {
      ...{ store, analyzer: worldAnalyzer(), brandIds: new Set(BRANDS.map(({ id }) => id)) },
      privacy: { authorSecret: null },
    };
    const read = makePost({
      ...{ site: row.site, id: row.external_id, text: row.text, publishedAt: row.published_at },
      author: { name: 'Guest 19', id: 'g19', followers: 200_000, verified: null },
      engagement: { likes: 1_000_000, replies: 90_000, reposts: 900_000, views: null, helpful: null },
    });
    await takeIn(deps, [read], { target: null, about: null, backfill: false, now: NOW });
    expect(await uncounted()).toEqual([]);
    await keep();
    expect((await shown()).top[0]).not.toEqual(driver);
    await keep(2, new Date(NOW.getTime() + 2 * MINUTE));
    expect((await shown()).top[0]).toEqual(driver);
  });

  it('is not kept from before a change that is under way', async () => {
    await keep();
    const { total } = await shown();
    const [post] = await store.db
      .selectFrom('incident_posts')
      .select(['month', 'post_id as postId'])
      .limit(1)
      .execute();
    await store.db.updateTable('incident_pieces').set({ numbers: null }).execute();
    const said = correct(store, { brand: 'acme', ref: post!, verdict: 'spam', by: 'mei' }, NOW);
    await Promise.all([said, keep(), keep()]);
    expect([total, total - 1]).toContain((await shown()).total);
    await expectExact();
  });

  it('holds no name that was erased, and no post that was forgotten or is past its time', async () => {
    await keep();
    const named = async () => JSON.stringify(await piecesOf(store.db, 'acme', incident));
    expect(await named()).toContain('"u7"');
    const result = await forget(store, { authors: ['copy7'] }, { kind: 'author', by: 'me', now: NOW });
    expect(result.posts).toBe(1);
    expect(await named()).not.toContain('"u7"');
    await expectExact();
    expect(await eraseTexts(store.db, new Date(NOW.getTime() + 24 * 60 * MINUTE))).toBeGreaterThan(0);
    await expectExact();
    expect(await named()).not.toContain('"u8"');
    const { total } = await shown();
    expect(await dropPosts(store.db, new Date('2026-03-01T00:00:00Z'))).not.toEqual([]);
    expect((await shown()).total).toBeLessThan(total);
    await expectExact();
  });
});
