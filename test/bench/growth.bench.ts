/**
 * Growth: what storing a post, a search, a page of many posts and a digest take with so many mentions stored.
 * `DATABASE_URL=… npm run bench -- growth` measures a database as it is, and leaves 10,000 posts more in it;
 * `-- growth 1000000` fills an empty one first (`pages-world.ts`), and `-- growth 0` measures it empty. Each size is a
 * line of the table that we publish; processor time says more than the clock on a machine that does other things too.
 */
import { performance } from 'node:perf_hooks';
import { sql } from 'kysely';
import { shippedScorer } from '../../src/cli/shipped-scorer.ts';
import { silentLogger } from '../../src/log.ts';
import { createAnalyzer } from '../../src/pipeline/analyzer.ts';
import { composeDigest } from '../../src/pipeline/views/digest-view.ts';
import { isEmpty, resetSequences } from '../../src/store/dump.ts';
import { monthOf } from '../../src/store/months.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { createApp } from '../../src/web/server.ts';
import { makeBrand } from '../pipeline/support/posts.ts';
import { noDoors, webDeps } from '../support/web.ts';
import { fillBands, fillStore, NOW as WORLD_NOW } from './pages-world.ts';
import { BENCH_BRAND, makePosts, NOW } from './posts.ts';
import { serverCpu, spentBetween } from './server-cpu.ts';
import { type Cost, costOf, remembering, storeAll } from './storing.ts';

const POSTS = 10_000;
/** Parts of the posts, each timed by itself: the first finds nothing in the server's memory. */
const PARTS = 5;
const RUNS = 5;

const BRANDS = [makeBrand('acme'), makeBrand('bolt'), { ...makeBrand('other'), role: 'competitor' as const }];

const median = (of: readonly number[]) => of.toSorted((a, b) => a - b)[of.length >> 1]!;

/** What storing costs a post, by parts. */
async function storing(store: Store): Promise<Cost[]> {
  // Others than in an earlier run: each begins with a stamp of its own.
  const stamp = Date.now().toString(36);
  const posts = makePosts(POSTS).map((post) => ({ ...post, id: `${stamp}-${post.id}`, text: `${post.text} ${stamp}` }));
  const analyzer = remembering(createAnalyzer([BENCH_BRAND], shippedScorer(), 'bench'), posts);
  await store.months.ensure(posts.map((post) => monthOf(post.publishedAt ?? NOW)));
  const costs: Cost[] = [];
  for (let part = 0; part < PARTS; part++) {
    const some = posts.slice((part * POSTS) / PARTS, ((part + 1) * POSTS) / PARTS);
    costs.push(await costOf(store.db, () => storeAll(store, analyzer, some)));
  }
  return costs;
}

/** Median milliseconds of some work, and the mean of what the server worked for it. */
async function timed(store: Store, work: (run: number) => Promise<void>): Promise<string> {
  await work(0);
  const times: number[] = [];
  const before = await serverCpu(store.db);
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now();
    await work(run);
    times.push(performance.now() - start);
  }
  const after = await serverCpu(store.db);
  const spent = spentBetween(before, after);
  return `${median(times).toFixed(0)} (${spent === null ? '?' : (spent / RUNS).toFixed(0)})`;
}

async function reading(store: Store): Promise<string[]> {
  const analyzer = createAnalyzer(BRANDS, shippedScorer(), 'bench');
  const pipeline = { store, analyzer, brandIds: new Set<string>(), privacy: { authorSecret: null } };
  const clock = { now: () => WORLD_NOW, sleep: async () => undefined };
  const app = createApp(webDeps(store, { brands: BRANDS, ingest: noDoors(pipeline), clock, log: silentLogger }));
  const ask = async (path: string) => {
    const response = await app.request(path);
    await response.text();
    if (response.status !== 200) throw new Error(`${path}: ${response.status}`);
  };
  const { rows } = await sql<{ id: number }>`select incident_id as id from incidents order by 1 limit 1`.execute(
    store.db,
  );
  const words = ['退款', 'refund', '客服', 'never again', '酒店'];
  const search = (run: number) => ask(`/mentions?brand=acme&q=${encodeURIComponent(words[run % words.length]!)}`);
  const incident = rows[0];
  // A day like most: the crisis of the last two is what `pages` measures.
  const day = new Date(WORLD_NOW.getTime() - 40 * 86_400_000).toISOString().slice(0, 10);
  const deps = { db: store.db, brands: BRANDS, siteNames: (site: string) => site };
  return [
    await timed(store, () => ask('/mentions?brand=acme')),
    await timed(store, search),
    incident === undefined ? '–' : await timed(store, () => ask(`/incidents/${incident.id}`)),
    await timed(store, async () => void (await composeDigest(deps, BRANDS[0]!, day, 'UTC'))),
  ];
}

export async function run(print: (line: string) => void, args: readonly string[]): Promise<void> {
  const databaseUrl = process.env.DATABASE_URL;
  if (!databaseUrl || !args.includes('growth')) {
    print('Needs a database: npm run bench -- growth 100000, with DATABASE_URL set to an empty one.');
    return;
  }
  const store = await openStore({ databaseUrl, dataDir: '', log: silentLogger });
  try {
    const count = Number(args.find((arg) => /^\d+$/.test(arg)) ?? 0);
    if (count > 0 && (await isEmpty(store.db))) {
      await fillStore(store, count, (what) => process.stderr.write(`${what}\n`));
    }
    await fillBands(store.db);
    await resetSequences(store.db);
    const { rows } = await sql<{ mentions: number; bands: number; bytes: number }>`
      select (select count(*) from mentions) as mentions, pg_database_size(current_database()) as bytes,
        (select reltuples from pg_class where relname = 'story_bands') as bands`.execute(store.db);
    const { mentions, bands, bytes } = rows[0]!;
    print(`${mentions} mentions, ${Math.round(bands / 1e6)} million bands, ${(bytes / 1e9).toFixed(1)} GB`);
    const costs = await storing(store);
    const each = (of: (cost: Cost) => number | null) =>
      costs.map((cost) => ((of(cost) ?? Number.NaN) / (POSTS / PARTS)).toFixed(3)).join(', ');
    print(`storing, ${PARTS} parts of ${POSTS / PARTS} posts, ms a post`);
    print(`  by the clock ${each(({ took }) => took)}`);
    print(`  server's processor ${each(({ server }) => server)}`);
    print(`  this process's processor ${each(({ own }) => own)}`);
    print(`ms by the clock, median of ${RUNS} (server's processor, ms each):`);
    const [feed, search, incident, digest] = await reading(store);
    print(`  feed ${feed}, search ${search}, incident ${incident}, digest composed ${digest}`);
  } finally {
    await store.close();
  }
}
