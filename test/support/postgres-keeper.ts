/**
 * A program that runs a throw-away Postgres for as long as its standard input stays open, so that the server is gone
 * when whoever wanted it is gone, also after kill -9. Prints the server's address once it answers. A line `stop` on its
 * input stops the server, which is answered by `stopped`; a line `start` starts it again, answered by its address.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { postgresPrograms } from './postgres-programs.ts';

const found = postgresPrograms();
if (found === undefined) throw new Error('no Postgres programs found');
const programs: string = found;

const folder = mkdtempSync(join(tmpdir(), 'earshot-pg-'));
let server: ChildProcess | undefined;

// Ctrl-C reaches the whole group of processes; this one stays until its parent has gone.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
createInterface({ input: process.stdin }).on('line', (line) => {
  if (line === 'stop') server?.kill('SIGINT');
  if (line === 'start') start();
});
process.stdin.on('close', () => void stop());
process.stdin.on('end', () => void stop());

async function stop(): Promise<void> {
  if (server?.exitCode === null && server.kill('SIGQUIT')) await once(server, 'exit');
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
const settings = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'max_connections=200',
  'listen_addresses=',
];
function start(): void {
  server = spawn(
    join(programs, 'postgres'),
    ['-D', data, '-k', folder, ...settings.flatMap((setting) => ['-c', setting])],
    { ...as, cwd: folder, detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let output = '';
  server.stderr?.setEncoding('utf8').on('data', (text: string) => {
    const before = output;
    output += text;
    const ready = 'ready to accept connections';
    if (!before.includes(ready) && output.includes(ready)) {
      process.stdout.write(`postgresql://postgres@localhost/postgres?host=${encodeURIComponent(folder)}\n`);
    }
  });
  server.on('exit', (code) => {
    if (code === 0) {
      process.stdout.write('stopped\n');
      return;
    }
    process.stderr.write(output);
    process.exit(1);
  });
}

start();
