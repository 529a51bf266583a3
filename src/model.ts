/**
 * Earshot's words as types. Everything else in `src` speaks in these; this file imports nothing.
 *
 * Times are `Date`s inside the program and ISO 8601 UTC in every output. Offsets count UTF-16 code units, end exclusive.
 */

// ── Brands and targets: what the operator configured ────────────────────────────────────────────────────────────────

/** A suggested step in the operator's words: one sentence, or one for each language of the readers. */
export type PlaybookStep = string | Readonly<Record<Recipient['language'], string>>;

/**
 * A brand's own aspects: name → the words that name the matter, plain or patterns (`src/analyze/phrases/pattern.ts`). A
 * name of `ASPECTS` adds words to that aspect.
 */
export type OwnAspects = Readonly<Record<string, readonly string[]>>;

/** What is watched. */
export interface Brand {
  /** Stable key, from the config file's name: lower-case letters, digits, `-`. */
  readonly id: string;
  /** As people write it; shown in mails and pages. */
  readonly name: string;
  /** `competitor`s are measured for comparison; they raise no alerts unless a rule says so. */
  readonly role: 'own' | 'competitor';
  /** Words that name the brand; each matches by itself. Misspellings and homophones (谐音) are listed here too. */
  readonly terms: readonly BrandTerm[];
  /** Boolean query that replaces "any term": AND, OR, NOT, brackets, "phrases", NEAR/n, site:, author:, lang:. */
  readonly query?: string;
  /** A post that contains one of these is never about the brand. */
  readonly exclude: readonly string[];
  /** The brand's own accounts: what they write is not word of mouth, and is seen as the brand's answer. */
  readonly accounts: readonly { readonly site: string; readonly author: string }[];
  /** Its own aspects, and more words for those that every brand has: name → words or patterns. */
  readonly aspects: OwnAspects;
  /** Suggested next steps by aspect, intent or `default`, shown in alerts. */
  readonly playbook: Readonly<Record<string, readonly PlaybookStep[]>>;
  /** Forecast final reach (shares) of one negative post that opens an incident by itself. */
  readonly viralThreshold: number;
}

export interface BrandTerm {
  readonly term: string;
  /** Words the term may be inside of without meaning the brand (`小米粥` for `小米`). */
  readonly notIn: readonly string[];
  /** Latin terms ignore case unless told otherwise. */
  readonly caseSensitive: boolean;
}

/** One configured thing to crawl: crawler + its options + schedule + brands. */
export interface Target {
  readonly id: string;
  /** A crawler's id: the name of a file in `crawlers/`, or `inbox` / `ingest` for posts that are brought, not fetched. */
  readonly crawler: string;
  /** The crawler's own keys, already checked against its schema. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Cron expression (five or six fields), read in `timezone`. */
  readonly schedule: string;
  /** IANA zone of the schedule and of times the site writes without a zone. */
  readonly timezone: string;
  /** Brand ids this target serves: passed to the crawler as queries, and the brands whose coverage it carries. */
  readonly brands: readonly string[];
  /** The brand all of this target's posts are about, whether or not they name it. */
  readonly about?: string;
  /** How pages are fetched, where it is not as the crawler says: `browser` runs their JavaScript first. */
  readonly render?: 'http' | 'browser';
  /** Overrides the site under which posts are stored. */
  readonly site?: string;
  readonly paused: boolean;
  /** Pages fetched at most in one crawl. */
  readonly maxPages: number;
  /** How far back the first crawl reads, in days. */
  readonly backfillDays: number;
  /** Private or loopback hosts (`host` or `host:port`) this target may fetch; all others are refused. */
  readonly allowHosts: readonly string[];
  /** Requests per minute to each of its hosts; the host's budget is the smallest that any target asks for. */
  readonly requestsPerMinute: number;
}

// ── Posts ───────────────────────────────────────────────────────────────────────────────────────────────────────────

export const POST_KINDS = ['review', 'post', 'comment', 'article'] as const;
export type PostKind = (typeof POST_KINDS)[number];

export interface Author {
  readonly name: string | null;
  /** The site's id of the author. */
  readonly id: string | null;
  readonly followers: number | null;
  readonly verified: boolean | null;
}

