/** The store: opened once by a command and handed down. SQL lives in this folder and nowhere else. */
import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import type { Logger } from '../log.ts';
import { type Connection, connect } from './connect.ts';
import { migrate } from './migrate.ts';
import { Months } from './months.ts';
import type { Database } from './schema.ts';

/** The database, or a transaction on it: what every function of this folder takes first. */
export type Db = Kysely<Database>;

export interface Store {
  readonly kind: Connection['kind'];
  readonly db: Db;
  readonly months: Months;
  /** For the job queue, which brings its own SQL. */
  readonly connection: Connection;
  /**
   * Runs `work` in one transaction. A deadlock or serialization failure rolls back and runs it again, so `work` must
   * not touch anything but the transaction. No network and no model inside: on the embedded store everyone waits.
   */
  write<T>(work: (transaction: Transaction<Database>) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const RETRIED: ReadonlySet<string> = new Set(['40001', '40P01']);
const ATTEMPTS = 5;
/** check_violation: among others, a row for which there is no partition. */
const NO_PARTITION = '23514';

/**
 * Opens the embedded store in `dataDir`, or the Postgres at `databaseUrl` (≥ 15), and brings its tables up to date.
 * Throws `EarshotError` with a hint when it cannot be reached or opened.
 */
export async function openStore(options: { databaseUrl?: string; dataDir: string; log: Logger }): Promise<Store> {
  const connection = await connect(options);
  try {
    const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool: connection.pool }) });
    await migrate(db);
    const months = new Months(db);
    return {
      kind: connection.kind,
      db,
      months,
      connection,
      write: (work) =>
        writeWithRetry(db, work).catch((error: unknown) => {
          // Another process has dropped a month that this one knows: whoever tries again makes it anew.
          if ((error as { code?: string }).code === NO_PARTITION) months.forget();
          throw error;
        }),
      close: () => connection.close(),
    };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

async function writeWithRetry<T>(db: Db, work: (transaction: Transaction<Database>) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      const code = (error as { code?: string }).code;
      if (attempt >= ATTEMPTS || code === undefined || !RETRIED.has(code)) throw error;
    }
  }
}

/** Answers when the database does; throws when it cannot be reached. */
export async function ping(db: Db): Promise<void> {
  await sql`select 1`.execute(db);
}
