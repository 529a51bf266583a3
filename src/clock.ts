/**
 * Time as a dependency. Nothing below `commands/` reads the system clock itself: what happens "now" is always the
 * caller's word, so that a replayed or sped-up day behaves like a real one.
 */
export interface Clock {
  now(): Date;
  /** Resolves after `ms` of this clock's time; rejects with the signal's reason when aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The wall clock. */
export const systemClock: Clock = {
  now: () => new Date(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const onAbort = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      }, ms);
      signal?.addEventListener('abort', onAbort, { once: true });
    }),
};

/**
 * A clock that only moves when told: `sleep` moves it forward at once. For the demo, replays and tests, where work is
 * done one step at a time and no real time may be spent waiting.
 */
export class SteppedClock implements Clock {
  #now: number;

  constructor(start: Date) {
    this.#now = start.getTime();
  }

  now(): Date {
    return new Date(this.#now);
  }

  /** Moves to `time`; a time already passed leaves the clock where it is, for time never runs backwards. */
  advanceTo(time: Date): void {
    this.#now = Math.max(this.#now, time.getTime());
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.#now += Math.max(0, ms);
  }
}