/** A rating as published. */
export interface Rating {
  readonly value: number;
  readonly best: number;
  readonly worst: number;
}

/** Counters of a post at one moment; null: the site does not show it. */
export interface Engagement {
  readonly likes: number | null;
  readonly replies: number | null;
  readonly reposts: number | null;
  readonly views: number | null;
  readonly helpful: number | null;
}

export const ENGAGEMENT_KEYS = ['likes', 'replies', 'reposts', 'views', 'helpful'] as const;

/** One review, post, comment or article as published, in the form every stage reads. Identity: (site, id). */
export interface Post {
  readonly site: string;
  readonly id: string;
  readonly kind: PostKind;
  readonly url: string | null;
  readonly author: Author;
  readonly title: string | null;
  /** Empty where a review is a bare rating. */
  readonly text: string;
  /** As declared by the site; the analysis decides for itself. */
  readonly lang: string | null;
  readonly rating: Rating | null;
  /** Null: the site does not say. Such a post counts at the moment it was first seen. */
  readonly publishedAt: Date | null;
  readonly editedAt: Date | null;
  readonly engagement: Engagement;
  /** Ids on the same site: what it answers or shares, and where that thread began. */
  readonly parent: string | null;
  readonly root: string | null;
  /** A brand id where the page itself is about that brand. */
  readonly brand: string | null;
  readonly deleted: boolean;
  /** True: `text` is only the beginning, as listings show it; an edit it is not. Absent: the text is whole. */
  readonly truncated?: boolean;
  /** The brand's own public answer, where the site shows one. */
  readonly reply: { readonly text: string; readonly at: Date | null } | null;
}

/** A post as crawlers, imports and pushes hand it in: the public JSON form, most of it optional. */
export interface PostInput {
  site?: string | undefined;
  id: string | number;
  kind?: PostKind | undefined;
  url?: string | null | undefined;
  author?:
    | {
        name?: string | null | undefined;
        id?: string | number | null | undefined;
        followers?: number | null | undefined;
        verified?: boolean | null | undefined;
      }
    | null
    | undefined;
  title?: string | null | undefined;
  text?: string | null | undefined;
  lang?: string | null | undefined;
  rating?: { value: number; best?: number | undefined; worst?: number | undefined } | null | undefined;
  /** ISO 8601, RFC 822, epoch seconds or milliseconds, or words like "3分钟前"; read in the target's zone. */
  published_at?: string | number | Date | null | undefined;
  edited_at?: string | number | Date | null | undefined;
  engagement?: { [K in keyof Engagement]?: number | null | undefined } | null | undefined;
  parent?: string | number | null | undefined;
  root?: string | number | null | undefined;
  brand?: string | null | undefined;
  deleted?: boolean | undefined;
  /** The text is only the beginning of what was published, as a listing shows it. */
  truncated?: boolean | null | undefined;
  reply?: { text: string; at?: string | number | Date | null | undefined } | null | undefined;
}

// ── Doors: posts that are brought, not fetched ──────────────────────────────────────────────────────────────────────

/** Fields that a column of a table can fill, in the public form of a post, with what each of them means. */
export const POST_FIELDS = {
  id: 'The id of the post on its site: the same post must have the same id in every export.',
  text: 'What was written.',
  title: 'Headline.',
  url: 'Address of the post.',
  kind: 'One of review, post, comment, article.',
  site: 'The site it was published on.',
  lang: 'Language tag: as declared by the site.',
  published_at: 'When it was published.',
  edited_at: 'When it was last edited.',
  parent: 'Id of the post it answers.',
  root: 'Id of the post that began the thread.',
  brand: 'Id of the brand it is about: named or not.',
  deleted: 'Whether it was taken down: true or false.',
  'author.name': 'Name of the writer.',
  'author.id': "The site's id of the writer.",
  'author.followers': "The writer's followers: a number.",
  'author.verified': 'Whether the site vouches for the writer: true or false.',
  'rating.value': 'The rating: a number.',
  'rating.best': 'Best rating there is: a number.',
  'rating.worst': 'Worst rating there is: a number.',
  'engagement.likes': 'Likes: a number.',
  'engagement.replies': 'Replies: a number.',
  'engagement.reposts': 'Reposts: a number.',
  'engagement.views': 'Views: a number.',
  'engagement.helpful': 'Readers who found it helpful: a number.',
  'reply.text': "The brand's own public answer.",
  'reply.at': 'When the brand answered.',
} as const;
export type PostField = keyof typeof POST_FIELDS;

