/**
 * What detection costs. A tick that judges 1,000 brands × 20 series: computing alone, and through a store, with all that is
 * read and written. Then a new mention, taken in and judged, in stores that hold more and more; and the rows that were
 * read of them, with and without an index.
 *
 *   npm run bench -- cost [MENTIONS …]      10,000 and 100,000 unless said; a million takes some minutes
 *   DATABASE_URL=… npm run bench -- cost    a new mention only, in a database that `pages` or `growth` has filled; it stays there
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import { shippedScorer } from '../../src/cli/shipped-scorer.ts';
import { advance, emptyBaseline } from '../../src/detect/baseline.ts';
import { judge } from '../../src/detect/series.ts';
import { DEFAULT_DETECT_SETTINGS } from '../../src/detect/settings.ts';
import { silentLogger } from '../../src/log.ts';
import type { Bin, Brand } from '../../src/model.ts';
import { createAnalyzer } from '../../src/pipeline/analyzer.ts';
import { judgeBrand } from '../../src/pipeline/judge.ts';
import { takeIn } from '../../src/pipeline/take-in.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { ordinaryLife } from '../detect/support/worlds.ts';
import { makeBrand, makePost } from '../pipeline/support/posts.ts';
import { hasPostgres } from '../support/postgres-programs.ts';
import { databaseOn, offerServices, onServer, service } from '../support/services.ts';
import { BRANDS, fillStore, NOW } from './many-mentions.ts';
import { NOW as WORLD_NOW } from './pages-world.ts';
import { measureTick } from './stored-tick.ts';

const DAY_MS = 86_400_000;
const TICK = { brands: 1000, series: 20 };
const MENTIONS = 40;
/** Tables that grow with what was said. */
const GROWING = /^(posts|mentions|readings|buckets|post_keys|stories|story_bands)/;

export async function run(print: (line: string) => void, args: readonly string[] = []): Promise<void> {
  const databaseUrl = process.env.DATABASE_URL;
  if (databaseUrl) return filled(databaseUrl, print);
  tick(print);
  print('The same through a store, within the hour; ms by the clock, and of processor time here and of the server:');
  print('');
  print('| store | look | brands touched | of them one by one | clock | here | server | both a brand |');
  print('| --- | --- | --- | --- | --- | --- | --- | --- |');
  await onEachStore('tick', (store, kind) => measureTick(store, kind, TICK.brands, TICK.series, print));
  print('');
  const sizes = args.map(Number).filter((size) => size >= 1000);
  await growth(sizes.length > 0 ? sizes : [10_000, 100_000], print);
}

/** Each brand hears from 3 to 3,000 mentions a day; series differ, so that nothing is judged twice. */
function tick(print: (line: string) => void): void {
  const lives = [3, 10, 30, 30, 30, 100, 100, 300, 1000, 3000].flatMap((rate, i) =>
    [1, 2].map((seed) => ordinaryLife({ rate, days: 15, size: 2, seed: 10 * i + seed })),
  );
  const known = lives.map((life) => {
    const bins = life.flatMap(({ time, value }): Bin[] =>
      value === 0
        ? []
        : [{ start: new Date(time), total: value, negative: Math.round(value / 4), positive: 0, exposure: 1 }],
    );
    const now = new Date(life.at(-1)!.time + 120_000);
    const settled = new Date(now.getTime() - DAY_MS);
    const state = advance(emptyBaseline(bins[0]!.start), bins, settled, DEFAULT_DETECT_SETTINGS);
    return { state, now, recent: bins.filter(({ start }) => start.getTime() >= state.until) };
  });
  const times: number[] = [];
  let alarms = 0;
  for (let round = 0; round < 5; round++) {
    const before = process.cpuUsage();
    for (let i = 0; i < TICK.brands * TICK.series; i++) {
      const { state, now, recent } = known[i % known.length]!;
      if (judge(state, recent, now, DEFAULT_DETECT_SETTINGS).alarm) alarms++;
    }
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1000);
  }
  const middle = times.sort((a, b) => a - b)[2]!;
  print(
    `A tick of ${TICK.brands} brands × ${TICK.series} series, all judged: ${Math.round(middle)} ms of one core ` +
      `(${((1000 * middle) / (TICK.brands * TICK.series)).toFixed(1)} µs a series, ${alarms / 5} alarms)`,
  );
  print('');
}

