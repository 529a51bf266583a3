import { beforeAll, expect, it } from 'vitest';
import { coverageOf, exposureOf } from '../../src/store/coverage.ts';
import { type CrawlSummary, registerTargets } from '../../src/store/crawls.ts';
import type { Store } from '../../src/store/store.ts';
import { crawled } from '../pipeline/support/crawls.ts';
import { describeOnEachStore } from '../support/stores.ts';

const at = (minutes: number) => new Date(Date.parse('2026-03-02T12:00:00Z') + minutes * 60_000);
describeOnEachStore('coverage', (stores) => {
  let store: Store;
  beforeAll(async () => {
    store = await stores.open();
    await registerTargets(store.db, [{ target: 't', crawler: 'json', site: 's', brands: ['acme'] }]);
  });

  const seen = (minutes: number, more: Partial<CrawlSummary> = {}) => crawled(store.db, 't', at(minutes), more);
  const exposure = async (from: number, to: number) =>
    exposureOf(await coverageOf(store.db, 'acme', at(-60)), 's', at(from), at(to));

  it('is the share of pages that were read: one that failed does not blind the rest', async () => {
    await seen(0);
    await seen(10, { complete: false, completeness: 0.75 });
    await seen(20, { complete: false });
    await seen(30);
    await seen(40, { outcome: 'blocked' });
    expect(await exposure(0, 10)).toBeCloseTo(0.75);
    expect(await exposure(10, 20)).toBe(0);
    expect(await exposure(5, 15)).toBeCloseTo(0.375);
    expect(await exposure(20, 30)).toBe(1);
    expect(await exposure(30, 40)).toBe(0);
    const rows = await store.db.selectFrom('crawls').select('completeness').orderBy('slot').execute();
    expect(rows.map((row) => row.completeness)).toEqual([1, 0.75, 0, 1, 1]);
  });
});
