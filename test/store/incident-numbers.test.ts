import { beforeAll, expect, it } from 'vitest';
import { incidentNumbers } from '../../src/store/incident-numbers.ts';
import { writeIncident } from '../../src/store/incidents.ts';
import { countAuthors, countBy, countMentions, listMentions, topStories } from '../../src/store/mention-list.ts';
import { countPeople } from '../../src/store/people-behind.ts';
import type { Store } from '../../src/store/store.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { fillWorld, NOW } from '../web/world.ts';

describeOnEachStore('the numbers of an incident', (stores) => {
  let store: Store;
  const wanted = { authors: 5, top: 6, stories: 3, fewest: 5 };

  beforeAll(async () => {
    store = await stores.open();
    await fillWorld(store);
  }, 120_000);

  const incidentOn = async (take: (index: number) => boolean): Promise<number> => {
    const rows = await store.db
      .selectFrom('mentions')
      .select(['month', 'post_id as postId'])
      .where('brand', '=', 'acme')
      .orderBy('post_id')
      .execute();
    const posts = rows.filter((_, index) => take(index)).map((row) => ({ ...row, role: 'driver' }));
    const { incidentId } = await store.write((trx) =>
      writeIncident(trx, {
        ...{ brand: 'acme', incidentId: null, at: NOW, state: 'open', severity: 3, scope: {}, memory: null, posts },
        title: { aspect: null, intent: null, site: null },
        transition: { kind: 'opened', by: 'earshot', reason: {} },
      }),
    );
    return incidentId;
  };

  it.each([
    ['all mentions, of two months and with copies', () => true],
    ['some of them', (index: number) => index % 3 === 1],
  ])('are those that its lists count: %s', async (_, take) => {
    const incident = await incidentOn(take);
    const filter = { brand: 'acme', incident };
    const negative = { ...filter, label: 'negative' } as const;
    const numbers = await incidentNumbers(store.db, 'acme', incident, wanted);
    const counted = await countMentions(store.db, filter);
    expect(counted.total).toBeGreaterThan(40);
    expect(numbers).toMatchObject({ total: counted.total, negative: counted.negative });
    expect(numbers.aspects).toEqual(await countBy(store.db, filter, 'aspect'));
    expect(numbers.intents).toEqual(await countBy(store.db, filter, 'intent'));
    expect(numbers.authors).toEqual(await countAuthors(store.db, negative, wanted.authors));
    const top = await topStories(store.db, negative, wanted.top);
    expect(numbers.top).toEqual(top.map(({ month, postId }) => ({ month, postId })));
    const [first] = await listMentions(store.db, filter, { order: 'oldest', limit: 1 });
    const { month, postId, occurredAt: at, site } = first!;
    expect(numbers.first).toEqual({ month, postId, at, site });
    expect(numbers.people).toEqual(await countPeople(store.db, { ...filter, label: 'negative' }));
    const [copied] = numbers.stories;
    expect(
      (await listMentions(store.db, { ...filter, story: copied! }, { order: 'oldest', limit: 1 }))[0]?.copies,
    ).toBe(42);
  });

  it('of one without posts are none', async () => {
    const numbers = await incidentNumbers(store.db, 'acme', await incidentOn(() => false), wanted);
    const none = { total: 0, negative: 0, people: { named: 0, unnamed: 0 }, first: null };
    expect(numbers).toEqual({ ...none, aspects: [], intents: [], authors: [], top: [], stories: [] });
  });
});
