/** What a crawl reads again and what it does not, end to end on a store: back-fill, overlap, resuming, sweeps, edits. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Target } from '../../src/model.ts';
import { listIncidents } from '../../src/store/incidents.ts';
import { findPosts, postKey } from '../../src/store/posts.ts';
import { wantEvidence } from '../../src/store/rereads.ts';
import { brandNamed, type Running, startEarshot } from '../e2e/support.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { crawlNow } from './support/crawl-now.ts';
import { SmallSite } from './support/small-site.ts';

const START = new Date('2026-03-02T00:00:00Z');
const HOUR = 60 * 60_000;
const hoursAgo = (hours: number) => new Date(START.getTime() - hours * HOUR);
const acme = brandNamed('acme', 'Acme');

describeOnEachStore('crawling what is new', (stores) => {
  const site = new SmallSite();
  let running: Running;
  beforeAll(() => site.listen());
  afterAll(() => site.close());
  beforeEach(async () => {
    site.asked.length = 0;
    site.perPage = 10;
    site.onAsked = undefined;
    running = await startEarshot(await stores.place(), START, { brands: [acme], targets: [site.target()] });
    site.now = () => running.clock.now();
    // One an hour; the higher the number, the newer.
    site.statuses = Array.from({ length: 100 }, (_, n) => post(n, 100 - n));
  });
  afterEach(() => running.close());

  const post = (n: number, hours: number) => ({
    id: `p${n}`,
    text: `Acme is all right, says ${n}`,
    at: hoursAgo(hours),
    reposts: 0,
  });
  const later = (hours: number) => running.clock.advanceTo(new Date(running.clock.now().getTime() + hours * HOUR));
  const target = (changes: Partial<Target> = {}) => site.target(changes);
  const stored = async () => {
    const rows = await running.app.store.db.selectFrom('posts').select('external_id').execute();
    return rows.map((row) => row.external_id);
  };
  /** Pages of the listing asked for since the last call: the id after which each begins. */
  function pagesAsked(): (string | null)[] {
    const pages = site.asked.map(({ path }) => new URL(path, site.origin));
    site.asked.length = 0;
    return pages
      .filter(({ pathname }) => pathname.includes('/timelines/'))
      .map((url) => url.searchParams.get('max_id'));
  }
  const thread = () =>
    target({
      crawler: 'json',
      options: {
        urls: [`${site.origin}/oldest?page=1`],
        items: 'posts',
        kind: 'post',
        fields: { id: 'id', text: 'content', published_at: 'created_at', url: 'url' },
        next: { url: 'next', first: 1 },
      },
    });

  it('back-fills up to its limit, and raises no alert for what is old', async () => {
    for (let n = 0; n < 40; n++) {
      const text = `Acme support is terrible, they refuse my refund, case ${n}. Worst service ever.`;
      site.statuses.push({ id: `bad${n}`, text, at: hoursAgo(20 + n / 60), reposts: 0 });
    }
    expect(await crawlNow(running, target({ backfillDays: 2 }))).toMatchObject({ outcome: 'ok' });
    const ids = await stored();
    expect(ids.filter((id) => id.startsWith('bad'))).toHaveLength(40);
    // Two days of one an hour, and the page on which they end.
    expect(ids.length - 40).toBeGreaterThanOrEqual(48);
    expect(ids.length - 40).toBeLessThanOrEqual(48 + 2 * site.perPage);
    await running.step(0);
    expect(await listIncidents(running.app.store.db, { limit: 5 })).toEqual([]);
    expect(
      await running.app.store.db.selectFrom('deliveries').selectAll().where('kind', '=', 'alert').execute(),
    ).toEqual([]);
  }, 120_000);

  it('newest first: stops at what is known, one page behind the last new post', async () => {
    await crawlNow(running, target());
    expect((await stored()).length).toBe(100);
    pagesAsked();
    later(1);
    site.statuses.push(post(100, -0.5));
    expect(await crawlNow(running, target())).toMatchObject({ outcome: 'ok', postsNew: 1 });
    expect(pagesAsked()).toEqual([null, 'p91']);
    later(1);
    expect(await crawlNow(running, target())).toMatchObject({ outcome: 'unchanged', postsNew: 0 });
    expect(pagesAsked()).toEqual([null]);
  }, 120_000);

  it('oldest first: goes on where the list ended', async () => {
    await crawlNow(running, thread());
    expect((await stored()).length).toBe(100);
    site.asked.length = 0;
    later(1);
    site.statuses.push(...[101, 102, 103].map((n) => post(n, -0.01 * (n - 100))));
    expect(await crawlNow(running, thread())).toMatchObject({ outcome: 'ok', postsNew: 3 });
    expect(site.asked.map(({ path }) => path)).toEqual(['/oldest?page=10', '/oldest?page=11']);
  }, 120_000);

  it('reads on in the next crawl where maxPages or a stopped process left it', async () => {
    const few = target({ maxPages: 4 });
    await crawlNow(running, few);
    expect((await stored()).length).toBe(40);
    pagesAsked();
    later(1);
    // The process is stopped while it reads the second page of the rest.
    const stop = new AbortController();
    site.onAsked = (url) => {
      if (url.searchParams.get('max_id') === 'p50') stop.abort(new Error('stopped'));
    };
    await expect(crawlNow(running, few, stop.signal)).rejects.toThrow('stopped');
    site.onAsked = undefined;
    const before = (await stored()).length;
    expect(before).toBeGreaterThanOrEqual(50);
    expect(before).toBeLessThan(100);
    later(1);
    pagesAsked();
    await crawlNow(running, target({ maxPages: 20 }));
    const pages = pagesAsked();
    expect(pages[0]).toBeNull();
    expect(pages).not.toContain('p70');
    expect(new Set(await stored()).size).toBe(100);
    // All of it was back-fill: it is nobody's news.
    expect(await running.app.store.db.selectFrom('touched_posts').selectAll().execute()).toEqual([]);
  }, 120_000);

  it('once a day reads past what is known: a late edit is found, and what was said before is kept', async () => {
    await crawlNow(running, target());
    const edited = site.statuses[15]!;
    const before = edited.text;
    edited.text = 'Acme has let me down after all';
    later(1);
    await crawlNow(running, target());
    const known = async () =>
      (await findPosts(running.app.store.db, [{ site: 'town', id: 'p15' }])).get(postKey({ site: 'town', id: 'p15' }))!;
    expect((await known()).version).toBe(1);
    later(24);
    expect(await crawlNow(running, target())).toMatchObject({ outcome: 'ok', postsNew: 0 });
    expect((await known()).version).toBe(2);
    const versions = await running.app.store.db.selectFrom('post_versions').select(['version', 'text']).execute();
    expect(versions).toEqual([{ version: 1, text: before }]);
    const row = await running.app.store.db
      .selectFrom('posts')
      .select(['text', 'edited_at'])
      .where('external_id', '=', 'p15')
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({ text: edited.text, edited_at: expect.any(Date) });
  }, 120_000);

  it('marks a post that is gone, and takes the mark back when it is there again', async () => {
    await running.close();
    const hourly = { ...thread(), schedule: '0 * * * *' };
    running = await startEarshot(await stores.place(), START, { brands: [acme], targets: [hourly] });
    await running.step(0);
    const { db } = running.app.store;
    const { postId, month } = (await findPosts(db, [{ site: 'town', id: 'p99' }])).get('town\np99')!;
    const deletedAt = async () =>
      (await db.selectFrom('posts').select('deleted_at').where('post_id', '=', postId).executeTakeFirstOrThrow())
        .deleted_at;
    site.statuses[99]!.deleted = true;
    await wantEvidence(db, [{ month, postId }], running.clock.now());
    await running.step(60_000);
    expect(await deletedAt()).toEqual(expect.any(Date));
    expect(await db.selectFrom('rereads').selectAll().execute()).toEqual([]);
    await running.step(HOUR);
    site.statuses[99]!.deleted = false;
    await running.step(HOUR);
    expect(await deletedAt()).toBeNull();
  }, 120_000);
});
