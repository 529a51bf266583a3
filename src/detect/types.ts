/**
 * What detection takes and gives: plain data in, plain data out, the time as an argument. States and memories are
 * JSON-serialisable; their inside is this folder's business, the store only keeps them.
 */

import type {
  Aspect,
  Bin,
  IncidentState,
  Intent,
  Label,
  PostKind,
  SeriesName,
  Severity,
  TransitionKind,
} from '../model.ts';
import type { CourseState } from './course.ts';

/** Settings of detection; every key has a default in `DEFAULT_DETECT_SETTINGS`. */
export interface DetectSettings {
  /** False alarms a brand's ordinary life may cause per 30 days, over all its series together. */
  readonly falseAlarmsPerMonth: number;
  /** IANA zone of the brand's public: whose day and week the baseline follows. */
  readonly timezone: string;
  /** Known causes (holidays, campaigns): while one runs, the expected course is multiplied by `factor`. */
  readonly expected: readonly KnownCause[];
  /** How often the negative classifier errs on this series; counts are corrected for it. Absent: taken as exact. */
  readonly confusion?: Confusion;
}

export interface KnownCause {
  readonly name: string;
  readonly start: Date;
  readonly end: Date;
  /** Times the usual number of mentions, ≥ 0. */
  readonly factor: number;
}

/** A classifier's known error rates for `negative` against the rest, measured on labelled texts. */
export interface Confusion {
  /** Share of truly negative mentions labelled negative, 0…1. */
  readonly sensitivity: number;
  /** Share of the others labelled negative, 0…1. */
  readonly falsePositiveRate: number;
}

/** Bins older than this no longer change and are folded into the baseline; younger ones are judged. */
export const SETTLE_MS = 24 * 3_600_000;

/** The course of one (brand, series) up to `until`; opaque outside this folder, JSON-serialisable. */
export interface BaselineState {
  readonly version: 2;
  /** When watching began, epoch milliseconds. */
  readonly since: number;
  /** Bins that start before this are folded in, epoch milliseconds; a multiple of the bin's width. */
  readonly until: number;
  /** Two courses: all mentions, and the negative ones. */
  readonly total: CourseState;
  readonly negative: CourseState;
}

export type SeriesReason =
  /** More negative mentions than expected in the window. */
  | 'negative-up'
  /** More mentions of any kind than expected. */
  | 'total-up'
  /** A larger share of negative ones, total given. */
  | 'share-up'
  /** A small excess, day after day. */
  | 'pile-up'
  /** Fewer than expected: said, never an alarm by itself. */
  | 'silence'
  /** The window was not seen, wholly or in part. */
  | 'blind'
  /** Too little history to be sure. */
  | 'learning'
  /** A known cause is running. */
  | 'known-cause';

/** A series judged at a moment, with the numbers that say why. */
export interface SeriesVerdict {
  readonly at: Date;
  readonly alarm: boolean;
  /** Watched for too short to know the brand's week; alarms are possible but need more. */
  readonly learning: boolean;
  /** Chance that ordinary life brings a window as unusual as this at this look, corrected for the windows tried. */
  readonly probability: number;
  /** Windows as unusual as this that the ordinary life of this very series brings in 30 days. */
  readonly perMonth: number;
  /** Negative mentions that this series usually brings in a day. */
  readonly perDay: number;
  /** Which count the numbers below are about. */
  readonly counted: 'negative' | 'total';
  /** Mentions counted in the window, and expected there given its exposure. */
  readonly observed: number;
  readonly expected: number;
  /** Central 95 % of what ordinary life brings in this window. */
  readonly interval: readonly [low: number, high: number];
  readonly window: { readonly start: Date; readonly end: Date };
  /** Exposure of the window, 0…1. */
  readonly coverage: number;
  /** Negative share in the window against the usual one, corrected for the classifier; with its 95 % interval. */
  readonly share: {
    readonly observed: number;
    readonly expected: number;
    readonly interval: readonly [number, number];
  };
  /** Truly negative mentions beyond the expected ones, corrected for the classifier's errors, ≥ 0. */
  readonly excess: number;
  /** 0 ordinary … 1 certain. */
  readonly score: number;
  readonly reasons: readonly SeriesReason[];
}

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

/** A spike and what it consists of. */
export interface SpikeInput {
  readonly series: SeriesName;
  readonly verdict: SeriesVerdict;
  /** Stories, posts, sites and aspects of the negative mentions in the window, the largest first. */
  readonly stories: readonly string[];
  readonly posts: readonly string[];
  readonly sites: readonly string[];
  readonly aspects: readonly Aspect[];
  readonly intents: readonly Intent[];
}

