/**
 * What a mail is made from: plain data, filled by the store's queries and rendered by `notify`. A view is JSON (times
 * are ISO 8601 UTC strings), so it can be stored beside its delivery or digest and rendered again, unchanged, for a
 * re-send, another language or a page.
 *
 * Two rules make a mail checkable. Every number that was counted is a `Figure`: its value and the path of the page that
 * lists exactly the rows behind it. Every quotation is text as stored, never shortened or repaired by the caller: the
 * renderer alone cuts, at a grapheme's edge, so that what a reader sees is a substring of a stored post.
 *
 * Paths begin with `/` and are joined to the service's `public_url` by the renderer.
 */
import type { Aspect, CrawlOutcome, Intent, Label, PostKind, Span } from '../../model.ts';

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

export interface BrandRef {
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
