import { beforeAll, beforeEach, expect, it } from 'vitest';
import { correct, labelledCorrections } from '../../src/pipeline/corrections.ts';
import { readFilter } from '../../src/pipeline/search.ts';
import { type TakeInDeps, takeIn } from '../../src/pipeline/take-in.ts';
import { bucketStart, readSeries } from '../../src/store/buckets.ts';
import { correctionsOf } from '../../src/store/corrections.ts';
import { readFeed } from '../../src/store/feed.ts';
import { countMentions, findMention, topStories } from '../../src/store/mention-list.ts';
import { readTouched } from '../../src/store/series.ts';
import type { Store } from '../../src/store/store.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { emptyStore } from './support/empty.ts';
import { makePost, markAnalyzer } from './support/posts.ts';

const NOW = new Date('2026-03-02T12:00:00Z');
const LATER = new Date('2026-03-02T13:00:00Z');
const AT = new Date('2026-03-02T10:00:00Z');

describeOnEachStore('corrections', (stores) => {
  let store: Store;
  let deps: TakeInDeps;
  const origin = { now: NOW, target: null, about: null, backfill: false };
  const post = makePost({ id: 'c1', text: 'acme bad service, so good of you to refund' });
  beforeAll(async () => {
    store = await stores.open();
  });
  beforeEach(async () => {
    await emptyStore(store);
    const brands = ['acme', 'bolt'];
    deps = { store, analyzer: markAnalyzer(brands), brandIds: new Set(brands), privacy: { authorSecret: null } };
    await takeIn(deps, [post, makePost({ id: 'c2', text: 'acme and bolt are good' })], origin);
  });

  const refOf = async (id: string) => {
    const key = await store.db.selectFrom('post_keys').selectAll().where('external_id', '=', id).executeTakeFirst();
    return { month: key!.month, postId: key!.post_id };
  };
  const mention = async (id = 'c1', brand = 'acme') => (await findMention(store.db, brand, await refOf(id)))!;
  const say = async (verdict: Parameters<typeof correct>[1]['verdict'], id = 'c1', brand = 'acme') =>
    correct(store, { brand, ref: await refOf(id), verdict, by: 'mei' }, LATER);
  /** total/negative/positive of a series in each width. */
  const counted = async (series: string) => {
    const found = [];
    for (const width of [5, 60, 1440] as const) {
      const from = bucketStart(AT, width);
      const to = new Date(from.getTime() + width * 60_000);
      const bins = await readSeries(store.db, { brand: 'acme', series: [series], width, from, to });
      const [bin] = bins.get(series) ?? [];
      found.push(bin === undefined ? '0/0/0' : `${bin.total}/${bin.negative}/${bin.positive}`);
    }
    return new Set(found).size === 1 ? found[0] : found;
  };
  const story = async (id = 'c1') =>
    store.db
      .selectFrom('stories')
      .select(['posts', 'negative'])
      .where('story_id', '=', (await mention(id)).storyId)
      .executeTakeFirst();
  const fed = async (query: string) => {
    const read = readFilter(new URLSearchParams(`brand=acme&${query}`));
    if ('problems' in read) throw new Error(read.problems.join());
    // Every way of looking finds it.
    const sizes = { few: 1, some: 1, many: 100 };
    const page = await readFeed(store.db, { filter: read.filter, folded: false, limit: 10 }, sizes);
    return page.mentions.map(({ externalId }) => externalId);
  };

  it('win over the models in rows, buckets, stories and lists, and are taken back without a trace in them', async () => {
    expect(await counted('all')).toBe('2/1/1');
    expect(await fed('label=negative')).toEqual(['c1']);
    expect(await say('positive')).toBe('done');
    expect(await mention()).toMatchObject({
      label: 'positive',
      score: 1,
      confidence: 1,
      uncorrected: { label: 'negative', talker: 'customer' },
    });
    expect(await counted('all')).toBe('2/0/2');
    expect(await counted('site:weibo')).toBe('2/0/2');
    expect(await counted('intent:refund')).toBe('1/0/1');
    // How an aspect was felt stands in the text, whatever the post as a whole says.
    expect(await counted('aspect:service')).toBe('1/1/0');
    expect(await story()).toEqual({ posts: 1, negative: 0 });
    expect(await fed('label=negative')).toEqual([]);
    expect((await fed('label=positive')).sort()).toEqual(['c1', 'c2']);
    expect((await fed('label=positive&q=refund')).sort()).toEqual(['c1']);
    expect(await countMentions(store.db, { brand: 'acme' })).toMatchObject({ negative: 0, positive: 2 });
    expect((await topStories(store.db, { brand: 'acme', label: 'negative' }, 5)).length).toBe(0);

    expect(await say(null)).toBe('done');
    expect(await mention()).toMatchObject({ label: 'negative', uncorrected: null });
    expect((await mention()).score).toBeCloseTo(-0.8);
    expect(await counted('all')).toBe('2/1/1');
    expect(await story()).toEqual({ posts: 1, negative: 1 });
    expect(await fed('label=negative')).toEqual(['c1']);
  });

  it('take what is spam or not about the brand out of every count, and leave it to be looked at', async () => {
    for (const verdict of ['spam', 'unrelated'] as const) {
      expect(await say(verdict)).toBe('done');
      expect(await counted('all')).toBe('1/0/1');
      expect(await counted('aspect:service')).toBe('0/0/0');
      expect(await countMentions(store.db, { brand: 'acme' })).toMatchObject({ total: 1 });
      expect(await fed('')).toEqual(['c2']);
      expect(await fed(`talker=${verdict === 'spam' ? 'advertising' : 'unrelated'}`)).toEqual(['c1']);
      expect((await mention()).label).toBe('negative');
    }
    await say('positive');
    expect(await counted('all')).toBe('2/0/2');
    await say(null);
    expect(await counted('all')).toBe('2/1/1');
  });

  it('are kept with who and when, one standing at a time', async () => {
    expect(await say('spam')).toBe('done');
    expect(await say('spam')).toBe('already');
    expect(await say('neutral')).toBe('done');
    expect(await say(null)).toBe('done');
    expect(await say(null)).toBe('already');
    const kept = await correctionsOf(store.db, 'acme', await refOf('c1'));
    expect(kept).toEqual([
      { verdict: 'neutral', at: LATER, by: 'mei', undoneAt: LATER, undoneBy: 'mei' },
      { verdict: 'spam', at: LATER, by: 'mei', undoneAt: LATER, undoneBy: 'mei' },
    ]);
    expect(
      await correct(store, { brand: 'acme', ref: { month: 202603, postId: 99 }, verdict: 'spam', by: 'x' }, NOW),
    ).toBe('unknown');
  });

  it('stand when the post is edited and read again, and the new reading is what they hide', async () => {
    await say('positive');
    await takeIn(deps, [{ ...post, text: `${post.text}. Edited: still bad` }], { ...origin, now: LATER });
    expect(await mention()).toMatchObject({ label: 'positive', confidence: 1, uncorrected: { label: 'negative' } });
    expect(await counted('all')).toBe('2/0/2');
    expect(await story()).toEqual({ posts: 1, negative: 0 });
    await takeIn(deps, [{ ...post, text: 'acme good' }], { ...origin, now: LATER });
    await say(null);
    expect(await mention()).toMatchObject({ label: 'positive', uncorrected: null });
    expect((await mention()).score).toBeCloseTo(0.8);
    expect(await counted('all')).toBe('2/0/2');
  });

  it('are for one brand alone', async () => {
    await say('negative', 'c2', 'bolt');
    expect((await mention('c2', 'bolt')).label).toBe('negative');
    expect((await mention('c2', 'acme')).label).toBe('positive');
  });

  it('have detection look again', async () => {
    await emptyTouched(store);
    await say('positive');
    const { series, posts } = await readTouched(store.db, 'acme');
    expect(series.map((one) => one.series)).toContain('all');
    expect(posts).toMatchObject([await refOf('c1')]);
  });

  it('are lines to train with', async () => {
    await say('positive');
    await say('negative', 'c2', 'bolt');
    await say('spam', 'c2', 'acme');
    const lines: unknown[] = [];
    for await (const line of labelledCorrections(store.db)) lines.push(line);
    expect(lines).toEqual([
      {
        text: post.text,
        label: 'positive',
        lang: 'en',
        corpus: 'corrections',
        brand: 'acme',
        at: LATER.toISOString(),
        by: 'mei',
      },
      {
        text: 'acme and bolt are good',
        label: 'negative',
        lang: 'en',
        corpus: 'corrections',
        brand: 'bolt',
        target: 'bolt',
        start: 9,
        end: 13,
        at: LATER.toISOString(),
        by: 'mei',
      },
    ]);
  });
});

async function emptyTouched(store: Store): Promise<void> {
  await store.db.deleteFrom('touched_series').execute();
  await store.db.deleteFrom('touched_posts').execute();
}
