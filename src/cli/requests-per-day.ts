/** How many pages a target asks for in a day, at the least: what its schedule and its crawler's first requests say. */
import type { Registry } from '../crawl/registry.ts';
import { queryOf } from '../jobs/crawl-job.ts';
import { Schedule } from '../jobs/due.ts';
import type { Brand, Target } from '../model.ts';

const DAY_MS = 86_400_000;
/** A Monday: any ordinary day. */
const SOME_DAY = new Date('2026-03-02T00:00:00Z');

/** Addresses at which a crawl begins; none where the crawler cannot say. */
export function beginningsOf(target: Target, registry: Registry, brands: readonly Brand[] = []): string[] {
  if (!registry.has(target.crawler)) return [];
  const query = brands.length === 0 ? ['word'] : queryOf(target, brands);
  try {
    const requests = registry
      .get(target.crawler)
      .requests(target.options, { query, now: SOME_DAY, since: null, cursor: null });
    return requests.map(({ url }) => url);
  } catch {
    // Its own crawl will say what is wrong with it.
    return [];
  }
}

/** Crawls in an ordinary day. */
export function runsPerDay({ schedule, timezone }: Pick<Target, 'schedule' | 'timezone'>): number {
  const cron = new Schedule(schedule, timezone);
  let runs = 0;
  // From midnight, which counts.
  for (
    let at = cron.next(new Date(SOME_DAY.getTime() - 1));
    at !== null && at.getTime() < SOME_DAY.getTime() + DAY_MS;
    at = cron.next(at)
  )
    runs++;
  return runs;
}

export function requestsPerDay(target: Target, registry: Registry, brands: readonly Brand[] = []): number {
  return runsPerDay(target) * Math.max(1, beginningsOf(target, registry, brands).length);
}
