/**
 * What detection takes and gives of series: plain data in, plain data out, the time as an argument. States and memories are
 * JSON-serialisable; their inside is this folder's business, the store only keeps them.
 */

import type { CourseState } from './course-state.ts';

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
  /** People behind the observed mentions, where they were asked for; whose name is not known counts each time. */
  readonly people?: number;
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

export type { Bin } from '../model.ts';
