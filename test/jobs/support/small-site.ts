/** A small site in the shape of Mastodon's API: a timeline that is crawled, statuses that are read again in batches. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Target } from '../../../src/model.ts';

export interface Status {
  readonly id: string;
  text: string;
  readonly at: Date;
  reposts: number;
  deleted?: boolean;
  /** Account that wrote it. Absent: `writer`, like most. */
  readonly by?: string;
}

/** What was asked for, when by the test's clock. */
export interface Asked {
  readonly at: Date;
  readonly path: string;
  /** Ids of a batch, or of the page of one status. */
  readonly ids: readonly string[];
}

export class SmallSite {
  statuses: Status[] = [];
  now: () => Date = () => new Date(0);
  mood: 'open' | 'broken' = 'open';
  readonly asked: Asked[] = [];
  /** Told of every page of a listing before it is answered. */
  onAsked: ((url: URL) => void) | undefined;
  /** Statuses on a page of the timeline. */
  perPage = 40;
  readonly #server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://site');
    if (url.pathname === '/robots.txt') return void response.writeHead(404).end();
    const ids = url.searchParams.getAll('id[]');
    const own = /^\/@writer\/(\w+)$/.exec(url.pathname)?.[1];
    this.asked.push({ at: this.now(), path: url.pathname + url.search, ids: own === undefined ? ids : [own] });
    if (this.mood === 'broken') return void request.socket.destroy();
    const there = this.statuses.filter((status) => !status.deleted && status.at <= this.now());
    if (own !== undefined) {
      const status = there.find(({ id }) => id === own);
      if (status === undefined) return void response.writeHead(404).end('gone');
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'set-cookie': 'who=you' });
      return void response.end(`<html><body><p>${status.text}</p><script>alert(1)</script></body></html>`);
    }
    this.onAsked?.(url);
    response.writeHead(200, { 'content-type': 'application/json' });
    if (url.pathname === '/oldest') return void response.end(this.#oldest(there, Number(url.searchParams.get('page'))));
    if (url.pathname === '/api/v1/statuses') {
      return void response.end(
        JSON.stringify(there.filter(({ id }) => ids.includes(id)).map((one) => this.#json(one))),
      );
    }
    const newest = [...there].sort((a, b) => b.at.getTime() - a.at.getTime());
    const after = url.searchParams.get('max_id');
    const start = after === null ? 0 : newest.findIndex(({ id }) => id === after) + 1;
    response.end(JSON.stringify(newest.slice(start, start + this.perPage).map((one) => this.#json(one))));
  });
  #port = 0;

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  close(): Promise<unknown> {
    return new Promise((resolve) => this.#server.close(resolve));
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Batches of statuses that were read again. */
  get rereads(): Asked[] {
    return this.asked.filter(({ ids }) => ids.length > 0);
  }

  target(changes: Partial<Target> = {}): Target {
    return {
      id: 'town',
      crawler: 'mastodon',
      options: { instance: this.origin, tags: ['acme'], accounts: [], search: false, local: false },
      // Crawled once, at the start.
      schedule: '0 0 1 1 *',
      timezone: 'UTC',
      brands: ['acme'],
      site: 'town',
      paused: false,
      maxPages: 20,
      backfillDays: 30,
      allowHosts: [`127.0.0.1:${this.#port}`],
      requestsPerMinute: 6_000,
      ...changes,
    };
  }

  /** A page of a thread: the oldest first, with the address of the next page. */
  #oldest(there: readonly Status[], page: number): string {
    const sorted = [...there].sort((a, b) => a.at.getTime() - b.at.getTime());
    const posts = sorted.slice((page - 1) * this.perPage, page * this.perPage).map((one) => this.#json(one));
    return JSON.stringify({ posts, next: page * this.perPage < sorted.length ? `/oldest?page=${page + 1}` : null });
  }

  #json({ id, text, at, reposts, by = 'writer' }: Status): object {
    return {
      id,
      url: `${this.origin}/@writer/${id}`,
      content: `<p>${text}</p>`,
      created_at: at.toISOString(),
      account: { id: by, acct: by, display_name: 'Writer', followers_count: 12 },
      favourites_count: 0,
      replies_count: 0,
      reblogs_count: reposts,
    };
  }
}
