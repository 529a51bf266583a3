/** What detection takes and gives of single posts. */
import type { Intent, Label, PostKind } from '../model.ts';

/** A post's counters at a moment; null: the site does not show it. */
export interface TrajectoryReading {
  readonly at: Date;
  readonly likes: number | null;
  readonly replies: number | null;
  readonly reposts: number | null;
  readonly views: number | null;
}

/** How posts of a site usually do: quantiles of engagement (reposts + replies + likes) by age. */
export interface SiteBaseline {
  readonly site: string;
  /** Ages in hours, ascending. */
  readonly ages: readonly number[];
  /** For each age the engagement at the 50th, 90th and 99th percentile. */
  readonly quantiles: readonly (readonly [p50: number, p90: number, p99: number])[];
}

/** One share of a post, where the site shows them one by one. */
export interface ShareEvent {
  /** Seconds after the post was published. */
  readonly t: number;
  /** Index of the share that this one passed on; absent: the post itself. */
  readonly parent?: number;
  /** Followers of the sharer. */
  readonly followers?: number;
}

/** A mention and everything known of how it moves. */
export interface PostTrajectory {
  readonly publishedAt: Date;
  readonly followers: number | null;
  readonly label: Label;
  readonly intents: readonly Intent[];
  readonly site: string;
  readonly kind: PostKind;
  readonly readings: readonly TrajectoryReading[];
  /** Shares with their times, where known; better than readings. */
  readonly shares?: readonly ShareEvent[];
  /** The brand's threshold: forecast final shares of one negative post that open an incident. */
  readonly viralThreshold: number;
  readonly siteBaseline?: SiteBaseline;
  /** How much a grave word on this site weighs: 1 for large public sites and news, less for backwaters. Default 1. */
  readonly siteWeight?: number;
  /** It is an entry of a trend list: what the whole site talks about. */
  readonly trending?: boolean;
}

export type ViralReason = 'forecast' | 'velocity' | 'reproduction' | 'reach' | 'grave-intent' | 'trending';

/** How far a post will go, how sure we are, and whether that alone is an incident. */
export interface ViralVerdict {
  readonly at: Date;
  readonly alarm: boolean;
  /** 0 nobody cares … 100 everybody will see it. */
  readonly score: number;
  /** The parts of the score, each 0…its share of 100, summing to it. */
  readonly parts: {
    readonly reach: number;
    readonly velocity: number;
    readonly reproduction: number;
    readonly forecast: number;
  };
  /** Accounts that may have seen it: followers of the author and of known sharers. */
  readonly reach: number;
  /** Shares per hour now, and its change per hour. */
  readonly velocity: number;
  readonly acceleration: number;
  /** Share of the site's posts of that age that did less, 0…1; null without a baseline of the site. */
  readonly percentile: number | null;
  /** Further shares caused by one share, with its 80 % interval. */
  readonly r: { readonly value: number; readonly low: number; readonly high: number };
  /** Shares so far, and at the end of the post's life with an 80 % interval. */
  readonly observed: number;
  readonly forecast: { readonly predicted: number; readonly low: number; readonly high: number };
  readonly reasons: readonly ViralReason[];
}
