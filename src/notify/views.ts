/**
 * What a mail is made from: plain data, filled by the store's queries and rendered by this folder. A view is JSON (times
 * are ISO 8601 UTC strings), so it can be stored beside its delivery or digest and rendered again, unchanged, for a
 * re-send, another language or a page.
 *
 * Two rules make a mail checkable. Every number that was counted is a `Figure`: its value and the path of the page that
 * lists exactly the rows behind it. Every quotation is text as stored, never shortened or repaired by the caller: the
 * renderer alone cuts, at a grapheme's edge, so that what a reader sees is a substring of a stored post.
 *
 * Paths begin with `/` and are joined to the service's `public_url` by the renderer.
 */
import type {
  Aspect,
  CrawlOutcome,
  IncidentState,
  Intent,
  Label,
  PlaybookStep,
  PostKind,
  Severity,
  Span,
  TransitionKind,
} from '../model.ts';

/** ISO 8601 UTC, as `Date.prototype.toISOString` writes it. */
export type IsoTime = string;
/** `YYYY-MM-DD` in the view's own time zone. */
export type Day = string;
/** Path and query of a page of this service, from `/`. */
export type Path = string;

/** A number and the page that lists the rows behind it. */
export interface Figure {
  readonly value: number;
  readonly evidence: Path;
}

/** A number that was estimated, with the interval it is believed to lie in. */
export interface Estimate extends Figure {
  readonly low: number;
  readonly high: number;
}

interface BrandRef {
  readonly id: string;
  /** As people write it. */
  readonly name: string;
}

export interface SiteRef {
  readonly id: string;
  /** As readers know it; the id where nobody gave it a name. */
  readonly name: string;
}

/** What kind of voice speaks. `influencer`: many followers for its site; `brand`: one of the brand's own accounts. */
export type AuthorKind = 'person' | 'verified' | 'influencer' | 'media' | 'brand' | 'unknown';

export interface AuthorView {
  readonly kind: AuthorKind;
  /** Masked, unless config says otherwise; null where the site shows none. */
  readonly name: string | null;
  readonly followers: number | null;
}

/** A post as it is quoted. */
export interface PostView {
  readonly postId: string;
  readonly site: SiteRef;
  readonly kind: PostKind;
  /** Where it was published; null where the site gives no address. Only http(s) addresses become links. */
  readonly url: string | null;
  /** Our own page of this mention: why it matched, why it was scored so. */
  readonly evidence: Path;
  readonly author: AuthorView;
  readonly publishedAt: IsoTime;
  readonly title: string | null;
  /** The stored text, whole. Empty for a bare rating. */
  readonly text: string;
  /** Parts of `text` that carry the judgement (aspects, intents), most important first; the excerpt is cut around them. */
  readonly highlights: readonly Span[];
  /** As published, or null. */
  readonly rating: { readonly value: number; readonly best: number } | null;
  readonly label: Label;
  /** Accounts that may have seen it, as far as known: audience of author and known sharers, or views where shown. */
  readonly reach: Figure | null;
  /** Posts that say the same thing, this one included: 1 = nobody copied it. */
  readonly copies: Figure;
}

export interface AspectCount {
  readonly aspect: Aspect;
  readonly negative: Figure;
  readonly positive: Figure;
}

export interface IntentCount {
  readonly intent: Intent;
  readonly count: Figure;
}

export interface TalkerView {
  readonly author: AuthorView;
  readonly site: SiteRef;
  readonly posts: Figure;
  /** How most of what they wrote feels about the brand. */
  readonly label: Label;
  /** What is known of them from the twelve weeks before: their praise where they are loyal, all where they leave. */
  readonly earlier?: Figure;
}

/** A site that could not be seen, and since when: said wherever a number depends on it. */
export interface CoverageCaveat {
  readonly site: SiteRef;
  readonly blindSince: IsoTime;
  /** Null while it is still blind. */
  readonly seenAgainAt: IsoTime | null;
  /** `missed`: it is seen again, but what was said meanwhile could not be fetched any more. */
  readonly reason: CrawlOutcome | 'paused' | 'missed';
  /** A part of it was seen all the same, by another target or by what could be fetched later. */
  readonly partly?: boolean;
  readonly evidence: Path;
}

// ── Alert ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** One bin of the alert's chart. `expected`, `low` and `high` are null where the baseline is still learning. */
export interface ChartBin {
  readonly start: IsoTime;
  readonly negative: number;
  readonly expected: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** 0…1; 0 = blind: drawn as a gap, never as zero. */
  readonly exposure: number;
}

