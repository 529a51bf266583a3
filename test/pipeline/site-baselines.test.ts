import { beforeAll, beforeEach, expect, it } from 'vitest';
import { siteBaselines } from '../../src/pipeline/site-baselines.ts';
import { takeIn } from '../../src/pipeline/take-in.ts';
import type { Store } from '../../src/store/store.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { emptyStore } from './support/empty.ts';
import { makePost, markAnalyzer } from './support/posts.ts';

const START = Date.parse('2026-03-02T00:00:00Z');
const at = (hours: number) => new Date(START + hours * 3_600_000);

describeOnEachStore('what is usual on a site', (stores) => {
  let store: Store;
  beforeAll(async () => {
    store = await stores.open();
  });
  beforeEach(() => emptyStore(store));

  /** Hundred posts with 1, 2 … 100 likes after half an hour, ten times as many reposts after seven. */
  const live = async () => {
    const analyzer = markAnalyzer(['acme']);
    const deps = { store, analyzer, brandIds: new Set(['acme']), privacy: { authorSecret: 's' } };
    const about = { target: null, about: null, backfill: false };
    const counters = { replies: null, reposts: null, views: null, helpful: null };
    const born = Array.from({ length: 100 }, (_, i) =>
      makePost({ id: `p${i}`, text: `acme ${i}`, publishedAt: at(0), engagement: { ...counters, likes: i + 1 } }),
    );
    await takeIn(deps, born, { ...about, now: at(0.5) });
    const grown = born.map((post, i) => ({
      ...post,
      engagement: { ...counters, likes: i + 1, reposts: 10 * (i + 1) },
    }));
    await takeIn(deps, grown, { ...about, now: at(7) });
  };

  it('is read from the posts that were seen, by their age', async () => {
    await live();
    const sites = await siteBaselines(store, 'acme', at(8));
    expect([...sites.keys()]).toEqual(['weibo']);
    const site = sites.get('weibo')!;
    expect(site.ages).toEqual([0, 6]);
    expect(site.quantiles[0]![0]).toBeCloseTo(50.5);
    expect(site.quantiles[1]![1]).toBeCloseTo(11 * 90.1);
  });

  it('knows nothing of what came later, and nothing where posts are few', async () => {
    await live();
    expect((await siteBaselines(store, 'acme', at(1))).values().next().value?.ages).toEqual([0]);
    expect(await siteBaselines(store, 'other', at(8))).toEqual(new Map());
  });

  it('is read again after six hours', async () => {
    expect(await siteBaselines(store, 'acme', at(8))).toEqual(new Map());
    await live();
    expect((await siteBaselines(store, 'acme', at(13.9))).size).toBe(0);
    expect((await siteBaselines(store, 'acme', at(14.1))).size).toBe(1);
  });
});
