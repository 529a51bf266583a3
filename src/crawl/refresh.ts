/**
 * Reading known posts again: the counters of young ones, many with one request where the site can, and posts' own pages
 * where they are wanted as evidence.
 */
import { gateOn } from './blocked.ts';
import type { KnownAddress, PageRequest } from './contract.ts';
import { crawledPage } from './crawled-page.ts';
import type { CrawlRequest, EngineDeps } from './engine.ts';
import { blocked, CrawlError, failed } from './errors.ts';
import { guestFor } from './guest.ts';
import { fetchPolitely } from './polite.ts';
import type { CrawlResult } from './ports.ts';
import { type PageContext, type ReadPage, readPage, reportGone } from './read-page.ts';
import { Tally } from './tally.ts';
import { planOf, stateFor } from './target-state.ts';

/** A post whose own page is wanted as it is, for its crawler cannot read it again. */
export interface WantedPage extends KnownAddress {
  readonly site: string;
}

/** What reading again brought. */
export interface RefreshResult extends CrawlResult {
  /** Posts that were asked for and left out of an answer that shows all there are. */
  readonly leftOut: readonly string[];
}

/** So few wanted pages are asked for one by one at once. */
const FEW = 3;

/** A page to fetch, and what to do with it. */
interface Step {
  readonly request: PageRequest;
  /** The site of the post that is gone where the request is answered by 404; by default the target's. */
  readonly site?: string;
  readonly read: () => Promise<void>;
}

/** Whether a target's crawler can re-read single posts; the others' counters are read with their listings. */
export function canRefresh({ crawler }: Pick<CrawlRequest, 'crawler'>): boolean {
  return crawler.refresh !== undefined;
}

/** Number of requests that `refreshPosts` would need at most. */
export function requestsFor(
  { target, crawler }: Pick<CrawlRequest, 'target' | 'crawler'>,
  posts: readonly KnownAddress[],
  pages: readonly WantedPage[],
): number {
  return (crawler.refresh?.(posts, target.options).length ?? 0) + byAddress(pages).length;
}

/**
 * Reads posts again and hands them over like any page, and fetches `pages` to be kept as evidence; posts whose own page is gone are
 * reported as gone. At most `maxPages` requests: the first posts are the most urgent. Rejects only when stopped or when
 * a port fails.
 */
export async function refreshPosts(
  { target, crawler, query }: CrawlRequest,
  posts: readonly KnownAddress[],
  deps: EngineDeps,
  pages: readonly WantedPage[] = [],
): Promise<RefreshResult> {
  const startedAt = deps.clock.now();
  const state = stateFor(planOf(target, query), await deps.states.load(target.id));
  const guest = guestFor(target, crawler, state.cookies, deps.signal);
  const context: PageContext = { target, crawler, guest, deps, backfill: false, conditional: false };
  const requests = posts.length === 0 ? [] : (crawler.refresh?.(posts, target.options) ?? []);
  const tally = new Tally();
  const run = new Run(context, tally, target.maxPages);
  const leftOut: string[] = [];
  const again = (request: PageRequest) => async () => {
    const page = await readPage(request, context);
    tally.add(page);
    leftOut.push(...missingOn(page, request));
  };
  await run.all(requests.map((request) => ({ request, read: again(request) })));
  const left = await beginnings(run, pages, { target, crawler, query }, context, tally);
  await run.all(byAddress(left).map((shown) => keepStep(shown, context, tally)));
  if (posts.length + pages.length > 0 && run.asked === 0) {
    tally.errors.push({ error: failed('this crawler cannot read these posts again one by one'), essential: true });
  }
  const result = tally.result(state, {
    target: target.id,
    startedAt,
    endedAt: deps.clock.now(),
    spent: guest.spent,
    backfill: false,
    truncated: run.left,
  });
  return { ...result, leftOut };
}

/** Posts asked for that the answer does not have; what the crawler found but could not be used is there all the same. */
function missingOn({ parsed, follow }: ReadPage, { posts = [] }: PageRequest): string[] {
  // An answer that has more pages has not said everything.
  if (parsed === null || follow.length > 0) return [];
  const there = new Set([...parsed.posts.map(({ id }) => String(id)), ...(parsed.gone ?? []).map(String)]);
  return posts.map(String).filter((id) => !there.has(id));
}

