import { beforeAll, beforeEach, expect, it } from 'vitest';
import type { Post } from '../../src/model.ts';
import { readFilter } from '../../src/pipeline/search.ts';
import { takeIn } from '../../src/pipeline/take-in.ts';
import { boundsOf, periodOf } from '../../src/pipeline/views/days.ts';
import type { DigestPeriod } from '../../src/pipeline/views/digest-view.ts';
import { risenWords } from '../../src/pipeline/views/digest-words.ts';
import { listMentions } from '../../src/store/mention-list.ts';
import type { Store } from '../../src/store/store.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { emptyStore } from './support/empty.ts';
import { makeBrand, makePost, markAnalyzer } from './support/posts.ts';

const acme = makeBrand('acme');
const DAY = '2026-03-30';
const at = (day: string, hour: number) => new Date(`${day}T${String(hour).padStart(2, '0')}:20:00Z`);

describeOnEachStore('words of a digest', (stores) => {
  let store: Store;
  beforeAll(async () => {
    store = await stores.open();
  });
  beforeEach(() => emptyStore(store));

  const bring = (posts: readonly Post[]) =>
    takeIn(
      { store, analyzer: markAnalyzer(['acme']), brandIds: new Set(['acme']), privacy: { authorSecret: 's' } },
      posts,
      { now: at('2026-03-31', 8), target: null, about: null, backfill: true },
    );
  const deps = () => ({ db: store.db, siteNames: (site: string) => site });
  const weeks = ['2026-03-23', '2026-03-16', '2026-03-09', '2026-03-02'];
  const spans = weeks.map((day) => periodOf(day, 'UTC', 'day'));
  const bounds = boundsOf(DAY, 'UTC');
  const filter = { brand: 'acme', from: bounds.from, to: bounds.to };
  const none = { total: 0, negative: 0, positive: 0 };
  const period = (past: typeof spans): DigestPeriod => ({
    ...{ brand: acme, timezone: 'UTC', bounds, filter, watched: null },
    past: past.map((week) => ({ week, counts: none })),
  });
  const ordinary = (day: string) =>
    Array.from({ length: 12 }, (_, i) =>
      makePost({
        text: `acme good hotel ${i % 2 === 0 ? 'breakfast' : 'garden'} number ${day} ${i}`,
        publishedAt: at(day, i),
      }),
    );

  it('names what people suddenly say, in both languages, and lists exactly the posts behind each number', async () => {
    await bring([...weeks, DAY].flatMap(ordinary));
    const sudden = Array.from({ length: 9 }, (_, i) =>
      makePost({
        text:
          i % 3 === 0
            ? `acme bad 他们让我打车去智利，第${i}次了`
            : `acme bad they told me to take a taxi to Chile, hour ${i}`,
        publishedAt: at(DAY, 10 + i),
      }),
    );
    await bring(sudden);
    const risen = await risenWords(deps(), period(spans));
    const words = risen.map(({ topic }) => ('words' in topic ? topic.words : ''));
    expect(words.join(' ')).toMatch(/taxi|Chile/i);
    expect(words.join(' ')).not.toMatch(/breakfast|garden|hotel|acme/);
    for (const change of risen) {
      expect(change).toMatchObject({ label: 'negative', usual: { value: 0 } });
      expect(change.quote?.text).toContain('acme bad');
      const read = readFilter(new URL(change.now.evidence, 'http://x').searchParams);
      if ('problems' in read) throw new Error(read.problems.join());
      const listed = await listMentions(store.db, read.filter, { order: 'newest', limit: 100 });
      expect(listed).toHaveLength(change.now.value);
    }
  });

  it('finds no news where nothing changed, nor where there is no past', async () => {
    await bring([...weeks, DAY].flatMap(ordinary));
    expect(await risenWords(deps(), period(spans))).toEqual([]);
    expect(await risenWords(deps(), period([]))).toEqual([]);
  });
});
