/**
 * Whether a target still sees what it should: expected yield against what came, and one line of advice where it is not
 * well. Pure: the crawls are given.
 */
import { type CrawlOutcome, SEEING } from '../model.ts';

/** A crawl that has ended, as far as health goes. */
export interface PastCrawl {
  readonly at: Date;
  readonly outcome: CrawlOutcome;
  readonly reason: string;
  readonly postsNew: number;
  /** First crawls bring months at once: no measure of what a day brings. */
  readonly backfill: boolean;
}

export interface Yield {
  /** New posts per day, mean over the days that were seen. */
  readonly perDay: number;
  /** Variance of the daily counts. */
  readonly variance: number;
  readonly days: number;
}

export interface Health {
  /** `blind`: the last crawls failed. `quiet`: it sees, but nothing new for improbably long. `unknown`: never crawled. */
  readonly state: 'well' | 'quiet' | 'blind' | 'unknown';
  /** Since when it is not well. */
  readonly since: Date | null;
  /** What to do, one line for the operator; empty where all is well. */
  readonly advice: string;
  readonly yield: Yield | null;
}

const DAY_MS = 86_400_000;
const HISTORY_DAYS = 28;
/** Days needed before silence can be told from a slow week. */
const LEAST_DAYS = 3;
/** A silence less probable than this is an alarm to the operator. */
const QUIET_CHANCE = 1e-3;
/** One failed crawl is bad luck, unless it says that the door is shut or the page has changed. */
const FAILURES = 3;
const AT_ONCE: ReadonlySet<CrawlOutcome> = new Set(['blocked', 'drifted', 'refused', 'gone']);

/** Posts per day over the last four weeks; null while too little is known. Days without a crawl that saw are left out. */
export function expectedYield(crawls: readonly PastCrawl[], now: Date): Yield | null {
  const days = new Map<number, number>();
  for (const { at, outcome, postsNew, backfill } of crawls) {
    const day = Math.floor((now.getTime() - at.getTime()) / DAY_MS);
    if (day < 0 || day >= HISTORY_DAYS || !SEEING.has(outcome)) continue;
    days.set(day, (days.get(day) ?? 0) + (backfill ? 0 : postsNew));
  }
  if (days.size < LEAST_DAYS) return null;
  const counts = [...days.values()];
  const perDay = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const variance = counts.reduce((sum, count) => sum + (count - perDay) ** 2, 0) / (counts.length - 1);
  return { perDay, variance, days: counts.length };
}

/**
 * Probability of no post at all in `days`, where daily counts are negative-binomial with the given mean and variance
 * (Poisson where they vary no more than that): (1 + m/k)^(−k·days), k = m²/(v − m).
 */
export function chanceOfSilence({ perDay, variance }: Yield, days: number): number {
  if (perDay <= 0) return 1;
  if (variance <= perDay * 1.05) return Math.exp(-perDay * days);
  const k = perDay ** 2 / (variance - perDay);
  return (1 + perDay / k) ** (-k * days);
}

/** `crawls` of one target, in the order of time, at least its last four weeks. */
export function healthOf(crawls: readonly PastCrawl[], now: Date): Health {
  const last = crawls.at(-1);
  if (!last) return { state: 'unknown', since: null, advice: 'not crawled yet', yield: null };
  const failures = trailing(crawls, ({ outcome }) => !SEEING.has(outcome));
  const before = crawls.slice(0, crawls.length - failures.length);
  const expected = expectedYield(before, now);
  if (failures.length >= FAILURES || failures.some(({ outcome }) => AT_ONCE.has(outcome))) {
    return { state: 'blind', since: failures[0]?.at ?? last.at, advice: adviceOn(last), yield: expected };
  }
  const silent = trailing(crawls, ({ postsNew }) => postsNew === 0);
  const from = crawls[crawls.length - silent.length - 1]?.at ?? crawls[0]?.at ?? last.at;
  const spoken = expected && expectedYield(crawls.slice(0, crawls.length - silent.length), from);
  const chance = spoken ? chanceOfSilence(spoken, (last.at.getTime() - from.getTime()) / DAY_MS) : 1;
  if (spoken && chance < QUIET_CHANCE) {
    const usual = spoken.perDay >= 1 ? `${Math.round(spoken.perDay)} a day` : `${Math.round(spoken.perDay * 7)} a week`;
    const advice = `nothing new since ${from.toISOString()}, where about ${usual} came until then: look at the site, then run earshot try`;
    return { state: 'quiet', since: from, advice, yield: spoken };
  }
  return { state: 'well', since: null, advice: '', yield: expected };
}

/** The crawls at the end that all satisfy a condition. */
function trailing(crawls: readonly PastCrawl[], condition: (crawl: PastCrawl) => boolean): readonly PastCrawl[] {
  return crawls.slice(crawls.findLastIndex((crawl) => !condition(crawl)) + 1);
}

/** One line for each way of not seeing. */
function adviceOn({ outcome, reason }: PastCrawl): string {
  return `${reason || outcome}: ${WHAT_TO_DO[outcome] ?? 'see the request log'}`;
}

const WHAT_TO_DO: Readonly<Partial<Record<CrawlOutcome, string>>> = {
  blocked: 'crawl less often, use the site’s API, or let its posts come in by import; walls are not climbed',
  refused: 'the site does not want this read; let its posts come in by import or its API',
  throttled: 'lower requests_per_minute or crawl less often',
  drifted: 'the page has changed; run earshot try on it and mend the options or the crawler',
  gone: 'the address is no more; put the new one into the target',
  unreachable: 'the site does not answer; it may pass, if not look at the address',
  failed: 'look at the reason; earshot try shows the page',
};
