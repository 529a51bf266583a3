/** How the forecast is trained: boosted quantile trees, intervals widened until they hold what was not trained on. */
import { sharesOf } from '../../src/detect/forecast/features.ts';
import { type Kind, namesOf, rowOf } from '../../src/detect/forecast/forecast.ts';
import type { ForecastModel, ModelPart } from '../../src/detect/forecast/model.ts';
import { sumTrees, type Trees } from '../../src/detect/forecast/trees.ts';
import { random } from '../detect/support/worlds.ts';
import { type BoostOptions, boost } from './detect-boosting.ts';
import { fingerprintOf, type Recorded } from './detect-cascades.ts';
import { activityOf, anyExamples, type Example, siteExamples } from './forecast-examples.ts';

export const TRAINED_ZONE = 'Asia/Shanghai';
/** Simulated cascades in the part that knows no site. */
const SIMULATED = 1500;
const FOLDS = 5;
const BASE = { rate: 0.05, shrink: 5, rows: 0.6, columns: 0.3, leastLeaf: 60 };
/** Low enough for the least relative error: being 50 % too high costs as much as being 50 % too low. */
const POINT: BoostOptions = { ...BASE, quantile: 0.35, trees: 320, leaves: 12, seed: 1 };
const LOW: BoostOptions = { ...BASE, quantile: 0.09, trees: 130, leaves: 8, seed: 2 };
const HIGH: BoostOptions = { ...BASE, quantile: 0.91, trees: 130, leaves: 8, seed: 3 };
/** Up to which age (seconds) each margin holds. */
const MARGIN_AGES = [1500, 5000, 16_000, 50_000, 1e9];

type Said = Pick<ForecastModel, 'activity' | 'timezone'>;

interface Trained {
  readonly model: ForecastModel;
  /** For each recorded cascade, the model that never saw it, its margins included. */
  readonly without: readonly ForecastModel[];
}

/** Trains on `recorded`. With `whole` false only the models of the folds are made, for cross-validation. */
export function trainForecast(recorded: readonly Recorded[], whole: boolean, say: (what: string) => void): Trained {
  const said = { timezone: TRAINED_ZONE, activity: activityOf(recorded, TRAINED_ZONE) };
  const trainedOn = fingerprintOf(recorded);
  const site = trainPart(siteExamples(recorded), 'site', said, whole, say);
  const any = trainPart(anyExamples(recorded, SIMULATED), 'any', said, whole, say);
  const modelOf = (of: number | null): ForecastModel => ({
    version: 1,
    trainedOn,
    ...said,
    site: site(of),
    any: any(of),
  });
  const folds = Array.from({ length: FOLDS }, (_, fold) => modelOf(fold));
  return { model: whole ? modelOf(null) : folds[0]!, without: recorded.map((_, of) => folds[foldOf(of)]!) };
}

function trainPart(
  examples: readonly Example[],
  kind: Kind,
  said: Said,
  whole: boolean,
  say: (what: string) => void,
): (fold: number | null) => ModelPart {
  const names = namesOf(kind);
  const x = examples.map(({ cascade }) => rowOf(names, cascade, kind, said));
  const y = Float64Array.from(examples, ({ cascade, final }) => Math.log(final / (sharesOf(cascade) + 1)));
  say(`${kind}: ${examples.length} examples of ${names.length} features`);
  const learn = (fold: number | null): Omit<ModelPart, 'margins'> => {
    const rows = examples.map((_, i) => i).filter((i) => foldOf(examples[i]!.of) !== fold);
    const table = {
      x: rows.map((i) => x[i]!),
      y: Float64Array.from(rows, (i) => y[i]!),
      weight: Float64Array.from(rows, (i) => weightOf(examples[i]!)),
    };
    const [point, low, high] = [POINT, LOW, HIGH].map((options) => boost(table, options)) as [Trees, Trees, Trees];
    say(`${kind}: ${fold === null ? 'trained on all' : `fold ${fold + 1} of ${FOLDS}`}`);
    return { features: names, point, low, high };
  };
  const folds = Array.from({ length: FOLDS }, (_, fold) => learn(fold));
  const misses = examples.map(({ cascade, of }, i) => {
    const { low, high } = folds[foldOf(of)]!;
    return { of, age: cascade.age, miss: Math.max(sumTrees(low, x[i]!) - y[i]!, y[i]! - sumTrees(high, x[i]!)) };
  });
  // A fold's margins come from the misses of the others, so that cross-validation of coverage is honest too.
  const margins = (fold: number | null) => marginsOf(misses.filter(({ of }) => foldOf(of) !== fold));
  const complete = whole ? learn(null) : null;
  return (fold) => ({ ...(fold === null ? complete! : folds[fold]!), margins: margins(fold) });
}

/** The ages that matter most are those at which there is still time to act. */
function weightOf({ cascade: { age } }: Example): number {
  return age >= 2500 && age <= 30_000 ? 1 : 0.6;
}

/** By how much, in logarithms, intervals must be widened to hold 80 %. */
function marginsOf(misses: readonly { readonly age: number; readonly miss: number }[]): ModelPart['margins'] {
  return MARGIN_AGES.map((age, i) => {
    const band = misses.filter((m) => m.age <= age && m.age > (MARGIN_AGES[i - 1] ?? 0)).map(({ miss }) => miss);
    return { age, margin: Number(band.sort((a, b) => a - b)[Math.floor(band.length * 0.8)]!.toFixed(3)) };
  });
}

function foldOf(of: number): number {
  return Math.floor(random(of * 7919 + 3)() * FOLDS);
}
