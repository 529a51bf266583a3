/**
 * How a post is passed on: a self-exciting process. Everybody who shares shows it to followers, some of whom share it
 * in turn, most of them soon, some much later. As in Zhao et al. 2015 (SEISMIC) the waiting time has a power-law tail
 * and infectiousness fades; the audience is finite and sleeps at night.
 */
import { busyness, HOUR, MINUTE } from './calendar.ts';
import type { Random } from './random.ts';

/** One share. */
export interface Share {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Index of the share it was seen through; null: the post itself. */
  readonly parent: number | null;
  readonly followers: number;
}

export interface CascadeSettings {
  readonly at: number;
  readonly followers: number;
  /** Mean number of direct shares of somebody with average followers, at the beginning. */
  readonly infectiousness: number;
  /** Time in which infectiousness falls to 1/e. */
  readonly lifeMs: number;
  /** From this moment (a fair answer) it falls faster. */
  readonly calmAt?: number;
  /** People there are to reach. */
  readonly audience: number;
  /** Nothing is looked at beyond. */
  readonly until: number;
  /** Shares that come from outside: somebody with many followers takes it up. */
  readonly boosts?: readonly { readonly at: number; readonly followers: number }[];
}

/** Waiting times: constant up to eight minutes, then a tail with exponent 1 + θ, θ = 0.5, cut at two days. */
const CONSTANT_MS = 8 * MINUTE;
const TAIL = 0.5;
const CALM_LIFE_MS = 3 * HOUR;
/** Followers of a typical sharer; infectiousness is per so many. */
const TYPICAL_FOLLOWERS = 220;
const LARGEST_FAMILY = 400;

/** Every share, in order of time. Parents come before their children. */
export function cascade(settings: CascadeSettings, random: Random): Share[] {
  const { at, audience, until, boosts = [] } = settings;
  const shares: { at: number; parent: number; followers: number }[] = [];
  const queue: { at: number; followers: number; parent: number }[] = [];
  const beget = (bornAt: number, followers: number, self: number): void => {
    const mean = infectiousnessAt(settings, bornAt) * (followers / TYPICAL_FOLLOWERS) ** 0.62;
    const children = Math.min(LARGEST_FAMILY, random.poisson(mean * (1 - shares.length / audience)));
    for (let i = 0; i < children; i++) {
      const seenAt = bornAt + waiting(random);
      // By night most wait for the morning, and few of those still care.
      if (random.next() > 0.25 + 0.75 * Math.min(1, busyness(seenAt))) continue;
      push(queue, { at: seenAt, followers: followersOf(random), parent: self });
    }
  };
  beget(at, settings.followers, -1);
  for (const boost of boosts) push(queue, { ...boost, parent: -1 });
  while (queue.length > 0 && shares.length < audience) {
    const next = pop(queue);
    if (next.at > until) break;
    const stamp = Math.floor(next.at / 1000) * 1000;
    shares.push({ at: stamp, parent: next.parent, followers: next.followers });
    beget(next.at, next.followers, shares.length - 1);
  }
  return shares.map((share) => ({ ...share, parent: share.parent < 0 ? null : share.parent }));
}

/** Followers of somebody in town: most have some hundreds, few very many. */
export function followersOf(random: Random): number {
  return Math.round(Math.min(3_000_000, random.logNormal(190, 1.35)));
}

function infectiousnessAt({ at, infectiousness, lifeMs, calmAt }: CascadeSettings, time: number): number {
  const faded = infectiousness * Math.exp(-(time - at) / lifeMs);
  return calmAt !== undefined && time > calmAt ? faded * Math.exp(-(time - calmAt) / CALM_LIFE_MS) : faded;
}

function waiting(random: Random): number {
  const constantShare = TAIL / (1 + TAIL);
  if (random.chance(constantShare)) return random.next() * CONSTANT_MS;
  return Math.min(48 * HOUR, CONSTANT_MS * (1 - random.next()) ** (-1 / TAIL));
}

/** A binary heap by time: cascades have thousands of shares under way. */
function push<T extends { at: number }>(heap: T[], item: T): void {
  let i = heap.push(item) - 1;
  while (i > 0) {
    const up = (i - 1) >> 1;
    if (heap[up]!.at <= item.at) break;
    heap[i] = heap[up]!;
    i = up;
  }
  heap[i] = item;
}

function pop<T extends { at: number }>(heap: T[]): T {
  const top = heap[0]!;
  const last = heap.pop()!;
  if (heap.length === 0) return top;
  let i = 0;
  for (;;) {
    let down = 2 * i + 1;
    if (down >= heap.length) break;
    if (down + 1 < heap.length && heap[down + 1]!.at < heap[down]!.at) down++;
    if (heap[down]!.at >= last.at) break;
    heap[i] = heap[down]!;
    i = down;
  }
  heap[i] = last;
  return top;
}
