/** Sending one request and receiving one answer. Redirects, pacing, retries and robots are `polite.ts`'s business. */
import { type Agent, request } from 'undici';
import { binaryKind, readBody, unpack } from './body.ts';
import { guardedAgent, type Resolve, systemResolve } from './connect.ts';
import type { BrowserSteps } from './contract.ts';
import { CrawlError, drifted, unreachable } from './errors.ts';
import type { AddressRule } from './guard.ts';

export interface Hop {
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  /** Lower-case names; the user agent included. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly rule: AddressRule;
  /** For a browser: how the page becomes complete. */
  readonly steps?: BrowserSteps | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Answer {
  /** A browser follows redirects itself. */
  readonly url: URL;
  readonly status: number;
  /** Lower-case names; repeated headers joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly setCookies: readonly string[];
  /** Unpacked. */
  readonly body: Uint8Array;
  /** Body bytes as received. */
  readonly bytes: number;
}

export interface Transport {
  /** Throws `CrawlError`. */
  send(hop: Hop): Promise<Answer>;
  close(): Promise<void>;
}

export interface TransportLimits {
  readonly connectMs: number;
  /** From the request sent to the last header received. */
  readonly headersMs: number;
  /** Longest silence within a body. */
  readonly bodyMs: number;
  /** For the whole exchange: a page that drips for ever ends here. */
  readonly totalMs: number;
  readonly wireBytes: number;
  readonly bodyBytes: number;
}

const DEFAULT_LIMITS: TransportLimits = {
  connectMs: 10_000,
  headersMs: 20_000,
  bodyMs: 15_000,
  totalMs: 45_000,
  wireBytes: 8 * 1_048_576,
  bodyBytes: 16 * 1_048_576,
};

/** HTTP/1.1 by undici. Time limits run on the machine's clock: they bound waiting for a network, not a schedule. */
export class HttpTransport implements Transport {
  readonly #limits: TransportLimits;
  readonly #resolve: Resolve;
  /** Connections are shared only between targets with the same exceptions. */
  readonly #agents = new Map<string, Agent>();

  constructor(limits: Partial<TransportLimits> = {}, resolve: Resolve = systemResolve) {
    this.#limits = { ...DEFAULT_LIMITS, ...limits };
    this.#resolve = resolve;
  }

  async send(hop: Hop): Promise<Answer> {
    hop.signal?.throwIfAborted();
    // A timer of our own, cleared at once: thousands of signals that each wait for their time-out would pile up.
    const stop = new AbortController();
    const abort = () => stop.abort();
    let late = false;
    const deadline = setTimeout(() => {
      late = true;
      stop.abort();
    }, this.#limits.totalMs);
    hop.signal?.addEventListener('abort', abort, { once: true });
    try {
      return await this.#exchange(hop, stop.signal);
    } catch (error) {
      hop.signal?.throwIfAborted();
      throw late ? unreachable(`no complete answer within ${this.#limits.totalMs / 1000} s`) : networkError(error);
    } finally {
      clearTimeout(deadline);
      hop.signal?.removeEventListener('abort', abort);
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#agents.values()].map((agent) => agent.destroy()));
    this.#agents.clear();
  }

  async #exchange(hop: Hop, signal: AbortSignal): Promise<Answer> {
    const response = await request(hop.url, {
      method: hop.method,
      headers: { ...hop.headers, 'accept-encoding': 'gzip, deflate, br' },
      body: hop.body ?? null,
      dispatcher: this.#agentFor(hop.rule),
      signal,
    });
    const headers = flatHeaders(response.headers);
    const setCookies = [response.headers['set-cookie'] ?? []].flat();
    let wire: Uint8Array;
    try {
      wire = await readBody(response.body, this.#limits);
    } catch (error) {
      response.body.destroy();
      throw error;
    }
    const body = await unpack(wire, headers['content-encoding'], this.#limits);
    return { url: hop.url, status: response.statusCode, headers, setCookies, body, bytes: wire.length };
  }

  #agentFor(rule: AddressRule): Agent {
    let agent = this.#agents.get(rule.key);
    if (!agent) {
      agent = guardedAgent(rule, this.#limits, this.#resolve);
      this.#agents.set(rule.key, agent);
    }
    return agent;
  }
}

function flatHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  // Headers are read as Latin-1; sites put plain UTF-8 into this one.
  if (flat.location !== undefined) flat.location = Buffer.from(flat.location, 'latin1').toString('utf8');
  return flat;
}

const NETWORK_WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ETIMEDOUT: 'the connection timed out',
  UND_ERR_CONNECT_TIMEOUT: 'the connection timed out',
  UND_ERR_HEADERS_TIMEOUT: 'the host did not answer in time',
  UND_ERR_BODY_TIMEOUT: 'the page stopped coming half-way',
  UND_ERR_SOCKET: 'the connection was cut',
  UND_ERR_ABORTED: 'the page broke off',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the page is shorter or longer than announced',
  UND_ERR_RESPONSE_EXCEEDED_MAX_SIZE: 'the page is larger than allowed',
  UND_ERR_HEADERS_OVERFLOW: 'the answer has too many headers',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
};

function networkError(error: unknown): CrawlError {
  for (let e: unknown = error; e instanceof Error; e = e.cause) if (e instanceof CrawlError) return e;
  const first = error instanceof AggregateError ? error.errors[0] : error;
  const { code = '', message = '', name = '' } = (first ?? {}) as NodeJS.ErrnoException;
  const words = NETWORK_WORDS[code] ?? (name === 'HTTPParserError' ? 'the answer is no valid HTTP' : null);
  return unreachable(words ?? `the request failed (${message || code || String(error)})`, error);
}

/** Throws `drifted` for a body that is no text: an image, an archive. */
export function assertText(answer: Answer): void {
  const kind = binaryKind(answer.body);
  if (kind) throw drifted(`the page is ${kind}, not text`);
}
