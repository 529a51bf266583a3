/**
 * Trains the forecast: `node test/bench/detect-train-forecast.ts CASCADES.jsonl.gz [--cv]`.
 * Without `--cv` writes src/detect/forecast/model.json; with it, prints the error on cascades that were left out (five
 * folds, by cascade) beside the two published forecasts, and writes nothing. Same data, same model.
 */
import { writeFileSync } from 'node:fs';
import { ActivityClock, offsetAt } from '../../src/detect/forecast/activity.ts';
import { type Cascade, observe } from '../../src/detect/forecast/cascade.ts';
import { featuresOf, sharesOf } from '../../src/detect/forecast/features.ts';
import type { ForecastModel, ModelPart } from '../../src/detect/forecast/model.ts';
import { sumTrees, type Trees } from '../../src/detect/forecast/trees.ts';
import { random } from '../detect/support/worlds.ts';
import { type BoostOptions, boost } from './detect-boosting.ts';
import { type Recorded, readCascades, seismic, szaboHuberman } from './detect-cascades.ts';

const MINUTE = 60;
const HOUR = 3600;
const ZONE = 'Asia/Shanghai';
const AGES = [5, 10, 20, 30, 42, 60, 84, 120, 180, 260, 360, 480, 720, 1200, 2400, 4800, 10_000].map((m) => m * MINUTE);
const BASE = { rate: 0.05, shrink: 5, rows: 0.6, columns: 0.3, leastLeaf: 60 };
/** Low enough for the least relative error: being 50 % too high costs as much as being 50 % too low. */
const POINT: BoostOptions = { ...BASE, quantile: 0.35, trees: 320, leaves: 12, seed: 1 };
const LOW: BoostOptions = { ...BASE, quantile: 0.09, trees: 130, leaves: 8, seed: 2 };
const HIGH: BoostOptions = { ...BASE, quantile: 0.91, trees: 130, leaves: 8, seed: 3 };
/** Features of the part that knows neither site nor clock; it is trained on thinned cascades too. */
const ANYWHERE = /^(last1|halves|quarters|eighths|q0|mean|gap|peak|fromPeak|pending1|bursty|deep|depth|hub|n$)/;
/** Above so many shares, more of them tell a part without a scale nothing new. */
const SCALE_FREE_SHARES = 150;

/** Up to which age (seconds) each margin holds. */
const MARGIN_AGES = [1500, 5000, 16_000, 50_000, 1e9];

const [path, ...flags] = process.argv.slice(2);
if (path === undefined) {
  process.stderr.write('usage: node test/bench/detect-train-forecast.ts CASCADES.jsonl.gz [--cv]\n');
  process.exit(2);
}
const all = readCascades(path).filter(({ final }) => final > 0);

interface Example {
  readonly cascade: Cascade;
  readonly final: number;
  readonly of: number;
}

/** Trains on the cascades of `rows`; intervals are widened by what cross-validation over them says is missing. */
function train(rows: readonly number[], folds: number | null): ForecastModel {
  const activity = activityOf(rows);
  const parts = (['site', 'any'] as const).map((kind) => {
    const examples = examplesOf(rows, kind);
    const part = fitPart(examples, kind, activity);
    return { ...part, margins: folds === 0 ? part.margins : marginsOf(examples, kind, activity) };
  });
  return { version: 1, timezone: ZONE, activity, site: parts[0]!, any: parts[1]! };
}

function activityOf(rows: readonly number[]): number[] {
  const hours = new Array<number>(24).fill(0);
  for (const i of rows) {
    const { publishedAt, events = [] } = all[i]!;
    const offset = offsetAt(ZONE, publishedAt);
    for (const { t } of events) {
      const hour = Math.floor((publishedAt + t + offset) / HOUR) % 24;
      hours[hour] = hours[hour]! + 1;
    }
  }
  const mean = hours.reduce((a, b) => a + b, 0) / 24;
  return hours.map((x) => Number((x / mean).toFixed(4)));
}

/** Each cascade at every age; some of them as counters, and for `any` thinned, so that no scale can be learned. */
function examplesOf(rows: readonly number[], kind: 'site' | 'any'): Example[] {
  const r = random(5);
  return rows.flatMap((of) =>
    AGES.flatMap((age) => {
      const one = all[of]!;
      const keep = kind === 'any' ? [1, 0.5, 0.2][Math.floor(r() * 3)]! : 1;
      const whole = keep < 1 ? thinned(one, keep, r) : one;
      const counters = r() < 0.12;
      const cascade = observe(counters ? asReadings(whole) : whole, age);
      return whole.final > 0 ? [{ cascade, final: whole.final, of }] : [];
    }),
  );
}

function thinned(one: Recorded, keep: number, r: () => number): Recorded {
  const events = one.events!.filter(() => r() < keep).map(({ t }) => ({ t }));
  return { ...one, events, final: events.filter(({ t }) => t <= 30 * 86_400).length };
}

/** Counters read after 5, 15, 30 minutes, 1 h and then every hour or so. */
function asReadings(one: Recorded): Recorded {
  const { events, ...rest } = one;
  const marks = [5, 15, 30, 60, 120, 180, 240, 300, 360, 480, 720, 1440, 2880, 10_000].map((m) => m * MINUTE);
  return { ...rest, readings: marks.map((t) => ({ t, count: events!.filter((e) => e.t <= t).length })) };
}

function rowOf(
  names: readonly string[],
  cascade: Cascade,
  kind: 'site' | 'any',
  activity: readonly number[],
): Float64Array {
  const clock = new ActivityClock(activity, offsetAt(ZONE, cascade.publishedAt));
  const features = featuresOf(cascade, clock);
  return Float64Array.from(names, (name) => {
    const value = features[name]!;
    return kind === 'any' && name === 'n' ? Math.min(value, Math.log(1 + SCALE_FREE_SHARES)) : value;
  });
}

