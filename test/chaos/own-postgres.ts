/** A Postgres of one's own that can be stopped and started again. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface OwnPostgres {
  readonly url: string;
  stop(): Promise<void>;
  /** Starts it where it does not run. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export interface PostgresPlace {
  /** A folder for everything it writes. */
  readonly folder: string;
  /** Where it listens, and who may come: `10.0.0.1`, `10.0.0.0/24`. */
  readonly address: string;
  readonly network: string;
}

/** At a place, it keeps what it acknowledged also when it crashes, as a server does. */
export async function ownPostgres(place?: PostgresPlace): Promise<OwnPostgres> {
  const words = place === undefined ? [] : [place.folder, place.address, place.network];
  const keeper = spawn(
    process.execPath,
    [fileURLToPath(new URL('../support/postgres-keeper.ts', import.meta.url)), ...words],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const gone = once(keeper, 'exit');
  const lines = createInterface({ input: keeper.stdout })[Symbol.asyncIterator]();
  const line = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error('Postgres did not start');
    return value as string;
  };
  const url = await line();
  const tell = async (word: 'stop' | 'start') => {
    keeper.stdin.write(`${word}\n`);
    await line();
  };
  return {
    url,
    stop: () => tell('stop'),
    start: () => tell('start'),
    close: async () => {
      keeper.stdin.end();
      await gone;
    },
  };
}