/** Of a database as it is. */
async function filled(databaseUrl: string, print: (line: string) => void): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'earshot-bench-'));
  const store = await openStore({ databaseUrl, dataDir, log: silentLogger });
  try {
    const { rows } = await sql<{ size: number }>`select count(*)::int as size from mentions`.execute(store.db);
    heading(print);
    await measure(store, 'postgres', rows[0]!.size, { brand: makeBrand('bolt'), now: WORLD_NOW }, print);
  } finally {
    await store.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

function heading(print: (line: string) => void): void {
  print('One new mention, taken in and judged; rows of the tables that grow, read a mention (Postgres counts them):');
  print('');
  print('| store | mentions stored | median ms | 95 % within | rows by index | rows without |');
  print('| --- | --- | --- | --- | --- | --- |');
}

async function growth(sizes: readonly number[], print: (line: string) => void): Promise<void> {
  heading(print);
  for (const size of sizes) {
    await onEachStore(`${size}`, async (store, kind) => {
      if (kind === 'embedded' && size > 100_000) return;
      await fillStore(store, size, Math.min(365, Math.max(10, Math.round(size / 1000))));
      await measure(store, kind, size, { brand: BRANDS[0]!, now: NOW }, print);
    });
  }
}

/** On an empty store of each kind; Postgres where it is installed. */
async function onEachStore(name: string, use: (store: Store, kind: string) => Promise<void>): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'earshot-bench-'));
  const stopServices = await offerServices();
  try {
    const embedded = await openStore({ dataDir: join(dataDir, name), log: silentLogger });
    await use(embedded, 'embedded').finally(() => embedded.close());
    if (!hasPostgres()) return;
    const { value: server } = await service('postgres');
    const database = `earshot_bench_${process.pid}_${name}`;
    await onServer(server, `create database ${database}`);
    const postgres = await openStore({ databaseUrl: databaseOn(server, database), dataDir, log: silentLogger });
    await use(postgres, 'postgres').finally(() => postgres.close());
  } finally {
    await stopServices();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** What is said of a brand from a moment on. */
interface Said {
  readonly brand: Brand;
  readonly now: Date;
}

async function measure(
  store: Store,
  kind: string,
  size: number,
  said: Said,
  print: (line: string) => void,
): Promise<void> {
  const { brand } = said;
  const analyzer = createAnalyzer([brand], shippedScorer(), 'bench');
  const taking = { store, analyzer, brandIds: new Set([brand.id]), privacy: { authorSecret: 'bench' } };
  const judging = { store, settings: DEFAULT_DETECT_SETTINGS, alertsFor: async () => [] };
  // Others than in an earlier run.
  const run = Date.now().toString(36);
  const one = async (minute: number): Promise<number> => {
    const now = new Date(said.now.getTime() + minute * 60_000);
    const post = makePost({
      ...{ site: 'weibo', id: `new-${run}-${minute}`, publishedAt: now },
      text: `${brand.terms[0]!.term}: the support desk took ${minute} days for my case, number ${run}${minute * 7919}`,
    });
    const begun = performance.now();
    await takeIn(taking, [post], { now, target: null, about: null, backfill: false });
    await judgeBrand(judging, brand, now);
    return performance.now() - begun;
  };
  // The first look folds the whole history in, once.
  for (let minute = 0; minute < 5; minute++) await one(minute);
  const before = await rowsRead(store);
  const times: number[] = [];
  for (let minute = 5; minute < 5 + MENTIONS; minute++) times.push(await one(minute));
  const after = await rowsRead(store);
  times.sort((a, b) => a - b);
  const each = (rows: number) => Math.round(rows / MENTIONS);
  const at = (share: number) => times[Math.floor(share * MENTIONS)]!.toFixed(1);
  const read =
    kind === 'postgres' ? `${each(after.indexed - before.indexed)} | ${each(after.all - before.all)}` : ' | ';
  print(`| ${kind} | ${size} | ${at(0.5)} | ${at(0.95)} | ${read} |`);
}

async function rowsRead(store: Store): Promise<{ indexed: number; all: number }> {
  // Servers pass their counts on about once a second.
  await setTimeout(1500);
  const { rows } = await sql<{ name: string; indexed: string; all: string }>`
    select relname as name, coalesce(idx_tup_fetch, 0) as indexed, coalesce(seq_tup_read, 0) as all
    from pg_stat_user_tables`.execute(store.db);
  const growing = rows.filter(({ name }) => GROWING.test(name));
  const sum = (count: (row: (typeof rows)[number]) => string) =>
    growing.reduce((all, row) => all + Number(count(row)), 0);
  return { indexed: sum((row) => row.indexed), all: sum((row) => row.all) };
}
