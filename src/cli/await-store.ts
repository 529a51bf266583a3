/** The store of a service that starts while its database does: machines come up in any order. */
import type { Clock } from '../clock.ts';
import { messageOf } from '../errors.ts';
import type { Logger } from '../log.ts';
import { StoreAway } from '../store/postgres.ts';
import type { Store } from '../store/store.ts';

/** How long it is tried, and the pauses between, which grow. Milliseconds. */
const GIVE_UP_AFTER = 120_000;
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 10_000;

export interface Awaiting {
  readonly clock: Clock;
  readonly log: Logger;
  /** Ends the waiting. */
  readonly signal: AbortSignal;
}

/** What `open` resolves to, tried again for two minutes while the database cannot be reached; any other failure is final. */
export async function awaitStore(open: () => Promise<Store>, { clock, log, signal }: Awaiting): Promise<Store> {
  let waited = 0;
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    try {
      return await open();
    } catch (error) {
      if (!(error instanceof StoreAway) || waited >= GIVE_UP_AFTER) throw error;
      log.warn({ hint: error.hint, againInMs: pause }, `${messageOf(error)}; trying again`);
    }
    await clock.sleep(pause, signal);
    waited += pause;
  }
}
