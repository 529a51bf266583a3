/**
 * Pages that only exist after their JavaScript ran: one shared Chromium, a few pages at a time, each in a place of its own
 * behind a guarded proxy. Used only where a crawler says `render: 'browser'`. No stealth: it says who it is.
 */
import PQueue from 'p-queue';
import type { Logger } from 'pino';
import { type Browser, type BrowserContext, chromium, errors, type Page, type Response } from 'playwright';
import { messageOf } from '../errors.ts';
import { findBrowser } from './browser-path.ts';
import { type Place, Places } from './browser-places.ts';
import { completePage } from './browser-steps.ts';
import { type Resolve, systemResolve } from './connect.ts';
import { CrawlError, failed, unreachable } from './errors.ts';
import { hostKey } from './guard.ts';
import type { GuardedProxy } from './guarded-proxy.ts';
import type { Answer, Hop, Transport } from './transport.ts';

export interface BrowserOptions {
  readonly log: Logger;
  /** For `EARSHOT_CHROMIUM` and `PATH`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Pages open at once. */
  readonly pages?: number;
  /** For one page, from opening to reading, steps included. */
  readonly pageMs?: number;
  /** Bytes one page may load, all its scripts included. */
  readonly wireBytes?: number;
  readonly resolve?: Resolve;
}

/** There is no browser on this machine: not the site's fault, and the message says what to do. */
export class NoBrowserError extends CrawlError {
  constructor(why: string, cause?: unknown) {
    super(
      'failed',
      `this target needs a browser, and ${why}: install Chromium, or run npx playwright install chromium`,
      { cause },
    );
  }
}

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Everything goes through the proxy: loopback too, and no datagrams beside it.
  '--proxy-bypass-list=<-loopback>',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--js-flags=--max-old-space-size=512',
];
/** After so many pages the browser is started anew: what leaks, leaks only so far. */
const PAGES_PER_BROWSER = 500;

export class BrowserTransport implements Transport {
  readonly #options: Required<BrowserOptions>;
  readonly #queue: PQueue;
  readonly #places: Places;
  #browser: Promise<Browser> | null = null;
  #pages = 0;
  #closed = false;

  constructor(options: BrowserOptions) {
    this.#options = { pages: 3, pageMs: 45_000, wireBytes: 32 * 1_048_576, resolve: systemResolve, ...options };
    const { pages, resolve, wireBytes, log } = this.#options;
    this.#queue = new PQueue({ concurrency: pages });
    this.#places = new Places(pages, resolve, wireBytes, log);
  }

  /** Whether there is a browser to start. */
  static available(env: BrowserOptions['env']): boolean {
    return findBrowser(env, chromium.executablePath()) !== null;
  }

  async send(hop: Hop): Promise<Answer> {
    if (hop.method !== 'GET') throw failed('a browser target can only ask for pages, not send forms');
    return this.#queue.add(() => this.#read(hop));
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#places.close();
    const browser = this.#browser;
    this.#browser = null;
    await (await browser?.catch(() => null))?.close();
  }

  async #read(hop: Hop): Promise<Answer> {
    hop.signal?.throwIfAborted();
    const browser = await this.#running();
    const place = await this.#places.take(browser, hop);
    const stop = () => void place.context.close();
    hop.signal?.addEventListener('abort', stop, { once: true });
    let whole = false;
    try {
      const answer = await this.#withinTime(readIn(place, hop, this.#options.pageMs));
      whole = true;
      return answer;
    } catch (error) {
      hop.signal?.throwIfAborted();
      throw verdictOn(error, hop, place.proxy, this.#options);
    } finally {
      hop.signal?.removeEventListener('abort', stop);
      // A page that gave trouble takes its place with it.
      await (whole ? this.#places.giveBack(place) : this.#places.discard(place));
    }
  }

  /** The last word where a page keeps the browser itself busy. */
  async #withinTime<T>(work: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<never>((_, reject) => {
      const ms = this.#options.pageMs + 2_000;
      timer = setTimeout(
        () => reject(unreachable(`the page was not complete within ${this.#options.pageMs / 1000} s`)),
        ms,
      );
    });
    try {
      return await Promise.race([work, limit]);
    } finally {
      clearTimeout(timer);
      // Whatever still comes of it is no longer waited for.
      work.catch((err: unknown) => this.#options.log.debug({ err }, 'page given up'));
    }
  }

  #running(): Promise<Browser> {
    if (this.#closed) return Promise.reject(failed('the browser is closed'));
    if (this.#pages >= PAGES_PER_BROWSER && this.#queue.pending <= 1) {
      const old = this.#browser;
      this.#browser = null;
      void old?.then((browser) => browser.close());
    }
    if (!this.#browser) {
      this.#pages = 0;
      const starting = this.#start();
      this.#browser = starting;
      const forget = () => {
        if (this.#browser === starting) this.#browser = null;
      };
      starting.then((browser) => browser.once('disconnected', forget), forget);
    }
    this.#pages++;
    return this.#browser;
  }

  async #start(): Promise<Browser> {
    const path = findBrowser(this.#options.env, chromium.executablePath());
    if (path === null) throw new NoBrowserError('none was found');
    try {
      return await chromium.launch({
        executablePath: path,
        headless: true,
        args: FLAGS,
        // Each context names its own; without one here, nothing is reachable.
        proxy: { server: 'http://127.0.0.1:9' },
        timeout: 30_000,
      });
    } catch (error) {
      throw new NoBrowserError(`${path} does not start`, error);
    }
  }
}

