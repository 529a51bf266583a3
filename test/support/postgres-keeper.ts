/**
 * A program that runs a throw-away Postgres for as long as its standard input stays open, so that the server is gone
 * when whoever wanted it is gone, also after kill -9. Prints the server's address once it answers. A line `stop` on its
 * input stops the server, which is answered by `stopped`; a line `start` sees to it that it runs, answered by its address.
 *
 * With the arguments FOLDER ADDRESS NETWORK it keeps everything in that folder, listens at that address to that network,
 * and may crash (its disk may fill up): `start` then starts it again.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { postgresPrograms } from './postgres-programs.ts';

const found = postgresPrograms();
if (found === undefined) throw new Error('no Postgres programs found');
const programs: string = found;

const [place, address, network] = process.argv.slice(2);
const folder = place ?? mkdtempSync(join(tmpdir(), 'earshot-pg-'));
const url = address
  ? `postgresql://postgres@${address}:5432/postgres`
  : `postgresql://postgres@localhost/postgres?host=${encodeURIComponent(folder)}`;
let server: ChildProcess | undefined;
let stopping = false;

// Ctrl-C reaches the whole group of processes; this one stays until its parent has gone.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
process.on('exit', () => place ?? rmSync(folder, { recursive: true, force: true }));
createInterface({ input: process.stdin }).on('line', (line) => {
  if (line === 'stop') {
    stopping = true;
    server?.kill('SIGINT');
  }
  if (line === 'start') start();
});
process.stdin.on('close', () => void stop());
process.stdin.on('end', () => void stop());

const runs = () => server !== undefined && server.exitCode === null && server.signalCode === null;

async function stop(): Promise<void> {
  if (runs() && server?.kill('SIGQUIT')) await once(server, 'exit');
  process.exit();
}

/** Postgres refuses to run as root: there, the account it was installed with, or one without rights, runs it. */
function account(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const [, , uid, gid] = ['postgres', 'nobody'].map((name) => accounts.find((a) => a[0] === name)).find(Boolean) ?? [];
  if (uid === undefined) throw new Error('Postgres cannot run as root, and there is no account postgres or nobody');
  return { uid: Number(uid), gid: Number(gid) };
}

const as = account();
if (as !== undefined) chownSync(folder, as.uid, as.gid);
const data = join(folder, 'data');
execFileSync(
  join(programs, 'initdb'),
  ['-D', data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'],
  { ...as, cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] },
);
if (network) appendFileSync(join(data, 'pg_hba.conf'), `host all all ${network} trust\n`);
const settings = [
  'max_connections=200',
  `listen_addresses=${address ?? ''}`,
  ...(address
    ? ['max_wal_size=64MB', 'min_wal_size=32MB']
    : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']),
];

function start(): void {
  if (runs()) return void process.stdout.write(`${url}\n`);
  stopping = false;
  const child = spawn(
    join(programs, 'postgres'),
    ['-D', data, '-k', folder, ...settings.flatMap((setting) => ['-c', setting])],
    { ...as, cwd: folder, detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  server = child;
  let output = '';
  let answered = false;
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    output = (output + text).slice(-20_000);
    if (answered || !output.includes('ready to accept connections')) return;
    answered = true;
    process.stdout.write(`${url}\n`);
  });
  child.on('exit', () => {
    if (stopping) return void process.stdout.write('stopped\n');
    // One that crashed after it had answered is started again by whoever expected that.
    if (place && answered) return;
    process.stderr.write(output);
    process.exit(1);
  });
}

start();
