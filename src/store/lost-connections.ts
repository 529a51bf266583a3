/** Living through lost connections: a database that restarts must not take the process with it. */
import type pg from 'pg';
import type { Logger } from '../log.ts';

/**
 * Logs what a pool loses. A connection that is in use says so twice: to whoever waits for its answer, who gets an error and
 * handles it, and as an event, which ends the process where nobody listens.
 */
export function surviveLosses(pool: pg.Pool, log: Logger): void {
  pool.on('error', (error) => log.warn({ err: error }, 'an idle connection to the database was lost'));
  pool.on('connect', (client) => {
    client.on('error', (error) => log.debug({ err: error }, 'a connection to the database was lost'));
  });
}
