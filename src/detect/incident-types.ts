/** What detection takes and gives of incidents. */
import type { Aspect, IncidentState, Intent, SeriesName, Severity, TransitionKind } from '../model.ts';
import type { DetectSettings, SeriesVerdict } from './types.ts';
import type { ViralVerdict } from './viral-types.ts';

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
