/**
 * What one process is enough for: old lines go, statistics are taken, tables are kept in shape. Any number of processes
 * may offer to do it; one of them has the duty, and another takes it over within seconds when that one dies.
 */
import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import { holdDuty } from '../store/processes.ts';
import type { Store } from '../store/store.ts';
import { type KeptDays, keepRetention } from './retention.ts';

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
    const now = clock.now().getTime();
    if (this.#last !== null && now - this.#last < EVERY_MS) return true;
    this.#last = now;
    await this.round();
    return true;
  }

  /** One round. Each step is safe to repeat, and to be done by two processes at once. */
  async round(): Promise<void> {
    const { store, clock, retention, log } = this.#deps;
    await keepRetention(store, retention, clock.now(), log);
    while ((await store.connection.tidy()) !== null);
  }
}
