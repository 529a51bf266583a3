/** Starts the thread that serves an embedded store, and ends it again. The caller holds the folder's lock. */
import { Worker } from 'node:worker_threads';
import { EarshotError } from '../../errors.ts';
import { newSocketPath, prepareFolder, removeEndpoint, type StoreFolder, writeEndpoint } from './folder.ts';
import type { OwnerMessage, WorkerMessage, WorkerSettings } from './worker.ts';

export interface Owner {
  readonly socketPath: string;
  /** Resolves when the thread has ended: with null after `close`, with the reason if it ended by itself. */
  readonly ended: Promise<Error | null>;
  /** Asks other clients to leave, waits until they have (or their time is up), and closes the store's files. */
  close(): Promise<void>;
}

export interface OwnerOptions {
  readonly idleTransactionMs: number;
  readonly leaveMs: number;
}

/** Opens the store and serves it. Throws `EarshotError` when it cannot be opened. */
export async function startOwner(folder: StoreFolder, options: OwnerOptions): Promise<Owner> {
  prepareFolder(folder);
  removeEndpoint(folder);
  const socketPath = newSocketPath();
  // Recorded before it is listened on, so that whoever comes after a kill at any moment finds it and clears it away.
  const settings: WorkerSettings = { folder, socketPath, ...options };
  writeEndpoint(folder, { pid: process.pid, path: socketPath });
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: settings });
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
    ended,
    close: async () => {
      closing = true;
      // Nobody new comes; whoever left finds the record gone and waits for the lock.
      removeEndpoint(folder);
      worker.postMessage({ type: 'close' } satisfies OwnerMessage);
      const error = await ended;
      if (error !== null) throw new EarshotError('the embedded store could not be closed', { cause: error });
    },
  };
}

function cannotOpen(folder: StoreFolder, cause: Error | null): EarshotError {
  return new EarshotError(`the embedded store in ${folder.data} cannot be opened`, {
    cause,
    hint: 'Is the disk full, or are the files not readable for this user? Otherwise restore the last backup.',
  });
}
