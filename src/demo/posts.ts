/** What stands in the town: posts with counters that are functions of time. */
import type { Share } from './cascade.ts';

export const PLACES = ['reviews', 'microblog', 'forum', 'news'] as const;
export type Place = (typeof PLACES)[number];
export type Lang = 'zh' | 'en';
export type Feeling = 'negative' | 'neutral' | 'positive';

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly followers: number;
  readonly verified: boolean;
}

/** One post of the town. Times are epoch milliseconds. */
export interface TownPost {
  readonly id: string;
  readonly place: Place;
  /** The brand it is about; null for posts that only look like it, and for posts about anything else. */
  readonly brand: string | null;
  /** What its writer feels about that brand: the town knows, the service has to find out. */
  readonly feeling: Feeling;
  readonly lang: Lang;
  readonly at: number;
  readonly author: Person;
  readonly title: string | null;
  readonly text: string;
  /** Stars of five; only on the review site. */
  readonly stars: number | null;
  /** Microblog: what it shares or answers, and where that began. */
  readonly parent: string | null;
  readonly root: string | null;
  /** The brand's answer under a review. */
  readonly reply: { readonly text: string; readonly at: number } | null;
  /** Shares, in order of time. */
  readonly shares: readonly Share[];
  /** What the other counters come to, and the time in which they reach 63 % of it. */
  readonly likes: Growth;
  readonly comments: Growth;
}

/** A counter that grows towards `final`, fast at first: final · (1 − e^(−age/τ)); with shares it follows them. */
export interface Growth {
  readonly final: number;
  readonly tauMs: number;
  /** Counted for each share there is. */
  readonly perShare: number;
}

/** Number of shares made by `time`. */
export function sharesAt(shares: readonly Share[], time: number): number {
  let low = 0;
  let high = shares.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (shares[middle]!.at <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A counter's value at `time`: never falls. */
export function countAt(growth: Growth, post: Pick<TownPost, 'at' | 'shares'>, time: number): number {
  const age = Math.max(0, time - post.at);
  const own = growth.final * (1 - Math.exp(-age / growth.tauMs));
  // Rounded, so that a counter comes to rest and an old page stays as it is.
  return Math.round(own) + Math.floor(growth.perShare * sharesAt(post.shares, time));
}
