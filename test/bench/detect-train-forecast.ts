/**
 * Trains the forecast and writes `src/detect/forecast/model.json`:
 *
 *   node test/bench/detect-train-forecast.ts CASCADES.jsonl.gz
 *
 * Cascades are JSON lines as `earshot forecast` reads them, with all events. Same data, same model. What the models of
 * its five folds make of the cascades they did not see is printed: the figures of the card.
 */
import { writeFileSync } from 'node:fs';
import { readCascades } from './detect-cascades.ts';
import { printScores } from './forecast-scores.ts';
import { trainForecast } from './forecast-training.ts';

const [path] = process.argv.slice(2);
if (path === undefined) {
  process.stderr.write('usage: node test/bench/detect-train-forecast.ts CASCADES.jsonl.gz\n');
  process.exit(2);
}
const recorded = readCascades(path).filter(({ final }) => final > 0);
const { model, without } = trainForecast(recorded, true, (what) => process.stderr.write(`${what}\n`));
const out = new URL('../../src/detect/forecast/model.json', import.meta.url);
const text = `${JSON.stringify(model)}\n`;
writeFileSync(out, text);
process.stdout.write(`wrote ${out.pathname}, ${Math.round(text.length / 1024)} kB\n`);
printScores(recorded, without, (line) => void process.stdout.write(`${line}\n`));
