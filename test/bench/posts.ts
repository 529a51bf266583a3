/** Posts for benches of the pipeline: two languages, three sites, two weeks, the same in every run. */
import type { Brand, Post } from '../../src/model.ts';

export const NOW = new Date('2026-03-20T00:00:00Z');

export const BENCH_BRAND: Brand = {
  id: 'acme',
  name: 'Acme',
  role: 'own',
  terms: ['Acme', '阿克米'].map((term) => ({ term, notIn: [], caseSensitive: false })),
  exclude: [],
  accounts: [],
  aspects: {},
  playbook: {},
  viralThreshold: 200,
};

/** What everybody says. */
const PHRASES = [
  'the support desk',
  'never answered',
  'works well',
  'broke after a week',
  'I want a refund',
  'fast delivery',
  'the app crashes',
  'lovely design',
  'too expensive',
  '客服态度很差',
  '发货很快',
  '质量不错',
  '再也不买了',
  '性价比高',
];

const SYLLABLES = 'ba co di fu ge ha jo ki lu ma ne po qui ra so tu ve wo xi za'.split(' ');
const CHARACTERS =
  '天地人山水火风云日月春秋早晚大小多少高低来去上下左右前后里外东西南北车船门窗桌椅书笔茶饭衣鞋花草鸟鱼'.split('');

/** The same posts in every run: phrases that everybody uses among words of which a few are common and most are rare. */
export function makePosts(count: number): Post[] {
  let seed = 42;
  const share = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 2 ** 32;
  };
  const next = (n: number) => Math.floor(share() * n);
  const word = (chinese: boolean) => {
    const parts = chinese ? CHARACTERS : SYLLABLES;
    // Zipf's law: how often a word occurs falls with its rank.
    const rank = Math.floor(parts.length ** (3 * share()));
    const letters = [rank % parts.length, Math.floor(rank / parts.length) % parts.length];
    return letters.map((k) => parts[k]).join('') + (rank > parts.length ** 2 ? parts[next(parts.length)]! : '');
  };
  const saying = (chinese: boolean) => {
    const words = Array.from({ length: 6 + next(18) }, () =>
      share() < 0.15 ? PHRASES[next(PHRASES.length)]! : word(chinese),
    );
    return words.join(chinese ? '' : ' ');
  };
  return Array.from({ length: count }, (_, index) => ({
    site: ['weibo', 'forum.example.com', 'trustpilot'][next(3)]!,
    id: `b${index}`,
    kind: 'post' as const,
    url: `https://example.com/${index}`,
    author: { name: `Writer ${next(3000)}`, id: `w${next(3000)}`, followers: next(5000), verified: false },
    title: null,
    text: index % 3 === 0 ? `阿克米${saying(true)}` : `Acme ${saying(false)}`,
    lang: null,
    rating: null,
    // In the order of time, give or take an hour, as crawls bring them.
    publishedAt: new Date(NOW.getTime() - 14 * 86_400_000 * (1 - index / count) - next(3600) * 1000),
    editedAt: null,
    engagement: { likes: next(50), replies: next(5), reposts: next(9), views: null, helpful: null },
    parent: null,
    root: null,
    brand: null,
    deleted: false,
    reply: null,
  }));
}
