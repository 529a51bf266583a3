/** A store with what the pages show: two brands, two languages, a story with many copies, a thread, hostile posts. */
import { shippedScorer } from '../../src/cli/shipped-scorer.ts';
import type { Brand, Post } from '../../src/model.ts';
import { createAnalyzer } from '../../src/pipeline/analyzer.ts';
import { takeIn } from '../../src/pipeline/take-in.ts';
import { filterToQuery, type MentionFilter } from '../../src/store/mention-filter.ts';
import { listMentions } from '../../src/store/mention-list.ts';
import { formatPostRef } from '../../src/store/post-ref.ts';
import type { Store } from '../../src/store/store.ts';
import { HOSTILE_NAMES, HOSTILE_TEXTS } from '../notify/hostile.ts';
import { makeBrand, makePost } from '../pipeline/support/posts.ts';

export const NOW = new Date('2026-03-20T12:00:00Z');
const HOUR = 3_600_000;

const named = (id: string, name: string, words: readonly string[], role: Brand['role'] = 'own'): Brand => ({
  ...makeBrand(id),
  name,
  role,
  terms: words.map((term) => ({ term, notIn: [], caseSensitive: false })),
});

export const BRANDS = [
  named('acme', 'Acme Hotels 阿克米', ['Acme', '阿克米']),
  named('bolt', 'Bolt', ['Bolt'], 'competitor'),
];

const SAID = [
  '阿克米酒店很好，但是客服态度太差，再也不来了',
  'Acme refused my refund. The customer service was rude and I will never book again!',
  '住了三次阿克米，早餐不错，房间干净，下次还来',
  'Great stay at Acme, spotless room and friendly staff. Highly recommended.',
  '从 Acme 换到 Bolt 后好用多了，以前的 Acme 真是垃圾',
  'Is the Acme app down again? Cannot open my booking since this morning.',
  '阿克米的会员就是骗人的，降价也不告诉老顾客，准备打 12315',
  'Acme is fine. Nothing special, a bed and a desk.',
];

const at = (hoursAgo: number) => new Date(NOW.getTime() - hoursAgo * HOUR);

function ordinary(): Post[] {
  return Array.from({ length: 96 }, (_, index) => {
    const review = index % 3 === 0;
    return makePost({
      id: `o${index}`,
      site: ['weibo', 'forum.example.com', 'trustpilot'][index % 3]!,
      kind: review ? 'review' : 'post',
      text: `${SAID[index % SAID.length]} ${index}`,
      title: index % 5 === 0 ? `Room ${index}` : null,
      rating: review ? { value: 1 + (index % 5), best: 5, worst: 1 } : null,
      author: { name: `Guest ${index % 30}`, id: `g${index % 30}`, followers: (index % 7) * 40_000, verified: null },
      publishedAt: at(index * 9),
      engagement: { likes: index, replies: index % 4, reposts: index % 6, views: null, helpful: null },
    });
  });
}

/** One complaint that many accounts of no following post as their own. */
function copies(): Post[] {
  return Array.from({ length: 42 }, (_, index) =>
    makePost({
      id: `c${index}`,
      text: '阿克米酒店的客服让旅客自己打车去一万公里外的酒店，太离谱了，大家千万不要订',
      author: { name: `u${index}`, id: `copy${index}`, followers: index % 3, verified: false },
      publishedAt: at(20 - index / 4),
      engagement: { likes: index, replies: 0, reposts: 0, views: 100 * index, helpful: null },
    }),
  );
}

function thread(): Post[] {
  const first = makePost({
    id: 't0',
    text: 'Acme lost my luggage, is anybody there?',
    publishedAt: at(5),
    reply: { text: 'We are looking for it. Acme', at: at(4) },
  });
  return [
    first,
    ...[1, 2].map((n) =>
      makePost({
        id: `t${n}`,
        kind: 'comment',
        text: `Same here with Acme, day ${n}`,
        parent: 't0',
        root: 't0',
        publishedAt: at(5 - n),
      }),
    ),
  ];
}

/** What no store keeps is gone before a post is taken in. */
const asStored = (text: string) => text.toWellFormed().replaceAll('\0', '');

function hostile(): Post[] {
  return HOSTILE_TEXTS.map((text, index) =>
    makePost({
      id: `h${index}`,
      text: `Acme ${asStored(text)}`,
      title: index % 2 === 0 ? asStored(HOSTILE_TEXTS[(index + 5) % HOSTILE_TEXTS.length]!.slice(0, 400)) : null,
      url: ['javascript:alert(1)', 'https://acme.example@evil.example/', 'not a url'][index % 3]!,
      author: { name: HOSTILE_NAMES[index % HOSTILE_NAMES.length]!, id: `x${index}`, followers: 3, verified: null },
      publishedAt: at(30 + index),
    }),
  );
}

export const worldAnalyzer = () => createAnalyzer(BRANDS, shippedScorer(), 'shipped');

/** Fills an empty store; read again an hour later, so that counters have a course. */
export async function fillWorld(store: Store): Promise<void> {
  const deps = {
    store,
    analyzer: worldAnalyzer(),
    brandIds: new Set(BRANDS.map(({ id }) => id)),
    privacy: { authorSecret: null },
  };
  const posts = [...ordinary(), ...copies(), ...thread(), ...hostile()];
  const origin = { target: null, about: null, backfill: false };
  await takeIn(deps, posts, { ...origin, now: NOW });
  for (const hours of [1, 2, 5]) {
    const later = posts.slice(90, 100).map((post): Post => {
      const { likes, ...rest } = post.engagement;
      return { ...post, engagement: { ...rest, likes: (likes ?? 0) + hours * hours * 10 } };
    });
    await takeIn(deps, later, { ...origin, now: new Date(NOW.getTime() + hours * HOUR), reread: true });
  }
}
/** The page of the first mention that the filter means. */
export async function mentionPath(store: Store, filter: MentionFilter, id?: string): Promise<string> {
  const mentions = await listMentions(store.db, filter, { order: 'newest', limit: 500 });
  const mention = mentions.find(({ externalId }) => id === undefined || externalId === id);
  if (mention === undefined) throw new Error(`no mention: ${filterToQuery(filter)} ${id}`);
  return `/mentions/${mention.brand}/${formatPostRef(mention)}`;
}
