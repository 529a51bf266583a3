/**
 * What one process is enough for: old lines go, statistics are taken, tables are kept in shape. Any number of processes
 * may offer to do it; one of them has the duty, and another takes it over within seconds when that one dies.
 */
import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import type { KeptDays } from '../model.ts';
import { fillWords } from '../pipeline/fill-words.ts';
import { holdDuty } from '../store/processes.ts';
import type { Store } from '../store/store.ts';
import { keepRetention } from './retention.ts';

export interface HousekeepingDeps {
  readonly store: Store;
  /** Days for which each kind of row is kept. */
  readonly retention: KeptDays;
  readonly clock: Clock;
  readonly log: Logger;
}

const DUTY = 'housekeeping';
/** Whoever has not renewed the duty for this long has lost it. */
const LEASE_MS = 20_000;
/** Between two rounds. */
const EVERY_MS = 5 * 60_000;
/** Mentions whose words are made at a time, and how many times in one tick. */
const WORD_BATCH = 500;
const WORD_BATCHES = 10;

export class Housekeeping {
  readonly #deps: HousekeepingDeps;
  #last: number | null = null;

  constructor(deps: HousekeepingDeps) {
    this.#deps = deps;
  }

  /** To be called every few seconds. Resolves to whether `self` has the duty now. */
  async tick(self: string): Promise<boolean> {
    const { store, clock } = this.#deps;
    if (!(await holdDuty(store.db, DUTY, self, LEASE_MS))) {
      this.#last = null;
      return false;
    }
    await this.#makeWords();
    const now = clock.now().getTime();
    if (this.#last !== null && now - this.#last < EVERY_MS) return true;
    this.#last = now;
    await this.round();
    return true;
  }

  /** Mentions from before there was a search, some at a time: nobody waits for it. */
  async #makeWords(): Promise<void> {
    for (let batch = 0; batch < WORD_BATCHES; batch++) {
      if ((await fillWords(this.#deps.store, WORD_BATCH)) < WORD_BATCH) return;
    }
  }

  /** One round. Each step is safe to repeat, and to be done by two processes at once. */
  async round(): Promise<void> {
    const { store, clock, retention, log } = this.#deps;
    await keepRetention(store, retention, clock.now(), log);
    while ((await store.connection.tidy()) !== null);
  }
}
