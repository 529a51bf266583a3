import { beforeAll, expect, it } from 'vitest';
import { coverageOf, exposureOf } from '../../src/store/coverage.ts';
import { type CrawlSummary, claimCrawl, finishCrawl, recordCoverage, registerTargets } from '../../src/store/crawls.ts';
import type { Store } from '../../src/store/store.ts';
import { describeOnEachStore } from '../support/stores.ts';

const at = (minutes: number) => new Date(Date.parse('2026-03-02T12:00:00Z') + minutes * 60_000);
const good: CrawlSummary = {
  outcome: 'ok',
  reason: '',
  requests: 1,
  bytes: 1,
  postsSeen: 1,
  postsNew: 1,
  postsUpdated: 0,
  postsFailed: 0,
  fill: {},
  complete: true,
};

describeOnEachStore('coverage', (stores) => {
  let store: Store;
  beforeAll(async () => {
    store = await stores.open();
    await registerTargets(store.db, [{ target: 't', crawler: 'json', site: 's', brands: ['acme'] }]);
  });

  async function crawled(minutes: number, summary: Partial<CrawlSummary> = {}): Promise<void> {
    const id = await claimCrawl(store.db, 't', 'crawl', at(minutes));
    await finishCrawl(store.db, id!, { ...good, ...summary }, at(minutes));
    await recordCoverage(store.db, 't', id!, { ...good, ...summary }, at(minutes));
  }
  const exposure = async (from: number, to: number) =>
    exposureOf(await coverageOf(store.db, 'acme', at(-60)), 's', at(from), at(to));

  it('is the share of pages that were read: one that failed does not blind the rest', async () => {
    await crawled(0);
    await crawled(10, { complete: false, completeness: 0.75 });
    await crawled(20, { complete: false });
    await crawled(30);
    await crawled(40, { outcome: 'blocked' });
    expect(await exposure(0, 10)).toBeCloseTo(0.75);
    expect(await exposure(10, 20)).toBe(0);
    expect(await exposure(5, 15)).toBeCloseTo(0.375);
    expect(await exposure(20, 30)).toBe(1);
    expect(await exposure(30, 40)).toBe(0);
    const rows = await store.db.selectFrom('crawls').select('completeness').orderBy('slot').execute();
    expect(rows.map((row) => row.completeness)).toEqual([1, 0.75, 0, 1, 1]);
  });
});
