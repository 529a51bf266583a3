/**
 * The time on which all processes agree: the database's. Between two looks it goes on by this process's own stopwatch,
 * which nobody sets, so a machine whose clock is wrong, or jumps, works on as if it were right.
 */
import { performance } from 'node:perf_hooks';
import { sql } from 'kysely';
import type { Clock } from '../clock.ts';
import { messageOf } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Db } from './store.ts';

const EVERY_MS = 10_000;
/** An answer that took longer says too little about when it was given. */
const PROMPT_MS = 2_000;
/** From here on somebody should set a clock. */
const WORTH_TELLING_MS = 5_000;

interface Options {
  readonly db: Db;
  /** This machine's, for sleeping, and to say how far it is off. */
  readonly own: Clock;
  readonly log: Logger;
}

export class AgreedClock implements Clock {
  readonly #options: Options;
  /** The database's time (epoch milliseconds) at a moment of the stopwatch. */
  #time: number;
  #at: number;
  #told = false;
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<void> = Promise.resolve();

  private constructor(options: Options) {
    this.#options = options;
    this.#time = options.own.now().getTime();
    this.#at = performance.now();
  }

  /** Looks at the database's clock, and again every ten seconds until `close`. */
  static async open(options: Options): Promise<AgreedClock> {
    const clock = new AgreedClock(options);
    await clock.look();
    clock.#timer = setInterval(() => {
      clock.#looking = clock
        .look()
        .catch((error: unknown) => options.log.warn({ err: error }, `database's clock: ${messageOf(error)}`));
    }, EVERY_MS);
    clock.#timer.unref();
    return clock;
  }

  now(): Date {
    return new Date(this.#time + performance.now() - this.#at);
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return this.#options.own.sleep(ms, signal);
  }

  /** Resolves once no look is under way; there is none after. */
  async close(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#looking;
  }

  /** One look at the database's clock. */
  async look(): Promise<void> {
    const { db } = this.#options;
    const asked = performance.now();
    const { rows } = await sql<{ ms: number }>`
      select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms`.execute(db);
    const answered = performance.now();
    if (answered - asked > PROMPT_MS) return;
    this.#time = Number(rows[0]?.ms);
    this.#at = (asked + answered) / 2;
    this.#tell();
  }

  /** Said when it begins, and when it is over. */
  #tell(): void {
    const { own, log } = this.#options;
    const off = own.now().getTime() - this.now().getTime();
    const wrong = Math.abs(off) > WORTH_TELLING_MS;
    if (wrong === this.#told) return;
    this.#told = wrong;
    const seconds = Math.round(Math.abs(off) / 1_000);
    if (wrong)
      log.warn(
        { seconds: Math.round(off / 1_000) },
        `this machine's clock is ${seconds} s ${off > 0 ? 'ahead of' : 'behind'} the database's, which is used: set it by NTP`,
      );
    else log.info("this machine's clock agrees with the database's again");
  }
}
