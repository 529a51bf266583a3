/**
 * Server time and weight of pages. `npm run bench -- pages` fills both stores with a million mentions;
 * `npm run bench -- pages 100000 postgres` with fewer, and one store alone;
 * `npm run bench -- pages incident topics` only pages whose names begin so. With DATABASE_URL it takes the database as it
 * is: empty, it is filled and stays filled; filled by an earlier run, it is measured at once. CPU is the mean of what
 * this process and the database's used for a request: on a machine with other work it says more than the clock.
 */
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { sql } from 'kysely';
import { shippedScorer } from '../../src/cli/shipped-scorer.ts';
import { silentLogger } from '../../src/log.ts';
import { createAnalyzer } from '../../src/pipeline/analyzer.ts';
import { mentionsChanged } from '../../src/store/incident-pieces.ts';
import { listIncidents } from '../../src/store/incidents.ts';
import { listMentions } from '../../src/store/mention-list.ts';
import { formatPostRef } from '../../src/store/post-ref.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { createApp } from '../../src/web/server.ts';
import { makeBrand } from '../pipeline/support/posts.ts';
import { noDoors, webDeps } from '../support/web.ts';
import { fillStore, NOW } from './pages-world.ts';
import { onEachStore } from './stores.ts';

/** Connections that are younger are this bench's own. */
const STARTED = new Date();
const RUNS = 40;
/** Before each request of it a post of the incident changes, as posts of a crisis do: a thousand of them are counted anew. */
const CHANGED = 'incident';
/** Before each request of it all that is kept of the incident is forgotten: its first look after an upgrade. */
const NOTHING_KEPT = 'incident, nothing kept';
const USUAL = 1_000_000;

const WORDS = [
  '客服',
  '退款',
  '酒店',
  '态度',
  'refund',
  'hotel',
  'never again',
  'luggage',
  '"customer service"',
  '12315',
];

/** What is asked, by name: several addresses each, so that no answer is only remembered. */
async function pagesOf(store: Store, incident: number): Promise<[name: string, paths: string[]][]> {
  const day = (back: number) => new Date(NOW.getTime() - back * 86_400_000);
  const middle = `${day(120).toISOString()}_1`;
  const [mention] = await listMentions(store.db, { brand: 'acme', label: 'negative' }, { order: 'newest', limit: 1 });
  const search = (extra: string) => WORDS.map((word) => `/mentions?brand=acme&q=${encodeURIComponent(word)}${extra}`);
  return [
    ['overview', ['/brands/acme?days=30', '/brands/acme?days=90', '/brands/bolt?days=7']],
    ['feed', ['/mentions?brand=acme', '/mentions?brand=bolt', '/mentions?brand=acme&fold=no']],
    ['feed, older', [`/mentions?brand=acme&after=${middle}`, `/mentions?brand=acme&fold=no&after=${middle}`]],
    ['feed, search', search('')],
    ['feed, search, older', search(`&after=${middle}`)],
    ['feed, search and filters', search('&label=negative&site=weibo')],
    [
      'feed, rare filters',
      [
        '/mentions?brand=acme&intent=legal&site=mastodon.social',
        '/mentions?brand=acme&intent=press&stars=5&kind=review',
        '/mentions?brand=acme&aspect=hygiene&feeling=positive&label=negative',
        '/mentions?brand=other&intent=regulator&spoken=en',
        '/mentions?brand=acme&q=zzzz',
      ],
    ],
    [CHANGED, [`/incidents/${incident}`]],
    ['incident, nothing changed', [`/incidents/${incident}`]],
    [NOTHING_KEPT, [`/incidents/${incident}`]],
    ['incident, brief', [`/incidents/${incident}/brief`]],
    ['incidents', ['/incidents']],
    ['evidence of an incident', [`/evidence?brand=acme&incident=${incident}&label=negative`]],
    ['a story of many', ['/mentions?brand=acme&story=1&everyone=true&fold=no']],
    ['mention', [`/mentions/acme/${formatPostRef(mention!)}`]],
    [
      'evidence of a day',
      [3, 40, 200].map(
        (back) =>
          `/evidence?brand=acme&label=negative&from=${day(back).toISOString()}&to=${day(back - 1).toISOString()}`,
      ),
    ],
    ['topics', ['/topics?brand=acme&days=7', '/topics?brand=acme&days=30']],
    ['talkers', ['/talkers?brand=acme&days=7', '/talkers?brand=acme&days=30']],
  ];
}

const quantile = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;

