/**
 * The same stream, imported as a file and crawled page by page on a schedule, ends in the same rows.
 *
 * With `EARSHOT_STREAM` (a file of posts) and `EARSHOT_STREAM_CONFIG` (a configuration with its brands) a stream of
 * your own is taken instead of the one written here.
 */
import { isDeepStrictEqual } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { readConfig } from '../../src/cli/config.ts';
import type { Clock } from '../../src/clock.ts';
import { normalisePosts } from '../../src/crawl/normalise.ts';
import type { Brand } from '../../src/model.ts';
import { fileBytes, formatOf } from '../../src/pipeline/doors/file.ts';
import { postRows } from '../../src/pipeline/doors/rows.ts';
import { takeIn } from '../../src/pipeline/take-in.ts';
import type { Db } from '../../src/store/store.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { type StreamPost, serveStream, streamTarget } from './stream-server.ts';
import { brandNamed, startEarshot } from './support.ts';

const START = Date.parse('2026-03-02T00:00:00Z');
const STEP_MS = 20 * 60_000;

interface Stream {
  readonly brands: readonly Brand[];
  /** Oldest first. */
  readonly posts: readonly StreamPost[];
  /** Posts on a page of the server. */
  readonly page: number;
}

const SAYINGS = [
  'The app of Acme crashed twice today and support never answered my ticket number',
  'Love the new kettle from Acme, boils in two minutes and looks great on the shelf',
  '阿克米的客服态度太差了，打了三次电话都没有人管，再也不买了',
  '阿克米这次发货很快，包装也仔细，给个好评',
  'Switched from Bolt to Acme last week and it is so much better',
  'Bolt raised its prices again, third time this year, I want a refund',
  'Nothing about any of them, just the weather in the harbour this morning',
];

/** About five posts an hour, in order of time. */
const ownStream: Stream = {
  brands: [brandNamed('acme', 'Acme', '阿克米'), brandNamed('bolt', 'Bolt')],
  posts: Array.from({ length: 70 }, (_, index) => ({
    id: `m${index}`,
    site: 'town',
    kind: 'post',
    author: { name: `Writer ${index % 40}`, id: `w${index % 40}`, followers: (index * 37) % 900 },
    text: `${SAYINGS[(index * 5) % SAYINGS.length]} (${index})`,
    published_at: new Date(START + index * 12 * 60_000).toISOString(),
    engagement: { likes: index % 9, reposts: index % 3 },
  })),
  page: 10,
};

async function streamOf(file: string, configDir: string): Promise<Stream> {
  const { config } = await readConfig(configDir, process.env);
  const posts = new Map<string, StreamPost>();
  for await (const row of postRows(await fileBytes(file), formatOf(file) ?? 'json-lines', {
    map: null,
    renames: new Map(),
  })) {
    if ('problem' in row) throw new Error(`line ${row.line}: ${row.problem}`);
    const post = row.value as unknown as StreamPost;
    posts.set(post.id, { ...post, published_at: new Date(post.published_at).toISOString() });
  }
  const inOrder = [...posts.values()].sort((a, b) => a.published_at.localeCompare(b.published_at));
  return { brands: config.brands, posts: inOrder, page: 100 };
}

const { EARSHOT_STREAM: file, EARSHOT_STREAM_CONFIG: configDir = 'config' } = process.env;

/** All that is said of each post, without what tells when and how it was brought. */
async function rowsOf(db: Db) {
  const mentions = await db
    .selectFrom('mentions as m')
    .innerJoin('posts as p', (join) => join.onRef('p.month', '=', 'm.month').onRef('p.post_id', '=', 'm.post_id'))
    .select(['p.site', 'p.external_id', 'p.text', 'p.author_followers', 'p.likes', 'p.reposts', 'p.published_at'])
    .select(['m.brand', 'm.occurred_at', 'm.lang', 'm.label', 'm.score', 'm.why', 'm.aspects', 'm.intents'])
    .orderBy('m.brand')
    .orderBy('p.external_id')
    .execute();
  const posts = await db
    .selectFrom('posts')
    .select(['site', 'external_id', 'content_hash'])
    .orderBy('external_id')
    .execute();
  const buckets = await db
    .selectFrom('buckets')
    .selectAll()
    .orderBy('brand')
    .orderBy('series')
    .orderBy('width')
    .orderBy('start')
    .execute();
  return { mentions, posts, buckets };
}

describeOnEachStore('a served stream', (stores) => {
  const closing: (() => Promise<unknown>)[] = [];
  afterAll(async () => {
    for (const close of closing.reverse()) await close();
  });

  it('is the same crawled as imported, and asks no more than it must', async () => {
    const { brands, posts: stream, page } = file === undefined ? ownStream : await streamOf(file, configDir);
    const [first, last] = [stream[0]?.published_at, stream.at(-1)?.published_at];
    if (first === undefined || last === undefined) throw new Error('the stream is empty');
    const steps = Math.ceil((Date.parse(last) - Date.parse(first)) / STEP_MS) + 1;
    const end = new Date(Date.parse(first) + steps * STEP_MS);

    const imported = await startEarshot(await stores.place(), end, { brands, targets: [] });
    closing.push(() => imported.close());
    const { posts, problems } = normalisePosts(stream, { now: end, timezone: 'UTC', site: null });
    expect(problems).toEqual([]);
    for (let at = 0; at < posts.length; at += 500) {
      const batch = posts.slice(at, at + 500);
      await takeIn(imported.app, batch, { now: end, target: null, about: null, backfill: true });
    }

    let clock: Clock = { now: () => new Date(first), sleep: async () => undefined };
    const server = await serveStream(stream, page, () => clock.now());
    closing.push(() => server.close());
    const target = streamTarget(
      server.port,
      posts[0]?.site ?? 'town',
      brands.map((brand) => brand.id),
    );
    const crawled = await startEarshot(await stores.place(), new Date(first), { brands, targets: [target] });
    closing.push(() => crawled.close());
    clock = crawled.clock;
    for (let step = 0; step < steps; step++) await crawled.step(STEP_MS);

    const [served, fromFile] = [await rowsOf(crawled.app.store.db), await rowsOf(imported.app.store.db)];
    expect(served.posts).toHaveLength(stream.length);
    // Part by part, and the first that differs before the many: a stream of thousands is not to be read as one diff.
    for (const part of ['posts', 'mentions', 'buckets'] as const) {
      const index = served[part].findIndex((row, at) => !isDeepStrictEqual(row, fromFile[part][at]));
      expect(served[part][index]).toEqual(fromFile[part][index]);
      expect(served[part]).toHaveLength(fromFile[part].length);
      expect(index).toBe(-1);
    }
    const outcomes = await crawled.app.store.db.selectFrom('crawls').select('outcome').distinct().execute();
    expect(outcomes.filter((row) => row.outcome !== 'ok' && row.outcome !== 'unchanged')).toEqual([]);
    // A few pages a crawl reach what is known; a sweep a day reads on to the end.
    const pages = Math.ceil(stream.length / page);
    const sweeps = Math.ceil((steps * STEP_MS) / 86_400_000) + 1;
    expect(server.asked.filter((path) => path === '/posts').length).toBeLessThan(steps * 3 + pages * sweeps);
  }, 3_600_000);
});
