/** The crawls of a stretch of time: how they ended, and which of them did not see everything. */
import { sql } from 'kysely';
import { type CrawlOutcome, SEEING } from '../model.ts';
import { LOOKING } from './crawls.ts';
import type { Db } from './store.ts';

/** A crawl that failed to see, or saw a part only. */
export interface TroubledCrawl {
  readonly at: Date;
  readonly outcome: CrawlOutcome;
  readonly reason: string;
}

export interface PeriodCrawls {
  /** How many crawls ended how, the most common first. */
  readonly outcomes: readonly { readonly outcome: CrawlOutcome; readonly count: number }[];
  /** Oldest first, at most as many as were asked for. */
  readonly troubled: readonly TroubledCrawl[];
  /** Of all that were. */
  readonly troubledCount: number;
  /** Start of the oldest crawl that is kept, of whatever time; null where none is. */
  readonly keptSince: Date | null;
}

/** What one target's crawls that began in [from, to) came to. */
export async function periodCrawls(
  db: Db,
  target: string,
  { from, to }: { readonly from: Date; readonly to: Date },
  limit: number,
): Promise<PeriodCrawls> {
  const within = sql`target = ${target} and kind = any(${[...LOOKING]}::text[]) and outcome is not null
    and started_at >= ${from} and started_at < ${to}`;
  const inTrouble = sql`not (outcome = any(${[...SEEING]}::text[]) and complete is not false)`;
  const outcomes = await sql<{ outcome: CrawlOutcome; count: number; troubled: number }>`
    select outcome, count(*)::int as count, (count(*) filter (where ${inTrouble}))::int as troubled
    from crawls where ${within} group by outcome order by 2 desc, 1`.execute(db);
  const troubled = await sql<TroubledCrawl>`
    select started_at as at, outcome, coalesce(reason, '') as reason
    from crawls where ${within} and ${inTrouble} order by started_at limit ${limit}`.execute(db);
  const first = await db
    .selectFrom('crawls')
    .select((select) => select.fn.min('started_at').as('at'))
    .where('target', '=', target)
    .executeTakeFirst();
  return {
    outcomes: outcomes.rows.map(({ outcome, count }) => ({ outcome, count })),
    troubled: troubled.rows,
    troubledCount: outcomes.rows.reduce((sum, row) => sum + row.troubled, 0),
    keptSince: first?.at ?? null,
  };
}