/** Where a field's value stands in a row: in a column (or a part of it), in several joined, or made from several. */
export type FieldSource =
  | {
      readonly column: string;
      /** Regular expression; its first group is the value. A cell that does not match gives nothing. */
      readonly match?: string;
      /** What a cell means; a cell that is not among them gives nothing. */
      readonly values?: Readonly<Record<string, string>>;
    }
  | { readonly join: readonly string[]; readonly with: string }
  /** An id made from what does not change about a post, where the export gives none. */
  | { readonly hash: readonly string[] };

/** How to read one kind of export. */
export interface ColumnMap {
  /** Stable key, from the config file's name. */
  readonly id: string;
  readonly title: string;
  /** WHATWG name; null: told from the bytes. */
  readonly encoding: string | null;
  /** Null: told from the header. */
  readonly delimiter: string | null;
  /** IANA zone of times written without one; null: the target's. */
  readonly timezone: string | null;
  /** Order of `03/04/2025`; null: as the time zone's people write it. */
  readonly dates: 'day-first' | 'month-first' | null;
  /** The first source that gives something counts. */
  readonly fields: Readonly<Partial<Record<PostField, readonly FieldSource[]>>>;
  /** Values of fields that no column fills. */
  readonly constants: Readonly<Partial<Record<PostField, string | number | boolean>>>;
}

/** How posts come in without a crawler: `inbox`, files in a folder; `ingest`, pushed over HTTP. */
export type DoorKind = 'inbox' | 'ingest';

/** A target whose posts are brought, not fetched. */
export interface Door {
  readonly id: string;
  readonly kind: DoorKind;
  /** How its rows are read; null: their columns or keys are named like the fields of a post. */
  readonly map: ColumnMap | null;
  /** Replaces the site that rows name; null: the rows' own, else the door's id. */
  readonly site: string | null;
  /** IANA zone of times written without one. */
  readonly timezone: string;
  /** The brand that all posts here are about, named or not. */
  readonly about: string | null;
  /** Brands whose coverage it carries. */
  readonly brands: readonly string[];
  readonly paused: boolean;
}

// ── Mentions: what the analysis says ────────────────────────────────────────────────────────────────────────────────

export type Label = 'negative' | 'neutral' | 'positive';

export interface Sentiment {
  readonly label: Label;
  /** −1…1: balance of positive and negative; keeps its sign inside `neutral`. */
  readonly score: number;
  /** Calibrated probability that `label` is right, 0…1. */
  readonly confidence: number;
}

/** Aspects every brand has; a brand may add its own. */
export const ASPECTS = [
  'service',
  'after_sales',
  'quality',
  'price',
  'delivery',
  'hygiene',
  'environment',
  'app',
  'membership',
  'honesty',
] as const;
export type Aspect = (typeof ASPECTS)[number] | (string & {});

export const INTENTS = [
  'churn',
  'warning',
  'refund',
  'regulator',
  'press',
  'legal',
  'safety',
  'praise',
  'repurchase',
  'question',
] as const;
export type Intent = (typeof INTENTS)[number];

/** [start, end) in the text as given. */
export type Span = readonly [start: number, end: number];

export interface AspectFinding {
  readonly aspect: Aspect;
  readonly label: Label;
  readonly score: number;
  readonly evidence: Span;
}

export interface IntentFinding {
  readonly intent: Intent;
  readonly evidence: Span;
}

/** Why a post was taken to be about a brand: a term at a place, or the target it came from. */
export type MatchReason =
  | { readonly term: string; readonly field: 'title' | 'text' | 'author'; readonly start: number; readonly end: number }
  | { readonly target: string }
  | { readonly page: string };

export interface BrandMatch {
  readonly brand: string;
  readonly why: readonly MatchReason[];
}

/** What the scorer says of a text, or of a brand within it. Spans refer to the text as given. */
export interface Score {
  /** ISO 639-1; `und` if unknown. */
  readonly lang: string;
  readonly sentiment: Sentiment;
  readonly aspects: readonly AspectFinding[];
  readonly intents: readonly IntentFinding[];
}

