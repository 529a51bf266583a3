/**
 * A second opinion where the followers of sharers are known: each share exposes followers, of whom some pass it on after
 * a delay (a self-exciting process; Zhao et al. 2015, with their constants). It has learned from no site, and errs
 * elsewhere than what was learned from recorded ones.
 */
import type { Cascade } from './cascade.ts';

/** Reaction times: flat up to the cut-off (seconds), a power law after it. */
const DELAY = { cutoff: 300, theta: 0.23 };
/** Followers that count for how shares breed shares: the many have few. */
const BREEDING = 100;
/** Infectiousness is that of the last half of the age, at most so many seconds. */
const WINDOW = 7200;
/** So near to a chain reaction without an end the process foresees nothing. */
const CRITICAL = 0.95;

/** Shares in the end; null where followers are not known, shares are too few, or the process would not end. */
export function selfExciting({ times, age, followers, audience }: Cascade): number | null {
  const n = times.length;
  if (audience === null || followers === null || n < 5) return null;
  const from = age - Math.min(WINDOW, age / 2);
  let exposed = followers * (reacted(age) - reacted(from));
  let pending = followers * (1 - reacted(age));
  let recent = 0;
  for (let i = 0; i < n; i++) {
    const t = times[i]!;
    const now = reacted(age - t);
    exposed += audience[i]! * (now - reacted(from - t));
    pending += audience[i]! * (1 - now);
    if (t > from) recent++;
  }
  if (exposed <= 0) return null;
  const infectious = recent / exposed;
  const breeds = infectious * BREEDING;
  return breeds > CRITICAL ? null : n + (infectious * pending) / (1 - breeds);
}

/** Share of those who react that have done so `t` seconds after exposure. */
function reacted(t: number): number {
  const { cutoff, theta } = DELAY;
  if (t <= 0) return 0;
  if (t <= cutoff) return ((t / cutoff) * theta) / (1 + theta);
  return 1 - (cutoff / t) ** theta / (1 + theta);
}
