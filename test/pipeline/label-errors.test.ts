/** What the models get wrong on a series, from what the brand's talk lately consists of. */
import { beforeAll, beforeEach, expect, it } from 'vitest';
import type { Post } from '../../src/model.ts';
import { type ErrorsByKind, errorsOfSeries } from '../../src/pipeline/label-errors.ts';
import { takeIn } from '../../src/pipeline/take-in.ts';
import { labelMix } from '../../src/store/label-mix.ts';
import type { Store } from '../../src/store/store.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { emptyStore } from './support/empty.ts';
import { intakeOf } from './support/incidents.ts';
import { makePost } from './support/posts.ts';

const HOUR = 3_600_000;
const FIVE_STARS = { value: 5, best: 5, worst: 1 };

const REVIEWS = { sensitivity: 0.9, falsePositiveRate: 0.02 };
const POSTS = { sensitivity: 0.7, falsePositiveRate: 0.1 };
const byKind: ErrorsByKind = (lang, review) => (lang === 'xx' ? null : review ? REVIEWS : POSTS);

describeOnEachStore('errors of a series', (stores) => {
  let store: Store;
  let now = new Date('2026-03-10T00:00:00Z');
  const ago = (hours: number) => new Date(now.getTime() - hours * HOUR);
  beforeAll(async () => {
    store = await stores.open();
  });
  beforeEach(async () => {
    await emptyStore(store);
    // What was read for the test before is remembered for a day.
    now = new Date(now.getTime() + 10 * 24 * HOUR);
  });

  const bring = (posts: readonly Post[]) =>
    takeIn(intakeOf(store), posts, { now, target: null, about: null, backfill: false });
  const many = (count: number, partial: Partial<Post>) =>
    Array.from({ length: count }, (_, i) =>
      makePost({ text: `acme ${i % 4 === 0 ? 'bad' : 'good'} ${i}`, publishedAt: ago(30 + i / 10), ...partial }),
    );

  it('are those of the kinds of texts that it consists of, by site', async () => {
    await bring([...many(40, { site: 'shop', kind: 'review' }), ...many(40, { site: 'weibo', kind: 'post' })]);
    const errors = errorsOfSeries(store, 'acme', byKind);
    expect((await errors('site:shop', now))?.sensitivity).toBeCloseTo(0.9, 9);
    expect((await errors('site:weibo', now))?.falsePositiveRate).toBeCloseTo(0.1, 9);
    const all = (await errors('all', now))!;
    expect(all.falsePositiveRate).toBeGreaterThan(0.04);
    expect(all.falsePositiveRate).toBeLessThan(0.08);
    expect(await errors('site:elsewhere', now)).toBeNull();
    expect(await errors('aspect:service', now)).toEqual(all);
  });

  it('are none where a rating stands beside the text', async () => {
    await bring(many(20, { site: 'shop', kind: 'review', rating: FIVE_STARS }));
    expect(await errorsOfSeries(store, 'acme', byKind)('all', now)).toEqual({ sensitivity: 1, falsePositiveRate: 0 });
  });

  it('are read anew once a day, and do not follow the day that is judged', async () => {
    const errors = errorsOfSeries(store, 'acme', byKind);
    await bring(many(20, { kind: 'review', site: 'shop' }));
    const before = await errors('all', now);
    await bring(many(200, { kind: 'post', publishedAt: ago(1) }));
    expect(await errors('all', now)).toEqual(before);
    expect(await errors('all', new Date(now.getTime() + 20 * HOUR))).toEqual(before);
    const after = (await errors('all', new Date(now.getTime() + 26 * HOUR)))!;
    expect(after.sensitivity).toBeLessThan(before!.sensitivity);
  });

  it('leave what was not measured, and everything where nothing was, to the settings', async () => {
    await bring(many(5, { site: 'shop', kind: 'review' }));
    expect(await errorsOfSeries(store, 'acme', undefined)('all', now)).toBeNull();
    expect(await errorsOfSeries(store, 'acme', () => null)('all', now)).toBeNull();
  });

  it('look at the last mentions only, and at none that do not count', async () => {
    const old = many(10, { site: 'old', publishedAt: ago(400) });
    await bring([...old, ...many(6, { site: 'shop' })]);
    const mix = await labelMix(store.db, 'acme', ago(24), 6);
    expect(mix.map(({ site, rated, total }) => ({ site, rated, total }))).toEqual([
      { site: 'shop', rated: false, total: 6 },
    ]);
    expect(mix[0]!.negative).toBe(2);
  });
});
