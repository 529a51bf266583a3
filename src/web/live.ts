/** News for open pages, as server-sent events: that there are new mentions, that an incident has changed. */
import { streamSSE } from 'hono/streaming';
import type { Logger } from '../log.ts';
import { type LiveMark, liveMark, mentionsAfter } from '../store/live.ts';
import type { WebDeps } from './deps.ts';
import type { Routes } from './routes.ts';

/** What has come since a page was opened. */
interface News {
  readonly incidents: boolean;
  /** New mentions by brand. */
  readonly mentions: Readonly<Record<string, number>>;
}

type Listener = (mark: LiveMark) => void;

/** Looks at the store for everybody who waits, and not at all while nobody does. */
export class LiveFeed {
  readonly #look: () => Promise<LiveMark>;
  readonly #log: Logger;
  readonly #everyMs: number;
  readonly #listeners = new Set<Listener>();
  #last: LiveMark | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(look: () => Promise<LiveMark>, log: Logger, everyMs: number) {
    this.#look = look;
    this.#log = log;
    this.#everyMs = everyMs;
  }

  /** Whether anybody waits. */
  get watched(): boolean {
    return this.#listeners.size > 0;
  }

  /** Called with every mark that differs from the one before. Returns what ends it. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    this.#timer ??= setInterval(() => void this.look(), this.#everyMs).unref();
    return () => {
      this.#listeners.delete(listener);
      if (this.watched || this.#timer === null) return;
      clearInterval(this.#timer);
      this.#timer = null;
      this.#last = null;
    };
  }

  /** One look. A store that is away is no news. */
  async look(): Promise<void> {
    try {
      const mark = await this.#look();
      const before = this.#last;
      this.#last = mark;
      if (before !== null && before.post === mark.post && before.incidents === mark.incidents) return;
      for (const listener of this.#listeners) listener(mark);
    } catch (error) {
      this.#log.warn({ err: error }, 'no look for news');
    }
  }
}

const EVERY_MS = 5_000;
const HEARTBEAT_MS = 25_000;
/** Then the browser asks again, and whoever was signed out meanwhile is not let in. */
const LONGEST_MS = 10 * 60_000;
const MOST_WAITING = 200;

function readMark(id: string | undefined): LiveMark | null {
  const [, post, incidents = ''] = /^(\d{1,15})\|(.{0,200})$/.exec(id ?? '') ?? [];
  return post === undefined ? null : { post: Number(post), incidents };
}

/** Serves the stream; returns what ends all streams. */
export function serveLive(routes: Routes, deps: WebDeps): { readonly feed: LiveFeed; close(): void } {
  const { db } = deps.store;
  const feed = new LiveFeed(() => liveMark(db), deps.log, EVERY_MS);
  const brands = deps.brands.map(({ id }) => id);
  const open = new Set<() => void>();
  routes.get('/live', 'reader', async (c) => {
    if (open.size >= MOST_WAITING) return c.body(null, 503, { 'retry-after': '60' });
    // Whoever comes back goes on from where the line broke.
    const begun = readMark(c.req.header('last-event-id')) ?? (await liveMark(db));
    return streamSSE(c, async (stream) => {
      await new Promise<void>((end) => {
        let turn: Promise<unknown> = Promise.resolve();
        const say = (work: () => Promise<unknown>) => {
          turn = turn.then(work).catch(() => finish());
        };
        const unsubscribe = feed.subscribe((mark) =>
          say(async () => {
            const mentions = Object.fromEntries(await mentionsAfter(db, brands, begun.post));
            const news: News = { incidents: mark.incidents !== begun.incidents, mentions };
            if (news.incidents || Object.keys(mentions).length > 0)
              await stream.writeSSE({ data: JSON.stringify(news) });
          }),
        );
        const heart = setInterval(() => say(() => stream.write(': still here\n\n')), HEARTBEAT_MS).unref();
        const longest = setTimeout(() => finish(), LONGEST_MS).unref();
        const finish = () => {
          open.delete(finish);
          unsubscribe();
          clearInterval(heart);
          clearTimeout(longest);
          end();
        };
        open.add(finish);
        stream.onAbort(finish);
        // The browser keeps the id, and knows behind any proxy that the line stands.
        say(() => stream.writeSSE({ event: 'here', id: `${begun.post}|${begun.incidents}`, data: '' }));
      });
    });
  });
  return {
    feed,
    close: () => {
      for (const finish of [...open]) finish();
    },
  };
}
