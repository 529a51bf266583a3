/** A Postgres server as a pool of connections. */
import pg from 'pg';
import { EarshotError, messageOf } from '../errors.ts';
import type { Logger } from '../log.ts';
import { surviveLosses } from './lost-connections.ts';
import { valueTypes } from './types.ts';
import { cutOffVanished } from './vanished.ts';

const OLDEST_VERSION = 15;
const CONNECT_TIMEOUT_MS = 10_000;
const POOL_SIZE = 10;
/** How long a connection may be silent before each side asks whether the other is still there. */
const PROBE_AFTER_MS = 10_000;
/**
 * A machine that is cut off or loses its power says no goodbye. The server would keep its locks for two hours; told so,
 * it lets go after half a minute, and of a transaction that nobody goes on with after two.
 */
const SESSION = `set jit = off;
  set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 4;
  set tcp_user_timeout = 30000; set idle_in_transaction_session_timeout = '2min'`;

/** Connects to the server at `databaseUrl`. Throws `EarshotError` with a hint when it cannot be used. */
export async function openPostgres(options: {
  databaseUrl: string;
  log: Logger;
}): Promise<{ pool: pg.Pool; close: () => Promise<void> }> {
  const where = withoutSecrets(options.databaseUrl);
  const pool = new pg.Pool({
    connectionString: options.databaseUrl,
    application_name: 'earshot',
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: PROBE_AFTER_MS,
    types: valueTypes,
    // Our queries take milliseconds; compiling one takes seconds, and with many months the server guesses that it pays.
    onConnect: async (client) => {
      await client.query(SESSION);
    },
  });
  surviveLosses(pool, options.log);
  const stopLooking = cutOffVanished(pool, options.log);
  const close = () => pool.end().finally(stopLooking);
  try {
    await checkServer(pool, where);
  } catch (error) {
    await close();
    if (error instanceof EarshotError) throw error;
    const Failure = mayPass(error) ? StoreAway : EarshotError;
    throw new Failure(`Postgres at ${where} cannot be reached: ${messageOf(error)}`, {
      cause: error,
      hint: 'Is it running, and are host, port, database, user and password in DATABASE_URL right? Without DATABASE_URL, the embedded store is used.',
    });
  }
  return { pool, close };
}

/** The database cannot be reached now; later it may be. */
export class StoreAway extends EarshotError {}

/** Codes of failures that trying again does not mend: a wrong password, account or database name, or a host without a way in. */
const LASTING = /^(28...|3D000|42501|EACCES|EPERM)$/;

function mayPass(error: unknown): boolean {
  return !LASTING.test((error as { readonly code?: string }).code ?? '');
}

async function checkServer(pool: pg.Pool, where: string): Promise<void> {
  const { rows } = await pool.query<{ version: number; encoding: string }>(
    `select current_setting('server_version_num')::int / 10000 as version, current_setting('server_encoding') as encoding`,
  );
  const { version, encoding } = rows[0]!;
  if (version < OLDEST_VERSION) {
    throw new EarshotError(`Postgres at ${where} is version ${version}, which is too old`, {
      hint: `Version ${OLDEST_VERSION} or newer is needed.`,
    });
  }
  if (encoding !== 'UTF8') {
    throw new EarshotError(`the database at ${where} is encoded as ${encoding}, which cannot hold every text`, {
      hint: "Create it with: create database NAME encoding 'UTF8' template template0",
    });
  }
}

/** Host, port and database of `databaseUrl`, fit for messages. Throws `EarshotError` if it is not a Postgres URL. */
export function withoutSecrets(databaseUrl: string): string {
  const url = URL.canParse(databaseUrl) ? new URL(databaseUrl) : null;
  if (url === null || !/^postgres(?:ql)?:$/.test(url.protocol)) {
    throw new EarshotError('DATABASE_URL is not the address of a Postgres database', {
      hint: 'It looks like: postgresql://user:password@host:5432/database',
    });
  }
  const host = url.searchParams.get('host') ?? url.host;
  return `${host || 'localhost'}${url.pathname}`;
}
