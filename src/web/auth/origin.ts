/** Where a request comes from: which site's page sent it, to which of our names, from which address. */
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import ipaddr from 'ipaddr.js';

/** Names under which this machine reaches itself. */
const LOOPBACK_NAME = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/i;

export function isLoopbackHost(host: string): boolean {
  return LOOPBACK_NAME.test(host) || host === '::1';
}

/**
 * Whether a request was meant for us: by one of this machine's own names, or by the public one. A stranger's name that
 * was made to lead here (DNS rebinding) is neither.
 */
export function meantForUs(c: Context, publicUrl: string): boolean {
  const { hostname } = new URL(c.req.url);
  return isLoopbackHost(hostname) || hostname === new URL(publicUrl).hostname;
}

/** Whether a form was sent by one of our own pages, as far as the browser says. */
export function sentByUs(c: Context, publicUrl: string): boolean {
  const site = c.req.header('sec-fetch-site');
  // Only browsers write it, and pages cannot.
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const origin = c.req.header('origin');
  if (origin === undefined) return true;
  return origin === new URL(c.req.url).origin || origin === new URL(publicUrl).origin || sameHost(origin, c);
}

/** A proxy ends TLS: the scheme differs, the host does not. */
function sameHost(origin: string, c: Context): boolean {
  return URL.canParse(origin) && new URL(origin).host === (c.req.header('host') ?? new URL(c.req.url).host);
}

/** The address of whoever asks, as far as it can be believed; `unknown` where there is no connection (tests). */
export function clientAddress(c: Context, trustedProxies: readonly string[]): string {
  const remote = remoteAddress(c);
  if (remote === null || !isTrusted(remote, trustedProxies)) return remote ?? 'unknown';
  const forwarded = (c.req.header('x-forwarded-for') ?? '').split(',').map((one) => one.trim());
  // From the nearest on: the first that is none of our proxies wrote the rest, whatever it says.
  const client = forwarded.reverse().find((one) => ipaddr.isValid(one) && !isTrusted(one, trustedProxies));
  return client ?? remote;
}

function remoteAddress(c: Context): string | null {
  // Only the Node server knows the connection.
  if (!('incoming' in (c.env ?? {}))) return null;
  return getConnInfo(c).remote.address ?? null;
}

function isTrusted(address: string, ranges: readonly string[]): boolean {
  const ip = ipaddr.process(address);
  return ranges.some((range) => {
    const [net, bits] = range.includes('/')
      ? ipaddr.parseCIDR(range)
      : ([ipaddr.process(range), ipaddr.process(range).kind() === 'ipv4' ? 32 : 128] as const);
    return ip.kind() === net.kind() && ip.match(net, bits);
  });
}
