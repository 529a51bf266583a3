/**
 * Cascades of sites that nobody recorded: self-exciting processes (Zhao et al. 2015; Kobayashi & Lambiotte 2016) whose
 * every parameter is drawn wide around the published ones, one draw a cascade. What is learned from them holds for a
 * site that was never seen, as far as that site is one of this family. Training and benches only.
 */
import { normal, poisson } from '../detect/support/worlds.ts';
import type { Recorded } from './detect-cascades.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
const LIFE = 30 * DAY;
/** As recorded collections are: nothing smaller is collected, nothing larger is needed. */
const SIZES = { least: 50, most: 3000 };

/** `r`: seeded. Followers of all are known. */
export function simulateCascade(r: () => number, id: string): Recorded {
  for (;;) {
    const cascade = attempt(r, id);
    if (cascade !== null) return cascade;
  }
}

function attempt(r: () => number, id: string): Recorded | null {
  const within = (low: number, high: number) => low * (high / low) ** r();
  const cutoff = within(60, 1500);
  const theta = within(0.12, 0.6);
  const fading = within(12 * HOUR, 30 * DAY);
  const swing = 0.8 * r();
  const phase = r() * DAY;
  // Followers of which only some are awake: reach grows more slowly than their number.
  const awake = 0.6 + 0.4 * r();
  const spread = 1 + r();
  const typical = within(100, 1000);
  const reproduction = 0.1 + r();
  const direct = within(8, 1500);
  const unrest = r();
  const moods = Array.from({ length: 31 * 4 }, () => Math.exp(unrest * normal(r) - unrest ** 2 / 2));
  const mean = typical ** awake * Math.exp((awake * spread) ** 2 / 2);
  const root = Math.ceil(((direct * mean) / reproduction) ** (1 / awake));
  /** Further shares that an exposure of one would bring, were it all at `t`. */
  const infectious = (t: number) =>
    (reproduction / mean) *
    Math.exp(-t / fading) *
    (1 + swing * Math.sin((2 * Math.PI * (t + phase)) / DAY)) *
    moods[Math.floor(t / (6 * HOUR))]!;
  const events: { t: number; followers: number }[] = [];
  const queue = [{ t: 0, followers: root }];
  for (let at = 0; at < queue.length; at++) {
    const { t: from, followers } = queue[at]!;
    const most = (reproduction / mean) * (1 + swing) * 2.5;
    const exposed = followers ** awake;
    // Thinning: more than ever can come, each kept as likely as its moment is infectious.
    for (let left = poisson(r, exposed * most); left > 0; left--) {
      const t = from + delay(r(), cutoff, theta);
      if (t > LIFE || r() >= Math.min(1, infectious(t) / most)) continue;
      const share = { t: Math.round(t), followers: Math.ceil(typical * Math.exp(spread * normal(r))) };
      events.push(share);
      queue.push(share);
      if (events.length > SIZES.most) return null;
    }
  }
  if (events.length < SIZES.least) return null;
  events.sort((a, b) => a.t - b.t);
  return { id, publishedAt: 0, followers: root, verified: null, events, final: events.length };
}

/** Flat up to the cut-off, a power law of exponent −(1 + θ) after it; mass 1. */
function delay(u: number, cutoff: number, theta: number): number {
  const flat = theta / (1 + theta);
  if (u < flat) return (cutoff * u) / flat;
  return cutoff * ((1 - u) * (1 + theta)) ** (-1 / theta);
}
