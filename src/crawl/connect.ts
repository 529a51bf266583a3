/**
 * Connections that obey an `AddressRule`. The address that was checked is the one that is connected to: names are
 * resolved once, here, and what is not public is taken out before the socket chooses (no room for DNS rebinding);
 * literal addresses, for which no name is looked up, are checked before connecting, and every socket once more after.
 */
import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { CrawlError, refused, unreachable } from './errors.ts';
import { type AddressRule, HOW_TO_ALLOW } from './guard.ts';

export type Resolve = (hostname: string) => Promise<LookupAddress[]>;

/** The system's resolver: hosts file, then DNS. */
export const systemResolve: Resolve = (hostname) =>
  new Promise((resolve, reject) => {
    systemLookup(hostname, { all: true }, (error, addresses) => (error ? reject(error) : resolve(addresses)));
  });

/** The addresses of a host that may be connected to. Throws `CrawlError` if there are none. */
export async function permittedAddresses(
  hostname: string,
  port: string,
  protocol: string,
  rule: AddressRule,
  resolve: Resolve,
): Promise<LookupAddress[]> {
  const plain = hostname.replace(/^\[|\]$/g, '');
  const family = isIP(plain);
  let addresses: LookupAddress[] = [{ address: plain, family }];
  if (family === 0) {
    try {
      addresses = await resolve(plain);
    } catch (cause) {
      // A name that does not exist will not exist in ten seconds either; a resolver that does not answer may.
      const retryable = (cause as NodeJS.ErrnoException).code !== 'ENOTFOUND';
      throw new CrawlError('unreachable', `the name ${plain} cannot be resolved`, { retryable, cause });
    }
  }
  const problems: string[] = [];
  const permitted = addresses.filter(({ address }) => {
    const problem = rule.problem(hostname, port, protocol, address);
    if (problem) problems.push(problem);
    return problem === null;
  });
  if (permitted.length > 0) return permitted;
  if (problems.length === 0) throw unreachable(`the name ${plain} has no address`);
  throw refused(`${problems[0]}; ${HOW_TO_ALLOW}`);
}

/** A pool of connections under one rule. */
export function guardedAgent(
  rule: AddressRule,
  options: { connectMs: number; headersMs: number; bodyMs: number },
  resolve: Resolve = systemResolve,
): Agent {
  const connect: buildConnector.connector = (target, done) => {
    const { hostname, port, protocol } = target;
    permittedAddresses(hostname, port, protocol, rule, resolve).then(
      (addresses) => {
        const base = buildConnector({
          timeout: options.connectMs,
          lookup: fixedLookup(addresses),
          autoSelectFamily: true,
        });
        base(target, (error, socket) => {
          if (error) return done(error, null);
          const reached = socket.remoteAddress;
          const problem = reached === undefined ? null : rule.problem(hostname, port, protocol, reached);
          if (problem === null) return done(null, socket);
          socket.destroy();
          done(refused(problem), null);
        });
      },
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error)), null),
    );
  };
  return new Agent({
    connect,
    headersTimeout: options.headersMs,
    bodyTimeout: options.bodyMs,
    // One header block of 64 KiB is more than any honest site sends.
    maxHeaderSize: 65_536,
    keepAliveTimeout: 10_000,
    pipelining: 1,
  });
}

/** Answers a socket's lookup with addresses that were already checked. */
function fixedLookup(addresses: readonly LookupAddress[]): LookupFunction {
  return (_hostname, options, done) => {
    const [first] = addresses;
    if (options.all) done(null, [...addresses]);
    else done(null, first?.address ?? '', first?.family);
  };
}
