/** One post judged: how far will it go, and is that alone an incident? */
import { GRAVE_INTENTS } from './severity.ts';
import type { DetectSettings, PostTrajectory, SiteBaseline, ViralReason, ViralVerdict } from './types.ts';

const HOUR = 3_600_000;
/** Characteristic time of a post's attention, hours: a generation of shares takes about this long. */
const GENERATION = 1;
/** Sites that weigh less than this do not raise an incident by a grave word alone. */
const WEIGHT_FOR_GRAVE = 0.5;
/** Words of a grave intent older than this are history. */
const GRAVE_FRESH = 48 * HOUR;

interface Point {
  readonly hours: number;
  readonly count: number;
}

/** Judges a post by its counters or shares up to `now`; later ones are passed over. */
export function judgePost(input: PostTrajectory, now: Date, _settings: DetectSettings): ViralVerdict {
  const age = Math.max(1 / 60, (now.getTime() - input.publishedAt.getTime()) / HOUR);
  const points = pointsOf(input, now);
  const observed = points.at(-1)?.count ?? 0;
  const { velocity, acceleration } = motion(points, age);
  const r = reproduction(observed, velocity, acceleration);
  const forecast = project(observed, velocity, r.value, age);
  const reach = (input.followers ?? 0) + (input.shares ?? []).reduce((sum, share) => sum + (share.followers ?? 0), 0);
  const percentile = input.siteBaseline ? percentileAt(input.siteBaseline, age, observed) : null;
  const parts = {
    reach: 25 * Math.min(1, Math.log10(1 + reach) / 7),
    velocity: 25 * Math.min(1, percentile ?? Math.log10(1 + velocity) / 3),
    reproduction: 20 * Math.min(1, r.value / 2),
    forecast: 30 * Math.min(1, forecast.predicted / Math.max(1, 2 * input.viralThreshold)),
  };
  const reasons = reasonsOf(input, now, forecast.predicted, observed, velocity, r.value, percentile);
  const negative = input.label === 'negative';
  return {
    at: now,
    alarm: negative && reasons.some((x) => x === 'forecast' || x === 'grave-intent' || x === 'trending'),
    score: parts.reach + parts.velocity + parts.reproduction + parts.forecast,
    parts,
    reach,
    velocity,
    acceleration,
    percentile,
    r,
    observed,
    forecast,
    reasons,
  };
}

function reasonsOf(
  input: PostTrajectory,
  now: Date,
  predicted: number,
  observed: number,
  velocity: number,
  r: number,
  percentile: number | null,
): ViralReason[] {
  const reasons: ViralReason[] = [];
  // A forecast is a promise of growth: without growth now, a large old count is history, not an alarm.
  if (predicted >= input.viralThreshold && observed >= 3 && velocity > 0) reasons.push('forecast');
  if (percentile !== null && percentile >= 0.99) reasons.push('velocity');
  if (r > 1 && observed >= 10) reasons.push('reproduction');
  if ((input.followers ?? 0) >= 1_000_000) reasons.push('reach');
  const fresh = now.getTime() - input.publishedAt.getTime() <= GRAVE_FRESH;
  const grave = input.intents.some((intent) => GRAVE_INTENTS.has(intent));
  if (grave && fresh && (input.siteWeight ?? 1) >= WEIGHT_FOR_GRAVE) reasons.push('grave-intent');
  if (input.trendRank !== undefined && input.trendRank !== null) reasons.push('trending');
  return reasons;
}

/** Cumulative shares over time; counters that run backwards (recounts, deletions) are levelled. */
function pointsOf(input: PostTrajectory, now: Date): Point[] {
  const points: Point[] = [{ hours: 0, count: 0 }];
  if (input.shares !== undefined && input.shares.length > 0) {
    const limit = (now.getTime() - input.publishedAt.getTime()) / 1000;
    const times = input.shares.map((share) => share.t).filter((t) => t >= 0 && t <= limit);
    times.sort((a, b) => a - b);
    times.forEach((t, i) => {
      points.push({ hours: t / 3600, count: i + 1 });
    });
    return points;
  }
  const readings = input.readings
    .filter((reading) => reading.at <= now && reading.at >= input.publishedAt)
    .toSorted((a, b) => a.at.getTime() - b.at.getTime());
  let highest = 0;
  for (const reading of readings) {
    highest = Math.max(highest, reading.reposts ?? reading.replies ?? 0);
    points.push({ hours: (reading.at.getTime() - input.publishedAt.getTime()) / HOUR, count: highest });
  }
  return points;
}

function countAt(points: readonly Point[], hours: number): number {
  let before = points[0] ?? { hours: 0, count: 0 };
  for (const point of points) {
    if (point.hours > hours) {
      const span = point.hours - before.hours;
      return before.count + (span > 0 ? ((hours - before.hours) / span) * (point.count - before.count) : 0);
    }
    before = point;
  }
  return before.count;
}

function motion(points: readonly Point[], age: number): { velocity: number; acceleration: number } {
  const window = Math.min(age, Math.max(0.25, age / 4));
  const late = countAt(points, age) - countAt(points, age - window);
  const early = countAt(points, age - window) - countAt(points, Math.max(0, age - 2 * window));
  return { velocity: late / window, acceleration: (late - early) / window / window };
}

/** Growth rate times the time of a generation, plus one (first order of the renewal equation). */
function reproduction(observed: number, velocity: number, acceleration: number): ViralVerdict['r'] {
  if (observed < 2 || velocity <= 0) return { value: 0, low: 0, high: observed < 2 ? 1 : 0.5 };
  const growth = Math.max(-0.9, Math.min(2, (acceleration / velocity) * GENERATION));
  const value = Math.max(0, 1 + growth);
  const spread = 1.28 / Math.sqrt(observed);
  return { value, low: Math.max(0, value * (1 - spread)), high: value * (1 + spread) };
}

/** What is to come decays as 1/t^1.4 beyond the present, faster where R is below 1. */
function project(observed: number, velocity: number, r: number, age: number): ViralVerdict['forecast'] {
  const horizon = (Math.max(age, 1) / 0.4) * Math.min(2, Math.max(0.3, r));
  const more = velocity * horizon;
  return {
    predicted: Math.round(observed + more),
    low: Math.round(observed + more * 0.3),
    high: Math.round(observed + more * 3 + 2),
  };
}

function percentileAt(site: SiteBaseline, age: number, observed: number): number | null {
  let index = 0;
  while (index + 1 < site.ages.length && site.ages[index + 1]! <= age) index++;
  const row = site.quantiles[index];
  if (row === undefined) return null;
  const [p50, p90, p99] = row;
  if (observed >= p99) return 0.99;
  if (observed >= p90) return 0.9 + (0.09 * (observed - p90)) / Math.max(1, p99 - p90);
  if (observed >= p50) return 0.5 + (0.4 * (observed - p50)) / Math.max(1, p90 - p50);
  return (0.5 * observed) / Math.max(1, p50);
}
