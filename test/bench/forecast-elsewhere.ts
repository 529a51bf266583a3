/**
 * Sites that the forecast was never shown: other families of self-exciting processes than the one it learned from, and
 * the recorded cascades in the disguise of another site. The weight of the second opinion was chosen by these: alone the
 * learned part wins where the simulation is right and loses on the recorded ones, the second opinion the other way round.
 */
import { type Cascade, observe } from '../../src/detect/forecast/cascade.ts';
import { sharesOf } from '../../src/detect/forecast/features.ts';
import { forecastOf, rowOf } from '../../src/detect/forecast/forecast.ts';
import { selfExciting } from '../../src/detect/forecast/self-exciting.ts';
import { SHIPPED_FORECAST } from '../../src/detect/forecast/shipped.ts';
import { sumTrees } from '../../src/detect/forecast/trees.ts';
import { normal, poisson, random } from '../detect/support/worlds.ts';
import { type Recorded, seismic, szaboHuberman } from './detect-cascades.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
const LIFE = 30 * DAY;
const EACH = 120;
/** Weights of the second opinion that are compared; the shipped one is among them. */
const WEIGHTS = [0, 0.2, 0.4, 0.65, 1];

interface Family {
  readonly name: string;
  readonly followers: (r: () => number) => number;
  /** Followers of the author: least and most. */
  readonly root: readonly [number, number];
  /** Time in which interest fades, seconds. */
  readonly fading: readonly [number, number];
  readonly swing: number;
  readonly sizes: readonly [number, number];
  /** Seconds from seeing a post to passing it on. */
  readonly delay: (r: () => number) => number;
}

/** SEISMIC's own: flat for five minutes, then a power law. */
function published(r: () => number): number {
  const [theta, cutoff] = [0.242, 300];
  const [u, flat] = [r(), theta / (1 + theta)];
  return u < flat ? (cutoff * u) / flat : cutoff * ((1 - u) * (1 + theta)) ** (-1 / theta);
}

const lognormal = (mean: number, spread: number) => (r: () => number) => Math.exp(mean + spread * normal(r));
const FAMILIES: readonly Family[] = [
  {
    name: 'as SEISMIC has it, followers log-normal',
    ...{ followers: lognormal(5.6, 1.6), root: [2e4, 3e6], fading: [6 * HOUR, 3 * DAY], swing: 0.5 },
    ...{ sizes: [50, 10_000], delay: published },
  },
  {
    name: 'a few sharers with millions of followers',
    followers: (r) => Math.min(2e6, 80 * r() ** (-1 / 1.15)),
    ...{ root: [2e4, 3e6], fading: [8 * HOUR, 4 * DAY], swing: 0.5, sizes: [50, 10_000], delay: published },
  },
  {
    name: 'people who take an hour to react',
    ...{ followers: lognormal(5.6, 1.4), root: [2e4, 1e6], fading: [DAY, 10 * DAY], swing: 0.7, sizes: [50, 5000] },
    delay: (r) => Math.exp(8 + 1.8 * normal(r)),
  },
  {
    name: 'only large ones, 1,500 shares and more',
    ...{ followers: lognormal(5.6, 1.6), root: [5e5, 2e7], fading: [6 * HOUR, 3 * DAY], swing: 0.5 },
    ...{ sizes: [1500, 20_000], delay: published },
  },
];

