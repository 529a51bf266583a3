/** Posts per second through the pipeline on both stores, with the share of each stage. */
import { performance } from 'node:perf_hooks';
import { shippedScorer } from '../../src/cli/shipped-scorer.ts';
import type { Brand, Post } from '../../src/model.ts';
import { type Analyzer, createAnalyzer } from '../../src/pipeline/analyzer.ts';
import { takeIn } from '../../src/pipeline/take-in.ts';
import type { Store } from '../../src/store/store.ts';
import { onEachStore } from './stores.ts';

const POSTS = 10_000;
const BATCH = 500;
const NOW = new Date('2026-03-20T00:00:00Z');

const BRAND: Brand = {
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

const WORDS = [
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

/** The same posts in every run: a linear congruential generator picks the words. */
function makePosts(): Post[] {
  let seed = 42;
  const next = (n: number) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed % n;
  };
  return Array.from({ length: POSTS }, (_, index) => ({
    site: ['weibo', 'forum.example.com', 'trustpilot'][next(3)]!,
    id: `b${index}`,
    kind: 'post' as const,
    url: `https://example.com/${index}`,
    author: { name: `Writer ${next(3000)}`, id: `w${next(3000)}`, followers: next(5000), verified: false },
    title: null,
    text: `${index % 3 === 0 ? '阿克米' : 'Acme'} ${Array.from({ length: 4 + next(12) }, () => WORDS[next(WORDS.length)]).join(', ')} ${index}`,
    lang: null,
    rating: null,
    publishedAt: new Date(NOW.getTime() - next(14 * 24 * 3600) * 1000),
    editedAt: null,
    engagement: { likes: next(50), replies: next(5), reposts: next(9), views: null, helpful: null },
    parent: null,
    root: null,
    brand: null,
    deleted: false,
    reply: null,
  }));
}

/** The analyzer with a stop-watch on each of its stages, in milliseconds. */
function timed(analyzer: Analyzer, spent: Map<string, number>): Analyzer {
  const watch = <A extends unknown[], R>(name: string, work: (...args: A) => R) => {
    return (...args: A): R => {
      const start = performance.now();
      const result = work(...args);
      spent.set(name, (spent.get(name) ?? 0) + performance.now() - start);
      return result;
    };
  };
  return {
    models: analyzer.models,
    match: watch('match', analyzer.match),
    score: watch('score', analyzer.score),
    talker: watch('talker', analyzer.talker),
    fingerprint: watch('fingerprint', analyzer.fingerprint),
    sameStory: watch('same story', analyzer.sameStory),
  };
}

async function measure(store: Store, posts: readonly Post[]): Promise<{ total: number; spent: Map<string, number> }> {
  const spent = new Map<string, number>();
  const analyzer = timed(createAnalyzer([BRAND], shippedScorer(), 'bench'), spent);
  const deps = { store, analyzer, brandIds: new Set(['acme']), privacy: { authorSecret: 'bench' } };
  const start = performance.now();
  for (let from = 0; from < posts.length; from += BATCH) {
    const context = { now: NOW, target: null, about: null, backfill: true };
    await takeIn(deps, posts.slice(from, from + BATCH), context);
  }
  return { total: performance.now() - start, spent };
}

export async function run(print: (line: string) => void): Promise<void> {
  const posts = makePosts();
  print(`${POSTS} posts in batches of ${BATCH}; shares of the whole time`);
  await onEachStore(async (kind, store) => {
    const { total, spent } = await measure(store, posts);
    const analysis = [...spent.values()].reduce((sum, ms) => sum + ms, 0);
    const shares = [...spent, ['store', total - analysis] as const].map(
      ([name, ms]) => `${name} ${((100 * ms) / total).toFixed(0)} %`,
    );
    print(`${kind}: ${Math.round(posts.length / (total / 1000))} posts/s (${shares.join(', ')})`);
  });
}
