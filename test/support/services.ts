/**
 * What tests share and only some of them need: a Postgres server, and folders and databases that are already migrated,
 * to be copied. Each is started when a test first asks, in the process that runs all test files, and stopped with it.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { silentLogger } from '../../src/log.ts';
import { Cleanups } from './cleanups.ts';
import { postgresAddress } from './postgres-programs.ts';

const ROOT = new URL('../../', import.meta.url);
const ADDRESS = 'EARSHOT_TEST_SERVICES';
/** A database with all migrations run, for `create database … template`. */
const TEMPLATE_DATABASE = `earshot_template_${process.pid}`;

/** `embedded`: a data folder with all migrations run, kept between runs since making it takes seconds. `postgres`: the address of a server. */
export type Service = 'embedded' | 'postgres';
type Answer = { value: string; template?: string } | { error: string };

/** Offers the services to the processes started from here on; returns how to stop them. */
export async function offerServices(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-test-'));
  const cleanups = new Cleanups();
  const started = new Map<string, Promise<Answer>>();
  const start = {
    embedded: embeddedTemplate,
    postgres: () => postgresServer(cleanups),
  };
  const server = createServer({ allowHalfOpen: true }, async (socket) => {
    const name = (await text(socket)) as Service;
    let answer = started.get(name);
    if (answer === undefined) {
      answer = start[name]().catch((error: Error) => ({ error: error.stack ?? error.message }));
      started.set(name, answer);
    }
    socket.end(JSON.stringify(await answer));
  });
  const path = join(folder, 'services');
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(path, resolve);
  });
  process.env[ADDRESS] = path;
  return async () => {
    server.close();
    await Promise.all(started.values());
    cleanups.add(() => rmSync(folder, { recursive: true, force: true }));
    await cleanups.run();
  };
}

/** The shared service, started if this is the first call. */
export async function service(name: Service): Promise<{ value: string; template?: string }> {
  const path = process.env[ADDRESS];
  if (path === undefined) throw new Error('the shared services are not running: vitest starts them in global-setup.ts');
  const socket = createConnection(path);
  socket.end(name);
  const answer = JSON.parse(await text(socket)) as Answer;
  if ('error' in answer) throw new Error(`the shared ${name} could not be started: ${answer.error}`);
  return answer;
}

async function embeddedTemplate(): Promise<Answer> {
  const folder = fileURLToPath(new URL('node_modules/.cache/earshot', ROOT));
  const kept = join(folder, await storeIdentity());
  if (existsSync(kept)) return { value: kept };
  await mkdir(folder, { recursive: true });
  const draft = await mkdtemp(`${kept}.`);
  const { openStore } = await import('../../src/store/store.ts');
  await (await openStore({ dataDir: draft, log: silentLogger })).close();
  try {
    await rename(draft, kept);
  } catch (error) {
    // Another run may have made the same in the meantime.
    await rm(draft, { recursive: true });
    if (!existsSync(kept)) throw error;
  }
  return { value: kept };
}

/** Names what a new store's files depend on. */
async function storeIdentity(): Promise<string> {
  const migrations = (await readdir(new URL('src/store/migrations', ROOT))).sort();
  const files = [
    'node_modules/@electric-sql/pglite/package.json',
    'src/store/embedded/worker.ts',
    ...migrations.map((file) => `src/store/migrations/${file}`),
  ];
  const hash = createHash('sha256');
  for (const file of files) hash.update(await readFile(new URL(file, ROOT)));
  return hash.digest('hex').slice(0, 12);
}

async function postgresServer(cleanups: Cleanups): Promise<Answer> {
  const url = postgresAddress() ?? (await startPostgres(cleanups));
  await onServer(url, `create database ${TEMPLATE_DATABASE} encoding 'UTF8' template template0`);
  if (postgresAddress() !== undefined) cleanups.add(() => onServer(url, `drop database ${TEMPLATE_DATABASE}`));
  const { openStore } = await import('../../src/store/store.ts');
  await (await openStore({ databaseUrl: databaseOn(url, TEMPLATE_DATABASE), dataDir: '', log: silentLogger })).close();
  return { value: url, template: TEMPLATE_DATABASE };
}

/** Starts a server that lives as long as this process, or until cleaned up. */
async function startPostgres(cleanups: Cleanups): Promise<string> {
  const keeper = spawn(process.execPath, [new URL('./postgres-keeper.ts', import.meta.url).pathname], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const gone = new Promise<void>((resolve) => keeper.once('exit', () => resolve()));
  cleanups.add(() => {
    keeper.stdin.end();
    return gone;
  });
  for await (const line of createInterface({ input: keeper.stdout })) return line;
  throw new Error('Postgres did not start');
}

/** Runs one statement in the server's own database. */
export async function onServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** The address of another database on the same server. */
export function databaseOn(url: string, database: string): string {
  const address = new URL(url);
  address.pathname = `/${database}`;
  return address.href;
}
