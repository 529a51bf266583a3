/** A period's numbers, held to a count of its rows one by one. */
import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import type { Label } from '../../src/model.ts';
import { readPeriod } from '../../src/store/period.ts';
import type { Store } from '../../src/store/store.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { fillWorld, NOW } from '../web/world.ts';

const MOST = { top: 3, loud: 4 };
const FILTER = { brand: 'acme', from: new Date(NOW.getTime() - 20 * 86_400_000), to: NOW };

interface Row {
  readonly month: number;
  readonly postId: number;
  readonly at: Date;
  readonly storyId: number;
  readonly site: string;
  readonly label: Label;
  readonly aspects: readonly { aspect: string; label: Label }[];
  readonly intents: readonly { intent: string }[];
  readonly author: string | null;
  readonly followers: number | null;
  readonly reach: number;
}

describeOnEachStore('the numbers of a period', (stores) => {
  let store: Store;
  let rows: Row[];
  beforeAll(async () => {
    store = await stores.open();
    await fillWorld(store);
    // An aspect that is praised and blamed in one post, which counts once.
    const twice = JSON.stringify(
      (['negative', 'negative', 'positive', 'neutral'] as const).map((label) => ({ aspect: 'service', label })),
    );
    await sql`update mentions set aspects = ${twice}::jsonb, aspect_names = '{service}'
      where brand = 'acme' and post_id % 5 = 0`.execute(store.db);
    ({ rows } =
      await sql<Row>`select x.month, x.post_id as "postId", x.occurred_at as at, x.story_id as "storyId", x.site,
        x.label, x.aspects, x.intents, y.author_key as author, y.author_followers as followers,
        10 * coalesce(y.reposts, 0) + 3 * coalesce(y.replies, 0) + coalesce(y.likes, 0) + 3 * coalesce(y.helpful, 0)
          + coalesce(y.views, 0) / 100 + coalesce(y.author_followers, 0) / 100 as reach
      from mentions x, posts y where y.post_id = x.post_id and x.brand = 'acme' and x.occurred_at >= ${FILTER.from}
        and x.occurred_at < ${FILTER.to} and x.talker <> all ('{brand,advertising,unrelated}')`.execute(store.db));
  }, 120_000);

  const felt = (some: readonly { label: Label }[]) => ({
    total: some.length,
    negative: some.filter(({ label }) => label === 'negative').length,
    positive: some.filter(({ label }) => label === 'positive').length,
  });
  const byValue = <T extends { value: string }>(list: readonly T[]): Record<string, T> =>
    Object.fromEntries(list.map((one) => [one.value, one]));
  const grouped = (keysOf: (row: Row) => readonly string[]) => {
    const groups = new Map<string, Row[]>();
    for (const row of rows) for (const key of new Set(keysOf(row))) groups.set(key, [...(groups.get(key) ?? []), row]);
    return groups;
  };
  const widest = (some: readonly Row[]) =>
    some.toSorted((a, b) => b.reach - a.reach || a.at.getTime() - b.at.getTime() || a.postId - b.postId);
  const ref = ({ month, postId }: { month: number; postId: number }) => `${month}-${postId}`;

  it('counts labels, stories, authors, sites and intents', async () => {
    const { counts, sites, intents } = await readPeriod(store.db, FILTER, MOST);
    expect(rows.length).toBeGreaterThan(50);
    expect(counts).toEqual({
      ...felt(rows),
      neutral: rows.filter(({ label }) => label === 'neutral').length,
      stories: new Set(rows.map(({ storyId }) => storyId)).size,
      authors: new Set(rows.flatMap(({ author }) => author ?? [])).size,
    });
    for (const [list, keysOf] of [
      [sites, (row: Row) => [row.site]],
      [intents, (row: Row) => row.intents.map(({ intent }) => intent)],
    ] as const) {
      const expected = [...grouped(keysOf)].map(([value, some]) => ({ value, ...felt(some) }));
      expect(byValue(list)).toEqual(byValue(expected));
    }
    expect(intents.length).toBeGreaterThan(1);
  });

  it('counts an aspect once a post, as negative and as positive where it is both', async () => {
    const { aspects } = await readPeriod(store.db, FILTER, MOST);
    const feels = (row: Row, aspect: string, label: Label) =>
      row.aspects.some((one) => one.aspect === aspect && one.label === label);
    const expected = [...grouped((row) => row.aspects.map(({ aspect }) => aspect))].map(([value, some]) => ({
      value,
      total: some.length,
      negative: some.filter((row) => feels(row, value, 'negative')).length,
      positive: some.filter((row) => feels(row, value, 'positive')).length,
    }));
    expect(byValue(aspects)).toEqual(byValue(expected));
    const { service } = byValue(aspects);
    expect(service!.negative + service!.positive).toBeGreaterThan(service!.total);
  });

  it('names the widest-reaching of each label and aspect, one a story, and the loudest', async () => {
    const { top, voices, loud } = await readPeriod(store.db, FILTER, MOST);
    for (const label of ['negative', 'positive', 'neutral'] as const) {
      const stories = Map.groupBy(
        rows.filter((row) => row.label === label),
        ({ storyId }) => storyId,
      );
      const first = widest([...stories.values()].map((some) => widest(some)[0]!)).slice(0, MOST.top);
      expect(top.filter((post) => post.label === label).map(ref)).toEqual(first.map(ref));
    }
    const spoken = [...grouped((row) => row.aspects.filter((one) => one.label === row.label).map((one) => one.aspect))];
    const expected = spoken.flatMap(([aspect, some]) =>
      [...Map.groupBy(some, ({ label }) => label)].map(
        ([label, same]) => `${aspect} ${label} ${ref(widest(same)[0]!)}`,
      ),
    );
    expect(voices.map((post) => `${post.aspect} ${post.label} ${ref(post)}`).toSorted()).toEqual(expected.toSorted());
    const people = [...Map.groupBy(rows, ({ author }) => author)].flatMap(([authorKey, own]) =>
      authorKey === null
        ? []
        : [
            {
              authorKey,
              followers: Math.max(...own.map(({ followers }) => followers ?? -1)),
              posts: own.length,
              ...felt(own),
            },
          ],
    );
    people.sort((a, b) => b.followers - a.followers || b.posts - a.posts || (a.authorKey < b.authorKey ? -1 : 1));
    const shown = loud.map(({ authorKey, followers, posts, negative, positive }) => {
      return { authorKey, followers, posts, negative, positive };
    });
    expect(shown).toEqual(people.slice(0, MOST.loud).map(({ total: _total, ...person }) => person));
  });
});
