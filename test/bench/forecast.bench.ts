/**
 * Error of the forecast beside the two published ones, on the same posts in the same run:
 * `npm run bench -- forecast CASCADES.jsonl.gz`. On the cascades it was trained on, the forecast is trained anew in five
 * folds, so that none is forecast by a model that saw it; on others, what is shipped is measured.
 */
import { observe } from '../../src/detect/forecast/cascade.ts';
import { type Forecast, forecast } from '../../src/detect/forecast/forecast.ts';
import { SHIPPED_FORECAST } from '../../src/detect/forecast/shipped.ts';
import { fingerprintOf, type Recorded, readCascades, seismic, szaboHuberman } from './detect-cascades.ts';
import { asReadings } from './forecast-examples.ts';
import { trainForecast } from './forecast-training.ts';

const HOUR = 3600;
const FOLDS = 5;

export async function run(print: (line: string) => void, args: readonly string[] = []): Promise<void> {
  const paths = args.filter((arg) => /\.jsonl(\.gz)?$/.test(arg));
  if (paths.length === 0) print('Needs recorded cascades: npm run bench -- forecast CASCADES.jsonl.gz');
  for (const path of paths) measure(path, print);
}

function measure(path: string, print: (line: string) => void): void {
  const all = readCascades(path).filter(({ final }) => final > 0);
  const known = all.some((one) => one.events!.some(({ followers }) => followers !== undefined));
  const seen = fingerprintOf(all) === SHIPPED_FORECAST.trainedOn;
  const models = seen ? trainForecast(all, false, () => {}).without : all.map(() => SHIPPED_FORECAST);
  const who = seen ? 'trained without the fold it forecasts' : 'as shipped, never saw these';
  print(`${all.length} cascades; followers of sharers ${known ? 'known' : 'not known'}; Earshot: ${who}.`);
  print(
    'Median absolute percentage error of the shares after 30 days; share of cascades that the 80 % interval holds.',
  );
  print('');
  print('| after | forecast | median error | 80 % interval holds | its median width (high / low) |');
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
    row('Szabo & Huberman 2010, fitted to the other folds', (one, i) => folds[i % FOLDS]!(observe(one, age)));
    for (const degree of known ? [100] : [100, 1000]) {
      const assumed = known ? '' : `, ${degree} followers assumed of every sharer`;
      row(`SEISMIC 2015${assumed}`, (one) => seismic(observe(one, age), degree));
    }
    for (const [name, disguise, zone] of [
      ['Earshot', (one: Recorded) => one, SHIPPED_FORECAST.timezone],
      ['Earshot, counters only', asReadings, SHIPPED_FORECAST.timezone],
      ['Earshot, as a site it does not know', (one: Recorded) => one, 'UTC'],
    ] as const) {
      const made = all.map((one, i) => forecast(disguise(one), age, models[i]!, zone));
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
