/**
 * The small ports the crawling engine needs from whoever runs it, and what it hands back. The service gives them a
 * database; tests and `earshot try` use the versions in `memory.ts`. Whatever crosses a port is plain data: `Date`s at
 * the top level, JSON inside.
 */
import type { CrawlOutcome, Post } from '../model.ts';
import type { PageRequest, ParseResult } from './contract.ts';

// ── Politeness ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** What a host is asked for at most, by all processes together. */
export interface HostLimits {
  /** Evenly spaced: 30 means one request every two seconds, never 30 at once. */
  readonly requestsPerMinute: number;
  /** Requests under way at once. */
  readonly concurrency: number;
  /** Requests per UTC day. */
  readonly dailyCap: number;
}

export type Grant =
  /** `startAt`: not to be sent before, where the slot is a little ahead; absent: now. */
  | { readonly granted: true; readonly lease: string; readonly startAt?: Date }
  | { readonly granted: false; readonly until: Date; readonly why: 'pace' | 'concurrency' | 'daily-cap' | 'penalty' };

/**
 * Hosts' budgets, shared by all processes. A row per host: `next_at`, `penalty_until`, `day`, `used`, `leases`. A claim
 * is one conditional UPDATE (`… WHERE next_at <= now AND penalty_until <= now AND used < cap AND live leases <
 * concurrency`); no row changed means: look why, and wait. Leases expire after `LEASE_MS`, so that a killed process
 * gives its slots back.
 */
export interface HostBudgetStore {
  /** Claims one request to `host` (as in a URL: name and port) at `now`, or says until when to wait. */
  acquire(host: string, limits: HostLimits, now: Date): Promise<Grant>;
  /** Gives a granted slot back once its request has ended. Unknown or expired leases are ignored. */
  release(host: string, lease: string, now: Date): Promise<void>;
  /** Nothing is granted before `until`; never shortens a longer penalty. `why` is for the operator. */
  penalise(host: string, until: Date, why: string): Promise<void>;
}

/** A slot not given back after this long is free again; longer than any request may take. */
export const LEASE_MS = 180_000;

/** A host's robots.txt as last fetched. */
export interface RobotsEntry {
  readonly fetchedAt: Date;
  /** `absent`: 4xx, everything is allowed. `unreachable`: 5xx or no answer, nothing is. */
  readonly state: 'present' | 'absent' | 'unreachable';
  /** Its text; why it cannot be read where it is `unreachable`. */
  readonly body: string;
}

/** robots.txt by origin (`https://host:port`). */
export interface RobotsStore {
  get(origin: string): Promise<RobotsEntry | null>;
  put(origin: string, entry: RobotsEntry): Promise<void>;
}

/** One line for each request sent or refused, so that anyone can audit what a host was asked. */
export interface RequestRecord {
  readonly at: Date;
  readonly target: string;
  readonly host: string;
  readonly method: string;
  readonly url: string;
  /** Null: no answer, or not sent. */
  readonly status: number | null;
  /** Body bytes received, as they came over the wire. */
  readonly bytes: number;
  readonly durationMs: number;
  /** Why there is no usable page: a verdict of `errors.ts` and its reason; null where there is one. */
  readonly verdict: string | null;
  readonly reason: string | null;
}

export interface RequestLog {
  record(entry: RequestRecord): Promise<void>;
}

// ── Memory between crawls ───────────────────────────────────────────────────────────────────────────────────────────

/** What is remembered of a URL's last answer, written only after its posts are safely stored. Plain JSON but `at`. */
export interface HttpCacheEntry {
  readonly at: Date;
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** By the answer's own cache rules (`Cache-Control`, `Expires`), epoch milliseconds; null: ask again at once. */
  readonly freshUntil: number | null;
  /** SHA-256 of the body, hexadecimal. */
  readonly sha256: string;
  /** Requests that page asked for in any case (`when: 'always'`), for it is not parsed again while unchanged. */
  readonly always: readonly PageRequest[];
}

/** Validators and freshness by target and URL (different targets may send different cookies and headers). */
export interface HttpCacheStore {
  get(target: string, url: string): Promise<HttpCacheEntry | null>;
  put(target: string, url: string, entry: HttpCacheEntry): Promise<void>;
}

/** How often a field was filled, over this target's past: mean share of posts, and how many posts stand behind it. */
export interface FieldHistory {
  readonly share: number;
  readonly posts: number;
  /** Posts read since one last had the field. */
  readonly run: number;
}

/** What one target remembers between crawls: plain JSON (times are ISO 8601), to be kept as one value. */
export interface TargetState {
  /** What was crawled (crawler, options, words): where config changes it, the target begins anew. */
  readonly plan: string | null;
  /** What the crawler said to go on from. */
  readonly cursor: string | null;
  /** Newest `published_at` seen; null before the first crawl. */
  readonly since: string | null;
  /** The first crawl that ended well: posts read before it are back-fill and raise no alerts. */
  readonly firstDoneAt: string | null;
  /** The last crawl that read on past known posts. */
  readonly lastSweepAt: string | null;
  /** What a crash or `maxPages` left unread; read on by the next crawl. */
  readonly resume: ResumePoint | null;
  /** Where a listing that shows the oldest first ended: new posts come after it. */
  readonly tail: PageRequest | null;
  /** Fill history by kind of post and field (`post/text`, `comment/author.name`). */
  readonly fill: Readonly<Record<string, FieldHistory>>;
  /** Posts per page of a listing that was read whole, over the past, and how many pages stand behind it. */
  readonly yield: { readonly perPage: number; readonly pages: number };
  readonly cookies: readonly StoredCookie[];
}

