/**
 * One request to a host, sent within its budget, logged, judged, and tried again where that makes sense. Between a
 * request and a page stand many answers that are none; here they get their names.
 */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { gateOn } from './blocked.ts';
import { decodeText } from './charset.ts';
import type { BrowserSteps } from './contract.ts';
import type { CookieJar } from './cookies.ts';
import { blocked, CrawlError, failed, gone, throttled, unreachable } from './errors.ts';
import type { AddressRule } from './guard.ts';
import { retryAfter } from './http-rules.ts';
import { Lanes } from './lanes.ts';
import type { HostBudgetStore, HostLimits, HttpCacheStore, RequestLog } from './ports.ts';
import type { Robots } from './robots.ts';
import { type Answer, assertText, type Hop, type Transport } from './transport.ts';

/** What fetching needs from outside. */
export interface PoliteDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly http: Transport;
  /** Where a target renders in a browser; throws `CrawlError` if there is none. */
  readonly browser: () => Promise<Transport>;
  readonly robots: Robots;
  readonly budgets: HostBudgetStore;
  readonly cache: HttpCacheStore;
  readonly requests: RequestLog;
  /** As sent: `Earshot/1.0 (+https://example.com/contact)`. */
  readonly userAgent: string;
  /** What a host may be asked for, given what the target asks for. */
  readonly limits: (host: string, requestsPerMinute: number) => HostLimits;
}

/** One target's way of fetching, for the length of one crawl. */
export interface Guest {
  readonly target: string;
  readonly rule: AddressRule;
  readonly requestsPerMinute: number;
  readonly render: 'http' | 'browser';
  readonly steps?: BrowserSteps | undefined;
  readonly cookies: CookieJar;
  readonly signal?: AbortSignal | undefined;
  /** Counts what goes over the network. */
  readonly spent: { requests: number; bytes: number };
}

const MOST_ATTEMPTS = 3;
const FIRST_BACKOFF_MS = 2_000;
/** Longest wait within a crawl; what must wait longer is left to a later crawl. */
const LONGEST_PAUSE_MS = 90_000;
/** A host that says "too many" without saying until when is left alone this long. */
const UNSAID_PENALTY_MS = 5 * 60_000;
/** Of a refusal's page, for recognising the gate. */
const SCAN_BYTES = 300_000;

