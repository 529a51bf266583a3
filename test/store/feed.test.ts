import { beforeAll, expect, it } from 'vitest';
import { POST_KINDS } from '../../src/model.ts';
import { readFilter } from '../../src/pipeline/search.ts';
import { takeIn } from '../../src/pipeline/take-in.ts';
import { type FeedKey, type FeedSizes, readFeed } from '../../src/store/feed.ts';
import type { MentionFilter } from '../../src/store/mention-filter.ts';
import { listMentions } from '../../src/store/mention-list.ts';
import type { Store } from '../../src/store/store.ts';
import { makePost, markAnalyzer } from '../pipeline/support/posts.ts';
import { describeOnEachStore } from '../support/stores.ts';

const NOW = new Date('2026-03-02T12:00:00Z');
const POSTS = 400;
const TEXTS = [
  'acme bad service, never again',
  'acme good, again and never',
  '小 acme 客服態度很差',
  'acme wants a refund: refused!',
  'acme 太贵了，贵',
];

/** Every third post is one of a large story; the others say something of their own, over four months. */
function posts() {
  let seed = 7;
  const next = (n: number) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return (seed >>> 8) % n;
  };
  return Array.from({ length: POSTS }, (_, index) =>
    makePost({
      id: `f${index}`,
      site: ['weibo', 'forum.example.com'][next(2)]!,
      kind: POST_KINDS[next(2)]!,
      text: index % 3 === 0 ? 'acme bad copy of one story' : `${TEXTS[next(TEXTS.length)]} ${index}`,
      rating: next(3) === 0 ? { value: 1 + next(5), best: 5, worst: 1 } : null,
      author: { name: 'W', id: `w${next(20)}`, followers: next(100), verified: null },
      publishedAt: new Date(NOW.getTime() - next(120 * 24) * 3_600_000),
    }),
  );
}

describeOnEachStore('the feed', (stores) => {
  let store: Store;
  beforeAll(async () => {
    store = await stores.open();
    const deps = {
      store,
      analyzer: markAnalyzer(['acme']),
      brandIds: new Set(['acme']),
      privacy: { authorSecret: null },
    };
    await takeIn(deps, posts(), { now: NOW, target: null, about: null, backfill: true });
  });

  const filterOf = (query: string): MentionFilter => {
    const read = readFilter(new URLSearchParams(`brand=acme&${query}`));
    if ('problems' in read) throw new Error(read.problems.join());
    return read.filter;
  };

  /** All pages of a feed, one after the other. */
  async function walk(filter: MentionFilter, folded: boolean, sizes: FeedSizes, limit = 29): Promise<number[]> {
    const ids: number[] = [];
    for (let after: FeedKey | undefined, pages = 0; pages < 500; pages++) {
      const page = await readFeed(store.db, { filter, folded, after, limit }, sizes);
      ids.push(...page.mentions.map(({ postId }) => postId));
      if (page.next === null) return ids;
      after = page.next;
    }
    throw new Error('the feed does not end');
  }

  const FILTERS = [
    '',
    'label=negative',
    'label=negative&site=weibo&kind=review',
    'q=refund',
    'q=客服态度',
    'q=贵',
    'q="never+again"',
    'q=never+-again',
    'q=nothing+of+the+kind',
    'stars=1-2',
    'aspect=service&feeling=negative&answered=false',
    'author=w3',
    'intent=refund&from=2026-01-10T00:00:00Z&to=2026-02-10T00:00:00Z',
    'talker=brand',
    'q=one+story',
  ];
  const SIZES = { little: { few: 5, some: 30, many: 10 }, much: { few: 8, some: 8, many: 1000 } };

  it.each(FILTERS)('shows all that matches, once and in order: %s', async (query) => {
    const filter = filterOf(query);
    const all = await listMentions(store.db, filter, { order: 'newest', limit: POSTS });
    const seen = new Set<number>();
    const folded = all.filter(({ storyId }) => !seen.has(storyId) && seen.add(storyId));
    for (const sizes of Object.values(SIZES)) {
      expect(await walk(filter, false, sizes)).toEqual(all.map(({ postId }) => postId));
      expect(await walk(filter, true, sizes)).toEqual(folded.map(({ postId }) => postId));
    }
  });

  it('finds what it should', async () => {
    const texts = async (query: string) => {
      const { mentions } = await readFeed(store.db, { filter: filterOf(query), folded: false, limit: POSTS });
      return new Set(mentions.map(({ text }) => text.replace(/ \d+$/, '')));
    };
    expect(await texts('q=客服态度')).toEqual(new Set([TEXTS[2]]));
    expect(await texts('q="never again"')).toEqual(new Set([TEXTS[0]]));
    expect(await texts('q=refuse')).toEqual(new Set([TEXTS[3]]));
    expect(await texts('q=贵')).toEqual(new Set([TEXTS[4]]));
    expect((await texts('stars=1-2')).size).toBeGreaterThan(2);
    const { mentions } = await readFeed(store.db, { filter: filterOf('stars=1-2'), folded: false, limit: POSTS });
    expect(mentions.every(({ ratingValue }) => ratingValue !== null && ratingValue <= 2)).toBe(true);
  });

  it('says what of an address it does not understand', () => {
    expect(readFilter(new URLSearchParams('brand=acme&stars=9&kind=tweet&q=!!&label='))).toEqual({
      problems: [
        { field: 'stars', value: '9', why: 'not understood' },
        { field: 'kind', value: 'tweet', why: 'not understood' },
      ],
    });
    expect(readFilter(new URLSearchParams('brand=acme&q=!!'))).toEqual({
      problems: [{ field: 'q', value: '!!', why: 'unsearchable' }],
    });
  });
});
