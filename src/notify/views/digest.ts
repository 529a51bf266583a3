/** What a digest is made from: a brand's day or week, for one reader. */
import type { Aspect, IncidentState, Label, Severity } from '../../model.ts';
import type { AlertView } from './alert.ts';
import type {
  AspectCount,
  BrandRef,
  CoverageCaveat,
  Day,
  Estimate,
  Figure,
  IntentCount,
  IsoTime,
  Path,
  PostView,
  SiteRef,
  TalkerView,
} from './parts.ts';

/** A number beside its ordinary course: the same weekday of past weeks. */
export interface Compared {
  readonly now: Figure;
  /** Null while there is no past week to compare with. */
  readonly usual: (Estimate & { readonly weeks: number }) | null;
}

export interface ShareOfVoice {
  readonly brand: BrandRef;
  readonly own: boolean;
  readonly mentions: Figure;
  /** 0…1 of all brands' mentions. */
  readonly share: Figure;
  /** −1…1; null without mentions. */
  readonly net: Figure | null;
}

export interface DayPoint {
  readonly day: Day;
  /** Null on days when nothing could be seen, and before anything was watched: a gap, never zero. */
  readonly mentions: number | null;
  readonly negative: number | null;
  readonly evidence: Path;
}

/** A topic that rose or fell: an aspect, or words as people wrote them. */
export interface TopicChange {
  readonly topic: { readonly aspect: Aspect } | { readonly words: string };
  readonly label: Label;
  readonly now: Figure;
  readonly usual: Figure;
  readonly quote: PostView | null;
}

export interface AspectTopic extends AspectCount {
  readonly criticism: PostView | null;
  readonly praise: PostView | null;
}

export interface SiteTool {
  readonly site: SiteRef;
  readonly mentions: Figure;
  readonly negative: Figure;
  /** Share of what should have been fetched that was: 0…1. */
  readonly coverage: Figure;
}

export interface IncidentLine {
  readonly incidentId: string;
  readonly severity: Severity;
  readonly state: IncidentState;
  readonly title: AlertView['title'];
  readonly since: IsoTime;
  readonly negative: Figure;
  readonly link: Path;
}

/** A delivery nobody can vouch for: not confirmed by the receiving server, or given up. */
export interface DeliveryLine {
  readonly recipient: string;
  readonly channel: string;
  readonly subject: string;
  readonly at: IsoTime;
  readonly state: 'unconfirmed' | 'dead';
  readonly error: string;
  readonly link: Path;
}

/** A brand's day (or week), for one reader. */
export interface DigestView {
  readonly brand: BrandRef;
  readonly period: 'day' | 'week';
  /** First day of the period, in `timezone`. */
  readonly day: Day;
  /** IANA zone whose midnight begins the day. */
  readonly timezone: string;
  readonly from: IsoTime;
  readonly to: IsoTime;
  /** Set when posts of this day arrived after its digest had been sent. */
  readonly amends: { readonly sentAt: IsoTime; readonly late: Figure } | null;
  readonly tracking: {
    readonly mentions: Compared;
    readonly negative: Compared;
    readonly positive: Compared;
    readonly neutral: Figure;
    /** (positive − negative) / mentions, −1…1, with its 95 % interval; null without mentions. */
    readonly net: Estimate | null;
    readonly netUsual: (Estimate & { readonly weeks: number }) | null;
    /** Own brand first, then by mentions; empty without competitors. */
    readonly voice: readonly ShareOfVoice[];
    /** Up to 30 days, oldest first, this one last. */
    readonly history: readonly DayPoint[];
    /** All of them together. Absent in digests stored before it was told. */
    readonly course?: { readonly mentions: Figure; readonly negative: Figure };
  };
  readonly topics: {
    readonly risen: readonly TopicChange[];
    readonly fallen: readonly TopicChange[];
    readonly aspects: readonly AspectTopic[];
    readonly intents: readonly IntentCount[];
  };
  readonly talkers: {
    readonly authors: Figure;
    readonly newcomers: Figure;
    readonly loud: readonly TalkerView[];
    /** Have praised for weeks, or say that they come back. */
    readonly loyal: readonly TalkerView[];
    /** Say that they go; those heard before first. */
    readonly leaving: readonly TalkerView[];
  };
  readonly tools: {
    readonly sites: readonly SiteTool[];
    /** The same share over everything the brand is watched on. Absent in digests stored before it was told. */
    readonly coverage?: Figure;
    readonly blind: readonly CoverageCaveat[];
  };
  readonly takingPart: {
    /**
     * Complaints of so many days, the period's last one included, as they stood when this was composed. Absent in digests
     * that were stored before it was told: 7.
     */
    readonly days?: number;
    readonly unanswered: Figure;
    /** The oldest first. */
    readonly waiting: readonly PostView[];
    readonly answered: Figure;
    /** Median minutes from complaint to public answer, of those answered; null where none was. */
    readonly responseMinutes: Figure | null;
    /** As they stood when the period ended. */
    readonly incidents: readonly IncidentLine[];
    readonly unconfirmed: readonly DeliveryLine[];
  };
  /** One per story, by reach. */
  readonly top: { readonly negative: readonly PostView[]; readonly positive: readonly PostView[] };
  readonly links: {
    readonly page: Path;
    /** One-click address (RFC 8058) of this recipient; null where nobody receives it (`earshot digest --out`). */
    readonly unsubscribe: Path | null;
  };
}
