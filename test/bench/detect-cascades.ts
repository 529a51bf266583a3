/** Recorded cascades, and the two published forecasts that ours is measured against (not shipped). */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type Cascade, type CascadeInput, observe } from '../../src/detect/forecast/cascade.ts';

export interface Recorded extends CascadeInput {
  readonly id: string;
  /** Shares within 30 days. */
  readonly final: number;
}

const LIFE = 30 * 86_400;

/** Cascades from JSON lines as `earshot forecast` reads them, all events kept; gzip by its name. */
export function readCascades(path: string): Recorded[] {
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const { id, published_at, followers, verified, events } = JSON.parse(line);
      const final = events.filter(({ t }: { t: number }) => t <= LIFE).length;
      return { id, publishedAt: published_at, followers: followers ?? null, verified: verified ?? null, events, final };
    });
}

/** Szabo & Huberman 2010: ln final = ln(count by then) + α, α chosen on other cascades for the least relative error. */
export function szaboHuberman(train: readonly Recorded[], age: number): (cascade: Cascade) => number {
  const ratios = train
    .map((one) => ({ n: observe(one, age).times.length, final: one.final }))
    .filter(({ n, final }) => n > 0 && final > 0)
    .map(({ n, final }) => ({ ratio: final / n, weight: n / final }))
    .sort((a, b) => a.ratio - b.ratio);
  // The least sum of |final − a·n| / final is at the median of final/n weighted by n/final.
  const half = ratios.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let reached = 0;
  const middle = ratios.find(({ weight }) => {
    reached += weight;
    return reached >= half;
  });
  const factor = middle?.ratio ?? 1;
  return (cascade) => Math.max(1, cascade.times.length) * factor;
}

/** SEISMIC's constants: memory kernel of Zhao et al. 2015, mean degree, correction factors by hour as in its authors' code. */
const KERNEL = { theta: 0.242, cutoff: 300, constant: 6.265e-4 };

/** Mass of the memory kernel up to `t` seconds. */
function memory(t: number): number {
  const { theta, cutoff, constant } = KERNEL;
  if (t <= 0) return 0;
  if (t <= cutoff) return constant * t;
  return constant * cutoff + (constant * cutoff * (1 - (cutoff / t) ** theta)) / theta;
}

/** ∫ slope·(u − from) + … over the kernel: the triangular window of the estimator, by Simpson's rule. */
function weightedMemory(event: number, from: number, to: number, age: number, window: number): number {
  const steps = 20;
  let sum = 0;
  const [a, b] = [Math.max(from, event), to];
  if (b <= a) return 0;
  for (let i = 0; i <= steps; i++) {
    const u = a + ((b - a) * i) / steps;
    const lag = u - event;
    const density =
      lag <= KERNEL.cutoff ? KERNEL.constant : KERNEL.constant * (lag / KERNEL.cutoff) ** -(1 + KERNEL.theta);
    const weight = Math.max(0, 1 - (2 * (age - u)) / (2 * window));
    sum += density * weight * (i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2);
  }
  return (sum * (b - a)) / steps / 3;
}

/**
 * SEISMIC (Zhao, Erdogdu, He, Rajaraman, Leskovec 2015), self-exciting process. `degree`: followers assumed of sharers
 * whose number is not known. Infectiousness from a triangular window over the last half of the age.
 */
export function seismic(cascade: Cascade, degree: number): number {
  const { age, times, audience } = cascade;
  const root = cascade.followers ?? degree;
  const people = (i: number) => audience?.[i] ?? degree;
  const window = Math.max(1, age / 2);
  const from = Math.max(0, age - window);
  let shares = 0;
  let exposed = root * weightedMemory(0, from, age, age, window);
  let [reached, reacted] = [root, root * memory(age)];
  for (let i = 0; i < times.length; i++) {
    const t = times[i]!;
    if (t >= from) shares += Math.max(0, 1 - (age - t) / window);
    exposed += people(i) * weightedMemory(t, from, age, age, window);
    reached += people(i);
    reacted += people(i) * memory(age - t);
  }
  if (times.length === 0 || exposed <= 0) return times.length;
  const infectious = shares / exposed;
  const hours = age / 3600;
  const alpha = hours < 1 ? 0.389 : hours < 2 ? 0.803 : 1;
  const gamma = hours < 2 ? 0.5 : 0.45;
  const critical = gamma * infectious * Math.min(degree, 100);
  // Beyond the critical point the process never ends; the authors' code cuts it off.
  const room = Math.max(0.05, 1 - Math.min(0.95, critical));
  return times.length + (alpha * infectious * Math.max(0, reached - reacted)) / room;
}
