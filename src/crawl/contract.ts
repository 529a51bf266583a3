/**
 * The crawler contract: all that a file in `crawlers/` may know of Earshot. A crawler says where to begin and turns
 * pages into posts; fetching, pacing, retries, robots, paging and stopping belong to the engine, so that no crawler
 * can be impolite, and `parse` stays pure: a saved page in, posts out.
 */
import type { CheerioAPI } from 'cheerio';
import { z } from 'zod';
import type { PostInput, PostKind, Rating } from '../model.ts';

export type { Post, PostInput } from '../model.ts';
export { parseDate } from './dates.ts';
export { parseNumber } from './numbers.ts';
// What several crawlers need to read a page; all of it is pure.
export { readArticle } from './parsing/article.ts';
export { fromBase62, toBase62 } from './parsing/base62.ts';
export { readFeed } from './parsing/feed.ts';
export { firstMatch } from './parsing/first-match.ts';
export { htmlOf, parseHtml } from './parsing/html-document.ts';
export { htmlToText, isCutOff, textOf, tidy } from './parsing/html-text.ts';
export { contentId, uniqueById } from './parsing/ids.ts';
export { at, boolean, list, record, records, string } from './parsing/json-values.ts';
export { parseLenientJson } from './parsing/lenient-json.ts';
export { absoluteUrl, fillTemplate, queryOf, withQuery } from './parsing/links.ts';
export { schemaReviews } from './parsing/schema-org.ts';
export { readWapMicroblog } from './parsing/wap-microblog.ts';
export { parseRating } from './ratings.ts';
export { z };

/** One page to fetch. */
export interface PageRequest {
  url: string;
  method?: 'GET' | 'POST';
  headers?: Readonly<Record<string, string>>;
  body?: string;
  /** Where this request's results stand: handed back as `page.label`, e.g. `comments`. */
  label?: string;
  /**
   * `follow` (default for `next`): another page of the same listing, fetched only while the page before brought
   * something new. `always`: fetched in any case, e.g. the comments of a post whose count has grown.
   */
  when?: 'follow' | 'always';
  /**
   * With `always`: id of the post on this page whose replies the request reads. It is skipped while that post's
   * `engagement.replies` is what it was when they were last read.
   */
  repliesOf?: string | number;
  /**
   * With `always`: id of a `truncated` post on this page whose whole text the request reads. It is skipped while that
   * text is known and the beginning shown is what it was. With `repliesOf` as well, either reason is enough.
   */
  wholeOf?: string | number;
  /** Id of the one post the request reads: where it is answered by 404 or 410, that post is gone. */
  post?: string | number;
  /**
   * In `refresh`: ids of all posts that the request asks for and that its answer shows as long as they exist. A post that
   * is left out again and again is taken for gone.
   */
  posts?: readonly (string | number)[];
}

/** A stored post that is to be read again. */
export interface KnownAddress {
  readonly id: string;
  readonly url: string | null;
  /** Absent where it is not known. */
  readonly kind?: PostKind;
}

/** A fetched or saved page. */
export interface Page {
  /** After redirects. */
  readonly url: string;
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** As the request carried it. */
  readonly label?: string | undefined;
  /** The body decoded by its real charset (BOM, header, meta, then what the bytes say). */
  text(): string;
  /** The body as a document; parsed once. */
  $(): CheerioAPI;
  /** The body as JSON. Throws `ParseError` naming the place if it is not. */
  json(): unknown;
}

export interface ParseContext<Options> {
  readonly options: Options;
  /** The moment the page was fetched: makes "3 minutes ago" exact. */
  readonly now: Date;
  /** IANA zone for times the page writes without one. */
  readonly timezone: string;
}

export interface ParseResult {
  posts: PostInput[];
  next?: PageRequest[];
  /** What a page says of all its reviews together. */
  aggregate?: { rating: Pick<Rating, 'value' | 'best'> & { worst?: number }; count: number | null };
  /** What a trend list shows: a signal that a story has broken out. */
  trends?: { term: string; rank: number; heat: number | null; url?: string }[];
  /** Ids of posts the site says are gone. */
  gone?: (string | number)[];
  /** Why this is not the page it should be: log-in wall, CAPTCHA, challenge. */
  blocked?: string;
  /** The site asks for so long a pause before it is asked again, in seconds: the whole host waits. */
  pauseSeconds?: number;
  /** What `requests` is handed as `cursor` next time; the last page that sets one wins. */
  cursor?: string;
  /** Fields every post of this page should have; when they are missing the site has changed (`drifted`). */
  expected?: (keyof PostInput | `author.${string}` | `engagement.${string}`)[];
}

export interface RequestContext {
  /** Words to search for: the target's brands' terms, in the order of config. Empty where `about` names the brand. */
  readonly query: readonly string[];
  readonly now: Date;
  /** Newest post already known; null on a first crawl. */
  readonly since: Date | null;
  /** What the last crawl left to go on from; null to begin afresh. */
  readonly cursor: string | null;
}

export interface Crawler<Schema extends z.ZodType = z.ZodType> {
  readonly title: string;
  readonly homepage: string;
  /** `browser`: pages that only exist after their JavaScript ran. */
  readonly render: 'http' | 'browser';
  readonly robots: 'obey';
  /** The site under which posts are stored; absent for generic kinds, where it is the host. */
  readonly site?: string;
  /** This crawler's own YAML keys; each key carries `.describe()`. */
  readonly options: Schema;
  readonly requests: (options: z.output<Schema>, context: RequestContext) => PageRequest[];
  /** Re-reads the engagement of known posts, in batches where the site can. */
  readonly refresh?: (posts: readonly KnownAddress[], options: z.output<Schema>) => PageRequest[];
  readonly parse: (page: Page, context: ParseContext<z.output<Schema>>) => ParseResult;
  /** For `browser`: what to wait for, what to click or scroll before the page is read. */
  readonly browser?: (options: z.output<Schema>) => BrowserSteps;
}

/** How a browser page becomes complete. All waiting is for content, never for time. */
export interface BrowserSteps {
  /** CSS selector that must appear before the page is read. */
  waitFor?: string;
  /** CSS selector clicked again and again, until it is gone or `maxSteps` is reached ("load more"). */
  click?: string;
  /** Scroll to the end until nothing new loads or `maxSteps` is reached. */
  scroll?: boolean;
  maxSteps?: number;
}

/** Declares a crawler; the file's name is its id. */
export function defineCrawler<Schema extends z.ZodType>(crawler: Crawler<Schema>): Crawler<Schema> {
  return crawler;
}

/** Thrown by `parse` and `page.json()` when a page is not what it should be; the engine records `drifted`. */
export class ParseError extends Error {
  override readonly name = 'ParseError';
}
