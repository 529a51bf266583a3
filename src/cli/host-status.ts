/** The audit of one host: what it was asked, what it may be asked now, and what its robots.txt says of pace. */
import { userAgentOf } from '../crawl/fetching.ts';
import type { HostLimits } from '../crawl/ports.ts';
import { crawlDelayOf } from '../crawl/robots.ts';
import type { LoggedRequest } from '../store/politeness.ts';
import { requestsTo, requestTotals, robotsOf, standingOf } from '../store/request-log.ts';
import type { Db } from '../store/store.ts';
import { ageInWords, table } from './status-text.ts';

export interface HostReport {
  readonly host: string;
  readonly at: Date;
  readonly budgets: readonly {
    readonly host: string;
    /** Requests today (UTC), of how many. */
    readonly used: number;
    readonly limits: HostLimits;
    readonly underWay: number;
    readonly nextAt: Date;
    /** In force only: the host asked for patience. */
    readonly penalty: { readonly until: Date; readonly reason: string } | null;
  }[];
  readonly robots: readonly {
    readonly origin: string;
    readonly fetchedAt: Date;
    readonly state: string;
    /** Seconds between requests that it asks of us; null where it does not. */
    readonly crawlDelay: number | null;
  }[];
  readonly lastHour: { readonly requests: number; readonly bytes: number; readonly withoutPage: number };
  readonly lastDay: { readonly requests: number; readonly bytes: number; readonly withoutPage: number };
  readonly requests: readonly LoggedRequest[];
}

const HOUR_MS = 3_600_000;

export async function hostReport(
  db: Db,
  host: string,
  options: { limits: (host: string) => HostLimits; userAgent: string | null; contact: string; lines: number },
  now: Date,
): Promise<HostReport> {
  const token = options.userAgent ?? userAgentOf(options.contact);
  const today = now.toISOString().slice(0, 10);
  const budgets = (await standingOf(db, host)).map((standing) => ({
    host: standing.host,
    used: standing.day === today ? standing.used : 0,
    limits: options.limits(standing.host),
    underWay: Object.values(standing.leases).filter((end) => end > now.getTime()).length,
    nextAt: standing.nextAt,
    penalty:
      standing.penaltyUntil > now ? { until: standing.penaltyUntil, reason: standing.penaltyReason ?? '' } : null,
  }));
  const robots = (await robotsOf(db, host)).map(({ body, origin, ...entry }) => ({
    ...entry,
    origin,
    crawlDelay: entry.state === 'present' ? crawlDelayOf(origin, body, token) : null,
  }));
  return {
    host,
    at: now,
    budgets,
    robots,
    lastHour: await requestTotals(db, host, new Date(now.getTime() - HOUR_MS)),
    lastDay: await requestTotals(db, host, new Date(now.getTime() - 24 * HOUR_MS)),
    requests: await requestsTo(db, host, options.lines),
  };
}

export function hostText(report: HostReport): string {
  const { at, lastHour, lastDay } = report;
  const lines = report.budgets.map(({ host, used, limits, underWay, penalty }) => {
    const pace = `${limits.requestsPerMinute} a minute, ${limits.concurrency} at once`;
    const asked = penalty === null ? '' : `\n  not before ${penalty.until.toISOString()}: ${penalty.reason}`;
    return `${host}: ${used} of ${limits.dailyCap} requests today, ${underWay} under way; at most ${pace}${asked}\n`;
  });
  const robots = report.robots.map(({ origin, state, fetchedAt, crawlDelay }) => {
    const delay = crawlDelay === null ? 'asks for no crawl delay' : `crawl-delay ${crawlDelay} s`;
    const said =
      { present: delay, absent: 'there is none: all is allowed' }[state] ?? 'cannot be read: nothing is allowed';
    return `${origin}/robots.txt: ${said} (read ${ageInWords(at.getTime() - fetchedAt.getTime())} ago)\n`;
  });
  const totals = ({ requests, bytes, withoutPage }: HostReport['lastDay']) =>
    `${requests} requests, ${Math.ceil(bytes / 1024)} KB, ${withoutPage} failed`;
  const rows = [...report.requests]
    .reverse()
    .map((request) => [
      request.at.toISOString(),
      request.target,
      request.method,
      request.status === null ? '–' : String(request.status),
      `${request.bytes} B`,
      `${request.durationMs} ms`,
      request.verdict ?? 'answered',
      request.url,
      request.reason ?? '',
    ]);
  return (
    `${lines.join('')}${robots.join('')}Last hour: ${totals(lastHour)}\nLast 24 hours: ${totals(lastDay)}\n` +
    (rows.length === 0
      ? 'No request to it is in the log (kept for two weeks).\n'
      : `\n${table([['TIME', 'TARGET', 'METHOD', 'STATUS', 'BYTES', 'TOOK', 'VERDICT', 'URL', 'WHY'], ...rows])}`)
  );
}