/** A post that moves, or that one post that is enough. */
export interface ViralInput {
  readonly post: string;
  readonly story: string | null;
  readonly site: string;
  readonly aspects: readonly Aspect[];
  readonly intents: readonly Intent[];
  readonly verdict: ViralVerdict;
}

/** The brand's own answer, seen on a site. */
export interface AnswerInput {
  readonly post: string;
  readonly story: string | null;
  readonly at: Date;
}

/** What an incident is about: what makes two signals the same thing. Grows as signals join. */
export interface IncidentScope {
  readonly series: readonly SeriesName[];
  readonly stories: readonly string[];
  readonly posts: readonly string[];
  readonly sites: readonly string[];
  readonly aspects: readonly Aspect[];
  readonly intents: readonly Intent[];
}

/** An incident as the store knows it. */
export interface IncidentSnapshot {
  readonly id: string;
  readonly state: IncidentState;
  readonly severity: Severity;
  readonly openedAt: Date;
  /** When its state last changed. */
  readonly changedAt: Date;
  readonly scope: IncidentScope;
  /** As given back by the last change; null only if it was lost. */
  readonly memory: IncidentMemory | null;
}

/** What detection must remember of an incident so that nothing flaps; JSON-serialisable, stored with the incident. */
export interface IncidentMemory {
  readonly version: 1;
  /** Last moment at which a signal of it was an alarm, epoch milliseconds. */
  readonly activeAt: number;
  /** Largest excess, forecast, R and severity that people were told of. */
  readonly told: {
    readonly excess: number;
    readonly forecast: number;
    readonly r: number;
    readonly severity: Severity;
  };
  /** Largest ever seen. */
  readonly peak: { readonly excess: number; readonly forecast: number; readonly r: number };
  /** When people were last told, epoch milliseconds. */
  readonly toldAt: number;
  /** Entries of trend lists that people were told of, by post. */
  readonly trends?: readonly string[];
}

/** Numbers behind a severity; `severity.ts` states the formula. */
export interface SeverityReason {
  /** Truly negative mentions beyond the expected. */
  readonly excess: number;
  /** Largest forecast of final shares among its posts. */
  readonly forecast: number;
  /** Largest R among its posts. */
  readonly r: number;
  readonly grave: readonly Intent[];
  readonly sites: number;
  readonly points: number;
}

/** Why a change happened, in numbers and codes; what a mail's words are made from. */
export interface IncidentReason {
  readonly codes: readonly IncidentReasonCode[];
  readonly severity: SeverityReason;
  /** The series verdict that speaks most clearly, if any. */
  readonly spike: { readonly series: SeriesName; readonly verdict: SeriesVerdict } | null;
  /** The post that speaks most clearly, if any. */
  readonly viral: { readonly post: string; readonly verdict: ViralVerdict } | null;
}

export type IncidentReasonCode =
  | 'spike'
  | 'pile-up'
  | 'share'
  | 'viral-post'
  | 'grave-intent'
  | 'trending'
  | 'severity-up'
  | 'new-site'
  | 'growing-again'
  | 'clearly-more'
  | 'brand-answered'
  | 'quiet'
  | 'back-to-normal'
  | 'after-dismissal';

/**
 * What happened to an incident. `updated` is no transition: scope and memory are to be written, nobody is told, nothing
 * is added to the incident's history.
 */
export interface IncidentChange {
  readonly kind:
    | Extract<TransitionKind, 'opened' | 'worse' | 'cooling' | 'resolved' | 'reopened' | 'answered'>
    | 'updated';
  /** Null: a new incident. */
  readonly incidentId: string | null;
  readonly at: Date;
  /** The state to store. */
  readonly state: IncidentState;
  readonly severity: Severity;
  readonly reason: IncidentReason;
  /** What a title is made from: the foremost aspect, intent and site; null where there is none. */
  readonly title: { readonly aspect: Aspect | null; readonly intent: Intent | null; readonly site: string | null };
  /** The whole scope after this change. */
  readonly scope: IncidentScope;
  readonly memory: IncidentMemory;
}

export interface DecideInput {
  readonly brand: string;
  readonly now: Date;
  /** All that are not over, and those resolved or dismissed within the last `REMEMBER_MS`. */
  readonly incidents: readonly IncidentSnapshot[];
  /** Verdicts of the series that were judged at this look, alarm or not. */
  readonly spikes: readonly SpikeInput[];
  /** Verdicts of the posts that were judged at this look, alarm or not. */
  readonly viral: readonly ViralInput[];
  readonly answers: readonly AnswerInput[];
  readonly settings: DetectSettings;
}

/** How long an incident that is over can come back as itself. */
export const REMEMBER_MS = 14 * 24 * 3_600_000;

export type { Bin };
