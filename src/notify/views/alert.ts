/** What an alert is made from: one change of an incident, told to one recipient. */
import type { Aspect, IncidentState, Intent, PlaybookStep, Severity, TransitionKind } from '../../model.ts';
import type {
  AspectCount,
  BrandRef,
  CoverageCaveat,
  Estimate,
  Figure,
  IntentCount,
  IsoTime,
  Path,
  PostView,
  SiteRef,
  TalkerView,
} from './parts.ts';

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
  /** Distinct authors of the observed; `atMost`: some are not known, and each of those is counted as one more. */
  readonly people?: Figure & { readonly atMost: boolean };
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
  /** Since when it is in that state, and by whom (null: by Earshot itself); null or absent where that is how it began. */
  readonly stateSince?: { readonly at: IsoTime; readonly by: string | null } | null;
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
