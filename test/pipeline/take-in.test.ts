import { sql } from 'kysely';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import type { Post } from '../../src/model.ts';
import { type TakeInContext, type TakeInDeps, takeIn } from '../../src/pipeline/take-in.ts';
import { bucketStart, seriesOf, WIDTHS } from '../../src/store/buckets.ts';
import type { Store } from '../../src/store/store.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { emptyStore } from './support/empty.ts';
import { makePost, markAnalyzer } from './support/posts.ts';

const NOW = new Date('2026-03-02T12:00:00Z');
const context: TakeInContext = { now: NOW, target: null, about: null, backfill: false };

describeOnEachStore('taking posts in', (stores) => {
  let store: Store;
  let deps: TakeInDeps;
  beforeAll(async () => {
    store = await stores.open();
  });
  beforeEach(async () => {
    await emptyStore(store);
    const brands = ['acme', 'bolt'];
    deps = { store, analyzer: markAnalyzer(brands), brandIds: new Set(brands), privacy: { authorSecret: 'secret' } };
  });

  const mentions = () => store.db.selectFrom('mentions').selectAll().orderBy('brand').orderBy('post_id').execute();

  /** Buckets as they are, and as counting the rows again says they should be. */
  async function bucketsAndRecount(): Promise<[Map<string, string>, Map<string, string>]> {
    const rows = await store.db.selectFrom('buckets').selectAll().execute();
    const kept = new Map<string, string>();
    for (const row of rows) {
      if (row.total === 0) continue;
      const key = [row.brand, row.series, row.width, row.start.toISOString()].join('|');
      kept.set(key, [row.total, row.negative, row.positive].join('/'));
    }
    const sums = new Map<string, [number, number, number]>();
    for (const row of await mentions()) {
      const countable = {
        brand: row.brand,
        occurredAt: row.occurred_at,
        site: row.site,
        label: row.label as 'negative',
        aspects: row.aspects as { aspect: string; label: 'negative' }[],
        intents: row.intents as { intent: string }[],
        talker: row.talker,
      };
      for (const [series, label] of seriesOf(countable)) {
        for (const width of WIDTHS) {
          const key = [row.brand, series, width, bucketStart(row.occurred_at, width).toISOString()].join('|');
          const sum = sums.get(key) ?? [0, 0, 0];
          sums.set(key, sum);
          sum[0]++;
          if (label === 'negative') sum[1]++;
          if (label === 'positive') sum[2]++;
        }
      }
    }
    return [kept, new Map([...sums].map(([key, sum]) => [key, sum.join('/')]))];
  }

  it('stores each post once, with a mention for each brand it names', async () => {
    const posts = [
      makePost({ text: 'acme bad service' }),
      makePost({ text: 'acme good, bolt too' }),
      makePost({ text: 'nobody' }),
    ];
    expect(await takeIn(deps, posts, context)).toMatchObject({
      new: 3,
      updated: 0,
      reread: 0,
      unchanged: 0,
      mentions: 3,
    });
    expect(await takeIn(deps, posts, context)).toMatchObject({
      new: 0,
      updated: 0,
      reread: 0,
      unchanged: 3,
      mentions: 0,
    });
    const stored = await mentions();
    expect(stored.map((row) => [row.brand, row.label])).toEqual([
      ['acme', 'negative'],
      ['acme', 'positive'],
      ['bolt', 'positive'],
    ]);
    expect(stored[0]?.why).toEqual([{ term: 'acme', field: 'text', start: 0, end: 4 }]);
    const [kept, recount] = await bucketsAndRecount();
    expect(kept).toEqual(recount);
    expect(kept.get('acme|aspect:service|5|2026-03-02T10:00:00.000Z')).toBe('1/1/0');
  });

  it('says a post twice in one batch once, as it was last said', async () => {
    const post = makePost({ text: 'acme good' });
    const receipt = await takeIn(deps, [post, { ...post, text: 'acme bad' }], context);
    expect(receipt).toMatchObject({ new: 1, mentions: 1 });
    expect((await mentions())[0]?.label).toBe('negative');
  });

  it('keeps the text before an edit and moves the counts to what is said now', async () => {
    const post = makePost({ text: 'acme bad service' });
    await takeIn(deps, [post], context);
    const edited: Post = { ...post, text: 'bolt good' };
    expect(await takeIn(deps, [edited], context)).toMatchObject({ new: 0, updated: 1 });
    expect((await mentions()).map((row) => [row.brand, row.label])).toEqual([['bolt', 'positive']]);
    const versions = await store.db.selectFrom('post_versions').select(['version', 'text']).execute();
    expect(versions).toEqual([{ version: 1, text: 'acme bad service' }]);
    const [kept, recount] = await bucketsAndRecount();
    expect(kept).toEqual(recount);
    expect([...kept.keys()].every((key) => key.startsWith('bolt|'))).toBe(true);
    const stories = await store.db
      .selectFrom('stories')
      .select(['brand', 'posts', 'negative'])
      .orderBy('brand')
      .execute();
    expect(stories).toEqual([
      { brand: 'acme', posts: 0, negative: 0 },
      { brand: 'bolt', posts: 1, negative: 0 },
    ]);
  });

  it('takes new counters as a reading, not as news', async () => {
    const post = makePost({
      text: 'acme bad',
      engagement: { likes: 1, replies: null, reposts: 0, views: null, helpful: null },
    });
    await takeIn(deps, [post], context);
    const later = { ...context, now: new Date('2026-03-02T12:15:00Z') };
    const moved = { ...post, engagement: { ...post.engagement, likes: 9, reposts: null } };
    expect(await takeIn(deps, [moved], later)).toMatchObject({ new: 0, updated: 0, reread: 1, mentions: 0 });
    const readings = await store.db.selectFrom('readings').select(['at', 'likes']).orderBy('at').execute();
    expect(readings.map((row) => row.likes)).toEqual([1, 9]);
    // A counter the site does not show this time keeps its last value.
    const row = await store.db.selectFrom('posts').select(['likes', 'reposts']).executeTakeFirstOrThrow();
    expect(row).toEqual({ likes: 9, reposts: 0 });
  });

  it('keeps authors as a keyed hash and a masked name', async () => {
    await takeIn(
      deps,
      [makePost({ author: { name: '王小明', id: 'u-secret', followers: 3, verified: null } })],
      context,
    );
    const row = await store.db.selectFrom('posts').selectAll().executeTakeFirstOrThrow();
    expect(row.author_name).toBe('王…');
    expect(row.author_key).toMatch(/^[0-9a-f]{32}$/);
    expect(JSON.stringify(row)).not.toContain('u-secret');
    expect(JSON.stringify(row)).not.toContain('小明');
  });

  it('joins copies and answers to one story, and leaves short texts alone', async () => {
    const first = makePost({ text: 'acme bad the same long text' });
    const copy = makePost({ text: 'acme bad the same long text', publishedAt: new Date('2026-03-02T10:05:00Z') });
    const answer = makePost({ text: 'acme oh', parent: first.id, publishedAt: new Date('2026-03-02T10:06:00Z') });
    const alone = [makePost({ text: 'acme' }), makePost({ text: 'acme' })];
    await takeIn(deps, [copy, first], context);
    await takeIn(deps, [answer, ...alone], context);
    const stories = await store.db
      .selectFrom('stories')
      .select(['posts', 'negative', 'head_post_id'])
      .orderBy('posts', 'desc')
      .execute();
    expect(stories.map((row) => [row.posts, row.negative])).toEqual([
      [3, 2],
      [1, 0],
      [1, 0],
    ]);
  });

  it('counts posts brought about a brand by their target or page, and says so', async () => {
    await takeIn(deps, [makePost({ text: 'nothing said' })], { ...context, target: 'reviews-acme', about: 'acme' });
    await takeIn(deps, [makePost({ text: 'nothing said', brand: 'bolt', url: 'https://example.com/bolt' })], context);
    expect((await mentions()).map((row) => [row.brand, row.why])).toEqual([
      ['acme', [{ target: 'reviews-acme' }]],
      ['bolt', [{ page: 'https://example.com/bolt' }]],
    ]);
  });

  it('keeps what the brand itself says, and does not count it', async () => {
    const author = { name: 'Acme', id: 'official', followers: 5, verified: true };
    await takeIn(deps, [makePost({ text: 'acme good', author })], context);
    expect(await mentions()).toHaveLength(1);
    expect(await store.db.selectFrom('buckets').selectAll().execute()).toEqual([]);
  });

  it('counts a post without a date when it was first seen, for ever', async () => {
    const post = makePost({ text: 'acme bad', publishedAt: null });
    await takeIn(deps, [post], context);
    await takeIn(deps, [{ ...post, text: 'acme bad indeed' }], { ...context, now: new Date('2026-03-09T12:00:00Z') });
    expect((await mentions()).map((row) => row.occurred_at)).toEqual([NOW]);
  });

  it('loses and doubles nothing when several writers bring the same posts', async () => {
    const posts = Array.from({ length: 60 }, (_, index) =>
      makePost({ text: `acme bad text number ${index % 7} again` }),
    );
    const shuffled = [posts, [...posts].reverse(), [...posts.slice(30), ...posts.slice(0, 30)]];
    const receipts = await Promise.all(shuffled.map((batch) => takeIn(deps, batch, context)));
    expect(receipts.reduce((sum, receipt) => sum + receipt.new, 0)).toBe(60);
    expect(await mentions()).toHaveLength(60);
    const [kept, recount] = await bucketsAndRecount();
    expect(kept).toEqual(recount);
    const { rows } = await sql<{ n: number }>`select sum(posts)::int as n from stories`.execute(store.db);
    expect(rows[0]?.n).toBe(60);
    expect(await store.db.selectFrom('stories').selectAll().execute()).toHaveLength(7);
  });
});
