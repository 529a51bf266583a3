/**
 * Which addresses may be connected to. Targets come from config and pages link anywhere: without this, a redirect to
 * `http://169.254.169.254/` or a name that resolves to 127.0.0.1 would read the machine's own services (SSRF).
 */
import ipaddr from 'ipaddr.js';
import { refused } from './errors.ts';

/**
 * Why an IP address must not be connected to; null for a public one. Addresses of IPv4 inside IPv6 (mapped, 6to4,
 * NAT64, Teredo) are refused unless they are plain mappings of public ones.
 */
export function addressProblem(address: string): string | null {
  // A zone index (`fe80::1%eth0`) only exists on local addresses.
  const plain = address.split('%')[0] ?? '';
  if (!ipaddr.isValid(plain)) return `${address} is no IP address`;
  const parsed = ipaddr.process(plain);
  const range = parsed.range();
  return range === 'unicast' ? null : `${address} is not a public address (${RANGES[range] ?? range})`;
}

const RANGES: Readonly<Record<string, string>> = {
  private: 'private network',
  uniqueLocal: 'private network',
  loopback: 'this machine',
  unspecified: 'this machine',
  linkLocal: 'link-local',
  carrierGradeNat: 'carrier network',
};

/** Host and port as in a URL, without brackets and the trailing dot of a full domain name. */
function plainHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
}

export const HOW_TO_ALLOW = '"allow_hosts" of a target, or --allow-host of earshot try, can allow it';

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/** Host and port as one word, the port that the protocol implies included. */
export function hostKey(hostname: string, port: string, protocol: string): string {
  return `${plainHost(hostname)} ${port || DEFAULT_PORTS[protocol]}`;
}

/** A target's exceptions: hosts (`host` or `host:port`, IPv6 in brackets) that may be private. */
export class AddressRule {
  readonly #allowed: ReadonlySet<string>;
  /** The same for equal rules: connections may be shared between them, and only between them. */
  readonly key: string;

  constructor(allowHosts: readonly string[]) {
    const allowed = allowHosts.map((host) => {
      const match = /^(\[[^\]]+\]|[^:]+)(?::(\d+))?$/.exec(host.trim());
      const name = plainHost(match ? (match[1] ?? '') : host.trim());
      return match?.[2] === undefined ? name : `${name} ${match[2]}`;
    });
    this.#allowed = new Set(allowed);
    this.key = [...this.#allowed].sort().join(',');
  }

  /** Whether the target's config allows this host, whatever its address. */
  allows(hostname: string, port: string, protocol = 'http:'): boolean {
    const name = plainHost(hostname);
    return this.#allowed.has(name) || this.#allowed.has(hostKey(hostname, port, protocol));
  }

  /** Why `address`, to which `hostname` resolved (or which it is), must not be connected to; null if it may. */
  problem(hostname: string, port: string, protocol: string, address: string): string | null {
    if (this.allows(hostname, port, protocol)) return null;
    const problem = addressProblem(address);
    if (problem === null) return null;
    const name = plainHost(hostname);
    return name === plainHost(address) ? problem : `${name} resolves to ${problem}`;
  }
}

/** The URL of a request, or `CrawlError` `refused`: only http and https, no credentials, no forbidden literal address. */
export function checkUrl(text: string, rule: AddressRule, base?: string): URL {
  const url = URL.parse(text, base);
  if (!url) throw refused(`"${text.slice(0, 200)}" is no web address`);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw refused(`${url.protocol}// addresses are not fetched`);
  if (url.username || url.password) throw refused(`${url.host}: an address that carries a password is not fetched`);
  url.hash = '';
  const literal = plainHost(url.hostname);
  if (ipaddr.isValid(literal)) {
    const problem = rule.problem(url.hostname, url.port, url.protocol, literal);
    if (problem) throw refused(`${problem}; ${HOW_TO_ALLOW}`);
  }
  return url;
}
