/**
 * Coverage: which part of a brand's public was seen, and when. A target covers the time up to the start of its last
 * crawl that saw; what lies after that is not silence but not yet looked at.
 */
import { type SqlBool, sql } from 'kysely';
import type { Db } from './store.ts';

/** One target's coverage, as detection and digests need it. */
export interface TargetCoverage {
  readonly target: string;
  readonly site: string | null;
  readonly since: Date | null;
  readonly until: Date | null;
  readonly failingSince: Date | null;
  readonly outcome: string | null;
  readonly paused: boolean;
  /** Times of which only a part was seen: `seen` is its share, 0…1. */
  readonly gaps: readonly {
    readonly since: Date;
    readonly until: Date;
    readonly seen: number;
    readonly reason: string;
  }[];
}

/** Coverage of the targets that serve a brand; those paused from the beginning are left out. Empty: the brand's posts are brought, not fetched. */
export async function coverageOf(db: Db, brand: string, from: Date): Promise<TargetCoverage[]> {
  return (await coverageOfEach(db, [brand], from)).get(brand)!;
}

/** The same of several brands. */
export async function coverageOfEach(
  db: Db,
  brands: readonly string[],
  from: Date,
): Promise<Map<string, TargetCoverage[]>> {
  const targets = await db
    .selectFrom('target_states')
    .select(['target', 'site', 'brands', 'covered_since', 'covered_until', 'failing_since', 'last_outcome', 'paused'])
    .where(sql<SqlBool>`exists (select from unnest(brands) b where b = any(${[...brands]}::text[]))`)
    // One that rests was looking as long as it was crawled, and is blind since.
    .where((where) => where.or([where('paused', '=', false), where('covered_until', 'is not', null)]))
    .orderBy('target')
    .execute();
  const covered = new Map<string, TargetCoverage[]>(brands.map((brand) => [brand, []]));
  if (targets.length === 0) return covered;
  const gaps = await db
    .selectFrom('coverage_gaps')
    .select(['target', 'since', 'until', 'seen', 'reason'])
    .where(
      'target',
      'in',
      targets.map((target) => target.target),
    )
    .where('until', '>', from)
    .orderBy('since')
    .execute();
  const byTarget = Map.groupBy(gaps, (gap) => gap.target);
  for (const row of targets) {
    const target = {
      target: row.target,
      site: row.site,
      since: row.covered_since,
      until: row.covered_until,
      failingSince: row.failing_since,
      outcome: row.last_outcome,
      paused: row.paused,
      gaps: byTarget.get(row.target) ?? [],
    };
    for (const brand of row.brands) covered.get(brand)?.push(target);
  }
  return covered;
}

/** One target's coverage, and when it was last looked at, in vain or not; null where it is not known. */
export async function targetCoverage(
  db: Db,
  target: string,
  from: Date,
): Promise<(TargetCoverage & { readonly lastAt: Date | null }) | null> {
  const row = await db
    .selectFrom('target_states')
    .select(['target', 'site', 'covered_since as since', 'covered_until as until'])
    .select(['failing_since as failingSince', 'last_outcome as outcome', 'last_at as lastAt', 'paused'])
    .where('target', '=', target)
    .executeTakeFirst();
  if (row === undefined) return null;
  const gaps = await db
    .selectFrom('coverage_gaps')
    .select(['since', 'until', 'seen', 'reason'])
    .where('target', '=', target)
    .where('until', '>', from)
    .orderBy('since')
    .execute();
  return { ...row, gaps };
}

/**
 * Share of [start, end) that was seen, over the targets that look at `site` (all of them where `site` is null): 0…1.
 * Time before a target's first crawl counts as seen, for its back-fill reaches there; 1 where no target looks.
 */
export function exposureOf(targets: readonly TargetCoverage[], site: string | null, start: Date, end: Date): number {
  const looking = lookingAt(targets, site);
  if (looking.length === 0) return 1;
  const length = end.getTime() - start.getTime();
  let seen = 0;
  for (const target of looking) {
    if (target.until === null) continue;
    let covered = Math.min(end.getTime(), target.until.getTime()) - start.getTime();
    for (const gap of target.gaps) {
      const from = Math.max(gap.since.getTime(), start.getTime());
      const to = Math.min(gap.until.getTime(), end.getTime(), target.until.getTime());
      if (to > from) covered -= (to - from) * (1 - gap.seen);
    }
    seen += Math.min(length, Math.max(0, covered)) / length;
  }
  return seen / looking.length;
}

/** The targets that look at `site`, those that read several sites among them; all of them where `site` is null. */
export function lookingAt(targets: readonly TargetCoverage[], site: string | null): readonly TargetCoverage[] {
  return targets.filter((target) => site === null || target.site === null || target.site === site);
}

/** Time of which not everything was seen. */
export interface UnseenStretch {
  readonly since: Date;
  readonly until: Date;
  /** Share of it that was seen all the same, 0…1. */
  readonly seen: number;
  /** What a crawl that saw again said of it; null where none has seen since. */
  readonly reason: string | null;
}

/** What of [start, end) a target has not seen, in the order of time: what `exposureOf` takes off its share. */
export function unseenBy({ gaps, until }: TargetCoverage, start: Date, end: Date): UnseenStretch[] {
  const looked = until === null || until < start ? start : until;
  const stretches = gaps.flatMap((gap): UnseenStretch[] => {
    const since = gap.since > start ? gap.since : start;
    const to = new Date(Math.min(gap.until.getTime(), end.getTime(), looked.getTime()));
    return to > since && gap.seen < 1 ? [{ since, until: to, seen: gap.seen, reason: gap.reason }] : [];
  });
  if (looked < end) stretches.push({ since: looked, until: end, seen: 0, reason: null });
  return stretches;
}