function namesOf(kind: 'site' | 'any'): string[] {
  const names = Object.keys(featuresOf(observe(all[0]!, HOUR), new ActivityClock(new Array(24).fill(1), 0)));
  return kind === 'site' ? names : names.filter((name) => ANYWHERE.test(name));
}

function fitPart(examples: readonly Example[], kind: 'site' | 'any', activity: readonly number[]): ModelPart {
  const names = namesOf(kind);
  const table = {
    x: examples.map(({ cascade }) => rowOf(names, cascade, kind, activity)),
    y: Float64Array.from(examples, ({ cascade, final }) => Math.log(final / (sharesOf(cascade) + 1))),
    weight: Float64Array.from(examples, ({ cascade }) => (cascade.age >= 2500 && cascade.age <= 30_000 ? 1 : 0.6)),
  };
  const [point, low, high] = [POINT, LOW, HIGH].map((options) => boost(table, options)) as [Trees, Trees, Trees];
  return { features: names, point, low, high, margins: MARGIN_AGES.map((age) => ({ age, margin: 0 })) };
}

/** How much wider, in log shares, intervals must be to hold 80 % of cascades they were not trained on. */
function marginsOf(
  examples: readonly Example[],
  kind: 'site' | 'any',
  activity: readonly number[],
): ModelPart['margins'] {
  const misses: { age: number; miss: number }[] = [];
  const folds = foldsOf(3, 11);
  for (let fold = 0; fold < 3; fold++) {
    const part = fitPart(
      examples.filter(({ of }) => folds[of] !== fold),
      kind,
      activity,
    );
    for (const { cascade, final, of } of examples) {
      if (folds[of] !== fold) continue;
      const x = rowOf(part.features, cascade, kind, activity);
      const truth = Math.log(final / (sharesOf(cascade) + 1));
      misses.push({ age: cascade.age, miss: Math.max(sumTrees(part.low, x) - truth, truth - sumTrees(part.high, x)) });
    }
  }
  return MARGIN_AGES.map((age, i) => {
    const band = misses.filter((m) => m.age <= age && m.age > (MARGIN_AGES[i - 1] ?? 0)).map(({ miss }) => miss);
    return { age, margin: Number(band.sort((a, b) => a - b)[Math.floor(band.length * 0.8)]!.toFixed(3)) };
  });
}

function foldsOf(count: number, seed: number): number[] {
  const r = random(seed);
  return all.map(() => Math.floor(r() * count));
}

function crossValidate(): void {
  const folds = foldsOf(5, 3);
  const errors = new Map<string, number[]>();
  const covered = new Map<string, number[]>();
  const note = (map: Map<string, number[]>, key: string, value: number) =>
    map.set(key, [...(map.get(key) ?? []), value]);
  for (let fold = 0; fold < 5; fold++) {
    const rows = all.map((_, i) => i).filter((i) => folds[i] !== fold);
    const model = train(rows, flags.includes('--margins') ? null : 0);
    for (const hours of [1, 6]) {
      const known = szaboHuberman(
        rows.map((i) => all[i]!),
        hours * HOUR,
      );
      for (const [i, one] of all.entries()) {
        if (folds[i] !== fold) continue;
        const cascade = observe(one, hours * HOUR);
        const error = (predicted: number) =>
          Math.abs(Math.max(predicted, cascade.times.length) - one.final) / one.final;
        note(errors, `${hours} h Szabo-Huberman`, error(known(cascade)));
        for (const degree of [100, 1000])
          note(errors, `${hours} h SEISMIC (degree ${degree})`, error(seismic(cascade, degree)));
        for (const [kind, seen] of [
          ['site', cascade],
          ['any', cascade],
          ['site', observe(asReadings(one), hours * HOUR)],
        ] as const) {
          const part = model[kind];
          const x = rowOf(part.features, seen, kind, model.activity);
          const n = sharesOf(seen);
          const at = (trees: Trees, margin: number) => Math.max(n, (n + 1) * Math.exp(sumTrees(trees, x) + margin));
          const key = `${hours} h ours ${kind}${seen === cascade ? '' : ' (counters)'}`;
          note(errors, key, error(at(part.point, 0)));
          const margin = part.margins.find(({ age }) => seen.age <= age)!.margin;
          note(
            covered,
            key,
            one.final >= Math.floor(at(part.low, -margin)) && one.final <= Math.ceil(at(part.high, margin)) ? 1 : 0,
          );
        }
      }
    }
    process.stderr.write(`fold ${fold + 1} of 5\n`);
  }
  for (const [key, list] of errors) {
    const sorted = list.sort((a, b) => a - b);
    const held = covered.get(key);
    const share =
      held === undefined
        ? ''
        : `  80 % interval holds ${(100 * (held.reduce((a, b) => a + b, 0) / held.length)).toFixed(1)} %`;
    process.stdout.write(
      `${key.padEnd(34)} median error ${sorted[Math.floor(sorted.length / 2)]!.toFixed(3)}${share}\n`,
    );
  }
}

if (flags.includes('--cv')) crossValidate();
else {
  const model = train(
    all.map((_, i) => i),
    null,
  );
  const out = new URL('../../src/detect/forecast/model.json', import.meta.url);
  writeFileSync(out, `${JSON.stringify(model)}\n`);
  process.stdout.write(`wrote ${out.pathname}, ${Math.round(JSON.stringify(model).length / 1024)} kB\n`);
}
