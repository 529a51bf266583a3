/**
 * A second opinion where the followers of sharers are known: each share exposes followers, of whom some pass it on after
 * a delay (a self-exciting process; Zhao et al. 2015, with their constants). It has learned from no site, and errs
 * elsewhere than what was learned from recorded ones.
 */
import type { Cascade } from './cascade.ts';

/** Reaction times: `density` a second up to the cut-off (seconds), a power law after it; together 1. */
const DELAY = { cutoff: 300, theta: 0.2314843, density: 0.0006265725 };
/** Followers that count for how shares breed shares: the many have few. */
const BREEDING = 100;
/** Infectiousness is that of the last half of the age, within these seconds, later shares weighing more. */
const WINDOW = { least: 300, most: 7200 };
/** The window is widened until it holds so many shares. */
const SHARES = 5;
/** So near to a chain reaction without an end the process foresees nothing. */
const CRITICAL = 0.95;

/** Shares in the end; null where followers are not known, shares are too few, or the process would not end. */
export function selfExciting({ times, age, followers, audience }: Cascade): number | null {
  const n = times.length;
  if (audience === null || followers === null || n < SHARES) return null;
  const usual = Math.min(WINDOW.most, Math.max(WINDOW.least, age / 2));
  const window = Math.max(1, usual, age - times[n - SHARES]!);
  let shares = 0;
  let exposed = followers * weighed(age, window);
  let pending = followers * yetToReact(age);
  for (let i = 0; i < n; i++) {
    const lag = age - times[i]!;
    shares += Math.max(0, 1 - lag / window);
    exposed += audience[i]! * weighed(lag, window);
    pending += audience[i]! * yetToReact(lag);
  }
  if (exposed <= 0) return null;
  const infectious = shares / exposed;
  const breeds = infectious * BREEDING;
  return breeds > CRITICAL ? null : n + (infectious * pending) / (1 - breeds);
}

/** Share of those who react that do so later than `lag` seconds after exposure. */
function yetToReact(lag: number): number {
  const { theta, cutoff, density } = DELAY;
  if (lag <= cutoff) return 1 - density * lag;
  return ((density * cutoff) / theta) * (cutoff / lag) ** theta;
}

/** Share of those exposed `lag` seconds ago that reacted within the window, a reaction weighing more the later it came. */
function weighed(lag: number, window: number): number {
  const { theta, cutoff, density } = DELAY;
  const from = Math.max(0, lag - window);
  const [level, slope] = [1 - lag / window, 1 / window];
  const flat = (t: number) => density * (level * t + (slope * t * t) / 2);
  const power = (t: number) =>
    density * cutoff ** (1 + theta) * ((slope * t ** (1 - theta)) / (1 - theta) - (level * t ** -theta) / theta);
  const bend = Math.min(lag, Math.max(from, cutoff));
  const before = from < cutoff ? flat(bend) - flat(from) : 0;
  return before + (lag > cutoff ? power(lag) - power(bend) : 0);
}
