/**
 * Error of the forecast beside the two published ones, on the same posts in the same run:
 * `npm run bench -- forecast CASCADES.jsonl.gz`. On the cascades it was trained on, the forecast is trained anew in five
 * folds, so that none is forecast by a model that saw it; on others, what is shipped is measured. Without a file, on
 * simulated cascades of sites that nobody recorded. Either way on sites that it was never shown.
 */
import { SHIPPED_FORECAST } from '../../src/detect/forecast/shipped.ts';
import { random } from '../detect/support/worlds.ts';
import { fingerprintOf, type Recorded, readCascades } from './detect-cascades.ts';
import { printElsewhere } from './forecast-elsewhere.ts';
import { printScores } from './forecast-scores.ts';
import { simulateCascade } from './forecast-simulated.ts';
import { trainForecast } from './forecast-training.ts';

export async function run(print: (line: string) => void, args: readonly string[] = []): Promise<void> {
  const paths = args.filter((arg) => /\.jsonl(\.gz)?$/.test(arg));
  for (const path of paths) {
    measure(
      readCascades(path).filter(({ final }) => final > 0),
      'recorded',
      print,
    );
  }
  printElsewhere(
    paths.flatMap((path) => readCascades(path)).filter(({ final }) => final > 0),
    print,
  );
  if (paths.length > 0) return;
  const r = random(2024);
  measure(
    Array.from({ length: 300 }, (_, i) => simulateCascade(r, `${i}`)),
    'simulated',
    print,
  );
  print('');
  print('For recorded cascades: npm run bench -- forecast CASCADES.jsonl.gz');
}

function measure(all: readonly Recorded[], how: string, print: (line: string) => void): void {
  const seen = fingerprintOf(all) === SHIPPED_FORECAST.trainedOn;
  const models = seen ? trainForecast(all, false, () => {}).without : all.map(() => SHIPPED_FORECAST);
  print(
    `${all.length} ${how} cascades, forecast ${seen ? 'without the fold they are in' : 'by the model as shipped'}.`,
  );
  printScores(all, models, print);
}