/** Seconds of a processor that this process and the connections of its database have used. Null where nothing says so. */
async function cpuSeconds(store: Store): Promise<number | null> {
  const { user, system } = process.cpuUsage();
  const own = (user + system) / 1e6;
  if (store.kind === 'embedded') return own;
  // Others may be at work on a database that was given.
  const { rows } = await sql<{ pid: number }>`
    select pid from pg_stat_activity where datname = current_database() and backend_start >= ${STARTED}`.execute(
    store.db,
  );
  try {
    // Fields 14 and 15, in hundredths of a second; the name in the second may hold anything.
    const ticks = rows.map(({ pid }) =>
      readFileSync(`/proc/${pid}/stat`, 'latin1')
        .replace(/^.*\) /s, '')
        .split(' '),
    );
    return own + ticks.reduce((sum, fields) => sum + (Number(fields[11]) + Number(fields[12])) / 100, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Says of one post of the incident after another that it has changed. */
function changing(store: Store, incident: number): () => Promise<void> {
  let asked = 0;
  return async () => {
    const posts = store.db
      .selectFrom('incident_posts')
      .select(['month', 'post_id'])
      .where('incident_id', '=', incident);
    await mentionsChanged(
      store.db,
      await posts
        .orderBy('piece')
        .offset(asked++ * 577)
        .limit(1)
        .execute(),
    );
  };
}

async function measure(store: Store, incident: number, args: readonly string[], print: (line: string) => void) {
  const brands = [makeBrand('acme'), makeBrand('bolt'), { ...makeBrand('other'), role: 'competitor' as const }];
  const analyzer = createAnalyzer(brands, shippedScorer(), 'bench');
  const pipeline = { store, analyzer, brandIds: new Set<string>(), privacy: { authorSecret: null } };
  const clock = { now: () => NOW, sleep: async () => undefined };
  const change = changing(store, incident);
  const app = createApp(webDeps(store, { brands, ingest: noDoors(pipeline), clock, log: silentLogger }));
  const ask = async (path: string): Promise<number> => {
    const response = await app.request(path, { headers: { 'accept-language': 'en' } });
    const body = await response.text();
    if (response.status !== 200) throw new Error(`${path}: ${response.status}`);
    return Buffer.byteLength(body);
  };
  print('| page | p50 ms | p95 ms | CPU ms | KB |');
  print('| --- | ---: | ---: | ---: | ---: |');
  const pages = await pagesOf(store, incident);
  const asked = pages.filter(([name]) => args.some((arg) => name.startsWith(arg)));
  for (const [name, paths] of asked.length > 0 ? asked : pages) {
    const weights: number[] = [];
    // The first round warms up.
    for (const path of paths) weights.push(await ask(path));
    const times: number[] = [];
    const before = await cpuSeconds(store);
    for (let run = 0; run < RUNS; run++) {
      if (name === CHANGED) await change();
      if (name === NOTHING_KEPT) await store.db.updateTable('incident_pieces').set({ numbers: null }).execute();
      const start = performance.now();
      await ask(paths[run % paths.length]!);
      times.push(performance.now() - start);
    }
    const after = await cpuSeconds(store);
    const cpu = before === null || after === null ? '–' : (((after - before) * 1000) / RUNS).toFixed(0);
    times.sort((a, b) => a - b);
    const [p50, p95] = [0.5, 0.95].map((share) => quantile(times, share).toFixed(0));
    print(`| ${name} | ${p50} | ${p95} | ${cpu} | ${(Math.max(...weights) / 1024).toFixed(0)} |`);
  }
}

export async function run(print: (line: string) => void, args: readonly string[]): Promise<void> {
  const count = Number(args.find((arg) => /^\d+$/.test(arg)) ?? USUAL);
  const databaseUrl = process.env.DATABASE_URL;
  if (databaseUrl !== undefined) {
    const store = await openStore({ databaseUrl, dataDir: '', log: silentLogger });
    return measureFilled(store, count, args, print).finally(() => store.close());
  }
  await onEachStore(async (kind, store) => {
    if (args.some((arg) => arg === 'embedded' || arg === 'postgres') && !args.includes(kind)) return;
    await measureFilled(store, count, args, print);
  });
}

async function measureFilled(store: Store, count: number, args: readonly string[], print: (line: string) => void) {
  const start = performance.now();
  const known = (await listIncidents(store.db, { brand: 'acme', limit: 1 }))[0]?.incidentId;
  const incident = known ?? (await fillStore(store, count, (what) => process.stderr.write(`${store.kind}: ${what}\n`)));
  const took = ((performance.now() - start) / 1000).toFixed(0);
  const { rows } = await sql<{ rows: number }>`select count(*)::int as rows from mentions`.execute(store.db);
  const filled = known === undefined ? `filled in ${took} s` : 'found filled';
  print(`\n${store.kind}, ${rows[0]!.rows} mentions, ${filled}; ${RUNS} requests each\n`);
  await measure(store, incident, args, print);
}
