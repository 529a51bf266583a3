/** Simulated ordinary life: counts with a day, a week, busy days, busy hours and clumps; same seed, same life. */

export function random(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = a;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function normal(r: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - r())) * Math.cos(2 * Math.PI * r());
}

/** Gamma with mean `k`, variance `k` (Marsaglia & Tsang 2000). */
export function gamma(r: () => number, k: number): number {
  if (k < 1) return gamma(r, k + 1) * (1 - r()) ** (1 / k);
  const d = k - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(r);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - r()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

export function poisson(r: () => number, mean: number): number {
  if (mean <= 0) return 0;
  if (mean >= 30) {
    const half = Math.floor(mean / 2);
    const x = gamma(r, half);
    if (x <= mean) return half + poisson(r, mean - x);
    let count = 0;
    for (let i = 1; i < half; i++) if (r() < mean / x) count++;
    return count;
  }
  const limit = Math.exp(-mean);
  let count = 0;
  for (let p = r(); p > limit; p *= r()) count++;
  return count;
}

export interface World {
  /** Mentions a day on average, and days lived. */
  readonly rate: number;
  readonly days: number;
  readonly seed: number;
  /** Day's swing: 0 flat … 1 silent at night; weekend days relative to others. */
  readonly swing?: number;
  readonly weekend?: number;
  /** Size of the negative binomial in each five minutes; infinite: Poisson. */
  readonly size?: number;
  /** Coefficients of variation between days and between hours (which follow each other). */
  readonly days_vary?: number;
  readonly hours_vary?: number;
}

export interface Count {
  /** Epoch milliseconds. */
  readonly time: number;
  value: number;
}

const BIN = 300_000;
const DAY = 86_400_000;

/** Counts in five-minute bins; begins at a random time of a random day of the week. */
export function ordinaryLife(world: World): Count[] {
  const { swing = 0.7, weekend = 0.7, size = Number.POSITIVE_INFINITY, days_vary = 0, hours_vary = 0 } = world;
  const r = random(world.seed);
  const start = Date.UTC(2024, 0, 1) + Math.floor(r() * 7) * DAY + Math.floor(r() * 288) * BIN;
  const peak = r() * 24;
  const counts: Count[] = [];
  let day = { number: -1, factor: 1 };
  let hour = { number: -1, mood: 0 };
  for (let i = 0; i < world.days * 288; i++) {
    const time = start + i * BIN;
    const number = Math.floor(time / DAY);
    if (number !== day.number) {
      day = { number, factor: days_vary > 0 ? gamma(r, days_vary ** -2) * days_vary ** 2 : 1 };
    }
    const hours = Math.floor(time / 3_600_000);
    if (hours !== hour.number) hour = { number: hours, mood: 0.8 * hour.mood + 0.6 * normal(r) };
    const clock = 1 + swing * Math.cos((2 * Math.PI * ((time / 3_600_000) % 24) - 2 * Math.PI * peak) / 24);
    const week = (number + 3) % 7 >= 5 ? weekend : 1;
    const busy = Math.exp(hours_vary * hour.mood - hours_vary ** 2 / 2);
    const mean = (world.rate / 288) * Math.max(0.02, clock) * week * day.factor * busy;
    counts.push({ time, value: poisson(r, Number.isFinite(size) ? (mean * gamma(r, size)) / size : mean) });
  }
  return counts;
}

/** Kinds of ordinary life into which incidents are put. */
export const PLAIN_KINDS: readonly Partial<World>[] = [
  { swing: 0.6 },
  { size: 2 },
  { size: 0.5, days_vary: 0.1 },
  { size: 5, swing: 0.8, weekend: 0.6, days_vary: 0.25 },
  { size: 2, swing: 0.95, weekend: 1.4, days_vary: 0.15, hours_vary: 0.2 },
];

/** Kinds of ordinary life that the promises are checked on; the last are those of brands whose weekends are far from their working days. */
export const KINDS: readonly Partial<World>[] = [
  ...PLAIN_KINDS,
  { size: 2, weekend: 1.8, days_vary: 0.15 },
  { size: 2, swing: 0.9, weekend: 1.8, days_vary: 0.25, hours_vary: 0.2 },
  { size: 5, swing: 0.8, weekend: 0.4, days_vary: 0.15 },
];
