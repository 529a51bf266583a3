/** This process among the others: says every few seconds that it lives and which roles it has. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Clock } from '../clock.ts';
import { messageOf } from '../errors.ts';
import type { Logger } from '../log.ts';
import { signOfLife, takeLeave } from '../store/processes.ts';
import type { Store } from '../store/store.ts';

const EVERY_MS = 5_000;

export interface PresenceDeps {
  readonly store: Store;
  readonly roles: readonly string[];
  readonly clock: Clock;
  readonly log: Logger;
}

export class Presence {
  /** This process's name, unique among all there ever were. */
  readonly name: string = randomUUID();
  readonly #deps: PresenceDeps;
  readonly #startedAt: Date;
  #timer: NodeJS.Timeout | null = null;
  #saying: Promise<void> = Promise.resolve();

  constructor(deps: PresenceDeps) {
    this.#deps = deps;
    this.#startedAt = deps.clock.now();
  }

  /** Says it once, and from then on every five seconds until `end`. */
  async begin(): Promise<void> {
    this.#saying = this.#say();
    await this.#saying;
    this.#timer = setInterval(() => {
      this.#saying = this.#say();
    }, EVERY_MS);
  }

  /** Takes leave: nobody needs to wait until this process is taken for dead. */
  async end(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#saying;
    await takeLeave(this.#deps.store.db, this.name).catch((error: unknown) => {
      this.#deps.log.warn({ err: error }, 'no leave taken: the store is away');
    });
  }

  /** A store that is away is said; the next sign of life is tried all the same. */
  async #say(): Promise<void> {
    const { store, roles, clock, log } = this.#deps;
    const own = { process: this.name, host: hostname(), pid: process.pid, roles, startedAt: this.#startedAt };
    try {
      await signOfLife(store.db, own, clock.now());
    } catch (error) {
      log.warn({ err: error }, `sign of life: ${messageOf(error)}`);
    }
  }
}
