/**
 * R: further shares that one share causes now. Shares of the last stretch, divided by the shares whose followers were
 * reacting in it (renewal equation; Wallinga & Teunis 2004, Cori et al. 2013), with a Gamma posterior.
 */
import type { Cascade } from './cascade.ts';

export interface Reproduction {
  readonly value: number;
  /** 80 % interval. */
  readonly low: number;
  readonly high: number;
}

/** Time from a share to the one it causes: 1 − (1 + t/c)^−θ, fitted to a quarter of a million pairs of shares. */
const REACTION = { c: 600, theta: 0.39 };
/** Belief before anything is seen: half a share each, worth two shares. */
const PRIOR = { events: 1, exposure: 2 };
/** The post itself counts as so many sharers where no followers are known. */
const ROOT = 10;
const TYPICAL_FOLLOWERS = 500;

function reacted(t: number): number {
  return t <= 0 ? 0 : 1 - (1 + t / REACTION.c) ** -REACTION.theta;
}

/** R over the last quarter of the cascade's age. Shares of the post itself are its author's reach, not a sharer's. */
export function reproduction({ times, parents, age, each, followers }: Cascade): Reproduction {
  const from = age * 0.75;
  // Where the site says who passed on whose share, only those are counted; else the author takes a part of all.
  const told = parents.some((parent) => parent >= 0);
  let events = 0;
  let exposure = 0;
  for (let i = 0; i < times.length; i++) {
    const t = times[i]!;
    if (t > from && (!told || parents[i]! >= 0)) events += each;
    exposure += each * (reacted(age - t) - reacted(from - t));
  }
  if (!told) {
    const weight = followers === null ? ROOT : Math.min(1000, Math.max(1, followers / TYPICAL_FOLLOWERS));
    exposure += weight * (reacted(age) - reacted(from));
  }
  const shape = PRIOR.events + events;
  const scale = PRIOR.exposure + exposure;
  return { value: shape / scale, low: gammaQuantile(shape, -Z80) / scale, high: gammaQuantile(shape, Z80) / scale };
}

const Z80 = 1.2816;

/** Quantile of Gamma(shape, 1) at the normal quantile `z` (Wilson & Hilferty 1931). */
function gammaQuantile(shape: number, z: number): number {
  return shape * Math.max(0, 1 - 1 / (9 * shape) + z / (3 * Math.sqrt(shape))) ** 3;
}
