/** The trained forecast as it is stored in `model.json`; `test/bench/detect-train-forecast.ts` makes it. */
import type { Trees } from './trees.ts';

/** Trees for ln(final / (shares so far + 1)): the forecast, and the ends of its interval. */
export interface ModelPart {
  /** Names of the features, in the order in which the trees number them. */
  readonly features: readonly string[];
  readonly point: Trees;
  readonly low: Trees;
  readonly high: Trees;
  /** By how much, in logarithms, both ends are moved outwards up to an age in seconds. */
  readonly margins: readonly { readonly age: number; readonly margin: number }[];
}

export interface ForecastModel {
  readonly version: 1;
  /** Tells the collection of cascades it was trained on. */
  readonly trainedOn: string;
  /** Zone and hours (24 relative activities) of the site it was trained on. */
  readonly timezone: string;
  readonly activity: readonly number[];
  /** For that site and its like. */
  readonly site: ModelPart;
  /** For any other: knows neither minutes nor sizes nor the clock. */
  readonly any: ModelPart;
}
