/**
 * The storing stage beside `COPY`: posts are analyzed beforehand, taken in on Postgres, and the rows that this wrote are
 * then copied from files of the server's own into the same tables of a second database. Both write the same rows, with the
 * same indexes; `COPY` knows them beforehand, compares nothing and tells nobody what was new.
 */
import { type Kysely, sql } from 'kysely';
import { shippedScorer } from '../../src/cli/shipped-scorer.ts';
import { createAnalyzer } from '../../src/pipeline/analyzer.ts';
import { monthOf } from '../../src/store/months.ts';
import type { Database } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { BENCH_BRAND, makePosts, NOW } from './posts.ts';
import { onPostgres } from './stores.ts';
import { type Cost, costOf, remembering, storeAll } from './storing.ts';

const POSTS = 20_000;
const ROUNDS = 3;
/** Everything that taking in writes, in an order that any key between them allows. */
const TABLES = [
  'post_keys',
  'posts',
  'readings',
  'stories',
  'story_bands',
  'mentions',
  'buckets',
  'rereads',
  'first_heard',
] as const;

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
      const stored = await costOf(first.db, () => storeAll(first, analyzer, posts));
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
