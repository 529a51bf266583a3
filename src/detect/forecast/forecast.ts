/** How far will it spread: shares at the end of a post's life (30 days), with an 80 % interval. */
import { ActivityClock, offsetAt } from './activity.ts';
import { audienceFeatures } from './audience.ts';
import { type Cascade, type CascadeInput, observe } from './cascade.ts';
import { type Features, featuresOf, sharesOf } from './features.ts';
import type { ForecastModel } from './model.ts';
import { selfExciting } from './self-exciting.ts';
import { sumTrees } from './trees.ts';

export interface Forecast {
  /** Shares so far. */
  readonly observed: number;
  /** Shares in the end, those so far included: the number with the least relative error, and an 80 % interval. */
  readonly predicted: number;
  readonly low: number;
  readonly high: number;
}

/** Above so many shares, more of them tell a part without a scale nothing new. */
export const SCALE_FREE_SHARES = 150;
/** The recorded site's cascades were collected up to about so many shares: beyond, it says nothing. */
const COLLECTED = 1000;

/** What is foreseen `age` seconds after publication; later shares are not looked at. `timezone`: the public's. */
export function forecast(input: CascadeInput, age: number, model: ForecastModel, timezone: string): Forecast {
  return forecastOf(observe(input, age), model, timezone);
}

/**
 * Where the public's time zone is another than that of the site the model was trained on, where the followers of sharers
 * are known, as they never were there, and where there are more shares than it ever showed, the part that knows neither
 * site nor clock answers.
 */
export function forecastOf(cascade: Cascade, model: ForecastModel, timezone: string): Forecast {
  const observed = sharesOf(cascade);
  const kind = timezone === model.timezone && cascade.audience === null && observed <= COLLECTED ? 'site' : 'any';
  const part = model[kind];
  const x = rowOf(part.features, cascade, kind, model);
  const margin = part.margins.find((band) => cascade.age <= band.age)?.margin ?? 0;
  const shares = (logRatio: number) => Math.max(observed, (observed + 1) * Math.exp(logRatio));
  const learned = sumTrees(part.point, x);
  const shift = second(cascade, (observed + 1) * Math.exp(learned));
  const predicted = Math.round(shares(learned + shift));
  // What nobody has passed on may stay so, though every post that the model learned from was passed on in the end.
  const least = observed === 0 ? 0 : shares(sumTrees(part.low, x) - margin + Math.min(0, shift));
  return {
    observed,
    predicted,
    low: Math.min(predicted, Math.floor(least)),
    high: Math.max(predicted, Math.ceil(shares(sumTrees(part.high, x) + margin + Math.max(0, shift)))),
  };
}

/** Weight of the second opinion, and by how much, in logarithms, it is heard at most. */
const SECOND = { weight: 0.65, most: 1 };

/** By how much, in logarithms, a second opinion moves the forecast; the interval is widened to that side. */
function second(cascade: Cascade, predicted: number): number {
  const other = selfExciting(cascade);
  if (other === null) return 0;
  return SECOND.weight * Math.max(-SECOND.most, Math.min(SECOND.most, Math.log(other / predicted)));
}

/** For the site the model was trained on and its like, or for any other. */
export type Kind = 'site' | 'any';

/** A cascade as the trees of a part see it. */
export function rowOf(
  names: readonly string[],
  cascade: Cascade,
  kind: Kind,
  { activity, timezone }: Pick<ForecastModel, 'activity' | 'timezone'>,
): Float64Array {
  const features = kind === 'site' ? siteFeatures(cascade, activity, timezone) : anyFeatures(cascade);
  return Float64Array.from(names, (name) => features[name]!);
}

/** Names of the features of each part. */
export function namesOf(kind: Kind): string[] {
  const empty = observe({ publishedAt: 0, followers: null, verified: null, events: [] }, 3600);
  if (kind === 'site') return Object.keys(siteFeatures(empty, new Array<number>(24).fill(1), 'UTC'));
  return Object.keys(anyFeatures(empty)).filter((name) => ANYWHERE.test(name));
}

const ANYWHERE = /^(last1|halves|quarters|eighths|q0|mean|gap|peak|fromPeak|pending1|bursty|audience|age$|n$)/;

function siteFeatures(cascade: Cascade, activity: readonly number[], timezone: string): Features {
  return featuresOf(cascade, new ActivityClock(activity, offsetAt(timezone, cascade.publishedAt)));
}

/** Knows the age, but no sizes and no clock. */
function anyFeatures(cascade: Cascade): Features {
  const features = featuresOf(cascade, null);
  const audience = Object.entries(audienceFeatures(cascade)).map(([name, value]) => [`audience:${name}`, value]);
  return { ...features, n: Math.min(features.n!, Math.log(1 + SCALE_FREE_SHARES)), ...Object.fromEntries(audience) };
}
