/**
 * The thread that runs the embedded Postgres and serves it on a socket. A query blocks this thread only; the
 * service's own goes on.
 */
import { createServer } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { messageOf } from '../../errors.ts';
import { spareMemoryLater } from '../spare-memory.ts';
import { markComplete, type StoreFolder } from './folder.ts';
import { Gate } from './gate.ts';
import { startup } from './wire.ts';

export interface WorkerSettings {
  readonly folder: StoreFolder;
  readonly socketPath: string;
  readonly idleTransactionMs: number;
  readonly leaveMs: number;
}

/** Sent to the owner. The thread ends by itself after `closed` and after `failed`. */
export type WorkerMessage = { type: 'ready' } | { type: 'closed' } | { type: 'failed'; message: string };
/** Sent by the owner. */
export type OwnerMessage = { type: 'close' };

const port = parentPort;
if (port === null) throw new Error('this file is a worker thread, not a program');
const settings = workerData as WorkerSettings;

const tell = (message: WorkerMessage): void => port.postMessage(message);

/** The last that Postgres logged, for when it cannot go on: it says why only there. */
const lastWords: string[] = [];
let failure: Error | null = null;

function onStderr(line: string): boolean {
  lastWords.push(line);
  if (lastWords.length > 5) lastWords.shift();
  if (/^\S+ \S+ \S+ \[\d+\] (?:PANIC|FATAL):/.test(line)) failure = new Error(line);
  return true;
}

const server = createServer();

function fail(error: unknown): void {
  // Nobody is let in from here on: who comes now waits for a new thread instead of being cut off by the end of this.
  server.close();
  tell({ type: 'failed', message: [...new Set([messageOf(error), ...lastWords])].join('; ') });
  process.exit(1);
}

async function serve(): Promise<void> {
  const database = await PGlite.create(settings.folder.data, {
    onStderr,
    // Small segments, so that a new store is small, and few of them, so that recovery after a kill is quick.
    initDbStartParams: ['--wal-segsize=1'],
    startParams: [...PGlite.defaultStartParams, '-c', 'max_wal_size=128MB'],
  });
  const run = (messages: Buffer, onRawData: (piece: Uint8Array) => void) =>
    database.execProtocolRawStream(messages, { syncToFs: false, onRawData });
  const greeting: Buffer[] = [];
  await run(startup({ user: 'postgres', database: 'postgres', client_encoding: 'UTF8' }), (piece) =>
    greeting.push(Buffer.from(piece)),
  );
  const gate = new Gate(
    { run, inTransaction: () => database.isInTransaction(), failure: () => failure },
    { greeting: Buffer.concat(greeting), idleTransactionMs: settings.idleTransactionMs, onBroken: fail },
  );
  // Before the first client can be told that a row is kept.
  markComplete(settings.folder);
  server.on('connection', (socket) => gate.accept(socket));
  server.on('error', fail);
  server.listen(settings.socketPath, () => tell({ type: 'ready' }));
  // A new store is made by a second Postgres, which is not needed any more.
  spareMemoryLater();
  port!.on('message', (_: OwnerMessage) => {
    void gate
      .leave(settings.leaveMs)
      .then(() => new Promise((resolve) => server.close(resolve)))
      .then(() => database.close())
      .then(() => {
        tell({ type: 'closed' });
        port!.close();
      })
      .catch(fail);
  });
}

serve().catch(fail);
