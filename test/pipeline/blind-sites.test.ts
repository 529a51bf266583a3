/** Sites that could not be seen on a day: said as people there would say it, and only where posts are missing. */
import { beforeAll, expect, it } from 'vitest';
import { formatFor } from '../../src/notify/content/format.ts';
import { plain } from '../../src/notify/content/inline.ts';
import { blindLine } from '../../src/notify/content/pieces.ts';
import type { CoverageCaveat } from '../../src/notify/views/parts.ts';
import { blindSites } from '../../src/pipeline/views/blind-sites.ts';
import { boundsOf } from '../../src/pipeline/views/days.ts';
import { registerTargets } from '../../src/store/crawls.ts';
import type { Store } from '../../src/store/store.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { coverageBehind, crawled } from './support/crawls.ts';

const ZONE = 'America/New_York';
/** 00:00 on 2 March in New York. */
const MIDNIGHT = Date.parse('2026-03-02T05:00:00Z');
/** `14:05` of 2 March there; `+1 03:00` of the day after. */
function at(clock: string): Date {
  const [, days = '0', hours, minutes] = /^(?:([+-]\d) )?(\d\d):(\d\d)$/.exec(clock)!;
  return new Date(MIDNIGHT + ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60_000);
}

describeOnEachStore('blind sites', (stores) => {
  let store: Store;
  beforeAll(async () => {
    store = await stores.open();
  });

  /** Targets on `douban` unless named `other…`, all well until the evening before. */
  async function watched(...targets: string[]): Promise<void> {
    for (const table of ['coverage_gaps', 'crawls', 'target_states'] as const)
      await store.db.deleteFrom(table).execute();
    await registerTargets(
      store.db,
      targets.map((target) => {
        const site = target.startsWith('other') ? 'weibo' : 'douban';
        return { target, crawler: 'json', site, brands: ['acme'] };
      }),
    );
    for (const target of targets) await crawled(store.db, target, at('-1 20:00'));
  }
  const missed = { complete: false, reason: 'older posts not reached' } as const;
  const blocked = { outcome: 'blocked', reason: 'HTTP 403' } as const;
  const names = (site: string) => (site === 'douban' ? 'Douban' : site);
  const of = async (day: string): Promise<CoverageCaveat[]> => {
    const { from, to } = boundsOf(day, ZONE);
    return blindSites(store.db, names, { brand: 'acme', from, to });
  };
  const said = (caveats: readonly CoverageCaveat[], language: 'en' | 'zh' = 'en') =>
    caveats.map((caveat) => plain(blindLine(caveat, formatFor(language, ZONE))));

  it('from 14:05 to 17:00: in the reader’s zone, in both languages, on that day alone', async () => {
    await watched('d', 'other');
    await crawled(store.db, 'd', at('14:05'));
    await crawled(store.db, 'd', at('14:30'), blocked);
    await crawled(store.db, 'd', at('17:00'), missed);
    for (const target of ['d', 'other']) await crawled(store.db, target, at('+2 01:00'));
    const caveats = await of('2026-03-02');
    expect(said(caveats)).toEqual([
      'Douban was blind from Mon 2 Mar, 14:05 to 17:00 (what was said meanwhile could not be fetched any more)',
    ]);
    expect(said(caveats, 'zh')).toEqual(['Douban 在 3月2日 周一 14:05 至 17:00 期间看不到（恢复后已无法补抓）']);
    // The link leads to the day's coverage of that site, which lacks just this time.
    expect(await coverageBehind(store.db, caveats[0]!.evidence)).toBeCloseTo(1 - 175 / (24 * 60), 10);
    expect(await of('2026-03-01')).toEqual([]);
    expect(await of('2026-03-03')).toEqual([]);
  });

  it('over midnight: told on both days, with the days named', async () => {
    await watched('d');
    await crawled(store.db, 'd', at('22:00'));
    await crawled(store.db, 'd', at('+1 03:00'), missed);
    await crawled(store.db, 'd', at('+3 00:00'));
    const line =
      'Douban was blind from Mon 2 Mar, 22:00 to Tue 3 Mar, 03:00 (what was said meanwhile could not be fetched any more)';
    expect(said(await of('2026-03-02'))).toEqual([line]);
    expect(said(await of('2026-03-03'))).toEqual([line]);
    expect(await of('2026-03-04')).toEqual([]);
  });

  it('still blind when the day ended: since when, and no end; days before it know nothing of it', async () => {
    await watched('d');
    await crawled(store.db, 'd', at('14:05'));
    await crawled(store.db, 'd', at('15:00'), blocked);
    await crawled(store.db, 'd', at('+1 09:00'), blocked);
    const line = 'Douban blind since Mon 2 Mar, 14:05 (the site blocked us)';
    expect(said(await of('2026-03-02'))).toEqual([line]);
    expect(said(await of('2026-03-03'))).toEqual([line]);
    expect(said(await of('2026-03-02'), 'zh')).toEqual(['Douban 自 3月2日 周一 14:05 起看不到（被网站拦截）']);
    expect(await of('2026-03-01')).toEqual([]);
    // Read again without a loss, nothing is left to be said.
    await crawled(store.db, 'd', at('+1 10:00'));
    expect(await of('2026-03-02')).toEqual([]);
  });

  it('of two targets on one site, one blind: the site is told once, as seen in part; both blind, as blind', async () => {
    await watched('d1', 'd2', 'other');
    await crawled(store.db, 'd1', at('14:05'));
    await crawled(store.db, 'd1', at('15:00'), blocked);
    await crawled(store.db, 'd2', at('16:30'));
    const [caveat, ...more] = await of('2026-03-02');
    expect(more).toEqual([]);
    expect(caveat).toMatchObject({ partly: true, site: { id: 'douban' } });
    expect(said([caveat!])).toEqual(['Douban seen in part only since Mon 2 Mar, 14:05 (the site blocked us)']);
    expect(said([caveat!], 'zh')).toEqual(['Douban 自 3月2日 周一 14:05 起只能看到一部分（被网站拦截）']);
    await crawled(store.db, 'd2', at('17:00'), { outcome: 'unreachable', reason: 'timed out' });
    // Seen by nobody from when the second went blind.
    expect(said(await of('2026-03-02'))).toEqual([
      'Douban blind since Mon 2 Mar, 16:30 (the site could not be reached)',
    ]);
  });

  it('of two targets that were blind at different times, the longer one is told, as seen in part', async () => {
    await watched('d1', 'd2');
    await crawled(store.db, 'd1', at('02:00'));
    await crawled(store.db, 'd1', at('03:00'), missed);
    await crawled(store.db, 'd2', at('14:05'));
    await crawled(store.db, 'd2', at('17:00'), missed);
    for (const target of ['d1', 'd2']) await crawled(store.db, target, at('+1 01:00'));
    expect(said(await of('2026-03-02'))).toEqual([
      'Douban was seen in part only from Mon 2 Mar, 14:05 to 17:00 (what was said meanwhile could not be fetched any more)',
    ]);
  });

  it('are not told for minutes, for what was mostly read, for other brands, or for one that never was to look', async () => {
    await watched('d', 'other');
    await crawled(store.db, 'd', at('10:00'));
    await crawled(store.db, 'd', at('10:14'), missed);
    await crawled(store.db, 'd', at('12:00'), { complete: false, completeness: 0.5 });
    await registerTargets(store.db, [
      { target: 'd', crawler: 'json', site: 'douban', brands: ['acme'] },
      { target: 'other', crawler: 'json', site: 'weibo', brands: ['bolt'] },
      { target: 'resting', crawler: 'json', site: 'douban', brands: ['acme'] },
    ]);
    await crawled(store.db, 'other', at('12:00'), blocked);
    await store.db.updateTable('target_states').set({ paused: true }).where('target', '=', 'resting').execute();
    expect(await of('2026-03-02')).toEqual([]);
    // One that rests after it has looked is blind.
    await store.db.updateTable('target_states').set({ paused: true }).where('target', '=', 'd').execute();
    expect(said(await of('2026-03-02'))).toEqual(['Douban blind since Mon 2 Mar, 12:00 (crawling is paused)']);
  });
});
