/**
 * One crawl of one target: where to begin, page by page as far as there is something new, and what to make of it. All
 * that was read is handed over page by page; all that is left is remembered, so that a crash costs a page at most.
 */
import { messageOf } from '../errors.ts';
import { SEEING, type Target } from '../model.ts';
import type { Crawler, PageRequest } from './contract.ts';
import { type CrawlError, failed } from './errors.ts';
import type { Guest } from './exchange.ts';
import { rememberFill } from './fill.ts';
import { Frontier } from './frontier.ts';
import { guestFor } from './guest.ts';
import { allBefore, orderOf } from './order.ts';
import type { CrawlResult, CrawlStateStore, PendingRequest, TargetState } from './ports.ts';
import { asCrawlError, type CrawlDeps, type PageContext, type ReadPage, readPage, reportGone } from './read-page.ts';
import { Tally } from './tally.ts';
import { laterOf, planOf, rememberYield, stateFor } from './target-state.ts';

export interface EngineDeps extends CrawlDeps {
  readonly states: CrawlStateStore;
  readonly signal?: AbortSignal | undefined;
}

export interface CrawlRequest {
  readonly target: Target;
  readonly crawler: Crawler & { readonly id: string };
  /** Words to search for: the target's brands' terms. */
  readonly query: readonly string[];
}

/** Every day one crawl reads on past known posts: late edits, late counters, and posts that appeared in between. */
const SWEEP_EVERY_MS = 24 * 3_600_000;
/** A sweep reads no further back than this. */
const SWEEP_DAYS = 30;
/** A crash longer ago than this is not resumed: the listing has moved on. */
const RESUME_WITHIN_MS = 7 * 24 * 3_600_000;
const DAY_MS = 86_400_000;
/** Where a host shuts the door or asks for patience, nothing more is asked of it. */
const ENDS_THE_HOST: ReadonlySet<string> = new Set(['blocked', 'throttled']);

/** Crawls a target once. Rejects only when stopped by the signal or when a port fails; what was read is safe then. */
export async function crawl(request: CrawlRequest, deps: EngineDeps): Promise<CrawlResult> {
  const known = await deps.states.load(request.target.id);
  const state = stateFor(planOf(request.target, request.query), known);
  return new Crawl(request, deps, state, known?.plan === state.plan).run();
}

class Crawl {
  readonly #request: CrawlRequest;
  readonly #deps: EngineDeps;
  readonly #startedAt: Date;
  readonly #before: TargetState;
  readonly #guest: Guest;
  readonly #frontier = new Frontier();
  readonly #tally = new Tally();
  readonly #sweep: boolean;
  readonly #horizon: Date;
  /** Content and posts of the pages read: a listing that shows the same again goes round in circles. */
  readonly #hashes = new Set<string>();
  readonly #ids = new Set<string>();
  readonly #listing = { posts: 0, pages: 0 };
  /** Requests that go on where an earlier crawl stopped: they read through what is known to what is not. */
  readonly #resumed = new WeakSet<PageRequest>();
  /** Given up with their host; the next crawl tries again. */
  readonly #putOff: PendingRequest[] = [];
  #begin: readonly PageRequest[] = [];
  #tail: PageRequest | null;
  /** The state as it was last written. */
  #saved: string | null;

  constructor(request: CrawlRequest, deps: EngineDeps, state: TargetState, stored: boolean) {
    const { target, crawler } = request;
    this.#saved = stored ? JSON.stringify(state) : null;
    this.#request = request;
    this.#deps = deps;
    this.#before = state;
    this.#startedAt = deps.clock.now();
    this.#tail = state.tail;
    const now = this.#startedAt.getTime();
    const swept = state.lastSweepAt === null ? null : Date.parse(state.lastSweepAt);
    this.#sweep = swept === null || now - swept >= SWEEP_EVERY_MS;
    const first = state.firstDoneAt === null;
    this.#horizon = new Date(now - (first ? target.backfillDays : Math.min(target.backfillDays, SWEEP_DAYS)) * DAY_MS);
    this.#guest = guestFor(target, crawler, state.cookies, deps.signal);
  }

