/**
 * Fetching as a good guest does: within robots.txt and the host's budget, with an honest name, asking only whether
 * something changed, waiting when told to, and never pressing where a door is shut. All crawling goes through here.
 */
import { gateOn } from './blocked.ts';
import type { PageRequest } from './contract.ts';
import { blocked, CrawlError, failed, refused, unreachable } from './errors.ts';
import { exchange, type Guest, type PoliteDeps, withoutSecrets } from './exchange.ts';
import { checkUrl } from './guard.ts';
import { freshUntil } from './http-rules.ts';
import { FetchedPage } from './page.ts';
import type { HttpCacheEntry } from './ports.ts';
import { ROBOTS_BYTES, type RobotsVerdict } from './robots.ts';
import type { Answer, Hop, Transport } from './transport.ts';

export type Fetched =
  | {
      readonly kind: 'page';
      readonly page: FetchedPage;
      readonly at: Date;
      readonly validators: Validators;
      /** What is remembered of the last answer to the same request; null where nothing is. */
      readonly known: HttpCacheEntry | null;
    }
  /** 304, or still fresh by its own rules: the page is what it was. */
  | { readonly kind: 'unchanged'; readonly entry: HttpCacheEntry; readonly at: Date };

type Validators = Pick<HttpCacheEntry, 'etag' | 'lastModified' | 'freshUntil'>;

const MOST_REDIRECTS = 8;
/** RFC 9309 §2.3.1.2: at least five. */
const MOST_ROBOTS_REDIRECTS = 5;

/** Fetches a page; throws `CrawlError` where there is none. `conditional`: a page that has not changed is not sent again. */
export async function fetchPolitely(
  request: PageRequest,
  guest: Guest,
  deps: PoliteDeps,
  options: { conditional: boolean },
): Promise<Fetched> {
  const url = checkUrl(request.url, guest.rule);
  const method = request.method ?? 'GET';
  const known = method === 'GET' ? await deps.cache.get(guest.target, url.href) : null;
  const usable = options.conditional ? known : null;
  if (usable?.freshUntil && usable.freshUntil > deps.clock.now().getTime()) {
    return { kind: 'unchanged', entry: usable, at: deps.clock.now() };
  }
  const transport = guest.render === 'browser' ? await deps.browser() : deps.http;
  const answer = await follow(request, url, usable, transport, guest, deps);
  const at = deps.clock.now();
  if (answer.status === 304 && usable) return { kind: 'unchanged', entry: usable, at };
  const page = new FetchedPage({ ...answer, url: answer.url.href, label: request.label });
  const { etag = null, 'last-modified': lastModified = null } = answer.headers;
  const validators = { etag, lastModified, freshUntil: freshUntil(answer.headers, at) };
  return { kind: 'page', page, at, validators, known };
}

/** Whether the target may fetch `url` at all. */
export function askRobots(url: URL, guest: Guest, deps: PoliteDeps): Promise<RobotsVerdict> {
  return deps.robots.check(url, deps.clock.now(), (robotsUrl) => fetchRobots(robotsUrl, guest, deps));
}

/** The least time between requests that the site asks for. Throws `CrawlError` where it allows none. */
async function assertAllowed(url: URL, guest: Guest, deps: PoliteDeps): Promise<number | null> {
  const verdict = await askRobots(url, guest, deps);
  if (verdict.allowed) return verdict.delayMs;
  // Not sent, but said: whoever audits the log sees that the rules were read and kept.
  await deps.requests.record({
    at: deps.clock.now(),
    target: guest.target,
    host: url.host,
    method: 'GET',
    url: withoutSecrets(url.href),
    status: null,
    bytes: 0,
    durationMs: 0,
    verdict: verdict.unreachable ? 'unreachable' : 'refused',
    reason: verdict.reason,
  });
  // A host that is down is down: that its silence forbids everything is not the news.
  throw verdict.unreachable ? unreachable(`${url.host}: ${verdict.reason}`) : refused(`${url.host}: ${verdict.reason}`);
}

