/** One post judged: how far will it go, and is that alone an incident? */
import { type Cascade, type CascadeInput, observe } from './forecast/cascade.ts';
import { sharesOf } from './forecast/features.ts';
import { forecastOf } from './forecast/forecast.ts';
import { reproduction } from './forecast/reproduction.ts';
import { SHIPPED_FORECAST } from './forecast/shipped.ts';
import { GRAVE_INTENTS } from './severity.ts';
import { outgrown, percentileAt } from './site-baseline.ts';
import type { DetectSettings } from './types.ts';
import type { PostTrajectory, ViralReason, ViralVerdict } from './viral-types.ts';

const HOUR = 3_600_000;
/** Sites that weigh less than this do not raise an incident by a grave word alone. */
const WEIGHT_FOR_GRAVE = 0.5;
/** Words of a grave intent older than this are history. */
const GRAVE_FRESH = 48 * HOUR;
/** Fewer shares than this are no course that could be continued; a post that has so few may get so many unnoticed. */
const LEAST_SHARES = 3;
const UNNOTICED = 10;
/**
 * Most posts never take off, all that the forecast learned from did: what it says is believed as if this many shares had
 * been seen of a post that stays as it is. Fewer where the post has left behind what nearly all posts of its site end with.
 */
const DOUBT = 20;
const WIDE_REACH = 1_000_000;

/** Judges a post by its counters or shares up to `now`; later ones are passed over. */
export function judgePost(input: PostTrajectory, now: Date, settings: DetectSettings): ViralVerdict {
  const age = Math.max(0, (now.getTime() - input.publishedAt.getTime()) / 1000);
  const cascade = observe(cascadeOf(input), age);
  const observed = sharesOf(cascade);
  const r = reproduction(cascade);
  const engagement = engagementOf(input, now);
  const ordinary = input.siteBaseline ? Math.min(1, outgrown(input.siteBaseline) / Math.max(1, engagement)) : 1;
  const forecast = doubted(cascade, observed, settings.timezone, DOUBT * ordinary);
  const { velocity, acceleration } = motionOf(cascade, age);
  const sharers = cascade.audience?.reduce((sum, followers) => sum + followers, 0) ?? 0;
  const reach = (input.followers ?? 0) + sharers;
  const percentile = input.siteBaseline ? percentileAt(input.siteBaseline, age / 3600, engagement) : null;
  const begun = observed >= LEAST_SHARES ? 1 : 0;
  const parts = {
    reach: 25 * Math.min(1, Math.log10(1 + reach) / 7),
    velocity: 25 * Math.min(1, percentile ?? Math.log10(1 + velocity) / 3),
    reproduction: 20 * begun * Math.min(1, r.value / 2),
    forecast: 30 * begun * Math.min(1, forecast.predicted / Math.max(1, 2 * input.viralThreshold)),
  };
  const reasons: ViralReason[] = [];
  // A forecast is a promise of growth: without growth now, a large old count is history, not an alarm.
  if (begun && velocity > 0 && forecast.predicted >= input.viralThreshold) reasons.push('forecast');
  if (percentile !== null && percentile >= 0.99) reasons.push('velocity');
  if (r.low > 1 && observed >= 10) reasons.push('reproduction');
  if (reach >= WIDE_REACH) reasons.push('reach');
  if (isGrave(input, now)) reasons.push('grave-intent');
  if (input.trending) reasons.push('trending');
  return {
    at: now,
    alarm: input.label === 'negative' && reasons.some((x) => /^(forecast|grave-intent|trending)$/.test(x)),
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

/** Shares where the site shows them, else its counter of reposts, else of replies. */
function cascadeOf({ publishedAt, followers, shares, readings }: PostTrajectory): CascadeInput {
  const about = { publishedAt: publishedAt.getTime() / 1000, followers, verified: null };
  if (shares !== undefined && shares.length > 0) return { ...about, events: shares };
  const counted = readings.map(({ at, reposts, replies }) => ({
    t: (at.getTime() - publishedAt.getTime()) / 1000,
    count: reposts ?? replies ?? 0,
  }));
  return { ...about, readings: counted };
}

function doubted(cascade: Cascade, observed: number, timezone: string, doubt: number): ViralVerdict['forecast'] {
  if (observed < LEAST_SHARES) return { predicted: observed, low: observed, high: UNNOTICED };
  const said = forecastOf(cascade, SHIPPED_FORECAST, timezone);
  const belief = observed / (observed + doubt);
  const predicted = Math.round(observed * (said.predicted / observed) ** belief);
  return { predicted, low: Math.min(said.low, predicted), high: Math.max(said.high, predicted) };
}

/** Shares an hour in the last quarter of the age, and the change against the quarter before, per hour. */
function motionOf({ times, each }: Cascade, age: number): { velocity: number; acceleration: number } {
  const window = Math.max(60, Math.min(age, Math.max(900, age / 4)));
  let [late, early] = [0, 0];
  for (const t of times) {
    if (t > age - window) late++;
    else if (t > age - 2 * window) early++;
  }
  const hours = window / 3600;
  return { velocity: (each * late) / hours, acceleration: (each * (late - early)) / hours / hours };
}

function isGrave({ intents, publishedAt, siteWeight }: PostTrajectory, now: Date): boolean {
  const fresh = now.getTime() - publishedAt.getTime() <= GRAVE_FRESH;
  return fresh && (siteWeight ?? 1) >= WEIGHT_FOR_GRAVE && intents.some((intent) => GRAVE_INTENTS.has(intent));
}

/** Likes, replies and reposts together, at the last reading before `now`. */
function engagementOf({ readings }: PostTrajectory, now: Date): number {
  let last: PostTrajectory['readings'][number] | null = null;
  for (const reading of readings) {
    if (reading.at <= now && (last === null || reading.at >= last.at)) last = reading;
  }
  return (last?.likes ?? 0) + (last?.replies ?? 0) + (last?.reposts ?? 0);
}
