/** The way to the database: an embedded one in a folder, or a Postgres server. Everything above speaks plain `pg`. */
import type { Pool } from 'pg';
import type { Logger } from '../log.ts';
import { openEmbedded } from './embedded/embedded.ts';
import { tidyOne } from './embedded/tidy.ts';
import { openPostgres } from './postgres.ts';

export interface Connection {
  readonly kind: 'embedded' | 'postgres';
  /**
   * bigint arrives as number (as text beyond 2^53), date as `YYYY-MM-DD`, timestamptz as Date, json as value, numeric
   * as text. On the embedded store all connections share one session: see `embedded/refusals.ts`.
   */
  readonly pool: Pool;
  /**
   * One table's share of the housekeeping that a server does by itself: returns the table's name, or null when there
   * is nothing to do. To be called now and then while little else is going on; always null on a server.
   */
  tidy(): Promise<string | null>;
  /** Waits for connections that are in use, then closes; calling it again waits for the same. */
  close(): Promise<void>;
}

/**
 * Connects to `databaseUrl` if given, else opens the embedded store in `dataDir`, through the process that already
 * has it open if there is one. Throws `EarshotError` with a hint when that cannot be done.
 */
export async function connect(options: { databaseUrl?: string; dataDir: string; log: Logger }): Promise<Connection> {
  const { databaseUrl, dataDir, log } = options;
  if (databaseUrl === undefined || databaseUrl === '') {
    const { pool, close } = await openEmbedded({ dataDir, log });
    return { kind: 'embedded', pool, tidy: () => tidyOne(pool), close: once(close) };
  }
  const { pool, close } = await openPostgres({ databaseUrl, log });
  return { kind: 'postgres', pool, tidy: async () => null, close: once(close) };
}

function once(close: () => Promise<void>): () => Promise<void> {
  let closing: Promise<void> | undefined;
  return () => {
    closing ??= close();
    return closing;
  };
}
