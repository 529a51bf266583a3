/**
 * Threads that read posts while this one stores what was read before and serves everything else. They start with the
 * first batch that is worth it and end when none has come for a while: idle, they cost nothing.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { messageOf } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Brand, Post } from '../model.ts';
import type { Place, PostReader, PostReading } from '../pipeline/reading.ts';
import type { Answered, Asked } from './reading-thread.ts';

/** A batch smaller than this is read sooner than it is sent. */
const FEW = 32;
const IDLE_MS = 60_000;
/** More do not pay: what they read is stored one batch at a time for each brand. */
const MOST_BY_DEFAULT = 4;

/** As many as there are cores besides the one that stores; none on a single core. */
export function defaultThreads(): number {
  return Math.min(availableParallelism() - 1, MOST_BY_DEFAULT);
}

interface Waiting {
  readonly resolve: (readings: readonly PostReading[]) => void;
  readonly reject: (error: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  readonly waiting: Map<number, Waiting>;
  /** By which brands it reads. */
  brands: readonly Brand[] | null;
}

export class ReadingThreads {
  readonly #log: Logger;
  readonly #idleMs: number;
  #threads: Thread[] = [];
  #serial = 0;
  #idle: NodeJS.Timeout | undefined;

  constructor(log: Logger, idleMs = IDLE_MS) {
    this.#log = log;
    this.#idleMs = idleMs;
  }

  /** Threads that run now. */
  get running(): number {
    return this.#threads.length;
  }

  /** Reads by `brands` in at most `most` threads. `here` reads what is too little for them, and what they fail at. */
  reader(brands: readonly Brand[], most: number, here: PostReader): PostReader {
    if (most < 1) return here;
    return {
      read: async (posts, place) => {
        if (posts.length < FEW) return here.read(posts, place);
        const parts = partsOf(posts, Math.min(most, Math.ceil(posts.length / FEW)));
        try {
          return (await Promise.all(parts.map((part) => this.#read(part, place, brands, most)))).flat();
        } catch (error) {
          this.#log.warn({ err: error }, `posts are read in the main thread: ${messageOf(error)}`);
          return here.read(posts, place);
        }
      },
    };
  }

  /** Ends all threads; what they still read is read by whoever asked. */
  async close(): Promise<void> {
    clearTimeout(this.#idle);
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }

  #read(posts: readonly Post[], place: Place, brands: readonly Brand[], most: number): Promise<readonly PostReading[]> {
    const thread = this.#choose(most);
    const send = (asked: Asked) => thread.worker.postMessage(asked);
    if (thread.brands !== brands) send({ brands });
    thread.brands = brands;
    const id = ++this.#serial;
    const { target, about } = place;
    return new Promise((resolve, reject) => {
      thread.waiting.set(id, { resolve, reject });
      thread.worker.ref();
      clearTimeout(this.#idle);
      send({ id, posts, place: { target, about } });
    });
  }

  /** The one with the least in hand; a new one where all have something and there may be more. */
  #choose(most: number): Thread {
    const least = this.#threads.toSorted((a, b) => a.waiting.size - b.waiting.size)[0];
    if (least !== undefined && (least.waiting.size === 0 || this.#threads.length >= most)) return least;
    const worker = new Worker(new URL('./reading-thread.ts', import.meta.url));
    const thread: Thread = { worker, waiting: new Map(), brands: null };
    this.#threads.push(thread);
    worker.on('message', (answered: Answered) => this.#settle(thread, answered));
    worker.on('error', (error: Error) => this.#lose(thread, error));
    worker.on('exit', () => this.#lose(thread, new Error('a reading thread has ended')));
    return thread;
  }

  #settle(thread: Thread, answered: Answered): void {
    const waiting = thread.waiting.get(answered.id);
    thread.waiting.delete(answered.id);
    if ('failed' in answered) waiting?.reject(new Error(answered.failed));
    else waiting?.resolve(answered.readings);
    if (thread.waiting.size === 0) thread.worker.unref();
    if (this.#threads.every(({ waiting: { size } }) => size === 0)) this.#rest();
  }

  /** Nothing to read: the threads end unless something comes soon. */
  #rest(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => {
      for (const { worker } of this.#threads) {
        worker.terminate().catch((error: unknown) => this.#log.warn({ err: error }, 'a reading thread does not end'));
      }
    }, this.#idleMs);
    this.#idle.unref();
  }

  #lose(thread: Thread, error: Error): void {
    this.#threads = this.#threads.filter((one) => one !== thread);
    for (const { reject } of thread.waiting.values()) reject(error);
    thread.waiting.clear();
  }
}

/** The posts in `count` stretches of about the same length. */
function partsOf(posts: readonly Post[], count: number): Post[][] {
  const size = Math.ceil(posts.length / count);
  return Array.from({ length: Math.ceil(posts.length / size) }, (_, i) => posts.slice(i * size, (i + 1) * size));
}
