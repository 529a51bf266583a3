/**
 * The embedded store as a pool of ordinary Postgres connections. Whichever process comes first opens the folder and
 * serves it; the others connect to that one. When it closes or dies, the next of them that needs a connection opens
 * the folder in its place, so nobody depends on who happened to be first.
 */
import { createConnection } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { EarshotError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import { surviveLosses } from '../lost-connections.ts';
import { valueTypes } from '../types.ts';
import { readEndpoint, type StoreFolder, storeFolder } from './folder.ts';
import { LEAVE_CODE } from './gate.ts';
import { tryLock } from './lock.ts';
import { type Owner, startOwner } from './owner.ts';
import { StoreSocket } from './socket.ts';

export interface EmbeddedOptions {
  readonly dataDir: string;
  readonly log: Logger;
  /** How long to wait for another process that is opening or closing the same folder. */
  readonly openTimeoutMs?: number;
  readonly idleTransactionMs?: number;
  readonly leaveMs?: number;
}

export interface EmbeddedStore {
  readonly pool: pg.Pool;
  /** True while this process is the one that has the folder open. */
  serves(): boolean;
  close(): Promise<void>;
}

const OPEN_TIMEOUT_MS = 60_000;
const IDLE_TRANSACTION_MS = 30_000;
const LEAVE_MS = 5_000;
const POLL_MS = 25;
/** One backend does the work; more connections than this only wait in another place. */
const POOL_SIZE = 8;

/** Opens the store in `dataDir`. Throws `EarshotError` if it cannot be opened, or someone holds it and does not answer. */
export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedStore> {
  const host = new Host(options);
  const pool = new pg.Pool({
    host: 'localhost',
    user: 'postgres',
    database: 'postgres',
    password: '',
    ssl: false,
    max: POOL_SIZE,
    types: valueTypes,
    stream: () => new StoreSocket(() => host.endpoint()),
  });
  surviveLosses(pool, options.log);
  leaveWhenAsked(pool, options.log);
  try {
    await host.endpoint();
  } catch (error) {
    await pool.end();
    throw error;
  }
  return {
    pool,
    serves: () => host.serves,
    close: async () => {
      await pool.end();
      await host.close();
    },
  };
}

/** Finds the process that serves the folder, and becomes it when there is none. */
class Host {
  readonly #folder: StoreFolder;
  readonly #options: EmbeddedOptions;
  #owner: Owner | null = null;
  #finding: Promise<string> | null = null;
  #closed = false;

  constructor(options: EmbeddedOptions) {
    this.#options = options;
    this.#folder = storeFolder(options.dataDir);
  }

  get serves(): boolean {
    return this.#owner?.serving() ?? false;
  }

  /** The socket to connect to. Several connections made at once look for it together. */
  async endpoint(): Promise<string> {
    const own = this.#owner;
    if (own?.serving() && (await answers(own.socketPath))) return own.socketPath;
    this.#finding ??= this.#find().finally(() => {
      this.#finding = null;
    });
    return this.#finding;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled([this.#finding]);
    await this.#owner?.close();
  }

  async #find(): Promise<string> {
    const { openTimeoutMs = OPEN_TIMEOUT_MS } = this.#options;
    const deadline = performance.now() + openTimeoutMs;
    // Its own thread has failed, or its socket has been removed: on to a new one.
    await this.#owner
      ?.close()
      .catch((error: unknown) => this.#options.log.warn({ err: error }, 'the embedded store is opened anew'));
    while (!this.#closed) {
      const own = await this.#open();
      if (own !== null) return own.socketPath;
      const endpoint = readEndpoint(this.#folder);
      if (endpoint !== null && (await answers(endpoint.path))) return endpoint.path;
      if (performance.now() > deadline) {
        throw new EarshotError(
          `the store in ${this.#options.dataDir} is held by another process${endpoint ? ` (${endpoint.pid})` : ''} that does not answer`,
          { hint: 'Wait until it has finished, or stop it and try again.' },
        );
      }
      await delay(POLL_MS);
    }
    throw new EarshotError('the store has been closed');
  }

  async #open(): Promise<Owner | null> {
    const lock = tryLock(this.#folder.lock);
    if (lock === null) return null;
    const served = readEndpoint(this.#folder);
    if (served !== null && (await answers(served.path))) {
      // Someone has removed the file that was locked; what it guards is still open.
      lock.release();
      return null;
    }
    const { idleTransactionMs = IDLE_TRANSACTION_MS, leaveMs = LEAVE_MS, log } = this.#options;
    let owner: Owner;
    try {
      owner = await startOwner(this.#folder, { idleTransactionMs, leaveMs });
    } catch (error) {
      lock.release();
      throw error;
    }
    this.#owner = owner;
    void owner.ended.then((error) => {
      this.#owner = null;
      lock.release();
      if (error !== null) log.error({ err: error }, 'the embedded store stopped; the next query opens it again');
    });
    return owner;
  }
}

/** Whether anyone listens at `path`. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createConnection({ path });
    probe.on('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.on('error', () => resolve(false));
  });
}

/**
 * When the process that serves the store wants to close it, it asks its clients to leave. Connections at work finish
 * what they do; new ones wait in `Host.endpoint` until the folder is served again.
 */
function leaveWhenAsked(pool: pg.Pool, log: Logger): void {
  const leaving = new WeakSet<pg.ClientBase>();
  pool.on('connect', (client) => {
    client.on('notice', (notice) => {
      if (notice.code !== LEAVE_CODE) return;
      leaving.add(client);
      for (let idle = pool.idleCount; idle > 0 && !pool.ending; idle--) {
        // Taken out and put back, which drops those that are to leave.
        pool.connect().then(
          (taken) => taken.release(),
          (error: unknown) => log.debug({ err: error }, 'no connection while the store changes hands'),
        );
      }
    });
  });
  // The pool keeps a released connection unless it has ended.
  pool.on('release', (_error, client) => {
    if (leaving.has(client)) void client.end();
  });
}
