/** Which posts may raise an incident by themselves. */
import { beforeAll, expect, it } from 'vitest';
import { takeIn } from '../../src/pipeline/take-in.ts';
import { tellingTrajectories } from '../../src/store/signals.ts';
import type { Store } from '../../src/store/store.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { intakeOf } from './support/incidents.ts';
import { makePost } from './support/posts.ts';

describeOnEachStore('posts that may raise an incident by themselves', (stores) => {
  let store: Store;
  beforeAll(async () => {
    store = await stores.open();
  });

  it('are negative, and do not give the best marks', async () => {
    const now = new Date('2026-03-02T12:00:00Z');
    const post = (id: string, value: number | null, text = `acme was bad to us number ${id}`) =>
      makePost({ id, text, rating: value === null ? null : { value, best: 5, worst: 1 } });
    const posts = [
      post('1', null),
      post('2', 1),
      post('3', 3),
      post('4', 4),
      post('5', 5),
      post('6', 1, 'acme is good'),
    ];
    await takeIn(intakeOf(store), posts, { now, target: null, about: null, backfill: false });
    const from = new Date('2026-03-02T00:00:00Z');
    const telling = await tellingTrajectories(store.db, 'acme', from, now);
    const ids = await store.db
      .selectFrom('posts')
      .select('external_id as id')
      .where(
        'post_id',
        'in',
        telling.map(({ postId }) => postId),
      )
      .orderBy('external_id')
      .execute();
    expect(ids.map(({ id }) => id)).toEqual(['1', '2', '3']);
  });
});