/** Keys and tokens in addresses are nobody's business, least of all a log's. */
export function withoutSecrets(text: string): string {
  return text.replace(/([?&](?:[\w-]*[_-])?(?:key|token|secret|password|passwd|sig|signature|auth)=)[^&#\s]+/gi, '$1…');
}

/** One request, tried again where that makes sense. Throws `CrawlError` for every answer that is no page. */
export async function exchange(
  hop: Hop,
  transport: Transport,
  guest: Guest,
  deps: PoliteDeps,
  delayMs: number | null,
): Promise<Answer> {
  for (let tries = 1; ; tries++) {
    const release = await claim(hop.url, guest, deps, delayMs);
    let error: CrawlError;
    const written: Promise<void>[] = [];
    try {
      return await send(hop, transport, guest, deps, written);
    } catch (thrown) {
      if (!(thrown instanceof CrawlError)) throw thrown;
      error = thrown;
    } finally {
      await Promise.all([release(), ...written]);
    }
    if (error.outcome === 'throttled') {
      const until = error.retryAt ?? new Date(deps.clock.now().getTime() + UNSAID_PENALTY_MS);
      await deps.budgets.penalise(hop.url.host, until, error.message);
    }
    if (!error.retryable || tries >= MOST_ATTEMPTS) throw error;
    const now = deps.clock.now().getTime();
    const pause = error.retryAt ? error.retryAt.getTime() - now : FIRST_BACKOFF_MS * 4 ** (tries - 1);
    if (pause > LONGEST_PAUSE_MS || (error.outcome === 'throttled' && !error.retryAt)) throw error;
    deps.log.debug({ url: hop.url.href, tries, pause, reason: error.message }, 'trying again');
    await deps.clock.sleep(pause, guest.signal);
  }
}

/** Waits for the host's budget to grant a request; returns how to give it back. */
async function claim(url: URL, guest: Guest, deps: PoliteDeps, delayMs: number | null): Promise<() => Promise<void>> {
  const asked = delayMs === null ? guest.requestsPerMinute : Math.min(guest.requestsPerMinute, 60_000 / delayMs);
  const limits = deps.limits(url.host, asked);
  const leave = await lanesOf(deps).enter(url.host, limits.concurrency);
  try {
    const lease = await claimLease(url, limits, guest, deps);
    return async () => {
      await deps.budgets.release(url.host, lease, deps.clock.now()).finally(leave);
    };
  } catch (error) {
    leave();
    throw error;
  }
}

const lanes = new WeakMap<object, Lanes>();

function lanesOf({ budgets }: PoliteDeps): Lanes {
  const known = lanes.get(budgets) ?? new Lanes();
  lanes.set(budgets, known);
  return known;
}

async function claimLease(url: URL, limits: HostLimits, guest: Guest, deps: PoliteDeps): Promise<string> {
  for (;;) {
    guest.signal?.throwIfAborted();
    const now = deps.clock.now();
    const grant = await deps.budgets.acquire(url.host, limits, now);
    if (grant.granted) {
      const early = (grant.startAt?.getTime() ?? 0) - now.getTime();
      if (early > 0) await deps.clock.sleep(early, guest.signal);
      return grant.lease;
    }
    const wait = grant.until.getTime() - now.getTime();
    if (grant.why === 'daily-cap')
      throw throttled(`${url.host}: our own limit of ${limits.dailyCap} requests a day is used up`, grant.until);
    if (wait > LONGEST_PAUSE_MS && grant.why === 'penalty')
      throw throttled(`${url.host} asked us to wait`, grant.until);
    await deps.clock.sleep(Math.max(wait, 1), guest.signal);
  }
}

/** Sends, logs, and judges the answer. `written` receives what is still being logged. */
async function send(
  hop: Hop,
  transport: Transport,
  guest: Guest,
  deps: PoliteDeps,
  written: Promise<void>[],
): Promise<Answer> {
  const at = deps.clock.now();
  const started = performance.now();
  let answer: Answer | null = null;
  let error: unknown = null;
  guest.spent.requests++;
  try {
    answer = await transport.send(hop);
    guest.spent.bytes += answer.bytes;
    for (const cookie of answer.setCookies) guest.cookies.take(cookie, answer.url, at);
    judge(answer, hop, at);
    return answer;
  } catch (thrown) {
    error = thrown;
    throw thrown;
  } finally {
    const verdict = error instanceof CrawlError ? error.outcome : error === null ? null : 'failed';
    const record = deps.requests.record({
      at,
      target: guest.target,
      host: hop.url.host,
      method: hop.method,
      url: withoutSecrets(hop.url.href),
      status: answer?.status ?? null,
      bytes: answer?.bytes ?? 0,
      durationMs: Math.round(performance.now() - started),
      verdict,
      reason: error instanceof Error ? withoutSecrets(error.message) : null,
    });
    written.push(record);
  }
}

/** Throws for every answer that is neither a page, nor a redirect, nor "unchanged". */
function judge(answer: Answer, hop: Hop, now: Date): void {
  const { status, headers, body } = answer;
  const host = answer.url.host;
  if (status >= 200 && status < 400) {
    if (status < 300) assertText(answer);
    return;
  }
  if (hop.url.pathname === '/robots.txt' && status !== 429 && status !== 503) return;
  const text = decodeText(body.subarray(0, SCAN_BYTES), headers['content-type']);
  const gate = gateOn(text, answer.url.href, hop.url.href, headers['content-type']);
  const until = retryAfter(headers, now);
  if (gate && status !== 404 && status !== 410) throw blocked(`${host} shows ${gate} (status ${status})`, status);
  switch (status) {
    case 401:
    case 403:
    case 407:
    case 451:
      throw blocked(`${host} refuses the page (status ${status})`, status);
    case 404:
    case 410:
      throw gone(`the page does not exist (status ${status}): ${answer.url.href.slice(0, 200)}`, status);
    case 418:
      throw blocked(`${host} refuses robots (status 418)`, status);
    case 429:
      throw throttled(`${host} asks for fewer requests (status ${status})`, until, status);
    default:
      // A 503 that names a time is a request for patience; one that does not is an outage.
      if (status === 503 && until) throw throttled(`${host} asks for patience (status 503)`, until, status);
      if (status >= 500) throw unreachable(`${host} answers with an error (status ${status})`, undefined, status);
      throw failed(`${host} answers with status ${status}`, { status, retryable: status === 408 || status === 425 });
  }
}
