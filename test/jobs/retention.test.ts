/** What has been kept long enough goes, everything else stays, and what went does not come back. */
import { sql } from 'kysely';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { keepRetention } from '../../src/jobs/retention.ts';
import { silentLogger } from '../../src/log.ts';
import type { KeptDays } from '../../src/model.ts';
import { type TakeInDeps, takeIn } from '../../src/pipeline/take-in.ts';
import { monthsKept } from '../../src/store/retention.ts';
import type { Store } from '../../src/store/store.ts';
import { KEEP_ALL } from '../e2e/support.ts';
import { emptyStore } from '../pipeline/support/empty.ts';
import { makePost, markAnalyzer } from '../pipeline/support/posts.ts';
import { describeOnEachStore } from '../support/stores.ts';

const NOW = new Date('2026-06-15T12:00:00Z');
const DAY = 86_400_000;
const ago = (days: number) => new Date(NOW.getTime() - days * DAY);

describeOnEachStore('retention', (stores) => {
  let store: Store;
  let deps: TakeInDeps;
  const engagement = { likes: 1, replies: null, reposts: null, views: null, helpful: null };
  const posts = [400, 200, 100, 3].map((days) =>
    makePost({ text: `acme bad service, said ${days} days ago`, publishedAt: ago(days), engagement, title: 'A title' }),
  );
  const keep = (partial: Partial<KeptDays>) => keepRetention(store, { ...KEEP_ALL, ...partial }, NOW, silentLogger);
  const count = async (table: string) =>
    (await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(store.db)).rows[0]?.n;

  beforeAll(async () => {
    store = await stores.open();
  });
  beforeEach(async () => {
    await emptyStore(store);
    deps = { store, analyzer: markAnalyzer(['acme']), brandIds: new Set(['acme']), privacy: { authorSecret: 's' } };
    for (const post of posts) {
      await takeIn(deps, [post], { now: post.publishedAt!, target: 't', about: null, backfill: false });
    }
  });

  it('makes partitions beforehand', async () => {
    await keep({});
    expect(await monthsKept(store.db, 'posts')).toEqual(expect.arrayContaining([202606, 202607, 202608]));
    expect(await count('posts')).toBe(4);
  });

  it('drops posts by the month with all that stands on them; counts stay, keys stay, nothing comes back', async () => {
    await keep({ posts: 120 });
    expect(await count('posts')).toBe(2);
    expect(await count('mentions')).toBe(2);
    const { rows: empty } = await sql<{ n: number }>`select count(*) as n from stories s where not exists (
      select 1 from mentions m where m.brand = s.brand and m.story_id = s.story_id)`.execute(store.db);
    expect(empty[0]?.n).toBe(0);
    expect(await count('post_keys')).toBe(4);
    expect(Math.min(...(await monthsKept(store.db, 'mentions')))).toBe(202603);
    const { rows } = await sql<{
      total: number;
    }>`select sum(total) as total from buckets where series = 'all' and width = 1440`.execute(store.db);
    expect(Number(rows[0]?.total)).toBe(4);
    const again = await takeIn(deps, posts, { now: NOW, target: 't', about: null, backfill: false });
    expect(again).toMatchObject({ new: 0, mentions: 0 });
    expect(await count('posts')).toBe(2);
    // A post of a dropped month that was never seen is a new one, and has its month made anew.
    const late = makePost({ text: 'acme good', publishedAt: ago(400) });
    expect(await takeIn(deps, [late], { now: NOW, target: 't', about: null, backfill: false })).toMatchObject({
      new: 1,
    });
    await keep({ posts: 120 });
    expect(await count('posts')).toBe(2);
  });

  it('takes the words and keeps labels and counts', async () => {
    await keep({ texts: 150 });
    const rows = await sql<{ text: string; title: string | null; author_name: string | null }>`
      select text, title, author_name from posts order by occurred_at`.execute(store.db);
    expect(rows.rows.map(({ text }) => text === '')).toEqual([true, true, false, false]);
    expect(rows.rows[0]).toMatchObject({ title: null, author_name: null });
    expect(await count('mentions')).toBe(4);
    // Seen again, the words do not come back.
    await takeIn(deps, posts, { now: NOW, target: 't', about: null, backfill: false });
    const { rows: after } = await sql<{ text: string }>`select text from posts order by occurred_at`.execute(store.db);
    expect(after[0]?.text).toBe('');
  });

  it('drops readings, fine counts, finished crawls and requests, each after its own time', async () => {
    expect(await count('readings')).toBe(4);
    await keep({ readings: 120, fiveMinutes: 150, hours: 300 });
    expect(await count('readings')).toBe(2);
    const { rows } = await sql<{ width: number; n: number }>`
      select width, count(*) as n from buckets where series = 'all' group by width order by width`.execute(store.db);
    expect(rows.map(({ n }) => n)).toEqual([2, 3, 4]);
    await sql`insert into crawls (target, kind, slot, started_at, finished_at, outcome)
      select 't', 'crawl', d, d, d, 'ok' from unnest(array[${ago(500)}, ${ago(410)}, ${ago(10)}]::timestamptz[]) d`.execute(
      store.db,
    );
    await keep({});
    expect(await count('crawls')).toBe(1);
  });

  it('forgets by what to ask for changes of pages that nobody fetches any more', async () => {
    await sql`insert into http_cache (target, url, entry, at)
      select 't', 'https://town.example/' || extract(epoch from d), '{}', d
      from unnest(array[${ago(40)}, ${ago(15)}, ${ago(13)}]::timestamptz[]) d`.execute(store.db);
    await keep({ requests: null });
    expect(await count('http_cache')).toBe(3);
    await keep({});
    expect(await count('http_cache')).toBe(1);
  });

  it('two processes at once do no harm', async () => {
    await Promise.all([keep({ posts: 120, texts: 90 }), keep({ posts: 120, texts: 90 })]);
    expect(await count('posts')).toBe(2);
  });
});
