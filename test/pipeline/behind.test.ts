/** What stands behind a spike is what its series counted, asked of the store and of a replay's memory. */
import { expect, it } from 'vitest';
import type { Analyzer } from '../../src/pipeline/analyzer.ts';
import { MentionMemory } from '../../src/pipeline/replay-mentions.ts';
import { takeIn } from '../../src/pipeline/take-in.ts';
import { readSeries } from '../../src/store/buckets.ts';
import { mentionsBehind } from '../../src/store/signals.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { makePost, markAnalyzer } from './support/posts.ts';

const [from, to] = [new Date('2026-03-02T00:00:00Z'), new Date('2026-03-03T00:00:00Z')];

/** As the marks say, but service is felt as bad wherever it is named. */
const marks = markAnalyzer(['acme']);
const analyzer: Analyzer = {
  ...marks,
  score: (...asked) => {
    const score = marks.score(...asked);
    return { ...score, aspects: score.aspects.map((one) => ({ ...one, label: 'negative' as const })) };
  },
};

describeOnEachStore('what stands behind a spike', (stores) => {
  it.each([
    ['all', 3],
    ['aspect:service', 4],
    ['site:weibo', 2],
    ['intent:refund', 1],
  ])('of %s is what it counted', async (series, count) => {
    const store = await stores.open();
    const texts = [
      ...['acme good, but the service', 'acme good service once more', 'acme good', 'acme bad refund'],
      ...['acme bad service', 'acme bad service again'],
    ];
    const posts = texts.map((text, index) =>
      makePost({ text, site: index % 2 === 0 ? 'weibo' : 'town', publishedAt: new Date(from.getTime() + index * 6e5) }),
    );
    posts[3] = { ...posts[3]!, site: 'weibo' };
    const deps = { store, analyzer, brandIds: new Set(['acme']), privacy: { authorSecret: 's' } };
    await takeIn(deps, posts, { now: to, target: null, about: null, backfill: true });
    const bins = (await readSeries(store.db, { brand: 'acme', series: [series], width: 1440, from, to })).get(series)!;
    expect(bins[0]!.negative).toBe(count);
    const query = { brand: 'acme', series, from, to, label: 'negative' as const, limit: 50 };
    const asked = await mentionsBehind(store.db, query);
    expect(asked).toHaveLength(count);
    const remembered = await new MentionMemory(store.db, 'acme').behind(query);
    expect(remembered.map(({ postId }) => postId)).toEqual(asked.map(({ postId }) => postId));
    expect(await mentionsBehind(store.db, { ...query, label: null })).toHaveLength(bins[0]!.total);
  });
});
