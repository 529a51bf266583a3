/** A brand at a glance: its last days, each against what is ordinary, and what happened in them. */
import type { Brand } from '../../model.ts';
import { coverageOf, exposureOf, type TargetCoverage } from '../../store/coverage.ts';
import { countRanges, type RangeCounts } from '../../store/digests.ts';
import { type IncidentRow, incidentsWithin } from '../../store/incidents.ts';
import { firstBucket } from '../../store/series.ts';
import type { Db } from '../../store/store.ts';
import type { BrandCause } from '../brand-settings.ts';
import { addDays, boundsOf, type DayBounds, dayAt } from './days.ts';
import { type Band, countBand, netBand, type PastDay, TAUGHT_DAYS } from './ordinary.ts';

export interface OverviewDeps {
  readonly db: Db;
  readonly brands: readonly Brand[];
  readonly causes: readonly BrandCause[];
}

/** How far back one can look, in days. */
export const PERIODS = [7, 30, 90] as const;
export type Period = (typeof PERIODS)[number];

export interface OverviewDay extends RangeCounts, DayBounds {
  /** Share of the day (so far) that was seen, 0…1; null before the brand was watched. */
  readonly seen: number | null;
  /** −1…1; null on a day without mentions. */
  readonly net: number | null;
  readonly netBand: Band | null;
  readonly totalBand: Band | null;
  readonly negativeBand: Band | null;
}

export interface Voice {
  readonly brand: Brand;
  /** Mentions a day, as `days`. */
  readonly daily: readonly number[];
  readonly total: number;
  /** Of all brands' mentions in the period, 0…1. */
  readonly share: number;
  readonly net: number | null;
}

export interface Overview {
  readonly brand: Brand;
  /** Oldest first; the last is today, as far as it has come. */
  readonly days: readonly OverviewDay[];
  /** The brand itself first, then competitors by mentions. */
  readonly voices: readonly Voice[];
  /** Those that ran within the period, oldest first. */
  readonly incidents: readonly IncidentRow[];
  readonly causes: readonly BrandCause[];
  /** Share of the last 24 hours that was seen, 0…1; null where no target looks for the brand. */
  readonly seenLastDay: number | null;
}

const DAY_MS = 86_400_000;
/** A target that has not looked for so long is late, whatever its schedule. */
const LATE_MS = 23 * 3_600_000;

export async function overviewOf(
  deps: OverviewDeps,
  brand: Brand,
  period: Period,
  timezone: string,
  now: Date,
): Promise<Overview> {
  const { db } = deps;
  const today = dayAt(now, timezone);
  const all = Array.from({ length: period + TAUGHT_DAYS }, (_, index) =>
    boundsOf(addDays(today, index - period - TAUGHT_DAYS + 1), timezone),
  );
  const shown = all.slice(TAUGHT_DAYS);
  const from = shown[0]!.from;
  const counts = await countRanges(db, brand.id, 'all', all);
  const watched = await firstBucket(db, brand.id, 'all');
  const coverage = await coverageOf(db, brand.id, all[0]!.from);
  const incidents = await incidentsWithin(db, brand.id, all[0]!.from, now);
  const past = all.map((bounds, index): PastDay => {
    const known = watched !== null && bounds.to > watched;
    const seen = known && bounds.from < now ? seenShare(coverage, bounds.from, bounds.to, now) : 0;
    const calm = !incidents.some((one) => one.openedAt < bounds.to && (one.closedAt ?? now) > bounds.from);
    return { ...counts[index]!, seen, teaches: calm };
  });
  const days = shown.map((bounds, index): OverviewDay => {
    const at = index + TAUGHT_DAYS;
    const day = past[at]!;
    const before = past.slice(at - TAUGHT_DAYS, at);
    const known = watched !== null && bounds.to > watched;
    const passed = Math.min(1, (now.getTime() - bounds.from.getTime()) / (bounds.to.getTime() - bounds.from.getTime()));
    const { total, negative, positive } = day;
    return {
      ...bounds,
      total,
      negative,
      positive,
      seen: known ? day.seen : null,
      net: total === 0 ? null : (positive - negative) / total,
      netBand: total === 0 ? null : netBand(before, total),
      totalBand: known ? countBand(before, (one) => one.total, passed * day.seen) : null,
      negativeBand: known ? countBand(before, (one) => one.negative, passed * day.seen) : null,
    };
  });
  return {
    brand,
    days,
    voices: await voicesOf(deps, brand, shown),
    incidents: incidents.filter((one) => (one.closedAt ?? now) >= from),
    causes: deps.causes.filter(({ brands, start, end }) => brands.includes(brand.id) && end > from && start < now),
    seenLastDay: coverage.length === 0 ? null : seenShare(coverage, new Date(now.getTime() - DAY_MS), now, now),
  };
}

/**
 * Share of [from, to) that was seen, over the targets. The time since a target's last look is not blindness as long as
 * it sees at all and its next look is not late. 0 where nobody has looked yet.
 */
function seenShare(coverage: readonly TargetCoverage[], from: Date, to: Date, now: Date): number {
  if (coverage.length === 0) return 1;
  const shares = coverage.flatMap((target) => {
    const sees = target.failingSince === null && target.until !== null;
    const waits = sees && now.getTime() - target.until.getTime() < LATE_MS;
    const end = new Date(Math.min(to.getTime(), (waits ? target.until : now).getTime()));
    return end > from ? [exposureOf([target], null, from, end)] : [];
  });
  return shares.length === 0 ? 0 : shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

async function voicesOf({ db, brands }: OverviewDeps, brand: Brand, days: readonly DayBounds[]): Promise<Voice[]> {
  const rivals = brands.filter(({ id, role }) => id !== brand.id && role === 'competitor');
  const counted = [];
  for (const one of [brand, ...rivals]) counted.push({ one, counts: await countRanges(db, one.id, 'all', days) });
  const sumOf = (counts: readonly RangeCounts[], pick: (day: RangeCounts) => number) =>
    counts.reduce((sum, day) => sum + pick(day), 0);
  const everything = counted.reduce((sum, { counts }) => sum + sumOf(counts, (day) => day.total), 0);
  const voices = counted.map(({ one, counts }): Voice => {
    const total = sumOf(counts, (day) => day.total);
    const balance = sumOf(counts, (day) => day.positive - day.negative);
    return {
      brand: one,
      daily: counts.map((day) => day.total),
      total,
      share: everything === 0 ? 0 : total / everything,
      net: total === 0 ? null : balance / total,
    };
  });
  return voices.sort((a, b) => Number(b.brand.id === brand.id) - Number(a.brand.id === brand.id) || b.total - a.total);
}
