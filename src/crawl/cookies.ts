/** A target's cookies (RFC 6265): what sites set comes back to them, and to nobody else. */
import { isIP } from 'node:net';
import { parseDate } from './dates.ts';
import type { StoredCookie } from './ports.ts';

const MOST_COOKIES = 100;
const LONGEST_COOKIE = 4_096;

export class CookieJar {
  readonly #cookies = new Map<string, StoredCookie>();

  constructor(cookies: readonly StoredCookie[] = []) {
    for (const cookie of cookies) this.#cookies.set(keyOf(cookie), cookie);
  }

  /** All that is remembered, for the target's state. */
  all(): StoredCookie[] {
    return [...this.#cookies.values()];
  }

  /** The `Cookie` header for a request; null if there is nothing to send. */
  header(url: URL, now: Date): string | null {
    const sent = this.all().filter(
      (cookie) =>
        (cookie.expires === null || cookie.expires > now.getTime()) &&
        (cookie.hostOnly ? url.hostname === cookie.domain : domainMatches(url.hostname, cookie.domain)) &&
        pathMatches(url.pathname, cookie.path) &&
        (!cookie.secure || url.protocol === 'https:'),
    );
    // Longer paths first (RFC 6265 §5.4).
    sent.sort((a, b) => b.path.length - a.path.length);
    return sent.length === 0 ? null : sent.map(({ name, value }) => `${name}=${value}`).join('; ');
  }

  /** Takes one `Set-Cookie` header of an answer from `url`. What is malformed or meant for another site is ignored. */
  take(header: string, url: URL, now: Date): void {
    const [pair = '', ...attributes] = header.slice(0, LONGEST_COOKIE).split(';');
    const equals = pair.indexOf('=');
    const name = pair.slice(0, equals).trim();
    if (equals < 1 || name === '' || /[\u0000-\u001f]/.test(pair)) return;
    let cookie: StoredCookie = {
      name,
      value: pair.slice(equals + 1).trim(),
      domain: url.hostname,
      hostOnly: true,
      path: url.pathname.slice(0, Math.max(1, url.pathname.lastIndexOf('/'))),
      secure: false,
      expires: null,
    };
    let maxAge: number | null = null;
    for (const attribute of attributes) {
      const [key = '', value = ''] = attribute.split(/=(.*)/s).map((part) => part.trim());
      const lower = key.toLowerCase();
      if (lower === 'domain' && value !== '') {
        const domain = value.replace(/^\./, '').toLowerCase();
        // A name without a point is a whole top-level domain or somebody else's machine.
        if (!domainMatches(url.hostname, domain) || (!domain.includes('.') && domain !== url.hostname)) return;
        cookie = { ...cookie, domain, hostOnly: domain === url.hostname && isIP(domain) !== 0 };
      } else if (lower === 'path' && value.startsWith('/')) cookie = { ...cookie, path: value };
      else if (lower === 'secure') cookie = { ...cookie, secure: true };
      else if (lower === 'max-age' && /^-?\d+$/.test(value)) maxAge = now.getTime() + Number(value) * 1000;
      else if (lower === 'expires') {
        cookie = { ...cookie, expires: parseDate(value, { now, timezone: 'UTC' })?.getTime() ?? cookie.expires };
      }
    }
    this.#put({ ...cookie, expires: maxAge ?? cookie.expires }, now);
  }

  #put(cookie: StoredCookie, now: Date): void {
    const key = keyOf(cookie);
    this.#cookies.delete(key);
    if (cookie.expires !== null && cookie.expires <= now.getTime()) return;
    this.#cookies.set(key, cookie);
    const [oldest] = this.#cookies.keys();
    if (this.#cookies.size > MOST_COOKIES && oldest !== undefined) this.#cookies.delete(oldest);
  }
}

const keyOf = ({ name, domain, path }: StoredCookie) => `${domain} ${path} ${name}`;

function domainMatches(host: string, domain: string): boolean {
  return host === domain || (host.endsWith(`.${domain}`) && isIP(host) === 0);
}

function pathMatches(path: string, cookiePath: string): boolean {
  if (!path.startsWith(cookiePath)) return false;
  return path.length === cookiePath.length || cookiePath.endsWith('/') || path[cookiePath.length] === '/';
}
