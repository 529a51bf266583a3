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
import { serverCpu } from './server-cpu.ts';
import { onPostgres } from './stores.ts';

const POSTS = 20_000;
const BATCH = 500;
const ROUNDS = 3;
/** Batches in hand at once: a process's crawls are four, of which one stores while another gets ready. */
const HANDS = 2;
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

/** Milliseconds: by the clock, of this process's processor, and of the server's where it can be seen. */
interface Cost {
  readonly took: number;
  readonly own: number;
  readonly server: number | null;
}

async function costOf(db: Kysely<Database>, work: () => Promise<void>): Promise<Cost> {
  const before = await serverCpu(db);
  const start = performance.now();
  const cpu = process.cpuUsage();
  await work();
  const took = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  const after = await serverCpu(db);
  return { took, own: (user + system) / 1000, server: before === null || after === null ? null : after - before };
}

async function store(into: Store, analyzer: Analyzer, posts: readonly Post[]): Promise<void> {
  const deps = { store: into, analyzer, brandIds: new Set([BENCH_BRAND.id]), privacy: { authorSecret: 'bench' } };
  let next = 0;
  const hand = async () => {
    while (next < posts.length) {
      const batch = posts.slice(next, next + BATCH);
      next += BATCH;
      await takeIn(deps, batch, { now: NOW, target: null, about: null, backfill: true });
    }
  };
  await Promise.all(Array.from({ length: HANDS }, hand));
}

async function copyIn(into: Store, folder: string): Promise<void> {
  for (const table of TABLES) await sql.raw(`copy ${table} from '${fileOf(folder, table)}'`).execute(into.db);
}

export async function run(print: (line: string) => void): Promise<void> {
  const posts = makePosts(POSTS);
  const months = posts.map((post) => monthOf(post.publishedAt ?? NOW));
  const analyzer = remembering(createAnalyzer([BENCH_BRAND], shippedScorer(), 'bench'), posts);
  const shares: number[] = [];
  const work: number[] = [];
  const each = (ms: number | null) => (ms === null ? '?' : (ms / POSTS).toFixed(3));
  await onPostgres(async (open) => {
    for (let round = 1; round <= ROUNDS; round++) {
      const first = await open();
      await first.months.ensure(months);
      const stored = await costOf(first.db, () => store(first, analyzer, posts));
      const folder = await dataFolder(first.db);
      const bytes = await copyOut(first.db, folder);
      const second = await open();
      await second.months.ensure(months);
      const copied = await costOf(second.db, () => copyIn(second, folder));
      shares.push(copied.took / stored.took);
      if (copied.server !== null && stored.server !== null) work.push(copied.server / stored.server);
      const rate = ({ took }: Cost) => Math.round(POSTS / (took / 1000));
      print(
        `round ${round}: stored ${rate(stored)} posts/s (processor, ms a post: server ${each(stored.server)}, this process ${each(stored.own)}); COPY ${rate(copied)} posts/s (server ${each(copied.server)}), ${(bytes / 1e6).toFixed(1)} MB; ${((100 * copied.took) / stored.took).toFixed(0)} % of its rate`,
      );
    }
  });
  const median = (of: number[]) => (100 * of.sort((a, b) => a - b)[of.length >> 1]!).toFixed(0);
  print(`storing reaches ${median(shares)} % of the rate of COPY by the clock (median of ${ROUNDS})`);
  if (work.length > 0) print(`and ${median(work)} % by what the server works for a post`);
}
