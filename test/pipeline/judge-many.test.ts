/** Brands looked at together: what is told, what is left to be looked at by itself, and what a process may remember. */
import { sql } from 'kysely';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { DEFAULT_DETECT_SETTINGS } from '../../src/detect/settings.ts';
import type { BaselineState } from '../../src/detect/types.ts';
import type { Post } from '../../src/model.ts';
import { type JudgeDeps, judgeBrand } from '../../src/pipeline/judge.ts';
import { passQuiet } from '../../src/pipeline/judge-many.ts';
import { SeriesMemory } from '../../src/pipeline/series-memory.ts';
import { takeIn } from '../../src/pipeline/take-in.ts';
import { bucketStart } from '../../src/store/buckets.ts';
import { loadSeriesStates, readTouched, touchedBrands } from '../../src/store/series.ts';
import type { Store } from '../../src/store/store.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { emptyStore } from './support/empty.ts';
import { makeBrand, makePost, markAnalyzer } from './support/posts.ts';

const ids = ['acme', 'bolt', 'cora'];
const brands = ids.map(makeBrand);
const START = Date.parse('2026-03-02T00:00:00Z');
const HOUR = 3_600_000;
const at = (hours: number) => new Date(START + hours * HOUR);

/** Two weeks of twelve mentions a day up to `START`, every third negative. */
function ordinaryLife(brand: string): Post[] {
  return Array.from({ length: 14 * 12 }, (_, index) =>
    makePost({
      text: index % 3 === 1 ? `${brand} bad service` : `${brand} good`,
      publishedAt: new Date(START - 14 * 24 * HOUR + index * 2 * HOUR),
    }),
  );
}

describeOnEachStore('brands looked at together', (stores) => {
  let store: Store;
  let deps: JudgeDeps;
  let memory: SeriesMemory;
  beforeAll(async () => {
    store = await stores.open();
  });
  beforeEach(async () => {
    await emptyStore(store);
    deps = { store, settings: DEFAULT_DETECT_SETTINGS, alertsFor: async () => [] };
    memory = new SeriesMemory();
    await bring(ids.flatMap(ordinaryLife), at(0), true);
    for (const brand of brands) await judgeBrand(deps, brand, at(0));
  });

  const bring = (posts: readonly Post[], now: Date, backfill = false) =>
    takeIn({ store, analyzer: markAnalyzer(ids), brandIds: new Set(ids), privacy: { authorSecret: 's' } }, posts, {
      ...{ now, target: null, about: null, backfill },
    });
  const complaint = (brand: string, hours: number) =>
    makePost({ text: `${brand} bad service ${hours}`, publishedAt: at(hours) });
  const pass = async (hours: number, by = memory) => (await passQuiet(deps, by, brands, at(hours))).map(({ id }) => id);
  const marksOf = async (brand: string) => (await readTouched(store.db, brand)).series.length;

  it('are done where nothing is to be told; the one that has something is left as it is', async () => {
    const pile = Array.from({ length: 14 }, (_, i) => complaint('bolt', 1 + i / 20));
    await bring([complaint('acme', 1), ...pile, makePost({ text: 'cora good', publishedAt: at(1) })], at(1.8));
    const before = await marksOf('bolt');
    expect(await pass(1.8)).toEqual(['bolt']);
    expect(await touchedBrands(store.db)).toEqual(['bolt']);
    expect(await marksOf('bolt')).toBe(before);
    expect((await judgeBrand(deps, brands[1]!, at(1.8))).map(({ kind }) => kind)).toEqual(['opened']);
    // It is looked at by itself as long as its incident is open.
    expect(await pass(1.9)).toEqual(['bolt']);
  });

  it('are found out by what a process remembers as by what is read anew', async () => {
    await bring(
      ids.map((id) => complaint(id, 1)),
      at(1.1),
    );
    expect(await pass(1.1)).toEqual([]);
    // One after the other, and out of order: each look sees what came since, and all that came before.
    const told: string[][] = [];
    for (let i = 0; i < 14; i++) {
      await bring([complaint('cora', 2 + (i % 7) / 10)], at(2.8 + i / 100));
      told.push(await pass(2.8 + i / 100));
      expect(await passQuiet(deps, new SeriesMemory(), [], at(3))).toEqual([]);
    }
    const first = told.findIndex((left) => left.length > 0);
    expect(first).toBeGreaterThan(2);
    expect(told.at(-1)).toEqual(['cora']);
    // A process that remembers nothing says the same of what is there now.
    expect(await pass(2.94, new SeriesMemory())).toEqual(['cora']);
  });

  it('are read anew where another process has looked in between', async () => {
    const other = new SeriesMemory();
    await bring([complaint('acme', 1)], at(1.1));
    await pass(1.1);
    for (let i = 0; i < 7; i++) {
      await bring([complaint('acme', 1.2 + i / 20)], at(1.6));
      // Each sees half of what comes in, and clears its marks.
      const [a, b] = i % 2 === 0 ? [other, memory] : [memory, other];
      if ((await pass(1.6, a)).length > 0) return expect(i).toBeGreaterThan(2);
      expect(await pass(1.6, b)).toEqual([]);
    }
    for (let i = 0; i < 7; i++) {
      await bring([complaint('acme', 1.6 + i / 40)], at(1.9));
      if ((await pass(1.9, i % 2 === 0 ? other : memory)).length > 0) return;
    }
    throw new Error('fifteen complaints in an hour were not noticed');
  });

  it('keep what was touched while they were looked at', async () => {
    await bring([complaint('acme', 1)], at(1.1));
    const write: Store['write'] = async (work) => {
      await bring([complaint('acme', 1.1)], at(1.1));
      return store.write(work);
    };
    expect(await passQuiet({ ...deps, store: { ...store, write } }, memory, brands, at(1.1))).toEqual([]);
    expect(await marksOf('acme')).toBeGreaterThan(0);
    expect(await pass(1.2)).toEqual([]);
    expect(await marksOf('acme')).toBe(0);
  });

  it('have their baselines moved on to what one by one they are moved to', async () => {
    for (const hours of [5, 11, 17, 23, 29]) {
      await bring(
        ids.flatMap((id) => [complaint(id, hours), makePost({ text: `${id} good`, publishedAt: at(hours + 0.2) })]),
        at(hours + 0.3),
      );
      expect(await pass(hours + 0.3)).toEqual([]);
    }
    const together = (await loadSeriesStates(store.db, 'acme', ['all'])).get('all')!;
    expect(together.upto.getTime()).toBeGreaterThan(at(0).getTime() - 2 * HOUR);
    await sql`update series_states set upto = ${at(-24)} where false`.execute(store.db);
    await sql`delete from series_states where brand = 'bolt'`.execute(store.db);
    await bring([complaint('bolt', 29.5)], at(29.6));
    await judgeBrand(deps, brands[1]!, at(29.6));
    const alone = (await loadSeriesStates(store.db, 'bolt', ['all'])).get('all')!;
    const level = ({ state }: { state: unknown }) => (state as BaselineState).negative.count;
    expect(Math.abs(level(together) / level(alone) - 1)).toBeLessThan(0.2);
    expect(bucketStart(together.upto, 60)).toEqual(together.upto);
  });
});
