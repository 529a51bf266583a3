/** The forecast beside the two published ones, on the same posts: a table. */
import { observe } from '../../src/detect/forecast/cascade.ts';
import { type Forecast, forecast } from '../../src/detect/forecast/forecast.ts';
import type { ForecastModel } from '../../src/detect/forecast/model.ts';
import { type Recorded, seismic, szaboHuberman } from './detect-cascades.ts';
import { asReadings } from './forecast-examples.ts';

const HOUR = 3600;
const FOLDS = 5;

/** `models`: for each of the cascades the one that forecasts it. */
export function printScores(
  all: readonly Recorded[],
  models: readonly ForecastModel[],
  print: (line: string) => void,
): void {
  const known = all.some((one) => one.events!.some(({ followers }) => followers !== undefined));
  print('Median absolute percentage error of the shares after 30 days; how many of the 80 % intervals hold them.');
  print('');
  print('| after | forecast | median error | interval holds | median high / low |');
  print('| --- | --- | --- | --- | --- |');
  for (const hours of [1, 6]) {
    const age = hours * HOUR;
    const row = (name: string, predict: (one: Recorded, i: number) => number) => {
      const errors = all.map((one, i) => Math.abs(predict(one, i) - one.final) / one.final);
      print(`| ${hours} h | ${name} | ${median(errors).toFixed(3)} | | |`);
    };
    const folds = Array.from({ length: FOLDS }, (_, fold) =>
      szaboHuberman(
        all.filter((_, i) => i % FOLDS !== fold),
        age,
      ),
    );
    row('Szabo & Huberman 2010, fitted to four fifths of them', (one, i) => folds[i % FOLDS]!(observe(one, age)));
    for (const degree of known ? [100] : [100, 1000]) {
      const assumed = known ? '' : `, every sharer assumed to have ${degree} followers`;
      row(`SEISMIC 2015${assumed}`, (one) => seismic(observe(one, age), degree));
    }
    for (const [name, disguise, here] of [
      ['Earshot', (one: Recorded) => one, true],
      ['Earshot, counters only', asReadings, true],
      ['Earshot, as a site it does not know', (one: Recorded) => one, false],
    ] as const) {
      const made = all.map((one, i) => forecast(disguise(one), age, models[i]!, here ? models[i]!.timezone : 'UTC'));
      print(`| ${hours} h | ${name} | ${scores(all, made)} |`);
    }
  }
}

function scores(all: readonly Recorded[], made: readonly Forecast[]): string {
  const errors = made.map(({ predicted }, i) => Math.abs(predicted - all[i]!.final) / all[i]!.final);
  const held = made.filter(({ low, high }, i) => low <= all[i]!.final && all[i]!.final <= high).length;
  const width = median(made.map(({ low, high }) => high / Math.max(1, low)));
  return `${median(errors).toFixed(3)} | ${((100 * held) / made.length).toFixed(1)} % | ${width.toFixed(1)}`;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
