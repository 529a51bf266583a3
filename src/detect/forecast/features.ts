/**
 * What a cascade looks like at a moment, in numbers that a model can learn from. All counts are taken relative to the
 * shares so far, all times relative to the age, except in the groups that say otherwise; logarithms are natural.
 */
import type { ActivityClock } from './activity.ts';
import type { Cascade } from './cascade.ts';

export type Features = Readonly<Record<string, number>>;

/** Everything that is known. `clock`: null where the public's hours are not. */
export function featuresOf(cascade: Cascade, clock: ActivityClock | null): Features {
  return {
    ...motion(cascade),
    ...rates(cascade),
    ...author(cascade),
    ...tree(cascade),
    ...(clock === null ? {} : hours(cascade, clock)),
  };
}

/** Shares so far. */
export function sharesOf(cascade: Cascade): number {
  return Math.round(cascade.times.length * cascade.each);
}

/** Entries with t ≤ `time`. */
function upTo(times: Float64Array, time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How the shares lie in the post's life: free of scale and of the clock. */
function motion({ times, age, audience }: Cascade): Record<string, number> {
  const n = times.length;
  const out: Record<string, number> = {};
  const since = (share: number) => n - upTo(times, age * (1 - share));
  for (const part of [2, 4, 8, 16, 32]) out[`last1/${part}`] = Math.log(((since(1 / part) + 0.5) / (n + 1)) * part);
  out.halves = Math.log((since(1 / 2) + 0.5) / (n - since(1 / 2) + 0.5));
  out.quarters = Math.log((since(1 / 4) + 0.5) / (since(1 / 2) - since(1 / 4) + 0.5));
  out.eighths = Math.log((since(1 / 8) + 0.5) / (since(1 / 4) - since(1 / 8) + 0.5));
  for (const q of [0.1, 0.25, 0.5, 0.75, 0.9])
    out[`q${q}`] = n > 0 ? times[Math.min(n - 1, Math.floor(q * n))]! / age : 1;
  out.mean = n > 0 ? times.reduce((a, b) => a + b, 0) / n / age : 1;
  out.gap = Math.log((age - (times[n - 1] ?? 0) + 1) / age);
  let peak = 0;
  let peakAt = 0;
  for (let b = 0; b < 12; b++) {
    const count = upTo(times, (age * (b + 1)) / 12) - upTo(times, (age * b) / 12);
    if (count <= peak) continue;
    peak = count;
    peakAt = b;
  }
  out.peak = Math.log((peak + 0.5) / (n + 1));
  out.peakAt = peakAt;
  out.fromPeak = Math.log((since(1 / 12) + 0.5) / (peak + 0.5));
  // Audience still to react: recent sharers weigh by their followers where these are known, alike where not.
  const mean = audience === null ? 1 : Math.max(1, audience.reduce((a, b) => a + b, 0) / Math.max(1, n));
  for (const part of [2, 8, 32]) {
    let pending = 0;
    for (let i = 0; i < n; i++) {
      pending += ((audience?.[i] ?? mean) / mean) * Math.exp(((times[i]! - age) / age) * part);
    }
    out[`pending1/${part}`] = Math.log(pending + 0.3) - Math.log(n + 1);
  }
  let [gaps, squares] = [0, 0];
  for (let i = 1; i < n; i++) gaps += (times[i]! - times[i - 1]!) / (n - 1);
  for (let i = 1; i < n; i++) squares += (times[i]! - times[i - 1]! - gaps) ** 2 / (n - 1);
  out.bursty = n > 3 ? Math.log(1 + Math.sqrt(squares) / (gaps + 1)) : 0;
  return out;
}

/** Numbers in minutes and shares: true to the kind of site the model was trained on. */
function rates({ times, age, each, parents }: Cascade): Record<string, number> {
  const n = times.length;
  const out: Record<string, number> = { n: Math.log(1 + n * each), age: Math.log(age) };
  for (const seconds of [300, 900, 1800, 3600]) {
    out[`last${seconds}`] = Math.log(0.5 + each * (n - upTo(times, age - Math.min(seconds, age))));
  }
  for (const seconds of [300, 900, 1800, 3600, 7200]) {
    out[`first${seconds}`] = Math.log(0.5 + each * upTo(times, Math.min(seconds, age)));
  }
  out.first = Math.log(1 + (times[0] ?? age));
  for (const seconds of [600, 1800, 7200, 21600]) {
    let pending = 0;
    for (const t of times) pending += Math.exp((t - age) / seconds);
    out[`pending${seconds}`] = Math.log(pending + 0.3) - Math.log(n + 1);
  }
  let slow = 0;
  let fast = 0;
  for (const t of times) {
    const x = (age - t + 300) / 300;
    slow += x ** -0.25;
    fast += x ** -1.25;
  }
  out.slow = Math.log(slow + 0.3) - Math.log(n + 1);
  out.fast = Math.log(fast + 0.1) - Math.log(n + 1);
  let direct = 0;
  for (const parent of parents) if (parent < 0) direct++;
  out.direct = Math.log(each * direct + 0.5);
  return out;
}

function author({ followers, verified, times, each }: Cascade): Record<string, number> {
  const known = followers ?? 150_000;
  return {
    followers: Math.log(1 + known),
    verified: verified === true ? 1 : 0,
    perFollower: Math.log((times.length * each + 1) / (known + 10)),
  };
}

/** Who passed on whose share. */
function tree({ times, parents, age }: Cascade): Record<string, number> {
  const n = times.length;
  const depth = new Int32Array(n);
  const children = new Int32Array(n);
  let [deep, recentDeep, deepest, sum, hubs] = [0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const parent = parents[i]!;
    depth[i] = parent < 0 ? 1 : depth[parent]! + 1;
    deepest = Math.max(deepest, depth[i]!);
    sum += depth[i]!;
    if (parent < 0) continue;
    deep++;
    if (times[i]! > 0.75 * age) recentDeep++;
    if (children[parent] === 0) hubs++;
    children[parent] = children[parent]! + 1;
  }
  return {
    deep: deep / (n + 1),
    deepRecent: recentDeep / (n - upTo(times, 0.75 * age) + 1),
    deepest: Math.log(1 + deepest),
    depth: n > 0 ? sum / n : 1,
    hub: children.reduce((a, b) => Math.max(a, b), 0) / (n + 1),
    hubs: Math.log(1 + hubs),
  };
}

/** The public's day: how awake it was, is, and will be. */
function hours({ publishedAt, times, age }: Cascade, clock: ActivityClock): Record<string, number> {
  const n = times.length;
  const now = publishedAt + age;
  const lived = Math.max(0.003, clock.between(publishedAt, now));
  const [hour, born] = [clock.localHour(now), clock.localHour(publishedAt)];
  const out: Record<string, number> = {
    hourSin: Math.sin((hour * Math.PI) / 12),
    hourCos: Math.cos((hour * Math.PI) / 12),
    bornSin: Math.sin((born * Math.PI) / 12),
    bornCos: Math.cos((born * Math.PI) / 12),
    lived: Math.log(lived),
    awake: Math.log(lived / (age / 3600)),
    awakeNow: Math.log(clock.at(now)),
    weekend: clock.isWeekend(now) ? 1 : 0,
  };
  for (const ahead of [1, 3, 6, 12]) out[`next${ahead}`] = Math.log(clock.between(now, now + ahead * 3600) / ahead);
  let [late, latest, mean] = [0, 0, 0];
  const middle: number[] = [];
  for (const t of times) {
    const at = clock.between(publishedAt, publishedAt + t) / lived;
    mean += at / n;
    middle.push(at);
    if (at > 0.5) late++;
    if (at > 0.75) latest++;
  }
  out.awakeHalves = Math.log((late + 0.5) / (n - late + 0.5));
  out.awakeLast = Math.log(((latest + 0.5) / (n + 1)) * 4);
  out.awakeMean = n > 0 ? mean : 1;
  out.awakeMedian = n > 0 ? middle[n >> 1]! : 1;
  const half = age / 2;
  out.awakeAcceleration =
    Math.log((n - upTo(times, half) + 0.5) / (upTo(times, half) + 0.5)) -
    Math.log(clock.between(publishedAt + half, now) / Math.max(0.003, clock.between(publishedAt, publishedAt + half)));
  out.awakeRate = Math.log(
    (n - upTo(times, 0.75 * age) + 0.5) / Math.max(0.003, clock.between(publishedAt + 0.75 * age, now)),
  );
  return out;
}
