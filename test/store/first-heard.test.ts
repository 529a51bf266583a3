/** Who was first heard when: what is kept is what a look through all mentions finds, whatever happened to them. */
import { sql } from 'kysely';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import type { Post } from '../../src/model.ts';
import { correct } from '../../src/pipeline/corrections.ts';
import { forget } from '../../src/pipeline/forget.ts';
import { type TakeInDeps, takeIn } from '../../src/pipeline/take-in.ts';
import { countNewcomers } from '../../src/store/first-heard.ts';
import { countMentions } from '../../src/store/mention-list.ts';
import { migrate } from '../../src/store/migrate.ts';
import { findPosts, postKey } from '../../src/store/posts.ts';
import { dropPosts } from '../../src/store/retention.ts';
import type { Store } from '../../src/store/store.ts';
import { emptyStore } from '../pipeline/support/empty.ts';
import { makePost, markAnalyzer } from '../pipeline/support/posts.ts';
import { describeOnEachStore } from '../support/stores.ts';

const NOW = new Date('2026-03-20T12:00:00Z');
const ORIGIN = { now: NOW, target: null, about: null, backfill: false };
const BRANDS = ['acme', 'bolt'];
const at = (day: string) => new Date(`${day}T10:00:00Z`);

describeOnEachStore('when authors were first heard', (stores) => {
  let store: Store;
  let deps: TakeInDeps;

  const said = (author: string | null, day: string, text: string, more: Partial<Post> = {}) =>
    makePost({
      text,
      author: { name: author, id: author, followers: 1, verified: null },
      publishedAt: at(day),
      ...more,
    });
  const posts = {
    first: said('ann', '2026-02-10', 'acme is good', { id: 'first' }),
    second: said('ann', '2026-03-10', 'acme and bolt are bad', { id: 'second' }),
    late: said('ben', '2026-03-18', 'acme is bad', { id: 'late' }),
    advert: said('official', '2026-03-01', 'acme is good', { id: 'advert' }),
    nobody: said(null, '2026-03-18', 'acme is bad', { id: 'nobody' }),
  };

  beforeAll(async () => {
    store = await stores.open();
  });
  beforeEach(async () => {
    await emptyStore(store);
    deps = { store, analyzer: markAnalyzer(BRANDS), brandIds: new Set(BRANDS), privacy: { authorSecret: null } };
    await takeIn(deps, Object.values(posts), ORIGIN);
  });

  const kept = async () =>
    (
      await sql<{ line: string }>`select concat_ws(' ', brand, author_key, first_at at time zone 'UTC') as line
        from first_heard order by brand, author_key`.execute(store.db)
    ).rows.map(({ line }) => line);
  const recounted = async () =>
    (
      await sql<{
        line: string;
      }>`select concat_ws(' ', x.brand, y.author_key, min(x.occurred_at) at time zone 'UTC') as line
        from mentions x, posts y where y.month = x.month and y.post_id = x.post_id and y.author_key is not null
          and x.talker <> all ('{brand,advertising,unrelated}') group by x.brand, y.author_key
        order by x.brand, y.author_key`.execute(store.db)
    ).rows.map(({ line }) => line);
  /** `brand author day` of all that is kept, which is what a recount finds. */
  const firsts = async () => {
    expect(await kept()).toEqual(await recounted());
    return (await kept()).map((line) => line.replace(/ [\d:]+$/, ''));
  };
  const refOf = async (post: Post) => {
    const { month, postId } = (await findPosts(store.db, [post])).get(postKey(post))!;
    return { month, postId };
  };
  const say = async (post: Post, verdict: Parameters<typeof correct>[1]['verdict']) =>
    correct(store, { brand: 'acme', ref: await refOf(post), verdict, by: 'mei' }, NOW);
  const forgetPost = (post: Post) =>
    forget(store, { site: post.site, externalId: post.id }, { kind: 'post', by: 'me', now: NOW });
  const ALL = ['acme ann 2026-02-10', 'acme ben 2026-03-18', 'bolt ann 2026-03-10'];

  it('is the earliest of what counts; the nameless and the brand itself are nobody new', async () => {
    expect(await firsts()).toEqual(ALL);
  });

  it('is earlier once an older post is found, and as it was after a newer one', async () => {
    await takeIn(deps, [said('ben', '2026-03-19', 'acme is good'), said('ann', '2026-03-19', 'bolt is bad')], ORIGIN);
    expect(await firsts()).toEqual(ALL);
    await takeIn(deps, [said('ben', '2026-01-05', 'acme is bad'), said('ben', '2026-01-06', 'acme is bad')], ORIGIN);
    expect(await firsts()).toContain('acme ben 2026-01-05');
  });

  it('follows an edit that makes another brand of it', async () => {
    await takeIn(deps, [{ ...posts.first, text: 'bolt is good' }], ORIGIN);
    expect(await firsts()).toEqual(['acme ann 2026-03-10', 'acme ben 2026-03-18', 'bolt ann 2026-02-10']);
    await takeIn(deps, [{ ...posts.late, text: 'nothing of interest' }], ORIGIN);
    expect(await firsts()).toEqual(['acme ann 2026-03-10', 'bolt ann 2026-02-10']);
  });

  it('follows corrections that take a mention out of what counts, and in again', async () => {
    await say(posts.first, 'unrelated');
    await say(posts.late, 'spam');
    expect(await firsts()).toEqual(['acme ann 2026-03-10', 'bolt ann 2026-03-10']);
    await say(posts.first, 'negative');
    await say(posts.late, null);
    expect(await firsts()).toEqual(ALL);
  });

  it('goes with posts that are forgotten or kept long enough', async () => {
    await forgetPost(posts.first);
    expect(await firsts()).toEqual(['acme ann 2026-03-10', 'acme ben 2026-03-18', 'bolt ann 2026-03-10']);
    await forgetPost(posts.second);
    expect(await firsts()).toEqual(['acme ben 2026-03-18']);
    await takeIn(deps, [said('ann', '2026-02-10', 'acme is bad'), said('cat', '2026-02-11', 'acme is bad')], ORIGIN);
    await takeIn(deps, [said('ann', '2026-03-12', 'acme is bad')], ORIGIN);
    expect(await firsts()).toEqual(['acme ann 2026-02-10', 'acme ben 2026-03-18', 'acme cat 2026-02-11']);
    expect(await dropPosts(store.db, at('2026-03-05'))).not.toEqual([]);
    store.months.forget();
    expect(await firsts()).toEqual(['acme ann 2026-03-12', 'acme ben 2026-03-18']);
    // A late one of a month that has gone makes it anew, and stays known.
    await takeIn(deps, [said('ben', '2026-02-02', 'acme is bad')], ORIGIN);
    await dropPosts(store.db, at('2026-02-01'));
    expect(await firsts()).toContain('acme ben 2026-02-02');
  });

  it('says how many are new in a stretch of time: as many as its list has authors', async () => {
    const march = { brand: 'acme', from: at('2026-03-01'), to: NOW };
    expect(await countNewcomers(store.db, march)).toBe(1);
    expect((await countMentions(store.db, { ...march, newcomer: true })).authors).toBe(1);
    const whole = { ...march, from: at('2026-01-01') };
    expect(await countNewcomers(store.db, whole)).toBe(2);
    expect((await countMentions(store.db, { ...whole, newcomer: true })).authors).toBe(2);
    const both = { ...march, brand: 'bolt' };
    expect(await countNewcomers(store.db, both)).toBe(1);
  });

  it('is found anew in a store of an earlier version', async () => {
    await sql`drop table first_heard`.execute(store.db);
    await sql`delete from migrations where name = '019-newcomers'`.execute(store.db);
    await migrate(store.db);
    expect(await firsts()).toEqual(ALL);
  });
});
