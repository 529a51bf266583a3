import { expect, it } from 'vitest';
import { takeIn } from '../../src/pipeline/take-in.ts';
import { coordinationOf, FEWEST_COPIES } from '../../src/pipeline/views/coordination.ts';
import { incidentNumbers } from '../../src/store/incident-numbers.ts';
import { writeIncident } from '../../src/store/incidents.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { makePost, markAnalyzer } from './support/posts.ts';

const NOW = new Date('2026-03-02T12:00:00Z');
const HOUR = 3_600_000;

describeOnEachStore('a hint at coordination', (stores) => {
  it('is given of a story of the incident that many small accounts post as their own, with its rows', async () => {
    const store = await stores.open();
    const deps = {
      store,
      analyzer: markAnalyzer(['acme']),
      brandIds: new Set(['acme']),
      privacy: { authorSecret: null },
    };
    const copies = (prefix: string, text: string, count: number, followers: number, back: number) =>
      Array.from({ length: count }, (_, index) =>
        makePost({
          text,
          // Numbered by the store in order of their ids.
          id: `${prefix}${index}`,
          author: { name: null, id: `${text}${index}`, followers, verified: null },
          publishedAt: new Date(NOW.getTime() - back * 24 * HOUR - index * HOUR),
        }),
      );
    // The copies go back into the month before; a story of few is none, and a story of large accounts neither.
    const ordered = copies('a', 'ordered by somebody: acme is bad', 8, 3, 1);
    const posts = [
      ...ordered,
      ...copies('b', 'few say this: acme is bad', 3, 3, 0),
      ...copies('c', 'known people: acme is bad', 8, 900, 0),
    ];
    await takeIn(deps, posts, { now: NOW, target: null, about: null, backfill: false });
    const rows = await store.db
      .selectFrom('mentions')
      .select(['month', 'post_id', 'story_id'])
      .orderBy('post_id')
      .execute();
    const openOn = (roles: typeof rows) =>
      store.write((trx) =>
        writeIncident(trx, {
          ...{ brand: 'acme', incidentId: null, at: NOW, state: 'open', severity: 3, scope: {}, memory: null },
          title: { aspect: null, intent: null, site: null },
          transition: { kind: 'opened', by: 'earshot', reason: {} },
          posts: roles.map(({ month, post_id: postId }) => ({ month, postId, role: 'driver' as const })),
        }),
      );
    const all = await openOn(rows.slice(0, 1).concat(rows.slice(8)));
    const wanted = { authors: 1, top: 1, stories: 10, fewest: FEWEST_COPIES };
    const hinted = async ({ incidentId }: { incidentId: number }) =>
      coordinationOf(store.db, 'acme', (await incidentNumbers(store.db, 'acme', incidentId, wanted)).stories);
    const found = await hinted(all);
    expect(found).toMatchObject({ copies: { value: 8 }, accounts: { value: 8 } });
    expect(found?.copies.evidence).toContain(`story=${rows[0]!.story_id}`);
    const others = await openOn(rows.slice(8));
    expect(await hinted(others)).toBeNull();
  });
});
