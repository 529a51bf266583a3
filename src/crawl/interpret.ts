/** What a page says: the crawler's word on it, the gates it may not have seen, and the posts as every stage reads them. */
import type { Logger } from 'pino';
import { messageOf } from '../errors.ts';
import type { Post, Target } from '../model.ts';
import { gateOn } from './blocked.ts';
import { type Crawler, ParseError, type ParseResult } from './contract.ts';
import { blocked, drifted } from './errors.ts';
import { normalisePosts } from './normalise.ts';
import type { FetchedPage } from './page.ts';
import type { PostProblem } from './ports.ts';

export interface Interpretation {
  readonly parsed: ParseResult;
  /** The site of posts that name none. */
  readonly site: string;
  readonly posts: readonly Post[];
  readonly problems: readonly PostProblem[];
}

export interface InterpretContext {
  readonly target: Pick<Target, 'options' | 'timezone' | 'site' | 'about'>;
  readonly crawler: Crawler & { readonly id: string };
  readonly log: Logger;
}

/**
 * Reads a page that was fetched, or saved, at `at`; `asked` is the address before redirects. Throws `CrawlError`:
 * `blocked` where a gate stands in its place, `drifted` where it is not what it should be.
 */
export function interpret(page: FetchedPage, asked: string, context: InterpretContext, at: Date): Interpretation {
  const { target, crawler } = context;
  const parsed = parsePage(page, asked, context, at);
  const site = siteOf(page, target, crawler);
  const { posts, problems } = normalisePosts(parsed.posts, {
    site,
    siteWins: target.site !== undefined,
    brand: target.about ?? null,
    now: at,
    timezone: target.timezone,
    baseUrl: page.url,
  });
  return { parsed, site, posts, problems };
}

function parsePage(page: FetchedPage, asked: string, context: InterpretContext, now: Date): ParseResult {
  const { target, crawler, log } = context;
  const gate = () => gateOn(page.text(), page.url, asked, page.headers['content-type']);
  if (page.text().trim() === '') throw drifted(`${page.url.slice(0, 200)}: the page is empty`);
  let parsed: ParseResult;
  try {
    parsed = crawler.parse(page, { options: target.options, now, timezone: target.timezone });
  } catch (error) {
    const shut = gate();
    if (shut) throw blocked(`${new URL(page.url).host} shows ${shut} instead of the page`, page.status);
    logParseFailure(log, error, page.url, crawler.id);
    const what =
      error instanceof ParseError ? error.message : `crawler "${crawler.id}" failed on it: ${messageOf(error)}`;
    throw drifted(`${page.url.slice(0, 200)}: ${what}`, error);
  }
  if (parsed.blocked) throw blocked(`${new URL(page.url).host}: ${parsed.blocked}`, page.status);
  if (parsed.posts.length > 0 || parsed.aggregate || parsed.trends?.length || parsed.gone?.length) return parsed;
  const shut = gate();
  if (shut) throw blocked(`${new URL(page.url).host} shows ${shut} instead of the page`, page.status);
  return parsed;
}

function logParseFailure(log: Logger, err: unknown, url: string, crawler: string): void {
  if (err instanceof ParseError) log.debug({ err, url, crawler }, 'page is not what it should be');
  else log.error({ err, url, crawler }, 'crawler failed on a page');
}

/** The site under which a page's posts are stored where they name none. */
export function siteOf(page: { url: string }, target: Pick<Target, 'site'>, crawler: Pick<Crawler, 'site'>): string {
  return target.site ?? crawler.site ?? URL.parse(page.url)?.host ?? 'unknown';
}
