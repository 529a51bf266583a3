/**
 * The storing stage beside `COPY`: posts are analyzed beforehand, taken in on Postgres, and the rows that this wrote are
 * then copied from files of the server's own into the same tables of a second database. Both write the same rows, with the
 * same indexes; `COPY` knows them beforehand, compares nothing and tells nobody what was new.
 */
import { performance } from 'node:perf_hooks';
import { type Kysely, sql } from 'kysely';
import { shippedScorer } from '../../src/cli/shipped-scorer.ts';
import type { Post } from '../../src/model.ts';
import { type Analyzer, createAnalyzer } from '../../src/pipeline/analyzer.ts';
import { takeIn } from '../../src/pipeline/take-in.ts';
import { monthOf } from '../../src/store/months.ts';
import type { Database } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { BENCH_BRAND, makePosts, NOW } from './posts.ts';
import { onPostgres } from './stores.ts';

const POSTS = 20_000;
const BATCH = 500;
const ROUNDS = 3;
/** Everything that taking in writes, in an order that any key between them allows. */
const TABLES = ['post_keys', 'posts', 'readings', 'stories', 'story_bands', 'mentions', 'buckets', 'rereads'] as const;

/** An analyzer that has read all posts already. */
function remembering(analyzer: Analyzer, posts: readonly Post[]): Analyzer {
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

const fileOf = (folder: string, table: string) => `${folder}/earshot-bench-${table}`;

async function dataFolder(db: Kysely<Database>): Promise<string> {
  const { rows } = await sql<{ folder: string }>`select current_setting('data_directory') as folder`.execute(db);
  return rows[0]!.folder;
}

async function copyOut(db: Kysely<Database>, folder: string): Promise<number> {
  let bytes = 0;
  for (const table of TABLES) {
    await sql.raw(`copy (select * from ${table}) to '${fileOf(folder, table)}'`).execute(db);
    const { rows } = await sql<{ size: number }>`
      select size from pg_stat_file(${fileOf(folder, table)})`.execute(db);
    bytes += rows[0]!.size;
  }
  return bytes;
}

/** Milliseconds that taking the posts in took, and of those this process's processor. */
async function store(into: Store, analyzer: Analyzer, posts: readonly Post[]): Promise<{ took: number; own: number }> {
  const deps = { store: into, analyzer, brandIds: new Set([BENCH_BRAND.id]), privacy: { authorSecret: 'bench' } };
  const start = performance.now();
  const cpu = process.cpuUsage();
  for (let from = 0; from < posts.length; from += BATCH) {
    await takeIn(deps, posts.slice(from, from + BATCH), { now: NOW, target: null, about: null, backfill: true });
  }
  return { took: performance.now() - start, own: process.cpuUsage(cpu).user / 1000 };
}

/** Milliseconds that copying the same rows took. */
async function copyIn(into: Store, folder: string, posts: readonly Post[]): Promise<number> {
  await into.months.ensure(posts.map((post) => monthOf(post.publishedAt ?? NOW)));
  const start = performance.now();
  for (const table of TABLES) await sql.raw(`copy ${table} from '${fileOf(folder, table)}'`).execute(into.db);
  return performance.now() - start;
}

export async function run(print: (line: string) => void): Promise<void> {
  const posts = makePosts(POSTS);
  const analyzer = remembering(createAnalyzer([BENCH_BRAND], shippedScorer(), 'bench'), posts);
  const shares: number[] = [];
  await onPostgres(async (open) => {
    for (let round = 1; round <= ROUNDS; round++) {
      const first = await open();
      const { took, own } = await store(first, analyzer, posts);
      const folder = await dataFolder(first.db);
      const bytes = await copyOut(first.db, folder);
      const copied = await copyIn(await open(), folder, posts);
      shares.push(copied / took);
      const rate = (ms: number) => Math.round(POSTS / (ms / 1000));
      print(
        `round ${round}: stored ${rate(took)} posts/s (${(own / POSTS).toFixed(3)} ms of this process each); COPY ${rate(copied)} posts/s, ${(bytes / 1e6).toFixed(1)} MB; ${((100 * copied) / took).toFixed(0)} % of its rate`,
      );
    }
  });
  shares.sort((a, b) => a - b);
  print(`storing reaches ${(100 * shares[ROUNDS >> 1]!).toFixed(0)} % of the rate of COPY (median of ${ROUNDS})`);
}