async function readIn(place: Place, hop: Hop, pageMs: number): Promise<Answer> {
  const { page } = place;
  let onCrash: () => void = () => undefined;
  const crashed = new Promise<never>((_, reject) => {
    onCrash = () => reject(unreachable('the page crashed the browser'));
    page.once('crash', onCrash);
  });
  crashed.catch(() => undefined);
  try {
    return await Promise.race([readPage(place, hop, pageMs), crashed]);
  } finally {
    page.off('crash', onCrash);
  }
}

async function readPage({ page, context, proxy }: Place, hop: Hop, pageMs: number): Promise<Answer> {
  const deadline = performance.now() + pageMs;
  const response = await page.goto(hop.url.href, { waitUntil: 'domcontentloaded', timeout: pageMs });
  if (!response) throw unreachable('the browser got no answer');
  // What the proxy says of a forbidden address is no page.
  const refusal = refusalOf(new URL(response.url()), proxy);
  if (refusal) throw refusal;
  await completePage(page, hop.steps ?? {}, () => deadline - performance.now());
  return answerOf(page, response, context, proxy);
}

async function answerOf(page: Page, response: Response, context: BrowserContext, proxy: GuardedProxy): Promise<Answer> {
  const headers = await response.allHeaders();
  const type = headers['content-type'] ?? '';
  // JSON, feeds and text are wanted as they were sent, not as the browser shows them.
  const shown = type === '' || /html/i.test(type);
  const body = shown ? Buffer.from(await page.content()) : await response.body();
  const cookies = await context.cookies();
  return {
    url: new URL(page.url()),
    status: response.status(),
    headers: { ...headers, ...(shown && { 'content-type': 'text/html; charset=utf-8' }) },
    setCookies: cookies.map(({ name, value, domain, path, secure, expires }) =>
      [
        `${name}=${value}`,
        ...(domain.startsWith('.') ? [`Domain=${domain}`] : []),
        `Path=${path}`,
        ...(secure ? ['Secure'] : []),
        ...(expires > 0 ? [`Expires=${new Date(expires * 1000).toUTCString()}`] : []),
      ].join('; '),
    ),
    body,
    bytes: proxy.bytes(),
  };
}

/** Why the proxy did not connect to this address: its port counts, for a page's scripts may ask for its neighbours. */
const refusalOf = ({ hostname, port, protocol }: URL, proxy: GuardedProxy) =>
  proxy.refusals.get(hostKey(hostname, port, protocol));

function verdictOn(error: unknown, hop: Hop, proxy: GuardedProxy, limits: Required<BrowserOptions>): CrawlError {
  if (error instanceof CrawlError) return error;
  const refusal = refusalOf(hop.url, proxy) ?? [...proxy.refusals.values()][0];
  const message = messageOf(error);
  if (refusal && /ERR_TUNNEL|ERR_HTTP_RESPONSE_CODE_FAILURE|ERR_PROXY|ERR_CONNECTION/.test(message)) return refusal;
  if (proxy.bytes() > limits.wireBytes) {
    return failed(`the page loads more than ${Math.round(limits.wireBytes / 1_048_576)} MB`);
  }
  if (error instanceof errors.TimeoutError)
    return unreachable(`the page was not complete within ${limits.pageMs / 1000} s`, error);
  const code = /net::(ERR_\w+)/.exec(message)?.[1];
  return unreachable(
    code ? `the browser could not load the page (${code})` : `the browser failed: ${message.slice(0, 200)}`,
    error,
  );
}
