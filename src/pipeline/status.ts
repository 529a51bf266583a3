/** Everything an operator wants to know of the targets at a glance. */
import { AT_EASE, type CrawlOutcome, type HealthState, SEEING, type Target } from '../model.ts';
import { HEALTH_WORDS, wordsFor } from '../notify/words/health.ts';
import { exposureOf, targetCoverage } from '../store/coverage.ts';
import type { Db } from '../store/store.ts';
import { foundHealth } from '../store/target-health.ts';
import { type CrawlRow, lastCrawlOf, postsSince } from '../store/work.ts';
import { assess } from './health.ts';
import { type Rest, restInWords } from './rest.ts';

export interface TargetStatus {
  readonly target: string;
  readonly crawler: string;
  readonly sites: readonly string[];
  readonly state: HealthState;
  readonly since: Date | null;
  readonly rest: Rest | null;
  readonly lastCrawl: CrawlRow | null;
  readonly newLastDay: number;
  /** Null while too little is known. */
  readonly expected: { readonly perDay: number; readonly deviation: number; readonly days: number } | null;
  /** Share of the last 24 hours that was seen, 0…1; null before the first crawl. */
  readonly coverage: number | null;
  readonly nextRun: Date | null;
  /** What is wrong and what to do, one line; empty where all is well. */
  readonly advice: string;
}

const DAY_MS = 86_400_000;
/** A crawl is not late before this. */
const LATE_MS = 3_600_000;

export interface StatusContext {
  readonly resting: ReadonlyMap<string, Rest>;
  readonly sites: Iterable<string>;
  /** Null where nothing is scheduled: posts are brought when they are brought. */
  readonly nextRun: Date | null;
  /** Its posts are brought, not crawled. */
  readonly door?: boolean;
}

/** How each target stands at `now`, judged afresh. */
export async function targetStatus(
  db: Db,
  target: Pick<Target, 'id' | 'crawler'>,
  { resting, sites, nextRun, door = false }: StatusContext,
  now: Date,
): Promise<TargetStatus> {
  const rest = resting.get(target.id) ?? null;
  const [found] = await foundHealth(db, [target.id]);
  const before = found?.state ?? 'new';
  const health = await assess(db, target.id, before, now);
  const lastCrawl = await lastCrawlOf(db, target.id);
  // That nobody crawls is found by those who tick, not from the crawls there are.
  const overdue =
    before === 'overdue' && (lastCrawl === null || found === undefined || lastCrawl.finishedAt < found.foundAt);
  const state = rest !== null ? 'paused' : overdue ? 'overdue' : health.state;
  const since = rest !== null ? rest.since : overdue ? (found?.since ?? null) : health.since;
  const reason = overdue ? (found?.reason ?? '') : health.reason;
  return {
    target: target.id,
    crawler: target.crawler,
    sites: [...sites],
    state,
    since,
    rest,
    lastCrawl,
    newLastDay: await postsSince(db, target.id, new Date(now.getTime() - DAY_MS)),
    expected: health.yield,
    coverage: await seenLastDay(db, target.id, state === 'paused' || state === 'overdue', now),
    nextRun: rest === null ? nextRun : rest.until,
    advice: adviceOn(state, since, reason, rest, lastCrawl, health.yield?.perDay ?? null, door),
  };
}

/** The time since the last crawl is not blindness while the next one is not late. */
async function seenLastDay(db: Db, target: string, waiting: boolean, now: Date): Promise<number | null> {
  const coverage = await targetCoverage(db, target, new Date(now.getTime() - DAY_MS));
  if (coverage === null || (coverage.until === null && coverage.failingSince === null)) return null;
  const looked = coverage.lastAt ?? now;
  const end = waiting || now.getTime() - looked.getTime() > DAY_MS - LATE_MS ? now : looked;
  return exposureOf([coverage], null, new Date(end.getTime() - DAY_MS), end);
}

function adviceOn(
  state: HealthState,
  since: Date | null,
  reason: string,
  rest: Rest | null,
  last: CrawlRow | null,
  perDay: number | null,
  door: boolean,
): string {
  const words = wordsFor(HEALTH_WORDS.en, state, door);
  if (rest !== null) return restInWords(rest) + (rest.by === 'command' ? '; earshot resume ends it' : '');
  if (AT_EASE.has(state)) {
    if (last === null || SEEING.has(last.outcome as CrawlOutcome)) return '';
    return `the last ${door ? 'file or push' : 'crawl'} failed (${last.outcome}: ${last.reason}); it is an alarm if that goes on`;
  }
  const begun = since === null ? '' : ` since ${since.toISOString().slice(0, 16)}Z`;
  const usual =
    (state === 'quiet' || state === 'low') && perDay !== null
      ? `, where about ${perDay >= 1 ? `${Math.round(perDay)} a day` : `${Math.round(perDay * 7)} a week`} came until then`
      : '';
  return `${words.state}${begun}${usual}${reason === '' ? '' : `: ${reason}`}. ${words.advice}`;
}