/** Similarity digest of a text: texts that say the same thing share a band. Null for texts too short to tell. */
export interface Fingerprint {
  /** 64-bit SimHash as 16 hexadecimal digits. */
  readonly simhash: string;
  /** Keys of which near-duplicates share at least one; stored and looked up, never scanned. */
  readonly bands: readonly string[];
}

// ── Crawls ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * How a crawl ended. `ok`: new or changed posts. `unchanged`: read well, nothing new. `empty`: read well, no post at
 * all. The others are failures to see, each of its own kind; none of them may ever look like silence.
 */
export const CRAWL_OUTCOMES = [
  'ok',
  'unchanged',
  'empty',
  'blocked',
  'throttled',
  'drifted',
  'gone',
  'unreachable',
  'refused',
  'failed',
] as const;
export type CrawlOutcome = (typeof CRAWL_OUTCOMES)[number];

/** Outcomes after which the target is known to have been seen. */
export const SEEING: ReadonlySet<CrawlOutcome> = new Set(['ok', 'unchanged', 'empty']);

export const HEALTH_STATES = [
  'new',
  'learning',
  'well',
  'quiet',
  'low',
  'blocked',
  'throttled',
  'drifted',
  'gone',
  'unreachable',
  'refused',
  'failed',
  'overdue',
  'paused',
] as const;
/**
 * How a target stands. `new`: never crawled. `learning`: it sees, but too little is known to miss anything. `quiet`: it
 * sees, and nothing new came for improbably long. `low`: improbably few came. `overdue`: nobody crawls it, or brings it
 * anything. `paused`: by an operator. The others are
 * how its crawls fail.
 */
export type HealthState = (typeof HEALTH_STATES)[number];

/** States that nobody has to be told about. */
export const AT_EASE: ReadonlySet<HealthState> = new Set(['new', 'learning', 'well', 'paused']);

// ── Series, incidents ───────────────────────────────────────────────────────────────────────────────────────────────

/** Width of the finest time bucket. */
export const BUCKET_MS = 5 * 60_000;

/** Name of a counted series of one brand: `all`, `site:weibo`, `aspect:service`, `intent:refund`. */
export type SeriesName = string;

/** Mentions of one series in one time bucket. */
export interface Bin {
  readonly start: Date;
  readonly total: number;
  readonly negative: number;
  readonly positive: number;
  /** Share of what should have been fetched that was: 0…1; 0 = blind. */
  readonly exposure: number;
}

/** 1 (watch) … 5 (crisis). */
export type Severity = 1 | 2 | 3 | 4 | 5;

export const INCIDENT_STATES = ['open', 'acknowledged', 'answered', 'cooling', 'resolved', 'dismissed'] as const;
export type IncidentState = (typeof INCIDENT_STATES)[number];

/** What happened to an incident; each is stored with its reason, and is what alerts are about. */
export const TRANSITIONS = [
  'opened',
  'worse',
  'acknowledged',
  'answered',
  'cooling',
  'resolved',
  'reopened',
  'dismissed',
  'escalated',
  'assigned',
  'muted',
  'unmuted',
] as const;
export type TransitionKind = (typeof TRANSITIONS)[number];

/** How a message travels to a recipient. */
export type Channel = 'mail' | 'slack' | 'feishu' | 'webhook';
export const CHANNELS = ['mail', 'slack', 'feishu', 'webhook'] as const satisfies readonly Channel[];

/** Who receives alerts and digests. */
export interface Recipient {
  readonly id: string;
  readonly name: string;
  /** Null: reached over other channels only. */
  readonly email: string | null;
  /** Over which this recipient can be reached. Absent: mail alone. */
  readonly channels?: readonly Channel[];
  readonly language: 'zh' | 'en';
  readonly timezone: string;
}

/** Days for which each kind is kept; null: for ever. What each holds is said in the configuration's schema. */
export interface KeptDays {
  readonly texts: number | null;
  readonly posts: number | null;
  readonly readings: number | null;
  readonly fiveMinutes: number | null;
  readonly hours: number | null;
  readonly evidence: number | null;
  readonly crawls: number | null;
  readonly requests: number | null;
  readonly messages: number | null;
}
