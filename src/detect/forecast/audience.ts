/**
 * What the followers of author and sharers say: how many who saw the post pass it on (infectiousness), and how many have
 * yet to react to what they saw. The process is SEISMIC's (Zhao et al. 2015): reactions follow exposure with a delay that
 * is flat at first and a power law later.
 */
import type { Cascade } from './cascade.ts';

interface Delay {
  /** Seconds. */
  readonly cutoff: number;
  readonly theta: number;
}

/** As published for Twitter, and one of longer breath. */
const DELAYS: Readonly<Record<string, Delay>> = {
  short: { cutoff: 300, theta: 0.23 },
  long: { cutoff: 600, theta: 0.6 },
};

/** Share of those who react that have done so `t` seconds after exposure. */
function reacted(t: number, { cutoff, theta }: Delay): number {
  if (t <= 0) return 0;
  if (t <= cutoff) return ((t / cutoff) * theta) / (1 + theta);
  return 1 - (cutoff / t) ** theta / (1 + theta);
}

/** Followers of a sharer where nobody's are known: only the ratio to the author's matters. */
const TYPICAL_FOLLOWERS = 500;

/** Logarithms, all free of the scale of followers. Where those of the author are not known: as many as all sharers'. */
export function audienceFeatures({ times, age, followers, audience }: Cascade): Record<string, number> {
  const n = times.length;
  const people = audience ?? new Float64Array(n).fill(TYPICAL_FOLLOWERS);
  const sharers = people.reduce((a, b) => a + b, 0);
  const root = Math.max(1, followers ?? sharers);
  const out: Record<string, number> = { rootShare: Math.log((root + 1) / (root + sharers + 2)) };
  for (const [name, delay] of Object.entries(DELAYS)) {
    const windows = [1, 1 / 2, 1 / 4, 1 / 8].map((part) => ({ from: age * (1 - part), exposed: 0, shares: 0 }));
    let pending = 0;
    const expose = (t: number, weight: number) => {
      const now = reacted(age - t, delay);
      pending += weight * (1 - now);
      for (const window of windows) window.exposed += weight * (now - reacted(window.from - t, delay));
    };
    expose(0, root);
    for (let i = 0; i < n; i++) {
      expose(times[i]!, people[i]!);
      for (const window of windows) if (times[i]! > window.from) window.shares++;
    }
    const rates = windows.map(({ shares, exposed }, i) => {
      // Few shares in a short window: drawn towards what the window before says.
      const before = i === 0 ? 0 : (windows[i - 1]!.shares + 1) / (windows[i - 1]!.exposed + 1e-9);
      return (shares + (i === 0 ? 0.5 : 2)) / (exposed + (i === 0 ? 0 : 2 / before) + 1e-9);
    });
    for (const [i, rate] of rates.entries()) {
      out[`${name}More${i}`] = Math.log((rate * pending + 0.1) / (n + 1));
      if (i > 0) out[`${name}Trend${i}`] = Math.log(rate / rates[0]!);
    }
    out[`${name}Breeds`] = Math.log((rates[1]! * sharers + 0.1) / (n + 1));
    out[`${name}Pending`] = Math.log(pending / (root + sharers + 1));
  }
  let recent = 0;
  let largest = 0;
  for (let i = 0; i < n; i++) {
    largest = Math.max(largest, people[i]!);
    if (times[i]! > age / 2) recent += people[i]!;
  }
  out.recentAudience = Math.log((recent + 1) / (root + sharers + 2));
  out.largest = Math.log((largest + 1) / (root + sharers + 2));
  return out;
}
