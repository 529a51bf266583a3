/** Sites that could not be seen, as caveats: one a site, however many targets look at it. */
import type { CoverageCaveat } from '../../notify/views/parts.ts';
import { coverageOf } from '../../store/coverage.ts';
import { type TargetHealth, targetHealth } from '../../store/crawls.ts';
import type { Db } from '../../store/store.ts';
import { coveragePath } from './coverage-view.ts';
import { type SiteNames, siteRef } from './parts.ts';

/** Shorter stretches are the ordinary unrest of the net. */
const SHORTEST_GAP_MS = 15 * 60_000;

interface Period {
  readonly brand: string;
  readonly from: Date;
  readonly to: Date;
}

/** A target that did not see its site. */
interface Blindness {
  readonly target: string;
  /** Null: it reads several. */
  readonly site: string | null;
  readonly since: Date;
  /** Null: it does not see yet. */
  readonly until: Date | null;
  /** A part was seen all the same. */
  readonly partly: boolean;
  readonly reason: CoverageCaveat['reason'];
}

/** Sites of the brand that could not be seen within the period and whose posts of it are missing still: by now, or for good. */
export async function blindSites(db: Db, siteNames: SiteNames, period: Period): Promise<CoverageCaveat[]> {
  const health = (await targetHealth(db)).filter(({ brands }) => brands.includes(period.brand));
  const now = blindNow(health).filter(({ since }) => since < period.to);
  const missed = (await coverageOf(db, period.brand, period.from)).flatMap(({ target, site, gaps }): Blindness[] => {
    const inside = gaps.filter((gap) => gap.since < period.to && gap.until > period.from && gap.seen < 0.5);
    const [longest] = inside.toSorted((a, b) => length(b) - length(a));
    if (longest === undefined || length(longest) < SHORTEST_GAP_MS) return [];
    const { since, until, seen } = longest;
    return [{ target, site, since, until, partly: seen > 0, reason: 'missed' }];
  });
  return [now, missed].flatMap((blind) => bySite(blind, health, siteNames, period));
}

const length = (gap: { since: Date; until: Date }) => gap.until.getTime() - gap.since.getTime();

function blindNow(targets: readonly TargetHealth[]): Blindness[] {
  return targets.flatMap(({ target, site, paused, coveredUntil, failingSince, lastOutcome }): Blindness[] => {
    const since = paused ? coveredUntil : failingSince && (coveredUntil ?? failingSince);
    if (since === null) return [];
    return [{ target, site, since, until: null, partly: false, reason: paused ? 'paused' : (lastOutcome ?? 'failed') }];
  });
}

function bySite(
  blind: readonly Blindness[],
  targets: readonly TargetHealth[],
  siteNames: SiteNames,
  period: Period,
): CoverageCaveat[] {
  const sites = Map.groupBy(blind, ({ site, target }) => site ?? target);
  return [...sites].map(([site, among]): CoverageCaveat => {
    const [first] = among;
    const reads = first!.site;
    const looking = reads === null ? 1 : targets.filter((target) => looks(target) && target.site === reads).length;
    const { partly, since, until, reason } = together(among, looking);
    return {
      site: siteRef(site, siteNames),
      blindSince: since.toISOString(),
      seenAgainAt: until?.toISOString() ?? null,
      reason,
      ...(partly && { partly }),
      evidence: coveragePath({
        ...period,
        site: reads,
        from: new Date(Math.min(since.getTime(), period.from.getTime())),
      }),
    };
  });
}

/** One that was paused from the beginning never was to look. */
const looks = ({ paused, coveredUntil }: TargetHealth) => !paused || coveredUntil !== null;

/** The time when none of a site's targets saw it; where there is no such time, the longest of one of them, in part. */
function together(blind: readonly Blindness[], looking: number): Blindness {
  const endOf = ({ until }: Blindness) => until?.getTime() ?? Number.POSITIVE_INFINITY;
  const last = blind.reduce((a, b) => (b.since > a.since ? b : a));
  const earliest = blind.reduce((a, b) => (endOf(b) < endOf(a) ? b : a));
  if (blind.length >= looking && last.since.getTime() < endOf(earliest)) {
    return { ...last, until: earliest.until, partly: blind.some(({ partly }) => partly) };
  }
  const span = (one: Blindness) => endOf(one) - one.since.getTime();
  const longest = blind.reduce((a, b) => (span(b) > span(a) || (span(b) === span(a) && b.since < a.since) ? b : a));
  return { ...longest, partly: true };
}
