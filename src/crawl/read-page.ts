/** One request from its URL to posts that are safely stored: fetch, parse, normalise, hand over, remember. */
import type { Post, Target } from '../model.ts';
import type { Crawler, PageRequest, ParseResult } from './contract.ts';
import { crawledPage, hashOf, missingPage } from './crawled-page.ts';
import { CrawlError } from './errors.ts';
import type { Guest, PoliteDeps } from './exchange.ts';
import { interpret, siteOf } from './interpret.ts';
import { fetchPolitely } from './polite.ts';
import type { EvidenceSink, KnownPosts, OnPage, PostProblem } from './ports.ts';

export interface CrawlDeps extends PoliteDeps {
  readonly known: KnownPosts;
  readonly onPage: OnPage;
  readonly evidence?: EvidenceSink | undefined;
}

/** What a page gave. */
export interface ReadPage {
  readonly url: string;
  /** The page is what it was when it was last read: its posts are stored already, and it was not parsed. */
  readonly unchanged: boolean;
  readonly sha256: string;
  readonly posts: readonly Post[];
  readonly problems: readonly PostProblem[];
  readonly gone: number;
  readonly new: number;
  readonly updated: number;
  /** Further pages of the listing. */
  readonly follow: readonly PageRequest[];
  /** Pages to read in any case; replies that have not grown since are taken out. */
  readonly always: readonly PageRequest[];
  readonly parsed: ParseResult | null;
  /** HTML or XML: such a page without a post is either empty or has changed. An API's empty list is just that. */
  readonly markup: boolean;
}

export interface PageContext {
  readonly target: Target;
  readonly crawler: Crawler & { readonly id: string };
  readonly guest: Guest;
  readonly deps: CrawlDeps;
  readonly backfill: boolean;
  /** False: the whole page is wanted even if it has not changed. */
  readonly conditional: boolean;
}

/** Reads one page. Throws `CrawlError` where there is none; whatever `onPage` throws is thrown on. */
export async function readPage(request: PageRequest, context: PageContext): Promise<ReadPage> {
  const { target, guest, deps } = context;
  const fetched = await fetchPolitely(request, guest, deps, { conditional: context.conditional });
  if (fetched.kind === 'unchanged') return unchangedPage(request.url, fetched.entry);
  const { page, at, validators, known } = fetched;
  const sha256 = hashOf(page.body);
  const cacheable = (request.method ?? 'GET') === 'GET';
  if (context.conditional && known?.sha256 === sha256) {
    await deps.cache.put(target.id, cacheKey(request), { ...known, ...validators, at });
    return unchangedPage(page.url, known);
  }
  const { parsed, site, posts, problems } = interpret(page, request.url, { ...context, log: deps.log }, at);
  if (parsed.pauseSeconds !== undefined && parsed.pauseSeconds > 0) {
    const until = new Date(at.getTime() + parsed.pauseSeconds * 1000);
    await deps.budgets.penalise(new URL(page.url).host, until, `its answer asks for ${parsed.pauseSeconds} s of pause`);
  }
  const { follow, always } = await sortNext(parsed.next ?? [], posts, site, page.url, context);
  const crawled = crawledPage(
    page,
    { target: target.id, site, fetchedAt: at, backfill: context.backfill },
    {
      posts,
      problems,
      gone: (parsed.gone ?? []).map(String),
      aggregate: parsed.aggregate ?? null,
      trends: parsed.trends ?? [],
    },
    sha256,
  );
  const receipt = await deps.onPage(crawled);
  if (receipt.evidence?.length) await deps.evidence?.keep(crawled, receipt.evidence);
  if (cacheable) {
    await deps.cache.put(target.id, cacheKey(request), {
      ...validators,
      at,
      sha256,
      always: (parsed.next ?? []).filter(
        ({ when, repliesOf, wholeOf }) => when === 'always' && repliesOf === undefined && wholeOf === undefined,
      ),
    });
  }
  const { new: added, updated } = receipt;
  const markup = /^\s*</.test(page.text());
  const gone = parsed.gone?.length ?? 0;
  return {
    url: page.url,
    unchanged: false,
    sha256,
    posts,
    problems,
    gone,
    new: added,
    updated,
    follow,
    always,
    parsed,
    markup,
  };
}

function unchangedPage(url: string, entry: { sha256: string; always: readonly PageRequest[] }): ReadPage {
  const { sha256, always } = entry;
  const nothing = { posts: [], problems: [], gone: 0, new: 0, updated: 0, follow: [], parsed: null, markup: false };
  return { ...nothing, url, unchanged: true, sha256, always };
}

/** As the fetcher keeps it: without a fragment. */
function cacheKey(request: PageRequest): string {
  const url = URL.parse(request.url);
  if (!url) return request.url;
  url.hash = '';
  return url.href;
}

/**
 * Further requests by what they are, with absolute addresses; left out are replies that have not grown, and whole texts
 * that are known.
 */
async function sortNext(
  next: readonly PageRequest[],
  posts: readonly Post[],
  site: string,
  baseUrl: string,
  { deps, conditional }: PageContext,
): Promise<{ follow: PageRequest[]; always: PageRequest[] }> {
  const requests = next.map((request) => ({ ...request, url: URL.parse(request.url, baseUrl)?.href ?? request.url }));
  const shown = new Map(posts.map((post) => [post.id, post]));
  const asked = requests.flatMap(({ repliesOf }) => (repliesOf === undefined ? [] : [String(repliesOf)]));
  const known =
    asked.length === 0 ? new Map() : await deps.known.lookup(shown.get(asked[0] ?? '')?.site ?? site, asked);
  const grown = (id: string) => {
    const before = known.get(id);
    const now = shown.get(id)?.engagement.replies ?? null;
    return before === undefined ? now !== 0 : now === null || now !== before.replies;
  };
  const cut = requests.flatMap(({ wholeOf }) => shown.get(String(wholeOf)) ?? []).filter((post) => post.truncated);
  const wanted = cut.length === 0 ? new Set() : await deps.known.wantsWhole(cut, !conditional);
  const worth = ({ repliesOf, wholeOf }: PageRequest) =>
    (repliesOf === undefined && wholeOf === undefined) ||
    (repliesOf !== undefined && grown(String(repliesOf))) ||
    (wholeOf !== undefined && wanted.has(String(wholeOf)));
  return {
    follow: requests.filter(({ when }) => when !== 'always'),
    always: requests.filter((request) => request.when === 'always' && worth(request)),
  };
}

/** Tells the store that a post's own page no longer exists. `site`: the post's; by default the one the target reads. */
export async function reportGone(request: PageRequest, context: PageContext, site?: string): Promise<void> {
  if (request.post === undefined) return;
  const { target, crawler, deps, backfill } = context;
  const origin = {
    target: target.id,
    site: site ?? siteOf(request, target, crawler),
    fetchedAt: deps.clock.now(),
    backfill,
  };
  await deps.onPage(missingPage(request.url, origin, [String(request.post)]));
}

/** A page that could not be read; anything that is no verdict on the page is thrown on. */
export function asCrawlError(error: unknown): CrawlError {
  if (error instanceof CrawlError) return error;
  throw error;
}
