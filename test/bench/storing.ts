/** The storing stage by itself: posts that have been read are taken in, and what that costs. */
import { performance } from 'node:perf_hooks';
import type { Kysely } from 'kysely';
import type { Post } from '../../src/model.ts';
import type { Analyzer } from '../../src/pipeline/analyzer.ts';
import { type TakeInDeps, takeIn } from '../../src/pipeline/take-in.ts';
import type { Database } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { BENCH_BRAND, NOW } from './posts.ts';
import { serverCpu, spentBetween } from './server-cpu.ts';

export const BATCH = 500;
/** Batches in hand at once: a process's crawls are four, of which one stores while another gets ready. */
const HANDS = 2;

/** An analyzer that has read all posts already. */
export function remembering(analyzer: Analyzer, posts: readonly Post[]): Analyzer {
  const read = new Map(
    posts.map((post) => {
      const match = analyzer.match(post);
      return [
        post.id,
        {
          match,
          scores: new Map(match.map((one) => [one.brand, analyzer.score(post, one, match)])),
          talkers: new Map(match.map((one) => [one.brand, analyzer.talker(post, one.brand)])),
          fingerprint: analyzer.fingerprint(post),
        },
      ];
    }),
  );
  return {
    ...analyzer,
    match: (post) => read.get(post.id)!.match,
    score: (post, { brand }) => read.get(post.id)!.scores.get(brand)!,
    talker: (post, brand) => read.get(post.id)!.talkers.get(brand)!,
    fingerprint: (post) => read.get(post.id)!.fingerprint,
  };
}

/** Milliseconds: by the clock, of this process's processor, and of the server's where it can be seen. */
export interface Cost {
  readonly took: number;
  readonly own: number;
  readonly server: number | null;
}

export async function costOf(db: Kysely<Database>, work: () => Promise<void>): Promise<Cost> {
  const before = await serverCpu(db);
  const start = performance.now();
  const cpu = process.cpuUsage();
  await work();
  const took = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  const after = await serverCpu(db);
  return { took, own: (user + system) / 1000, server: spentBetween(before, after) };
}

/** Takes posts that have been read in, with `HANDS` batches in hand at once. */
export async function storeAll(store: Store, analyzer: Analyzer, posts: readonly Post[]): Promise<void> {
  const deps = { store, analyzer, brandIds: new Set([BENCH_BRAND.id]), privacy: { authorSecret: 'bench' } };
  await takeAll(deps, posts, HANDS);
}

/** Takes posts in, with so many batches in hand at once. */
export async function takeAll(deps: TakeInDeps, posts: readonly Post[], hands: number): Promise<void> {
  let next = 0;
  const hand = async () => {
    while (next < posts.length) {
      const batch = posts.slice(next, next + BATCH);
      next += BATCH;
      await takeIn(deps, batch, { now: NOW, target: null, about: null, backfill: true });
    }
  };
  await Promise.all(Array.from({ length: hands }, hand));
}
