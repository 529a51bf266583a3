/** Recorded cascades, and the two published forecasts that ours is measured against (not shipped). */
import { createHash } from 'node:crypto';
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

/** Tells one collection of cascades from another. */
export function fingerprintOf(recorded: readonly Recorded[]): string {
  const hash = createHash('sha256');
  for (const { id, final } of recorded) hash.update(`${id} ${final}\n`);
  return hash.digest('hex').slice(0, 16);
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

/** SEISMIC's memory kernel: reaction times, flat up to the cut-off, a power law after it; mass 1. */
const KERNEL = { theta: 0.2314843, cutoff: 300, density: 0.0006265725 };

/** Share of reactions that come later than `lag` seconds. */
function yetToReact(lag: number): number {
  const { theta, cutoff, density } = KERNEL;
  if (lag <= cutoff) return 1 - density * Math.max(0, lag);
  return ((density * cutoff) / theta) * (cutoff / lag) ** theta;
}

/** ∫ kernel(u − event) · (1 − (age − u) / window) over the window that ends at `age`. */
function weighed(event: number, age: number, window: number): number {
  const { theta, cutoff, density } = KERNEL;
  const until = age - event;
  const from = Math.max(0, until - window);
  if (until <= from) return 0;
  const [level, slope] = [1 - until / window, 1 / window];
  const flat = (lag: number) => density * (level * lag + (slope * lag * lag) / 2);
  const power = (lag: number) =>
    density * cutoff ** (1 + theta) * ((slope * lag ** (1 - theta)) / (1 - theta) - (level * lag ** -theta) / theta);
  const bend = Math.min(until, Math.max(from, cutoff));
  const beforeBend = from < cutoff ? flat(bend) - flat(from) : 0;
  return beforeBend + (until > cutoff ? power(until) - power(bend) : 0);
}

/**
 * SEISMIC (Zhao, Erdogdu, He, Rajaraman, Leskovec 2015) with the settings of its authors' package: infectiousness from a
 * triangular window over the last half of the age, 5 min to 2 h, widened until it holds five shares; n* = 100. `degree`:
 * followers assumed of those whose number is not known. Infinite beyond the critical point.
 */
export function seismic({ age, times, audience, followers }: Cascade, degree: number): number {
  const people = (i: number) => (i < 0 ? (followers ?? degree) : (audience?.[i] ?? degree));
  const n = times.length;
  let window = Math.min(7200, Math.max(300, age / 2));
  if (n < 5 || times[n - 5]! < age - window) window = n < 5 ? age : age - times[n - 5]!;
  let [shares, exposed, pending] = [0, people(-1) * weighed(0, age, window), people(-1) * yetToReact(age)];
  for (let i = 0; i < n; i++) {
    const t = times[i]!;
    if (t >= age - window) shares += 1 - (age - t) / window;
    exposed += people(i) * weighed(t, age, window);
    pending += people(i) * yetToReact(age - t);
  }
  if (n === 0 || exposed <= 0) return n;
  const infectious = shares / exposed;
  return infectious > 1 / 100 ? Number.POSITIVE_INFINITY : n + (infectious * pending) / (1 - infectious * 100);
}
