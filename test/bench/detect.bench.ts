/**
 * The three measures of detection: false alarms in simulated ordinary life, delay of injected incidents, and the Numenta
 * Anomaly Benchmark's score where its files are given:
 *
 *   npm run bench -- detect
 *   npm run bench -- detect WINDOWS.json AAPL.csv CVS.csv …
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { SeriesJudge } from '../../src/detect/series-judge.ts';
import { DEFAULT_DETECT_SETTINGS } from '../../src/detect/settings.ts';
import { type Count, KINDS, ordinaryLife, PLAIN_KINDS, poisson, random } from '../detect/support/worlds.ts';
import { brandAlarms } from './brand-life.ts';
import { type NabScore, nabScore } from './nab.ts';

const RATES = [3, 30, 300, 3000];
const DAYS = 42;
/** Of these days of watching, the beginning is shown by itself; it is lived through by more brands. */
const YOUNG_DAYS = 10;
const YOUNG_SEEDS = 24;
const SEEDS = 8;
const SIZES = [
  { factor: 2, hours: 48 },
  { factor: 3, hours: 12 },
  { factor: 5, hours: 3 },
  { factor: 10, hours: 1 },
  { factor: 20, hours: 1 / 3 },
];
const TRIES = 15;

function alarmsIn(life: readonly Count[]): number[] {
  const judge = new SeriesJudge(DEFAULT_DETECT_SETTINGS);
  return life.flatMap(({ time, value }, i) => (judge.next(time, value, 1)?.alarm ? [i] : []));
}

export async function run(print: (line: string) => void, args: readonly string[] = []): Promise<void> {
  const files = args.filter((arg) => /\.csv$/.test(arg));
  const windows = args.find((arg) => arg.endsWith('.json'));
  if (windows !== undefined && files.length > 0) benchmark(windows, files, print);
  falseAlarms(print);
  print('');
  delays(print);
}

function falseAlarms(print: (line: string) => void): void {
  print(`False alarms per brand and month, ${KINDS.length} kinds of ordinary life × ${SEEDS} seeds × ${DAYS} days:`);
  print('');
  print('| mentions a day | all | in the first ten days, per month |');
  print('| --- | --- | --- |');
  for (const rate of RATES) {
    const [all, young] = [alarmsOf(rate, DAYS, SEEDS), alarmsOf(rate, YOUNG_DAYS, YOUNG_SEEDS)];
    print(`| ${rate} | ${all.toFixed(2)} | ${young.toFixed(2)} |`);
  }
  print('');
  const brands = [30, 300].map(
    (rate) => `${brandAlarms(rate, YOUNG_DAYS, SEEDS).toFixed(2)} at ${rate} mentions a day`,
  );
  print(`Of whole brands in their first ${YOUNG_DAYS} days, two dozen series each: ${brands.join(', ')}.`);
}

/** Alarms a month over all kinds of life. */
function alarmsOf(rate: number, days: number, seeds: number): number {
  let alarms = 0;
  for (const [k, kind] of KINDS.entries()) {
    for (let seed = 1; seed <= seeds; seed++) {
      alarms += alarmsIn(ordinaryLife({ rate, days, ...kind, seed: 1000 * rate + 100 * k + seed })).length;
    }
  }
  return (alarms * 30) / (KINDS.length * seeds * days);
}

/** Hours from the first mention too many to the alarm; noticed: while it lasts or within a day. */
function delays(print: (line: string) => void): void {
  print(
    `Median delay in hours (share noticed) of incidents after ${'5 and 21'} days of watching, ${TRIES} tries each:`,
  );
  print('');
  print(`| size | ${RATES.flatMap((rate) => [`${rate} a day`, 'when young']).join(' | ')} |`);
  print(`| --- |${' --- |'.repeat(2 * RATES.length)}`);
  for (const { factor, hours } of SIZES) {
    const cells = RATES.flatMap((rate) => [21, 5].map((days) => delayOf(rate, factor, hours, days)));
    print(`| ${factor}× for ${hours < 1 ? `${Math.round(hours * 60)} min` : `${hours} h`} | ${cells.join(' | ')} |`);
  }
}

function delayOf(rate: number, factor: number, hours: number, days: number): string {
  const waits: number[] = [];
  for (let seed = 1; seed <= TRIES; seed++) {
    const life = ordinaryLife({ rate, days: days + 4, ...PLAIN_KINDS[seed % PLAIN_KINDS.length], seed });
    const r = random(seed + 50);
    const from = Math.floor((days + r()) * 288);
    const until = from + Math.round(hours * 12);
    for (let i = from; i < until && i < life.length; i++) life[i]!.value += poisson(r, ((factor - 1) * rate) / 288);
    const alarm = alarmsIn(life).find((i) => i >= from && i < until + 288);
    waits.push(alarm === undefined ? Number.POSITIVE_INFINITY : (alarm - from + 1) / 12);
  }
  const noticed = waits.filter(Number.isFinite).length / TRIES;
  const middle = waits.sort((a, b) => a - b)[TRIES >> 1]!;
  return `${Number.isFinite(middle) ? middle.toFixed(1) : '–'} (${Math.round(100 * noticed)} %)`;
}

function benchmark(windowsFile: string, files: readonly string[], print: (line: string) => void): void {
  const labelled = JSON.parse(readFileSync(windowsFile, 'utf8')) as Record<string, [string, string][]>;
  const stamp = (text: string) => Date.parse(`${text.slice(0, 19).replace(' ', 'T')}Z`);
  const tell = (name: string, { score, windows, caught, falseAlarms: wrong }: NabScore, speed: string) =>
    print(`| ${name} | ${score.toFixed(1)} | ${caught} of ${windows} | ${wrong} | ${speed} |`);
  print('Numenta Anomaly Benchmark, standard profile:');
  print('');
  print('| series | score | windows | false alarms | points/s |');
  print('| --- | --- | --- | --- | --- |');
  const all = files.map((file) => {
    const name = basename(file, '.csv');
    const lines = readFileSync(file, 'utf8').trim().split('\n').slice(1);
    const counts = lines.map((line) => ({ time: stamp(line), value: Number(line.split(',')[1]) }));
    const began = performance.now();
    const alarms = new Set(alarmsIn(counts));
    const speed = Math.round(counts.length / ((performance.now() - began) / 1000));
    const rows = counts.map(({ time }, i) => ({ time, alarm: alarms.has(i) }));
    const windows = (labelled[name] ?? []).map(([from, to]) => [stamp(from), stamp(to)] as const);
    tell(name, nabScore([{ rows, windows }]), `${speed}`);
    return { rows, windows };
  });
  tell('all', nabScore(all), '');
  print('');
}
