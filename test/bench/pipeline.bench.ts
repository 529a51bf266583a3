/** Posts per second through the pipeline on both stores, with the share of each stage. */
import { performance } from 'node:perf_hooks';
import { defaultThreads, ReadingThreads } from '../../src/cli/reading-threads.ts';
import { shippedScorer } from '../../src/cli/shipped-scorer.ts';
import { silentLogger } from '../../src/log.ts';
import type { Post } from '../../src/model.ts';
import { type Analyzer, createAnalyzer } from '../../src/pipeline/analyzer.ts';
import { readerHere } from '../../src/pipeline/reading.ts';
import type { Store } from '../../src/store/store.ts';
import { BENCH_BRAND, makePosts } from './posts.ts';
import { serverCpu, spentBetween } from './server-cpu.ts';
import { onEachStore } from './stores.ts';
import { BATCH, takeAll } from './storing.ts';

const POSTS = 10_000;

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
  await takeAll(deps, posts, 1);
  return { total: performance.now() - start, spent };
}

/** The same with reading in threads of its own and several batches in hand. */
async function measureThreads(store: Store, posts: readonly Post[], threads: number): Promise<string> {
  const analyzer = createAnalyzer([BENCH_BRAND], shippedScorer(), 'bench');
  const brandIds = new Set([BENCH_BRAND.id]);
  const pool = new ReadingThreads(silentLogger);
  const reader = pool.reader([BENCH_BRAND], threads, readerHere({ analyzer, brandIds }));
  // Models are read once, however long it runs.
  await reader.read(posts.slice(0, BATCH), { target: null, about: null });
  const deps = { store, analyzer, reader, brandIds, privacy: { authorSecret: 'bench' } };
  const server = store.kind === 'postgres' ? await serverCpu(store.db) : null;
  const own = process.cpuUsage();
  const main = process.threadCpuUsage();
  const start = performance.now();
  await takeAll(deps, posts, threads + 1);
  const took = performance.now() - start;
  const spent = ({ user, system }: NodeJS.CpuUsage) => (user + system) / 1000 / posts.length;
  const all = spent(process.cpuUsage(own));
  const here = spent(process.threadCpuUsage(main));
  const there = spentBetween(server, server && (await serverCpu(store.db)));
  await pool.close();
  const parts = [`main thread ${here.toFixed(3)}`, `other threads ${(all - here).toFixed(3)}`];
  if (there !== null) parts.push(`server ${(there / posts.length).toFixed(3)}`);
  return `${Math.round(posts.length / (took / 1000))} posts/s (processor, ms a post: ${parts.join(', ')})`;
}

export async function run(print: (line: string) => void): Promise<void> {
  const posts = makePosts(2 * POSTS);
  print(`${POSTS} posts in batches of ${BATCH}; shares of the whole time`);
  await onEachStore(async (kind, store) => {
    const { total, spent } = await measure(store, posts.slice(0, POSTS));
    const analysis = [...spent.values()].reduce((sum, ms) => sum + ms, 0);
    const shares = [...spent, ['store', total - analysis] as const].map(
      ([name, ms]) => `${name} ${((100 * ms) / total).toFixed(0)} %`,
    );
    print(`${kind}: ${Math.round(POSTS / (total / 1000))} posts/s (${shares.join(', ')})`);
    const threads = defaultThreads();
    print(`${kind}, ${threads} reading threads: ${await measureThreads(store, posts.slice(POSTS), threads)}`);
  });
}
