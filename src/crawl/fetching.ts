/** Puts the parts of fetching together: what a service, a command or a test needs to hand to the engine. */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { PoliteDeps } from './exchange.ts';
import type { HostLimits, RobotsStore } from './ports.ts';
import { Robots } from './robots.ts';
import { HttpTransport, type Transport, type TransportLimits } from './transport.ts';

export interface FetchingOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** As sent; `userAgentOf` makes an honest one. */
  readonly userAgent: string;
  readonly robotsStore: RobotsStore;
  readonly limits?: PoliteDeps['limits'] | undefined;
  readonly transport?: Partial<TransportLimits> | undefined;
}

/** What the engine needs to fetch, besides the ports. */
export type Fetching = Pick<PoliteDeps, 'clock' | 'log' | 'http' | 'browser' | 'robots' | 'userAgent' | 'limits'>;

/** The browser is started when first needed. `close` ends all connections and the browser. */
export function openFetching(options: FetchingOptions): Fetching & { close(): Promise<void> } {
  const { clock, log, env, userAgent } = options;
  const http = new HttpTransport(options.transport);
  let browser: Promise<Transport> | null = null;
  // Loaded when first needed: most commands never open a browser.
  const openBrowser = async () => {
    const { BrowserTransport } = await import('./browser.ts');
    return new BrowserTransport({ log, env });
  };
  return {
    clock,
    log,
    http,
    browser: () => {
      browser ??= openBrowser();
      return browser;
    },
    robots: new Robots(options.robotsStore, userAgent),
    userAgent,
    limits: options.limits ?? defaultLimits,
    close: async () => {
      await Promise.all([http.close(), browser?.then((opened) => opened.close())]);
    },
  };
}

const CONCURRENCY = 2;
const LEAST_DAILY = 5_000;

/** Two requests at a time, and no more in a day than half of what the pace would allow. */
export function defaultLimits(_host: string, requestsPerMinute: number): HostLimits {
  return {
    requestsPerMinute,
    concurrency: CONCURRENCY,
    dailyCap: Math.max(LEAST_DAILY, Math.round(requestsPerMinute * 60 * 12)),
  };
}

/**
 * Limits under which a host gets no more than the most modest of the targets that begin there asks for. `hosts`: the
 * hosts at which each target begins.
 */
export function sharedLimits(
  targets: readonly { readonly hosts: readonly string[]; readonly requestsPerMinute: number }[],
): PoliteDeps['limits'] {
  const least = new Map<string, number>();
  for (const { hosts, requestsPerMinute } of targets) {
    for (const host of hosts) least.set(host, Math.min(requestsPerMinute, least.get(host) ?? requestsPerMinute));
  }
  return (host, asked) => defaultLimits(host, Math.min(asked, least.get(host) ?? asked));
}

/** The limits of a host for targets that ask for nothing of their own there: those of the most modest target. */
export function limitsFor(targets: Parameters<typeof sharedLimits>[0]): (host: string) => HostLimits {
  const shared = sharedLimits(targets);
  const usual = Math.max(...targets.map(({ requestsPerMinute }) => requestsPerMinute), 1);
  return (host) => shared(host, usual);
}

const PRODUCT = 'Earshot/0.1';

/** `Earshot/0.1 (+contact)`: who is asking, and whom to write to. Null: somebody at a keyboard. */
export function userAgentOf(contact: string | null): string {
  if (contact === null) return `${PRODUCT} (tried by hand)`;
  const reach = /^[^\s@:]+@[^\s@]+$/.test(contact) ? `mailto:${contact}` : contact;
  return `${PRODUCT} (+${reach})`.replace(/[^\x20-\x7e]/g, '');
}
