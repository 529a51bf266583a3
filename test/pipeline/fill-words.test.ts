import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import { fillWords } from '../../src/pipeline/fill-words.ts';
import { readFilter } from '../../src/pipeline/search.ts';
import { takeIn } from '../../src/pipeline/take-in.ts';
import { readFeed } from '../../src/store/feed.ts';
import type { Store } from '../../src/store/store.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { makePost, markAnalyzer } from './support/posts.ts';

const NOW = new Date('2026-03-02T12:00:00Z');

describeOnEachStore('mentions from before there was a search', (stores) => {
  let store: Store;
  beforeAll(async () => {
    store = await stores.open();
    const deps = {
      store,
      analyzer: markAnalyzer(['acme']),
      brandIds: new Set(['acme']),
      privacy: { authorSecret: null },
    };
    const posts = [
      makePost({ title: '标题', text: 'acme bad service', rating: { value: 1, best: 5, worst: 1 } }),
      makePost({ text: 'acme 客服 good' }),
      makePost({ text: 'acme again' }),
    ];
    await takeIn(deps, posts, { now: NOW, target: null, about: null, backfill: false });
  });

  const words = async () =>
    (await sql<{ words: string }>`select words::text from mentions order by post_id`.execute(store.db)).rows;
  const found = async (query: string) => {
    const read = readFilter(new URLSearchParams(`brand=acme&${query}`));
    if ('problems' in read) throw new Error(read.problems.join());
    return (await readFeed(store.db, { filter: read.filter, folded: false, limit: 9 })).mentions.length;
  };

  it('get the very words that they would have today, some at a time', async () => {
    const today = await words();
    await sql`update mentions set words = null`.execute(store.db);
    expect(await found('q=客服')).toBe(0);
    expect(await fillWords(store, 2)).toBe(2);
    expect(await fillWords(store, 2)).toBe(1);
    expect(await fillWords(store, 2)).toBe(0);
    expect(await words()).toEqual(today);
    for (const query of ['q=客服', 'q=标题', 'stars=1', 'label=negative&aspect=service'])
      expect(await found(query)).toBe(1);
  });
});