function simulated(family: Family, r: () => number): Recorded {
  const within = ([low, high]: readonly [number, number]) => low * (high / low) ** r();
  for (;;) {
    const [fading, phase, reproduction] = [within(family.fading), r() * DAY, 0.2 + 0.7 * r()];
    let mean = 0;
    for (let i = 0; i < 400; i++) mean += family.followers(r) / 400;
    const root = Math.round(within(family.root));
    const most = (reproduction / mean) * (1 + family.swing);
    const infectious = (t: number) =>
      (reproduction / mean) * Math.exp(-t / fading) * (1 + family.swing * Math.sin((2 * Math.PI * (t + phase)) / DAY));
    const queue = [{ t: 0, followers: root }];
    for (let at = 0; at < queue.length && queue.length <= family.sizes[1]; at++) {
      for (let left = poisson(r, queue[at]!.followers * most); left > 0; left--) {
        const t = queue[at]!.t + family.delay(r);
        if (t <= LIFE && r() < infectious(t) / most) {
          queue.push({ t: Math.round(t), followers: Math.ceil(family.followers(r)) });
        }
      }
    }
    const events = queue.slice(1).sort((a, b) => a.t - b.t);
    if (events.length < family.sizes[0] || events.length > family.sizes[1]) continue;
    return { id: '', publishedAt: 0, followers: root, verified: null, events, final: events.length };
  }
}

/** Recorded cascades as another site might show them: all sharers alike, and a life six times as fast. */
function disguised(recorded: readonly Recorded[], r: () => number): [string, Recorded[]][] {
  const some = recorded.filter((_, i) => i % 5 === 0);
  const wear = (change: (event: { t: number }) => { t: number; followers: number }) =>
    some.map((one) => ({ ...one, events: one.events!.map(change) }));
  return [
    ['recorded, every sharer taken to have 500 followers', wear(({ t }) => ({ t, followers: 500 }))],
    [
      'recorded, six times as fast, followers at random',
      wear(({ t }) => ({ t: t / 6, followers: Math.ceil(Math.exp(5.6 + 1.4 * normal(r))) })),
    ],
  ];
}

/** Prints how the forecast does on them, beside the two published ones and by the weight of the second opinion. */
export function printElsewhere(recorded: readonly Recorded[], print: (line: string) => void): void {
  const r = random(99);
  const groups: [string, Recorded[]][] = [
    ...FAMILIES.map((family): [string, Recorded[]] => [
      family.name,
      Array.from({ length: EACH }, () => simulated(family, r)),
    ]),
    ...(recorded.length > 0 ? disguised(recorded, r) : []),
  ];
  print('Sites it was never shown, followers known: median absolute percentage error, and by the weight of the second');
  print('opinion (1: that alone).');
  print('');
  print(`| site | after | Szabo & Huberman | SEISMIC | Earshot | ${WEIGHTS.map((w) => `at ${w}`).join(' | ')} |`);
  print(`| --- | --- | --- | --- | --- |${' --- |'.repeat(WEIGHTS.length)}`);
  for (const [name, all] of groups) {
    for (const hours of [1, 6]) {
      const age = hours * HOUR;
      const seen = all.map((one) => observe(one, age));
      const error = (predict: (cascade: Cascade) => number) => {
        const errors = seen.map((cascade, i) => Math.abs(predict(cascade) - all[i]!.final) / all[i]!.final);
        return errors.sort((a, b) => a - b)[errors.length >> 1]!.toFixed(3);
      };
      const row = [
        error(szaboHuberman(all, age)),
        error((cascade) => seismic(cascade, 100)),
        error((cascade) => forecastOf(cascade, SHIPPED_FORECAST, 'UTC').predicted),
        ...WEIGHTS.map((weight) => error((cascade) => blended(cascade, weight))),
      ];
      print(`| ${name} | ${hours} h | ${row.join(' | ')} |`);
    }
  }
  print('');
}

function blended(cascade: Cascade, weight: number): number {
  const { any } = SHIPPED_FORECAST;
  const shares = sharesOf(cascade);
  const learned = (shares + 1) * Math.exp(sumTrees(any.point, rowOf(any.features, cascade, 'any', SHIPPED_FORECAST)));
  const other = selfExciting(cascade);
  if (other === null) return Math.max(shares, learned);
  return Math.max(shares, learned * Math.exp(weight * Math.max(-1, Math.min(1, Math.log(other / learned)))));
}
