/** Starts the thread that serves an embedded store, and ends it again. The caller holds the folder's lock. */
import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { EarshotError, messageOf } from '../../errors.ts';
import { newSocketPath, prepareFolder, removeEndpoint, type StoreFolder, writeEndpoint } from './folder.ts';
import type { OwnerMessage, WorkerMessage, WorkerSettings } from './worker.ts';

export interface Owner {
  readonly socketPath: string;
  /** False from the moment it is closed or has failed. */
  serving(): boolean;
  /** Resolves when the thread has ended: with null after `close`, with the reason if it ended by itself. */
  readonly ended: Promise<Error | null>;
  /** Asks other clients to leave, waits until they have (or their time is up), and closes the store's files. */
  close(): Promise<void>;
}

export interface OwnerOptions {
  readonly idleTransactionMs: number;
  readonly leaveMs: number;
}

/**
 * Postgres' own limit on its stack is 2 MB, but compiled to WebAssembly it needs several times that of the thread's. With
 * Node's 4 MB, a deeply nested query runs into the thread's end first, where it is lost without an error.
 */
const STACK_MB = 32;

/** Opens the store and serves it. Throws `EarshotError` when it cannot be opened. */
export async function startOwner(folder: StoreFolder, options: OwnerOptions): Promise<Owner> {
  prepareFolder(folder);
  removeEndpoint(folder);
  const socketPath = newSocketPath();
  // Recorded before it is listened on, so that whoever comes after a kill at any moment finds it and clears it away.
  const settings: WorkerSettings = { folder, socketPath, ...options };
  writeEndpoint(folder, { pid: process.pid, path: socketPath });
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: settings,
    env: { ...process.env, ...compiledCode() },
    resourceLimits: { stackSizeMb: STACK_MB },
  });
  let reason: Error | null = null;
  let closing = false;
  const ended = new Promise<Error | null>((resolve) => {
    worker.on('error', (error) => {
      reason = error as Error;
    });
    worker.on('exit', () => {
      removeEndpoint(folder);
      resolve(closing && reason === null ? null : (reason ?? new Error('the thread of the embedded store has ended')));
    });
  });
  await new Promise<void>((resolve, reject) => {
    worker.on('message', (message: WorkerMessage) => {
      if (message.type === 'failed') reason = new Error(message.message);
      if (message.type === 'ready') resolve();
    });
    ended.then((error) => reject(cannotOpen(folder, error)));
  });
  return {
    socketPath,
    serving: () => !closing && reason === null,
    ended,
    close: async () => {
      if (reason !== null) {
        await ended;
        return;
      }
      closing = true;
      // Nobody new comes; whoever left finds the record gone and waits for the lock.
      removeEndpoint(folder);
      worker.postMessage({ type: 'close' } satisfies OwnerMessage);
      const error = await ended;
      if (error !== null)
        throw new EarshotError(`the embedded store could not be closed: ${messageOf(error)}`, { cause: error });
    },
  };
}

function cannotOpen(folder: StoreFolder, cause: Error | null): EarshotError {
  return new EarshotError(`the embedded store in ${folder.data} cannot be opened: ${messageOf(cause)}`, {
    cause,
    hint: 'Is the disk full, or are the files not readable for this user? Otherwise restore the last backup.',
  });
}

/** A thread keeps what it compiles, as this process does, only when it is told that it may. */
function compiledCode(): { NODE_COMPILE_CACHE?: string } {
  const folder = getCompileCacheDir();
  // Node puts a folder for its version within the one that it is given.
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: dirname(folder) };
}
