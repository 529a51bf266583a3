/** What an embedded store keeps on disk, and how the process that has it open tells others where to find it. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { EarshotError, messageOf } from '../../errors.ts';

export interface StoreFolder {
  /** Postgres' own files. */
  readonly data: string;
  /** Written once the files are complete: without it, `data` is what an interrupted first start left behind. */
  readonly format: string;
  /** Locked by the process that has the store open. */
  readonly lock: string;
  /** Where that process listens. */
  readonly endpoint: string;
}

/** The store's folder inside the data folder, created if need be. */
export function storeFolder(dataDir: string): StoreFolder {
  const folder = join(dataDir, 'store');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new EarshotError(`the data folder ${dataDir} cannot be used: ${messageOf(error)}`, {
      cause: error,
      hint: 'It must be a folder this user may write to.',
    });
  }
  return {
    data: join(folder, 'postgres'),
    format: join(folder, 'format.json'),
    lock: join(folder, 'lock'),
    endpoint: join(folder, 'endpoint.json'),
  };
}

export interface Endpoint {
  readonly pid: number;
  /** A Unix socket, or on Windows a named pipe. */
  readonly path: string;
}

/** Where the store is served, or null if nobody says so. */
export function readEndpoint(folder: StoreFolder): Endpoint | null {
  let text: string;
  try {
    text = readFileSync(folder.endpoint, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  return JSON.parse(text) as Endpoint;
}

export function writeEndpoint(folder: StoreFolder, endpoint: Endpoint): void {
  writeWhole(folder.endpoint, endpoint);
}

/** Takes back the record, and the socket with it, which a killed process leaves behind. Only for the holder of the lock. */
export function removeEndpoint(folder: StoreFolder): void {
  const endpoint = readEndpoint(folder);
  if (endpoint === null) return;
  rmSync(folder.endpoint, { force: true });
  const parent = dirname(endpoint.path);
  if (!basename(parent).startsWith(SOCKET_FOLDER)) return;
  rmSync(endpoint.path, { force: true });
  if (existsSync(parent)) rmdirSync(parent);
}

const SOCKET_FOLDER = 'earshot-';
/** Named as Postgres' own tools expect, so that `psql -h FOLDER -U postgres` works. */
const SOCKET_NAME = '.s.PGSQL.5432';
/** The limit is 104 bytes on macOS and 108 on Linux. */
const MAX_SOCKET_PATH_BYTES = 100;

/** A path for the socket, in a new folder that only this user may enter. */
export function newSocketPath(temporary = tmpdir()): string {
  if (process.platform === 'win32') return `\\\\.\\pipe\\earshot-${process.pid}-${Math.random().toString(36).slice(2)}`;
  const needed = Buffer.byteLength(join(temporary, `${SOCKET_FOLDER}XXXXXX`, SOCKET_NAME));
  const base = needed < MAX_SOCKET_PATH_BYTES ? temporary : '/tmp';
  return join(mkdtempSync(join(base, SOCKET_FOLDER)), SOCKET_NAME);
}

const POSTGRES_MAJOR = 18;

/**
 * Makes the folder fit to be opened: throws `EarshotError` if another version wrote it, clears away what an
 * interrupted first start left. Only for the holder of the lock.
 */
export function prepareFolder(folder: StoreFolder): void {
  if (!existsSync(folder.format)) {
    rmSync(folder.data, { recursive: true, force: true });
    return;
  }
  const { postgres } = JSON.parse(readFileSync(folder.format, 'utf8')) as { postgres: number };
  if (postgres !== POSTGRES_MAJOR) {
    throw new EarshotError(
      `the store in ${dirname(folder.data)} was written by Postgres ${postgres}, this version has Postgres ${POSTGRES_MAJOR}`,
      { hint: 'Export it with the Earshot that wrote it and import the export here.' },
    );
  }
}

/** From now on the folder is complete. */
export function markComplete(folder: StoreFolder): void {
  if (!existsSync(folder.format)) writeWhole(folder.format, { postgres: POSTGRES_MAJOR });
}

/** Readers see the old content or the new, never half of it. */
function writeWhole(path: string, content: object): void {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(content)}\n`, { mode: 0o600 });
  renameSync(draft, path);
}
