/**
 * Where pages are opened: a context of the shared Chromium with one page in it, behind a guarded proxy of its own. To make
 * one takes longer than to read most pages, so places are kept for the next page of the same kind of visitor: equal
 * rules, name, language and headers, hence never one target's secrets at another's host.
 */
import type { Logger } from 'pino';
import type { Browser, BrowserContext, Page } from 'playwright';
import type { Resolve } from './connect.ts';
import { type GuardedProxy, startGuardedProxy } from './guarded-proxy.ts';
import type { Hop } from './transport.ts';

export interface Place {
  readonly kind: string;
  readonly browser: Browser;
  readonly proxy: GuardedProxy;
  readonly context: BrowserContext;
  readonly page: Page;
  /** Pages read here. */
  used: number;
}

/** What a page leaves behind in its process is left behind with the place. */
const PAGES_PER_PLACE = 50;
/** A place that nobody needs goes after this long: most targets come back in minutes, or not for hours. */
const IDLE_MS = 60_000;
/** For leaving a page; one that will not go is left with its place. */
const LEAVING_MS = 2_000;
/** Not needed to read a page. */
const UNREAD = new Set(['image', 'font', 'media']);

export class Places {
  readonly #most: number;
  readonly #resolve: Resolve;
  readonly #wireBytes: number;
  readonly #log: Logger;
  #idle: { readonly place: Place; readonly timer: NodeJS.Timeout }[] = [];
  #closed = false;

  /** `most`: idle places kept. `wireBytes`: what one page may load. */
  constructor(most: number, resolve: Resolve, wireBytes: number, log: Logger) {
    this.#most = most;
    this.#resolve = resolve;
    this.#wireBytes = wireBytes;
    this.#log = log;
  }

  /** A place for a page, with the request's cookies and no others. */
  async take(browser: Browser, hop: Hop): Promise<Place> {
    const kind = kindOf(hop);
    const at = this.#idle.findIndex(({ place }) => place.browser === browser && place.kind === kind);
    const [kept] = at < 0 ? [] : this.#idle.splice(at, 1);
    clearTimeout(kept?.timer);
    const place = kept?.place ?? (await this.#open(browser, hop, kind));
    try {
      await setCookies(place.context, hop);
    } catch (error) {
      await this.discard(place);
      throw error;
    }
    place.proxy.renew();
    place.used++;
    return place;
  }

  /** Keeps the place for another page, if it is fit for one. */
  async giveBack(place: Place): Promise<void> {
    const fit = place.used < PAGES_PER_PLACE && place.browser.isConnected() && place.context.pages().length === 1;
    if (!fit || !(await this.#left(place)) || this.#closed) return this.discard(place);
    const timer = setTimeout(() => {
      this.#idle = this.#idle.filter((idle) => idle.place !== place);
      void this.discard(place);
    }, IDLE_MS);
    timer.unref();
    this.#idle.push({ place, timer });
    if (this.#idle.length > this.#most) {
      const [oldest] = this.#idle.splice(0, 1);
      clearTimeout(oldest!.timer);
      await this.discard(oldest!.place);
    }
  }

  async discard({ context, proxy }: Place): Promise<void> {
    await context.close().catch((err: unknown) => this.#log.debug({ err }, 'browser context was gone already'));
    await proxy.close();
  }

  async close(): Promise<void> {
    this.#closed = true;
    const idle = this.#idle;
    this.#idle = [];
    for (const { timer } of idle) clearTimeout(timer);
    await Promise.all(idle.map(({ place }) => this.discard(place)));
  }

  /** Ends the page's scripts and connections: nothing goes on where nobody reads. */
  async #left({ page }: Place): Promise<boolean> {
    try {
      await page.goto('about:blank', { timeout: LEAVING_MS });
      return true;
    } catch (err) {
      this.#log.debug({ err }, 'a page could not be left');
      return false;
    }
  }

  async #open(browser: Browser, hop: Hop, kind: string): Promise<Place> {
    const proxy = await startGuardedProxy(hop.rule, this.#resolve, this.#wireBytes);
    let context: BrowserContext | undefined;
    try {
      context = await newContext(browser, hop, proxy);
      return { kind, browser, proxy, context, page: await context.newPage(), used: 0 };
    } catch (error) {
      await context?.close().catch((err: unknown) => this.#log.debug({ err }, 'browser context was gone already'));
      await proxy.close();
      throw error;
    }
  }
}

/** What a context is made with; conditional requests make no sense for a page that is put together by scripts. */
function visitor(hop: Hop) {
  const { 'user-agent': userAgent, cookie: _, 'accept-language': language, ...others } = hop.headers;
  const extra = Object.entries(others).filter(([name]) => !name.startsWith('if-') && name !== 'accept');
  return {
    ...(userAgent !== undefined && { userAgent }),
    ...(language !== undefined && { locale: language.split(/[,;]/)[0] ?? 'zh-CN' }),
    extraHTTPHeaders: Object.fromEntries(extra),
  };
}

/** Headers may be meant for one host only. */
const kindOf = (hop: Hop) => JSON.stringify([hop.rule.key, hop.url.origin, visitor(hop)]);

async function newContext(browser: Browser, hop: Hop, proxy: GuardedProxy): Promise<BrowserContext> {
  const context = await browser.newContext({
    proxy: { server: proxy.url, bypass: '<-loopback>' },
    ...visitor(hop),
    serviceWorkers: 'block',
    acceptDownloads: false,
    viewport: { width: 1280, height: 1600 },
  });
  await context.route('**/*', (route) =>
    UNREAD.has(route.request().resourceType()) ? route.abort() : route.continue(),
  );
  return context;
}

async function setCookies(context: BrowserContext, { headers, url }: Hop): Promise<void> {
  await context.clearCookies();
  const pairs = (headers.cookie ?? '').split('; ').flatMap((pair) => {
    const equals = pair.indexOf('=');
    return equals < 1 ? [] : [{ name: pair.slice(0, equals), value: pair.slice(equals + 1), url: url.origin }];
  });
  if (pairs.length > 0) await context.addCookies(pairs);
}