/** Steps one after the other, no more than allowed, none after the host has shut its door. */
class Run {
  asked = 0;
  /** Whether steps were left out because there were too many. */
  left = false;
  #shut = false;
  readonly #context: PageContext;
  readonly #tally: Tally;
  readonly #most: number;

  constructor(context: PageContext, tally: Tally, most: number) {
    this.#context = context;
    this.#tally = tally;
    this.#most = most;
  }

  async all(steps: readonly Step[]): Promise<void> {
    for (const step of steps) {
      this.#context.guest.signal?.throwIfAborted();
      if (this.#shut) this.#tally.givenUp++;
      else if (this.asked >= this.#most) this.left = true;
      else await this.#one(step);
    }
  }

  async #one(step: Step): Promise<void> {
    this.asked++;
    try {
      await step.read();
    } catch (error) {
      if (!(error instanceof CrawlError)) throw error;
      if (error.outcome === 'gone' && step.request.post !== undefined) {
        await reportGone(step.request, this.#context, step.site);
        this.#tally.gone++;
        this.#tally.pages++;
        return;
      }
      this.#tally.errors.push({ error, essential: true });
      this.#shut = error.outcome === 'blocked' || error.outcome === 'throttled';
    }
  }
}

/**
 * Many wanted posts stand together on the pages where the target begins: those are read first, and kept by whoever takes
 * them in. Returns the posts that were not on them.
 */
async function beginnings(
  run: Run,
  pages: readonly WantedPage[],
  { target, crawler, query }: CrawlRequest,
  context: PageContext,
  tally: Tally,
): Promise<readonly WantedPage[]> {
  const begin = { query, now: context.deps.clock.now(), since: null, cursor: null };
  // A few are fetched as cheaply by themselves.
  if (pages.length < FEW) return pages;
  const requests = crawler.requests(target.options, begin);
  if (requests.length >= pages.length) return pages;
  const seen = new Set<string>();
  const read = (request: PageRequest) => async () => {
    const page = await readPage(request, context);
    tally.add(page);
    for (const { site, id } of page.posts) seen.add(`${site}\n${id}`);
  };
  await run.all(requests.map((request) => ({ request, read: read(request) })));
  return pages.filter(({ site, id }) => !seen.has(`${site}\n${id}`));
}

/** The posts that one address shows. */
interface Shown {
  readonly url: string;
  readonly site: string;
  readonly ids: readonly string[];
  /** The address is this one post's own. */
  readonly only: string | null;
}

/** Posts by the page that shows them: what comes after `#` is a place on the same page. */
function byAddress(pages: readonly WantedPage[]): Shown[] {
  const found = new Map<string, { url: string; site: string; ids: string[]; only: string | null }>();
  for (const { url, site, id } of pages) {
    const address = URL.parse(url ?? '');
    if (address === null) continue;
    const own = address.hash === '';
    address.hash = '';
    const key = `${site}\n${address.href}`;
    const shown = found.get(key);
    if (shown === undefined) found.set(key, { url: address.href, site, ids: [id], only: own ? id : null });
    else {
      shown.ids.push(id);
      shown.only = null;
    }
  }
  return [...found.values()];
}

/** Fetches a post's own page and keeps it, unread: its crawler reads other pages. */
function keepStep({ url, site, ids, only }: Shown, context: PageContext, tally: Tally): Step {
  const { target, guest, deps } = context;
  const request: PageRequest = { url, ...(only !== null && { post: only }) };
  const read = async () => {
    const fetched = await fetchPolitely(request, guest, deps, { conditional: false });
    if (fetched.kind === 'unchanged') return;
    const { page, at } = fetched;
    const gate = gateOn(page.text(), page.url, url, page.headers['content-type']);
    if (gate) throw blocked(`${new URL(page.url).host} shows ${gate} instead of the page`, page.status);
    await deps.evidence?.keep(crawledPage(page, { target: target.id, site, fetchedAt: at, backfill: false }), ids);
    tally.pages++;
  };
  return { request, site, read };
}