/** Why a series was judged out of the ordinary. */
export interface SpikeNumbers {
  /** What was counted: negative mentions, or all of them where their number itself was out of the ordinary. */
  readonly counted?: 'negative' | 'all';
  /** Mentions of that kind in the window. */
  readonly observed: Figure;
  /** What the baseline expected there, and the interval of the ordinary. */
  readonly expected: Estimate;
  readonly windowStart: IsoTime;
  readonly windowEnd: IsoTime;
  /** Probability that an ordinary window looks like this or worse, after correction for the number of tests: 0…1. */
  readonly probability: number;
  /** Distinct stories among the observed: voices, where `observed` counts posts. */
  readonly stories: Figure;
}

/** How far it spreads; the parts that are not known are null. */
export interface SpreadNumbers {
  /** Reproduction number now: further shares caused by one share. */
  readonly r: Estimate | null;
  /** Shares so far. */
  readonly shares: Figure | null;
  /** Final number of shares, observed included, with its 80 % interval. */
  readonly forecast: Estimate | null;
}

/** What changed since the recipient's last mail about this incident, most important first. */
export type IncidentDelta =
  | { readonly what: 'severity'; readonly from: Severity; readonly to: Severity }
  | { readonly what: 'state'; readonly from: IncidentState; readonly to: IncidentState }
  | { readonly what: 'negative'; readonly added: Figure }
  | { readonly what: 'sites'; readonly added: readonly SiteRef[] }
  /** Entries of trend lists that name the brand. */
  | { readonly what: 'trending'; readonly entries: readonly { readonly text: string; readonly evidence: Path }[] }
  | { readonly what: 'r'; readonly from: number; readonly to: Figure }
  | { readonly what: 'forecast'; readonly from: number; readonly to: Figure };

/** What the answer did, told when an incident cools or ends. Shares are of negative among judged mentions, 0…1. */
export interface RecoveryNumbers {
  readonly answeredAt: IsoTime | null;
  readonly negativeShareBefore: Figure;
  readonly negativeShareAfter: Figure;
  readonly rBefore: number | null;
  readonly rAfter: number | null;
}

/** One change of an incident, told to one recipient. */
export interface AlertView {
  readonly brand: BrandRef;
  readonly incidentId: string;
  readonly change: {
    readonly kind: TransitionKind;
    readonly at: IsoTime;
    /** Who acknowledged, answered or dismissed; null where Earshot itself decided. */
    readonly by: string | null;
    /** What that person wrote, or null. */
    readonly note: string | null;
  };
  /** Why this comes to the next person: who was told first, when, and how long nobody acknowledged; null otherwise. */
  readonly escalation: { readonly toldAt: IsoTime; readonly minutes: number; readonly told: readonly string[] } | null;
  readonly state: IncidentState;
  readonly severity: Severity;
  /** Name of whoever has it in hand; null while nobody has. */
  readonly owner: string | null;
  /** What it is about: the parts that stand out; null where none does. */
  readonly title: {
    readonly aspect: Aspect | null;
    readonly intent: Intent | null;
    readonly site: SiteRef | null;
  };
  /** Time of the first post that belongs to it. */
  readonly since: IsoTime;
  /** Null where one post alone opened it. */
  readonly spike: SpikeNumbers | null;
  readonly spread: SpreadNumbers;
  /** Equal bins, oldest first. */
  readonly chart: readonly ChartBin[];
  /** Posts that drive it, one per story, most important first. */
  readonly posts: readonly PostView[];
  readonly aspects: readonly AspectCount[];
  readonly intents: readonly IntentCount[];
  readonly talkers: readonly TalkerView[];
  readonly coverage: readonly CoverageCaveat[];
  /** Near-identical texts and young accounts; a hint with evidence, or null. */
  readonly coordination: { readonly copies: Figure; readonly accounts: Figure } | null;
  readonly recovery: RecoveryNumbers | null;
  /** The recipient's last mail about this incident: null in the first. */
  readonly previous: { readonly at: IsoTime; readonly subject: string } | null;
  readonly changed: readonly IncidentDelta[];
  /** From the brand's playbook in config, in its own words. */
  readonly steps: readonly PlaybookStep[];
  /** Null links are left out (an incident that is over needs no acknowledging). */
  readonly links: {
    readonly incident: Path;
    readonly acknowledge: Path | null;
    readonly dismiss: Path | null;
  };
}

/** An incident on one page. */
export interface BriefView {
  /** When it was made. */
  readonly at: IsoTime;
  /** As it stands. */
  readonly alert: AlertView;
  /** Oldest first. */
  readonly history: readonly {
    readonly kind: TransitionKind;
    readonly at: IsoTime;
    readonly severity: Severity;
    /** Null where Earshot itself decided. */
    readonly by: string | null;
    readonly note: string | null;
  }[];
  readonly notes: readonly { readonly at: IsoTime; readonly by: string; readonly text: string }[];
  readonly mentions: Figure;
  /** Pages kept as they were fetched. */
  readonly kept: number;
  readonly page: Path;
}

// ── Digest ──────────────────────────────────────────────────────────────────────────────────────────────────────────

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
