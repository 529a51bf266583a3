/** robots.txt by RFC 9309: who may be asked for what, and how often. */
import robotsParser from 'robots-parser';
import type { RobotsEntry, RobotsStore } from './ports.ts';

interface Rules {
  isAllowed(url: string, token: string): boolean | undefined;
  getMatchingLineNumber(url: string, token: string): number;
  /** Seconds. */
  getCrawlDelay(token: string): number | undefined;
}
/** The package's types are written for another module system than its code. */
const parseRules = robotsParser as unknown as (url: string, body: string) => Rules;

/** RFC 9309 §2.4: cached versions should not be used for more than 24 hours. */
const PRESENT_MS = 24 * 3_600_000;
/** An unreachable host is asked again soon: it blinds the target while it lasts. */
const UNREACHABLE_MS = 5 * 60_000;
/** How long this process trusts its own copy without asking the store. */
const LOCAL_MS = 60_000;
/** RFC 9309 §2.5: at least 500 KiB must be read; what lies beyond is ignored. */
export const ROBOTS_BYTES = 500 * 1024;
/** A crawl delay longer than this would be a refusal under another name; it is honoured up to here. */
const LONGEST_DELAY_MS = 5 * 60_000;

export interface RobotsVerdict {
  readonly allowed: boolean;
  /** For the operator: the rule behind it. */
  readonly reason: string;
  /** Least time between requests that the site asks for; null: it does not say. */
  readonly delayMs: number | null;
  /** Forbidden only because robots.txt cannot be read. */
  readonly unreachable?: true;
}

/** Fetches a robots.txt, redirects followed. Status 0: no answer at all. `body` says why where there is none. */
export type FetchRobots = (url: URL) => Promise<{ status: number; body: string }>;

/** The rules of every host, fetched when first needed. */
export class Robots {
  readonly #store: RobotsStore;
  /** Product token in robots.txt: letters, `-`, `_` (RFC 9309 §2.2.1). */
  readonly #token: string;
  readonly #pending = new Map<string, Promise<RobotsEntry>>();
  readonly #local = new Map<string, { entry: RobotsEntry; checked: number }>();
  readonly #parsed = new Map<string, { body: string; rules: Rules }>();

  constructor(store: RobotsStore, userAgent: string) {
    this.#store = store;
    this.#token = /^[a-zA-Z_-]+/.exec(userAgent)?.[0] ?? 'Earshot';
  }

  /** Whether `url` may be fetched. `robots.txt` itself always may. */
  async check(url: URL, now: Date, fetch: FetchRobots): Promise<RobotsVerdict> {
    if (url.pathname === '/robots.txt') return { allowed: true, reason: 'robots.txt itself', delayMs: null };
    const entry = await this.#entry(url.origin, now, fetch);
    if (entry.state === 'absent') return { allowed: true, reason: 'the host has no robots.txt', delayMs: null };
    if (entry.state === 'unreachable') {
      const why = entry.body === '' ? '' : ` (${entry.body})`;
      const reason = `its robots.txt cannot be read${why}, which means that nothing may be fetched`;
      return { allowed: false, reason, delayMs: null, unreachable: true };
    }
    const rules = this.#rules(url.origin, entry);
    const asked = decodeUnreserved(url.href);
    const delay = rules.getCrawlDelay(this.#token);
    const delayMs = delay === undefined || !(delay > 0) ? null : Math.min(delay * 1000, LONGEST_DELAY_MS);
    if (rules.isAllowed(asked, this.#token) !== false)
      return { allowed: true, reason: 'robots.txt allows it', delayMs };
    const line = rules.getMatchingLineNumber(asked, this.#token);
    const text = entry.body.split(/\r\n|\r|\n/)[line - 1]?.trim();
    return {
      allowed: false,
      reason: `robots.txt forbids it${text ? ` (line ${line}: ${text.slice(0, 100)})` : ''}`,
      delayMs,
    };
  }

  async #entry(origin: string, now: Date, fetch: FetchRobots): Promise<RobotsEntry> {
    const local = this.#local.get(origin);
    if (local && now.getTime() - local.checked < LOCAL_MS && isFresh(local.entry, now)) return local.entry;
    let pending = this.#pending.get(origin);
    if (!pending) {
      pending = this.#load(origin, now, fetch).finally(() => this.#pending.delete(origin));
      this.#pending.set(origin, pending);
    }
    const entry = await pending;
    this.#local.set(origin, { entry, checked: now.getTime() });
    return entry;
  }

  async #load(origin: string, now: Date, fetch: FetchRobots): Promise<RobotsEntry> {
    const known = await this.#store.get(origin);
    if (known && isFresh(known, now)) return known;
    const { status, body } = await fetch(new URL('/robots.txt', origin));
    let entry: RobotsEntry;
    if (status >= 200 && status < 300) entry = { fetchedAt: now, state: 'present', body };
    else if (status >= 400 && status < 500 && status !== 429) entry = { fetchedAt: now, state: 'absent', body: '' };
    else if (known?.state === 'present') {
      // While it cannot be read, the rules last read still stand (RFC 9309 §2.4), and it is asked for again soon.
      entry = { ...known, fetchedAt: new Date(now.getTime() - PRESENT_MS + UNREACHABLE_MS) };
    } else entry = { fetchedAt: now, state: 'unreachable', body: body || `status ${status}` };
    await this.#store.put(origin, entry);
    return entry;
  }

  #rules(origin: string, entry: RobotsEntry): Rules {
    const parsed = this.#parsed.get(origin);
    if (parsed && parsed.body === entry.body) return parsed.rules;
    // A byte-order mark would hide the first group.
    const body = decodeUnreserved(entry.body.replace(/^\ufeff/, ''));
    const rules = parseRules(`${origin}/robots.txt`, body);
    this.#parsed.set(origin, { body: entry.body, rules });
    return rules;
  }
}

/** Seconds between requests that a robots.txt asks of a user agent; null where it does not. */
export function crawlDelayOf(origin: string, body: string, userAgent: string): number | null {
  const rules = parseRules(`${origin}/robots.txt`, body.replace(/^\ufeff/, ''));
  return rules.getCrawlDelay(/^[a-zA-Z_-]+/.exec(userAgent)?.[0] ?? 'Earshot') ?? null;
}

function isFresh(entry: RobotsEntry, now: Date): boolean {
  const age = now.getTime() - entry.fetchedAt.getTime();
  return age < (entry.state === 'unreachable' ? UNREACHABLE_MS : PRESENT_MS);
}

/** `%7E` and `~` are the same in a path (RFC 9309 §2.2.2): octets that need no encoding are written plainly. */
function decodeUnreserved(text: string): string {
  return text.replace(/%(2[DE]|3\d|[46][1-9A-F]|5[0-9AF]|7[0-9AE]|40)/gi, (whole, hex: string) => {
    const char = String.fromCharCode(Number.parseInt(hex, 16));
    return /[\w.~-]/.test(char) ? char : whole;
  });
}
