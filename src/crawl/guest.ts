/** A target as a guest at its hosts: what its config says of how to fetch. */
import type { Target } from '../model.ts';
import type { Crawler } from './contract.ts';
import { CookieJar } from './cookies.ts';
import type { Guest } from './exchange.ts';
import { AddressRule } from './guard.ts';
import type { StoredCookie } from './ports.ts';

/** `cookies`: what the target remembers. Counts of what is spent begin at zero. */
export function guestFor(
  target: Target,
  crawler: Crawler,
  cookies: readonly StoredCookie[],
  signal: AbortSignal | undefined,
): Guest {
  return {
    target: target.id,
    rule: new AddressRule(target.allowHosts),
    requestsPerMinute: target.requestsPerMinute,
    render: target.render ?? crawler.render,
    steps: crawler.browser?.(target.options),
    cookies: new CookieJar(cookies),
    signal,
    spent: { requests: 0, bytes: 0 },
  };
}