  async run(): Promise<CrawlResult> {
    try {
      this.#begin = this.#whereToBegin();
      this.#queue();
    } catch (error) {
      this.#tally.errors.push({ error: asCrawlError(error), essential: true });
    }
    let pages = 0;
    let left: PendingRequest[] = [];
    for (let next = this.#frontier.take(); next; next = this.#frontier.take()) {
      if (pages >= this.#request.target.maxPages) {
        left = this.#frontier.left(next);
        break;
      }
      pages++;
      await this.#save(this.#underWay(next));
      this.#deps.signal?.throwIfAborted();
      await this.#step(next);
    }
    return this.#end(left);
  }

  #whereToBegin(): PageRequest[] {
    const { target, crawler, query } = this.#request;
    const { since, cursor } = this.#before;
    let requests: PageRequest[];
    try {
      const newest = since === null ? null : new Date(since);
      requests = crawler.requests(target.options, { query, now: this.#startedAt, since: newest, cursor });
    } catch (error) {
      this.#deps.log.error({ err: error, crawler: crawler.id }, 'crawler cannot say where to begin');
      throw failed(`crawler "${crawler.id}" cannot say where to begin: ${messageOf(error)}`, { cause: error });
    }
    if (requests.length > 0) return requests;
    throw failed('there is no page to ask for: the target names neither a brand to search for nor an address');
  }

  /** The beginning, or the end of a listing that shows the oldest first; then what an earlier crawl left. */
  #queue(): void {
    const { resume, firstDoneAt } = this.#before;
    const backfill = firstDoneAt === null;
    const requests = this.#tail && !this.#sweep ? [this.#tail] : this.#begin;
    for (const request of requests) this.#frontier.add({ request, kind: 'begin', backfill });
    if (!resume || this.#startedAt.getTime() - Date.parse(resume.startedAt) > RESUME_WITHIN_MS) return;
    for (const pending of resume.pending) {
      this.#resumed.add(pending.request);
      this.#frontier.add(pending);
    }
  }

  async #step(pending: PendingRequest): Promise<void> {
    const { target, crawler } = this.#request;
    const listing = pending.kind !== 'always';
    const conditional = !this.#sweep && !pending.backfill;
    const { backfill } = pending;
    const context: PageContext = { target, crawler, guest: this.#guest, deps: this.#deps, backfill, conditional };
    let page: ReadPage;
    try {
      page = await readPage(pending.request, context);
    } catch (thrown) {
      const error = asCrawlError(thrown);
      if (error.outcome === 'gone') await reportGone(pending.request, context);
      this.#giveUp(pending, error);
      return;
    }
    this.#tally.add(page);
    for (const request of page.always) this.#frontier.add({ request, kind: 'always', backfill });
    if (listing) this.#goOn(pending, page);
  }

  #giveUp(pending: PendingRequest, error: CrawlError): void {
    const { request, kind } = pending;
    this.#deps.log.info({ target: this.#request.target.id, url: request.url, outcome: error.outcome }, error.message);
    // A listing's page that is no more, or replies to a post that is gone, are no failure to see.
    if (error.outcome === 'gone' && kind !== 'begin') return;
    const beginsHere = this.#begin.some((begin) => begin.url === request.url);
    if (error.outcome === 'gone' && request === this.#tail && !beginsHere) {
      this.#tail = null;
      for (const begin of this.#begin) this.#frontier.add({ ...pending, request: begin });
      return;
    }
    this.#tally.errors.push({ error, essential: kind === 'begin' });
    const host = URL.parse(request.url)?.host;
    if (host === undefined || !ENDS_THE_HOST.has(error.outcome)) return;
    const dropped = this.#frontier.dropHost(host);
    this.#tally.givenUp += dropped.length;
    this.#putOff.push(pending, ...dropped);
  }

  /** Whether the next page of a listing is worth its request. */
  #goOn(pending: PendingRequest, page: ReadPage): void {
    const order = orderOf(page.posts);
    const fresh = page.posts.filter((post) => !this.#ids.has(post.id));
    for (const post of page.posts) this.#ids.add(post.id);
    const circle = this.#hashes.has(page.sha256) || (page.posts.length > 0 && fresh.length === 0);
    this.#hashes.add(page.sha256);
    if (!page.unchanged) {
      this.#listing.posts += page.posts.length;
      this.#listing.pages++;
      if (page.posts.length === 0 && page.markup && pending.kind === 'begin') this.#tally.dryPages++;
    }
    if (order === 'oldest-first') this.#tail = page.follow.length === 0 ? pending.request : this.#tail;
    if (circle || page.follow.length === 0) return;
    // Where an earlier crawl's rest is read on besides, the beginning only catches up with it.
    const resumed = this.#resumed.has(pending.request);
    const readOn = (this.#sweep || pending.backfill) && (resumed || this.#before.resume === null);
    const worth =
      order === 'oldest-first' ||
      page.new + page.updated > 0 ||
      (readOn && page.posts.length > 0 && !allBefore(page.posts, this.#horizon));
    if (!worth || (order !== 'oldest-first' && pending.backfill && allBefore(page.posts, this.#horizon))) return;
    for (const request of page.follow) {
      if (resumed) this.#resumed.add(request);
      this.#frontier.add({ request, kind: 'follow', backfill: pending.backfill });
    }
  }

  /** Most crawls read a page or two and leave nothing behind: what stands there already is not written again. */
  async #save(state: TargetState): Promise<void> {
    const text = JSON.stringify(state);
    if (text === this.#saved) return;
    await this.#deps.states.save(this.#request.target.id, state);
    this.#saved = text;
  }

  /** The state while `next` is in hand: what to go on with should this process die now. */
  #underWay(next: PendingRequest): TargetState {
    const pending = this.#frontier.left(next).filter(({ kind }) => kind !== 'begin');
    const startedAt = this.#startedAt.toISOString();
    const resume = pending.length === 0 ? null : { startedAt, pending };
    return { ...this.#before, resume, cookies: this.#guest.cookies.all() };
  }

  async #end(left: readonly PendingRequest[]): Promise<CrawlResult> {
    const { target } = this.#request;
    const tally = this.#tally;
    const now = this.#deps.clock.now();
    const { outcome, missing } = tally.judge(this.#before);
    const seeing = SEEING.has(outcome);
    const backfill = this.#before.firstDoneAt === null;
    const pending = [...this.#putOff, ...left].filter(({ kind }) => kind !== 'begin');
    const state: TargetState = {
      plan: this.#before.plan,
      cursor: tally.cursor ?? this.#before.cursor,
      since: laterOf(this.#before.since, tally.newest, now),
      firstDoneAt: this.#before.firstDoneAt ?? (seeing ? now.toISOString() : null),
      lastSweepAt: this.#sweep && seeing ? this.#startedAt.toISOString() : this.#before.lastSweepAt,
      resume: pending.length === 0 ? null : { startedAt: this.#startedAt.toISOString(), pending },
      tail: this.#tail,
      fill: rememberFill(this.#before.fill, tally.fill, missing.length > 0),
      yield: seeing ? rememberYield(this.#before.yield, this.#listing.posts, this.#listing.pages) : this.#before.yield,
      cookies: this.#guest.cookies.all(),
    };
    await this.#save(state);
    return tally.result(this.#before, {
      target: target.id,
      startedAt: this.#startedAt,
      endedAt: now,
      spent: this.#guest.spent,
      backfill,
      truncated: left.length > 0,
    });
  }
}
