/** Crawls as they would have been, and the coverage that follows from them by arithmetic of the tests' own. */
import { sql } from 'kysely';
import { type CrawlSummary, claimCrawl, finishCrawl, recordCoverage, startCrawl } from '../../../src/store/crawls.ts';
import type { Db } from '../../../src/store/store.ts';

const GOOD: CrawlSummary = {
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

/** One crawl of a registered target: it saw everything, unless said otherwise. */
export async function crawled(db: Db, target: string, at: Date, more: Partial<CrawlSummary> = {}): Promise<void> {
  const summary = { ...GOOD, ...more };
  const id = await claimCrawl(db, target, 'crawl', at);
  if (id === null) throw new Error(`${target} was crawled at ${at.toISOString()} already`);
  await startCrawl(db, id, at);
  await finishCrawl(db, id, summary, at);
  await recordCoverage(db, target, id, summary, at);
}

/**
 * The coverage that a figure's link means, counted with ranges by the database: of each target the whole time less what
 * lies in its gaps and after its last look; of all targets the mean. 1 where none looks.
 */
export async function coverageBehind(db: Db, link: string): Promise<number> {
  const query = new URL(link, 'http://x').searchParams;
  const period = sql`tstzrange(${query.get('from')}::timestamptz, ${query.get('to')}::timestamptz)`;
  const site = query.get('site');
  const { rows } = await sql<{ share: number | null }>`
    select avg(1 - (least(extract(epoch from upper(w.range) - lower(w.range)), w.blind + w.missed)
      / extract(epoch from upper(w.range) - lower(w.range))))::float8 as share
    from (
      select ${period} as range,
        coalesce((select extract(epoch from upper(tail.r) - lower(tail.r))
          from (select ${period} * tstzrange(s.covered_until, null) as r) tail where not isempty(tail.r)), 0) as blind,
        coalesce((select sum(extract(epoch from upper(gap.r) - lower(gap.r)) * (1 - gap.seen))
          from (select ${period} * tstzrange(g.since, g.until) * tstzrange(null, s.covered_until) as r, g.seen
            from coverage_gaps g where g.target = s.target) gap where not isempty(gap.r)), 0) as missed
      from target_states s
      where ${query.get('brand')} = any(s.brands) and (s.site is null or ${site}::text is null or s.site = ${site})
        and not (s.paused and s.covered_until is null)
    ) w`.execute(db);
  return rows[0]?.share ?? 1;
}
