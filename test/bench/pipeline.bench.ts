/** Posts per second through the pipeline on both stores, with the share of each stage. */
import { performance } from 'node:perf_hooks';
import { shippedScorer } from '../../src/cli/shipped-scorer.ts';
import type { Post } from '../../src/model.ts';
import { type Analyzer, createAnalyzer } from '../../src/pipeline/analyzer.ts';
import { takeIn } from '../../src/pipeline/take-in.ts';
import type { Store } from '../../src/store/store.ts';
import { BENCH_BRAND, makePosts, NOW } from './posts.ts';
import { onEachStore } from './stores.ts';

const POSTS = 10_000;
const BATCH = 500;
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
  const analyzer = timed(createAnalyzer([BENCH_BRAND], shippedScorer(), 'bench'), spent);
  const deps = { store, analyzer, brandIds: new Set(['acme']), privacy: { authorSecret: 'bench' } };
  const start = performance.now();
  for (let from = 0; from < posts.length; from += BATCH) {
    const context = { now: NOW, target: null, about: null, backfill: true };
    await takeIn(deps, posts.slice(from, from + BATCH), context);
  }
  return { total: performance.now() - start, spent };
}

export async function run(print: (line: string) => void): Promise<void> {
  const posts = makePosts(POSTS);
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