/** The request and its redirects; each new address is checked as if it had been asked for. */
async function follow(
  request: PageRequest,
  first: URL,
  known: HttpCacheEntry | null,
  transport: Transport,
  guest: Guest,
  deps: PoliteDeps,
): Promise<Answer> {
  let url = first;
  let { method = 'GET', body } = request;
  const seen = new Set<string>();
  for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
    const delayMs = await assertAllowed(url, guest, deps);
    const headers: Record<string, string> = {
      accept: 'text/html,application/xhtml+xml,application/json;q=0.9,application/xml;q=0.9,*/*;q=0.8',
      'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8',
    };
    // What was meant for one host (tokens) is not handed to another.
    if (url.host === first.host)
      for (const [name, value] of Object.entries(request.headers ?? {})) headers[name.toLowerCase()] = value;
    headers['user-agent'] = deps.userAgent;
    const cookies = guest.cookies.header(url, deps.clock.now());
    if (cookies && headers.cookie === undefined) headers.cookie = cookies;
    if (known?.etag) headers['if-none-match'] = known.etag;
    if (known?.lastModified) headers['if-modified-since'] = known.lastModified;
    const { rule, steps, signal } = guest;
    const hop: Hop = { url, method, headers, body, rule, steps, signal };
    const answer = await exchange(hop, transport, guest, deps, delayMs);
    const location = answer.headers.location;
    if (answer.status < 300 || answer.status > 399 || answer.status === 304 || location === undefined) {
      // A browser has followed redirects by itself: where it ended up must have been allowed too.
      if (answer.url.host !== url.host) await assertAllowed(checkUrl(answer.url.href, guest.rule), guest, deps);
      return answer;
    }
    const next = checkUrl(location, guest.rule, url.href);
    const gate = gateOn('', next.href, url.href);
    if (gate) throw blocked(`the page leads to ${gate} (${next.host})`, answer.status);
    // A cookie may be set on the way, so the same address may be met twice, but not for ever.
    if (seen.has(next.href) && hops > 3) break;
    seen.add(next.href);
    if (answer.status === 303 || (method === 'POST' && answer.status < 307)) {
      method = 'GET';
      body = undefined;
    }
    url = next;
  }
  throw failed(
    `the page redirects in a circle or more than ${MOST_REDIRECTS} times (last to ${url.href.slice(0, 200)})`,
  );
}

/** robots.txt itself: paced and logged like any request, never through the browser. */
async function fetchRobots(first: URL, guest: Guest, deps: PoliteDeps): Promise<{ status: number; body: string }> {
  let url = first;
  try {
    for (let hops = 0; hops <= MOST_ROBOTS_REDIRECTS; hops++) {
      const { rule, signal } = guest;
      const hop: Hop = {
        url,
        method: 'GET',
        headers: { 'user-agent': deps.userAgent, accept: 'text/plain,*/*;q=0.5' },
        rule,
        signal,
      };
      const answer = await exchange(hop, deps.http, guest, deps, null);
      const { location } = answer.headers;
      if (answer.status >= 300 && answer.status < 400 && location !== undefined) {
        url = checkUrl(location, rule, url.href);
        continue;
      }
      const text = answer.status < 300 ? new TextDecoder().decode(answer.body.subarray(0, ROBOTS_BYTES)) : '';
      return { status: answer.status, body: text };
    }
    // RFC 9309 §2.3.1.2: after five redirects it may be taken as unavailable.
    return { status: 404, body: '' };
  } catch (error) {
    if (!(error instanceof CrawlError)) throw error;
    if (error.outcome === 'refused') throw error;
    deps.log.debug({ url: url.href, reason: error.message }, 'robots.txt cannot be read');
    return { status: error.status ?? 0, body: error.message };
  }
}
