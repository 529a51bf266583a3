/**
 * Lets many clients share the one session of an embedded Postgres without mixing them up.
 *
 * The unit of work is everything a client sends up to the point where it expects an answer: a simple query, or
 * Parse/Bind/Describe/Execute up to Sync. A unit runs whole; between the units of a transaction only its owner is
 * served. (`@electric-sql/pglite-socket` schedules single messages: with a statement of more than 64 KB another
 * client's Parse comes between this one's Parse and Bind, and the wrong statement is executed.)
 */
import type { Duplex } from 'node:stream';
import { Session } from './session.ts';
import { Statements } from './statements.ts';
import { query, type Report, SYNC } from './wire.ts';

/** The one backend behind the gate. */
export interface Engine {
  /** Runs whole messages; hands over the answer in pieces that are only valid during the call. */
  run(messages: Buffer, onAnswer: (piece: Uint8Array) => void): Promise<void>;
  /** True inside a transaction block, also a failed one. */
  inTransaction(): boolean;
  /** Why the engine cannot go on after what it ran last; null while it can. */
  failure(): Error | null;
}

export interface GateOptions {
  /** What a client that has just connected is told: authentication, parameters, ready. */
  readonly greeting: Buffer;
  /** A transaction left idle for this long (ms) while others wait is rolled back and its client dropped. */
  readonly idleTransactionMs: number;
  /** The engine is broken and nothing can be served any more. */
  readonly onBroken: (error: unknown) => void;
}

/** SQLSTATE of the notice that asks clients to leave, and of the error for those that did not. */
export const LEAVE_CODE = '57P01';
const LEAVING: Report = { code: LEAVE_CODE, message: 'the process that serves the embedded store is closing it' };

/** A simple query is always answered by more than "ready": else the engine has lost it, and with it perhaps its wits. */
function swallowed(unit: Buffer, first: number | undefined): Error | null {
  if (unit[0] !== QUERY || (first !== undefined && first !== READY)) return null;
  return new Error('a statement got no answer');
}

const QUERY = 'Q'.charCodeAt(0);
const READY = 'Z'.charCodeAt(0);

export class Gate {
  readonly #engine: Engine;
  readonly #options: GateOptions;
  readonly #statements = new Statements();
  readonly #sessions = new Set<Session>();
  /** Sessions in the order in which their units arrived; one entry a unit. */
  #queue: Session[] = [];
  /** Whoever is inside a transaction, or has not finished its batch. */
  #holder: Session | null = null;
  #holderTimer: NodeJS.Timeout | undefined;
  #scheduled = false;
  #leaving = false;
  /** The holder went away without finishing. */
  #abandoned = false;
  #onEmpty: (() => void) | undefined;

  constructor(engine: Engine, options: GateOptions) {
    this.#engine = engine;
    this.#options = options;
  }

  /** Serves one connection until it ends. */
  accept(socket: Duplex): void {
    const session = new Session(socket, this.#options.greeting, {
      onOpen: () => {
        if (this.#leaving) session.notice(LEAVING);
      },
      onUnit: () => {
        this.#queue.push(session);
        this.#schedule();
      },
      onClose: () => this.#forget(session),
    });
    this.#sessions.add(session);
  }

  /**
   * Asks all clients to leave and resolves when they have. After `graceMs` those that are idle are dropped, after
   * twice as long also those inside a transaction, which is rolled back.
   */
  async leave(graceMs: number): Promise<void> {
    this.#leaving = true;
    for (const session of this.#sessions) session.notice(LEAVING);
    const dropIdle = setTimeout(() => {
      for (const session of [...this.#sessions])
        if (session !== this.#holder && session.units === 0) session.end(LEAVING);
    }, graceMs);
    const dropAll = setTimeout(() => {
      for (const session of [...this.#sessions]) session.end(LEAVING);
    }, 2 * graceMs);
    await new Promise<void>((resolve) => {
      this.#onEmpty = resolve;
      this.#checkEmpty();
    });
    clearTimeout(dropIdle);
    clearTimeout(dropAll);
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    // One unit per turn of the event loop, so that the sockets of all clients are read in between.
    setImmediate(async () => {
      try {
        await this.#step();
      } catch (error) {
        // `#scheduled` stays set: nothing is ever run again.
        this.#options.onBroken(error);
        return;
      }
      this.#scheduled = false;
      if (this.#next() !== undefined) this.#schedule();
      else this.#checkEmpty();
    });
  }

  async #step(): Promise<void> {
    if (this.#abandoned) {
      this.#abandoned = false;
      // Sync ends a batch that was broken off; what its transaction did is taken back.
      const cleaning = this.#engine.inTransaction() ? Buffer.concat([SYNC, query('rollback')]) : SYNC;
      await this.#engine.run(cleaning, () => {});
      this.#hold(null);
    }
    const session = this.#next();
    if (session === undefined) return;
    this.#queue.splice(this.#queue.indexOf(session), 1);
    const unit = session.take();
    const { bytes, preface, answered } = this.#statements.rewrite(unit.frames);
    const dropped = this.#statements.takeDropped();
    if (dropped !== null) await this.#engine.run(dropped, () => {});
    const answer: Buffer[] = [];
    // The pieces are views into the engine's memory: they are copied before it goes on.
    await this.#engine.run(bytes, (piece) => answer.push(Buffer.from(piece)));
    const first = answer[0]?.at(0);
    answered(first);
    session.write(preface === null ? answer : [preface, ...answer]);
    const failure = this.#engine.failure() ?? swallowed(bytes, first);
    if (failure !== null) throw failure;
    this.#hold(unit.unfinished || this.#engine.inTransaction() ? session : null);
  }

  /** Whose unit is to be run now, if anyone's. */
  #next(): Session | undefined {
    return this.#holder === null ? this.#queue[0] : this.#queue.find((session) => session === this.#holder);
  }

  #hold(session: Session | null): void {
    clearTimeout(this.#holderTimer);
    this.#holder = session;
    if (session === null) return;
    this.#holderTimer = setTimeout(() => {
      if (this.#queue.length === 0) this.#hold(session);
      else session.end(this.#tooLong());
    }, this.#options.idleTransactionMs);
  }

  #tooLong(): Report {
    const seconds = this.#options.idleTransactionMs / 1000;
    return {
      code: '25P03',
      message: `the transaction was left idle for ${seconds} s while other clients of the embedded store waited`,
      hint: 'Do not wait for the network, a model or a second connection inside a transaction.',
    };
  }

  #forget(session: Session): void {
    this.#sessions.delete(session);
    this.#queue = this.#queue.filter((waiting) => waiting !== session);
    if (this.#holder === session) {
      this.#abandoned = true;
      this.#schedule();
    }
    this.#checkEmpty();
  }

  #checkEmpty(): void {
    if (this.#sessions.size === 0 && !this.#scheduled) this.#onEmpty?.();
  }
}