interface ResumePoint {
  readonly startedAt: string;
  readonly pending: readonly PendingRequest[];
}

/** A request not sent yet, and why it is to be sent. */
export interface PendingRequest {
  readonly request: PageRequest;
  /** `begin`: where the crawler says to begin. `follow`: a further page of a listing. `always`: asked for in any case. */
  readonly kind: 'begin' | 'follow' | 'always';
  /** Part of the first crawl: its posts raise no alerts. */
  readonly backfill: boolean;
}

export interface StoredCookie {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  /** Sent to exactly `domain` only, not to hosts below it. */
  readonly hostOnly: boolean;
  readonly path: string;
  readonly secure: boolean;
  /** Epoch milliseconds; null: as long as the target remembers. */
  readonly expires: number | null;
}

export interface CrawlStateStore {
  load(target: string): Promise<TargetState | null>;
  /** Whole value; written after every page, so it should cost one statement. */
  save(target: string, state: TargetState): Promise<void>;
}

/** What is known of a stored post. */
export interface KnownPost {
  readonly publishedAt: Date | null;
  /** As last read; null where the site does not show it. */
  readonly replies: number | null;
}

/** Which posts are stored already. */
export interface KnownPosts {
  /** One entry for each id that is known on that site; the others are new. */
  lookup(site: string, ids: readonly string[]): Promise<ReadonlyMap<string, KnownPost>>;
  /**
   * Ids of those among `posts`, of which only the beginning was shown, whose whole text is worth a request: new ones, and
   * those that begin otherwise than before. `again`: also those whose whole text was asked for in vain.
   */
  wantsWhole(posts: readonly Post[], again: boolean): Promise<ReadonlySet<string>>;
}

// ── Pages handed over ───────────────────────────────────────────────────────────────────────────────────────────────

/** A post that could not be used: which, what about it, and why. The rest of its page goes on. */
export interface PostProblem {
  /** Position in the page's list, from 0. */
  readonly index: number;
  readonly id: string | null;
  /** Path of the offending field, `''` for the whole post. */
  readonly field: string;
  readonly message: string;
  /** `clipped`, `dropped-field`: the post is used without that part. `unusable`: it is not used. */
  readonly effect: 'unusable' | 'dropped-field' | 'clipped';
}

/** One page with what was read from it, handed over as soon as it is parsed, so that a crash loses nothing. */
export interface CrawledPage {
  readonly target: string;
  readonly url: string;
  readonly status: number;
  readonly contentType: string | null;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** The page as fetched, for evidence: body bytes and their SHA-256 (hexadecimal). */
  readonly body: Uint8Array;
  readonly sha256: string;
  readonly fetchedAt: Date;
  /** The site that `gone` refers to. */
  readonly site: string;
  readonly posts: readonly Post[];
  /** Ids the site says no longer exist. */
  readonly gone: readonly string[];
  readonly aggregate: NonNullable<ParseResult['aggregate']> | null;
  readonly trends: NonNullable<ParseResult['trends']>;
  readonly problems: readonly PostProblem[];
  /** Read by a target's first crawl: old posts that must raise no alert. */
  readonly backfill: boolean;
}

/** What became of a page's posts. Paging goes on while pages bring something new or changed. */
export interface PageReceipt {
  readonly new: number;
  /** Text, rating or reply changed (an edited post). New counters alone are no update. */
  readonly updated: number;
  /** Ids of posts whose page is to be kept as evidence. */
  readonly evidence?: readonly string[];
}

/** Stores a page's posts; when it resolves they are safe. */
export type OnPage = (page: CrawledPage) => Promise<PageReceipt>;

/** Keeps a page as fetched, so that it can be shown after deletion. */
export interface EvidenceSink {
  keep(page: CrawledPage, ids: readonly string[]): Promise<void>;
}

// ── The result of a crawl ───────────────────────────────────────────────────────────────────────────────────────────

export interface CrawlResult {
  readonly target: string;
  readonly outcome: CrawlOutcome;
  /** One plain English sentence for the operator; empty where there is nothing to add to the outcome. */
  readonly reason: string;
  readonly startedAt: Date;
  readonly durationMs: number;
  /** Sent over the network, robots.txt and retries included. */
  readonly requests: number;
  readonly bytes: number;
  /** Pages read and parsed. */
  readonly pages: number;
  readonly postsSeen: number;
  readonly postsNew: number;
  readonly postsUpdated: number;
  /** Posts that could not be used. */
  readonly postsFailed: number;
  /** Posts that the site says are gone. */
  readonly postsGone: number;
  /** First few problems, for the operator. */
  readonly problems: readonly PostProblem[];
  /** Share of this crawl's posts that have each field, 0…1. */
  readonly fill: Readonly<Record<string, number>>;
  /** Throttled or unreachable: not before this moment. */
  readonly retryAt: Date | null;
  /** Share of the pages it set out to read that were read, 0…1: what coverage is made of. */
  readonly completeness: number;
  /** Whether it was the target's first crawl. */
  readonly backfill: boolean;
  /** Pages were left unread because of `maxPages`; the next crawl reads on. */
  readonly truncated: boolean;
  /** Trend lists and what pages say of all their reviews, as handed over page by page. */
  readonly trends: NonNullable<ParseResult['trends']>;
  readonly aggregates: readonly { readonly url: string; readonly aggregate: NonNullable<ParseResult['aggregate']> }[];
}
