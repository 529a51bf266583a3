/**
 * What a crawl still has to read. Listings first, so that what is new is seen before what is asked for besides; no
 * request twice; no more pages than allowed.
 */
import type { PageRequest } from './contract.ts';
import type { PendingRequest } from './ports.ts';

/** Requests kept for the next crawl at most; a site that links without end must not fill the target's state. */
const MOST_LEFT = 500;

export class Frontier {
  readonly #listings: PendingRequest[] = [];
  readonly #besides: PendingRequest[] = [];
  readonly #seen = new Set<string>();

  /** False where the same request has been queued before. */
  add(pending: PendingRequest): boolean {
    const key = requestKey(pending.request);
    if (this.#seen.has(key)) return false;
    this.#seen.add(key);
    (pending.kind === 'always' ? this.#besides : this.#listings).push(pending);
    return true;
  }

  /** The next request; undefined when all is read. */
  take(): PendingRequest | undefined {
    return this.#listings.shift() ?? this.#besides.shift();
  }

  /** Everything not read yet, in order; `first` (the one in hand) stands before the rest. */
  left(first?: PendingRequest): PendingRequest[] {
    return [...(first ? [first] : []), ...this.#listings, ...this.#besides].slice(0, MOST_LEFT);
  }

  /** Takes out all requests to a host, and returns them. */
  dropHost(host: string): PendingRequest[] {
    const dropped: PendingRequest[] = [];
    for (const queue of [this.#listings, this.#besides]) {
      const kept: PendingRequest[] = [];
      for (const pending of queue) (URL.parse(pending.request.url)?.host === host ? dropped : kept).push(pending);
      queue.splice(0, queue.length, ...kept);
    }
    return dropped;
  }
}

/** Requests with the same key bring the same page. */
function requestKey({ method = 'GET', url, body = '' }: PageRequest): string {
  const parsed = URL.parse(url);
  if (parsed) parsed.hash = '';
  return `${method} ${parsed?.href ?? url} ${body}`;
}
