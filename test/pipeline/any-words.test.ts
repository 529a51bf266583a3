import { beforeAll, expect, it } from 'vitest';
import { readFilter } from '../../src/pipeline/search.ts';
import { takeIn } from '../../src/pipeline/take-in.ts';
import { readFeed } from '../../src/store/feed.ts';
import type { Store } from '../../src/store/store.ts';
import { HOSTILE_TEXTS } from '../notify/hostile.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { makePost, markAnalyzer } from './support/posts.ts';

const NOW = new Date('2026-03-02T12:00:00Z');

/** Words of 64 letters each, none of them twice. */
const longWords = (count: number) =>
  Array.from({ length: count }, (_, index) => `${index.toString(36).padStart(6, 'q')}${'y'.repeat(60)}`).join(' ');

describeOnEachStore('posts of any words', (stores) => {
  let store: Store;
  beforeAll(async () => {
    store = await stores.open();
  });

  it('are taken in, and found by what can be indexed of them', async () => {
    const texts = [
      ...HOSTILE_TEXTS.map((text) => text.toWellFormed().replaceAll('\0', '')),
      longWords(20_000),
      '好坏'.repeat(300_000),
      "it's a 'quoted' \\ back\\slash & | ! ( ) : * <-> b=acme l=positive",
    ];
    const deps = {
      store,
      analyzer: markAnalyzer(['acme']),
      brandIds: new Set(['acme']),
      privacy: { authorSecret: null },
    };
    const posts = texts.map((text) =>
      makePost({ text: `acme ${text}`, site: "o'site\\=", title: text.slice(0, 100).toWellFormed() }),
    );
    await takeIn(deps, posts, { now: NOW, target: null, about: null, backfill: false });
    const find = async (query: string) => {
      const read = readFilter(new URLSearchParams(`brand=acme&${query}`));
      if ('problems' in read) throw new Error(read.problems.join());
      // By the index alone.
      const sizes = { few: 1, some: 1, many: 100 };
      return (await readFeed(store.db, { filter: read.filter, folded: false, limit: 50 }, sizes)).mentions.length;
    };
    expect(await find('q=acme')).toBe(texts.length);
    expect(await find(`site=${encodeURIComponent("o'site\\=")}`)).toBe(texts.length);
    expect(await find('q=好坏')).toBe(1);
    expect(await find('q=back slash quoted')).toBe(1);
    expect(await find(`q=${encodeURIComponent("' OR 1=1; --")}`)).toBe(0);
    expect(await find('q=acme&label=positive')).toBe(0);
  }, 60_000);
});
