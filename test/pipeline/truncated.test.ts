/** Listings that show only the beginning of a text: no edit, no loss, and the whole text takes its place. */
import { beforeAll, beforeEach, expect, it } from 'vitest';
import type { Post } from '../../src/model.ts';
import { contentHash, wholeIsWanted } from '../../src/pipeline/prepare.ts';
import { type TakeInContext, type TakeInDeps, takeIn } from '../../src/pipeline/take-in.ts';
import { findPosts, postKey } from '../../src/store/posts.ts';
import type { Store } from '../../src/store/store.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { emptyStore } from './support/empty.ts';
import { makePost, markAnalyzer } from './support/posts.ts';

const at = (minutes: number): TakeInContext => ({
  now: new Date(Date.parse('2026-03-02T12:00:00Z') + minutes * 60_000),
  target: null,
  about: null,
  backfill: false,
});

describeOnEachStore('a text of which a listing shows the beginning', (stores) => {
  let store: Store;
  let deps: TakeInDeps;
  const whole = makePost({ text: 'acme was fine at first, then it was bad', engagement: { replies: 1 } as never });
  const cut = (changes: Partial<Post> = {}): Post => ({
    ...whole,
    text: 'acme was fine at first…',
    truncated: true,
    ...changes,
  });
  beforeAll(async () => {
    store = await stores.open();
  });
  beforeEach(async () => {
    await emptyStore(store);
    deps = { store, analyzer: markAnalyzer(['acme']), brandIds: new Set(['acme']), privacy: { authorSecret: null } };
  });

  const stored = () =>
    store.db
      .selectFrom('posts')
      .select(['text', 'truncated', 'version', 'edited_at', 'replies'])
      .executeTakeFirstOrThrow();
  const versions = () => store.db.selectFrom('post_versions').select('text').execute();
  const labels = async () => (await store.db.selectFrom('mentions').select('label').execute()).map((row) => row.label);
  const known = async () => (await findPosts(store.db, [whole])).get(postKey(whole));

  it('is completed by the whole text, which is scored anew and is no edit', async () => {
    await takeIn(deps, [cut()], at(0));
    expect(await stored()).toMatchObject({ truncated: true, text: 'acme was fine at first…' });
    expect(await labels()).toEqual(['neutral']);
    expect(await takeIn(deps, [whole], at(1))).toMatchObject({ new: 0, updated: 1 });
    expect(await stored()).toMatchObject({ truncated: false, text: whole.text, version: 1, edited_at: null });
    expect(await labels()).toEqual(['negative']);
    expect(await versions()).toEqual([]);
    const counted = await store.db.selectFrom('buckets').select('negative').where('series', '=', 'all').execute();
    expect(counted.map((row) => row.negative)).toEqual([1, 1, 1]);
  });

  it('stays whole when the listing is crawled again; its counters move on', async () => {
    await takeIn(deps, [whole], at(0));
    const again = cut({ engagement: { ...whole.engagement, replies: 9 } });
    expect(await takeIn(deps, [again], at(5))).toMatchObject({ updated: 0, reread: 1 });
    expect(await takeIn(deps, [again], at(10))).toMatchObject({ updated: 0, reread: 0, unchanged: 1 });
    expect(await stored()).toMatchObject({
      text: whole.text,
      truncated: false,
      version: 1,
      edited_at: null,
      replies: 9,
    });
    expect(await labels()).toEqual(['negative']);
    expect(await versions()).toEqual([]);
  });

  it('is an edit where the beginning itself changes, and only the beginning is known', async () => {
    await takeIn(deps, [cut()], at(0));
    expect(await takeIn(deps, [cut({ text: 'acme is good…' })], at(5))).toMatchObject({ updated: 1 });
    expect(await stored()).toMatchObject({ text: 'acme is good…', truncated: true, version: 2 });
    expect(await versions()).toEqual([{ text: 'acme was fine at first…' }]);
  });

  it('is worth a request when new, when it begins otherwise, and where asking was in vain, once again', async () => {
    expect(wholeIsWanted(cut(), undefined, false)).toBe(true);
    await takeIn(deps, [cut()], at(0));
    expect(wholeIsWanted(cut(), await known(), false)).toBe(false);
    expect(wholeIsWanted(cut(), await known(), true)).toBe(true);
    await takeIn(deps, [whole], at(1));
    expect(wholeIsWanted(cut(), await known(), true)).toBe(false);
    expect(wholeIsWanted(cut({ text: 'acme, edited…' }), await known(), false)).toBe(true);
  });

  it('found whole before any listing showed it, it is not asked for', async () => {
    await takeIn(deps, [whole], at(0));
    expect(wholeIsWanted(cut(), await known(), true)).toBe(false);
    await takeIn(deps, [cut()], at(1));
    expect((await known())?.excerptHash).toBe(contentHash(cut()));
    expect(wholeIsWanted(cut({ text: 'acme, edited…' }), await known(), false)).toBe(true);
  });
});
