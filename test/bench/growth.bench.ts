/**
 * Growth: `npm run bench -- growth --rows 10000000 [--step 500000]` fills an empty Postgres (DATABASE_URL) with mentions
 * through the store's own statements, and prints for each step the rows stored a second, and how long the feed, the
 * digest's counts and a search for a post by its key take. Meant for one run on a machine with room; a small number shows the
 * shape.
 */
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { silentLogger } from '../../src/log.ts';
import { takeIn } from '../../src/pipeline/take-in.ts';
import { countRanges } from '../../src/store/digests.ts';
import { findPosts } from '../../src/store/posts.ts';
import { openStore } from '../../src/store/store.ts';
import { makePost, markAnalyzer } from '../pipeline/support/posts.ts';

const BATCH = 500;
const DAY_MS = 86_400_000;
const BRANDS = ['acme', 'bolt', 'carp', 'dune'];
const FIRST = Date.UTC(2024, 0, 1);
/** Two years, whatever the number of rows: as many partitions as a real store has. */
const SPAN_MS = 730 * DAY_MS;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

export async function run(print: (line: string) => void, args: readonly string[]): Promise<void> {
  const databaseUrl = process.env.DATABASE_URL;
  if (!databaseUrl || !args.includes('growth')) {
    print('Fills a database: npm run bench -- growth --rows 100000, with DATABASE_URL set to an empty one.');
    return;
  }
  const { values } = parseArgs({
    args: [...args],
    options: { rows: { type: 'string' }, step: { type: 'string' } },
    strict: false,
  });
  const rows = Number(values.rows ?? 100_000);
  const step = Number(values.step ?? 20_000);
  const store = await openStore({ databaseUrl, dataDir: '', log: silentLogger });
  const deps = { store, analyzer: markAnalyzer(BRANDS), brandIds: new Set(BRANDS), privacy: { authorSecret: 'bench' } };
  print('rows\trows/s\tfeed ms\tdigest ms\tfind ms\tMB');
  for (let done = 0; done < rows; ) {
    const spent = await timed(async () => {
      for (let end = Math.min(done + step, rows); done < end; ) {
        const posts = Array.from({ length: Math.min(BATCH, end - done) }, (_, i) => {
          const n = done + i;
          const brand = BRANDS[n % BRANDS.length];
          return makePost({
            id: `g${n}`,
            site: `site${n % 7}`,
            text: `${brand} ${n % 5 === 0 ? 'bad' : 'good'} service, said by number ${n} in words of its own, ${n * 31} of them`,
            publishedAt: new Date(FIRST + (n / rows) * SPAN_MS),
          });
        });
        const now = posts.at(-1)?.publishedAt ?? new Date(FIRST);
        await takeIn(deps, posts, { now, target: 'growth', about: null, backfill: true });
        done += posts.length;
      }
    });
    const at = new Date(FIRST + (done / rows) * SPAN_MS);
    const feed = await timed(() =>
      sql`select m.post_id, p.text from mentions m join posts p on p.month = m.month and p.post_id = m.post_id
      where m.brand = 'acme' order by m.occurred_at desc, m.post_id desc limit 50`.execute(store.db),
    );
    const digest = await timed(() =>
      countRanges(store.db, 'acme', 'all', [{ from: new Date(at.getTime() - DAY_MS), to: at }]),
    );
    const find = await timed(() => findPosts(store.db, [{ site: 'site3', id: 'g3' }]));
    const { rows: size } = await sql<{ bytes: number }>`select pg_database_size(current_database()) as bytes`.execute(
      store.db,
    );
    const line = [done, Math.round(step / (spent / 1000)), feed.toFixed(1), digest.toFixed(1), find.toFixed(1)];
    print([...line, Math.round((size[0]?.bytes ?? 0) / 1e6)].join('\t'));
  }
  await store.close();
}
