import { beforeAll, beforeEach, expect, it } from 'vitest';
import { takeTrends } from '../../src/pipeline/trends.ts';
import type { Store } from '../../src/store/store.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { emptyStore } from './support/empty.ts';
import { markAnalyzer } from './support/posts.ts';

const at = (time: string) => ({ now: new Date(time), target: 'hot', site: 'weibo' });
const LIST = [
  { term: 'weather in the harbour', rank: 1, heat: 900_000, url: 'https://s.weibo.com/weibo?q=weather' },
  { term: 'acme bad refund', rank: 2, heat: 400_000, url: 'https://s.weibo.com/weibo?q=acme' },
];

describeOnEachStore('a list of hot searches', (stores) => {
  let store: Store;
  beforeAll(async () => {
    store = await stores.open();
  });
  beforeEach(() => emptyStore(store));

  it('is a mention where it names a brand, once a day, with its heat as it moves', async () => {
    const analyzer = markAnalyzer(['acme']);
    const deps = { store, analyzer, brandIds: new Set(['acme']), privacy: { authorSecret: null } };
    const first = await takeTrends(deps, LIST, at('2026-03-02T08:00:00Z'));
    expect(first).toMatchObject({ new: 1, mentions: 1 });
    const again = await takeTrends(deps, [{ ...LIST[1]!, heat: 700_000 }], at('2026-03-02T08:10:00Z'));
    expect(again).toMatchObject({ new: 0, reread: 1 });
    expect((await takeTrends(deps, LIST, at('2026-03-03T08:00:00Z'))).new).toBe(1);

    const rows = await store.db
      .selectFrom('posts')
      .select(['site', 'text', 'views', 'url', 'occurred_at'])
      .orderBy('occurred_at')
      .execute();
    expect(rows).toEqual([
      {
        ...{ site: 'weibo', text: 'acme bad refund', views: 700_000, url: 'https://s.weibo.com/weibo?q=acme' },
        occurred_at: new Date('2026-03-02T08:00:00Z'),
      },
      expect.objectContaining({ text: 'acme bad refund', occurred_at: new Date('2026-03-03T08:00:00Z') }),
    ]);
    const [mention] = await store.db.selectFrom('mentions').select(['brand', 'label', 'target']).execute();
    expect(mention).toEqual({ brand: 'acme', label: 'negative', target: 'hot' });
  });

  it('of nobody we know is passed over', async () => {
    const deps = {
      ...{ store, analyzer: markAnalyzer(['acme']), brandIds: new Set(['acme']) },
      privacy: { authorSecret: null },
    };
    expect(await takeTrends(deps, [LIST[0]!], at('2026-03-02T08:00:00Z'))).toMatchObject({ new: 0, mentions: 0 });
  });
});
