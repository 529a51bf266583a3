/** How far will it spread: shares at the end of a post's life (30 days), with an 80 % interval. */
import { ActivityClock, offsetAt } from './activity.ts';
import { type Cascade, type CascadeInput, observe } from './cascade.ts';
import { featuresOf, sharesOf } from './features.ts';
import type { ForecastModel, ModelPart } from './model.ts';
import { type Reproduction, reproduction } from './reproduction.ts';
import { sumTrees } from './trees.ts';

export interface Forecast {
  /** Shares so far. */
  readonly observed: number;
  /** Shares in the end, those so far included: the number with the least relative error, and an 80 % interval. */
  readonly predicted: number;
  readonly low: number;
  readonly high: number;
  readonly r: Reproduction;
  readonly cascade: Cascade;
}

/** Above so many shares, more of them tell a part without a scale nothing new. */
export const SCALE_FREE_SHARES = 150;

/**
 * `age`: seconds after publication up to which the cascade is looked at. `timezone`: the public's; where it is another
 * than that of the site the model was trained on, or the followers of sharers are known, as they never were there, the
 * part that knows neither site nor clock answers.
 */
export function forecast(input: CascadeInput, age: number, model: ForecastModel, timezone: string): Forecast {
  const cascade = observe(input, age);
  const kind = timezone === model.timezone && cascade.audience === null ? 'site' : 'any';
  const part = model[kind];
  const x = rowOf(part.features, cascade, kind, model);
  const observed = sharesOf(cascade);
  const margin = part.margins.find((band) => cascade.age <= band.age)?.margin ?? 0;
  const shares = (logRatio: number) => Math.max(observed, (observed + 1) * Math.exp(logRatio));
  const predicted = Math.round(shares(sumTrees(part.point, x)));
  return {
    observed,
    predicted,
    low: Math.min(predicted, Math.floor(shares(sumTrees(part.low, x) - margin))),
    high: Math.max(predicted, Math.ceil(shares(sumTrees(part.high, x) + margin))),
    r: reproduction(cascade),
    cascade,
  };
}

/** A cascade as the trees of a part see it. */
export function rowOf(
  names: readonly string[],
  cascade: Cascade,
  kind: 'site' | 'any',
  { activity, timezone }: Pick<ForecastModel, 'activity' | 'timezone'>,
): Float64Array {
  const clock = kind === 'site' ? new ActivityClock(activity, offsetAt(timezone, cascade.publishedAt)) : null;
  const features = featuresOf(cascade, clock);
  return Float64Array.from(names, (name) => {
    const value = features[name]!;
    return kind === 'any' && name === 'n' ? Math.min(value, Math.log(1 + SCALE_FREE_SHARES)) : value;
  });
}

/** Names of the features of each part. The second knows no minutes, no sizes and no clock. */
export function namesOf(kind: 'site' | 'any'): string[] {
  const empty = observe({ publishedAt: 0, followers: null, verified: null, events: [] }, 3600);
  const names = Object.keys(featuresOf(empty, new ActivityClock(new Array<number>(24).fill(1), 0)));
  return kind === 'site' ? names : names.filter((name) => SCALE_FREE.test(name));
}

const SCALE_FREE = /^(last1|halves|quarters|eighths|q0|mean|gap|peak|fromPeak|pending1|bursty|deep|depth|hub|n$)/;
