/** Finds a Postgres to test against: a server by its address, or the programs to start one. */
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const OLDEST_VERSION = 15;
const DEBIAN = '/usr/lib/postgresql';

/** A running server on which databases may be created, if the environment names one. */
export function postgresAddress(): string | undefined {
  return process.env.EARSHOT_TEST_DATABASE_URL || process.env.DATABASE_URL || undefined;
}

/** The folder that holds `initdb` and `postgres`, the newest first; undefined if there is none. */
export function postgresPrograms(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).map(Number) : [];
  const packaged = versions
    .filter((version) => version >= OLDEST_VERSION)
    .sort((a, b) => b - a)
    .map((version) => join(DEBIAN, String(version), 'bin'));
  const onPath = (process.env.PATH ?? '').split(delimiter);
  return [...packaged, ...onPath].find((folder) =>
    ['initdb', 'postgres'].every((name) => existsSync(join(folder, name))),
  );
}

/** Whether the Postgres half of the tests can run. */
export function hasPostgres(): boolean {
  return postgresAddress() !== undefined || postgresPrograms() !== undefined;
}
