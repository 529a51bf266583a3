/**
 * `npm run bench -- start`: how long from `earshot start` to the first request to a site, with an embedded store that has
 * been there before; what the service then holds in memory while nothing happens; how long `earshot score` takes for its
 * first line. By the clock, and in seconds of one core, which other work on the machine does not lengthen.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/earshot.js', import.meta.url));
const ROUNDS = 5;
const IDLE_MS = 30_000;
/** Linux counts a process's time in hundredths of a second. */
const TICKS = 100;

interface Took {
  readonly seconds: number;
  readonly core: number;
}

export async function run(print: (line: string) => void): Promise<void> {
  if (process.platform !== 'linux') return print('needs Linux: reads /proc');
  const dir = await mkdtemp(join(tmpdir(), 'earshot-bench-'));
  let asked: (() => void) | undefined;
  const site = createServer((request, response) => {
    if (request.url === '/robots.txt') return void response.writeHead(404).end();
    asked?.();
    response.writeHead(200, { 'content-type': 'application/json' }).end('[{"id":"1","text":"Acme is fine"}]');
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  const { port } = site.address() as AddressInfo;
  /** A target that was never crawled is crawled at once. */
  const starts: Took[] = [];
  const memory: number[] = [];
  try {
    for (let round = 0; round <= ROUNDS; round++) {
      await configure(dir, port, `town${round}`);
      const request = new Promise<void>((resolve) => {
        asked = resolve;
      });
      const begun = performance.now();
      const child = spawn(process.execPath, [MAIN, 'start', '--config', dir], { env: environment(), stdio: 'ignore' });
      await Promise.race([request, once(child, 'exit').then(() => Promise.reject(new Error('the service has ended')))]);
      const took = { seconds: (performance.now() - begun) / 1_000, core: await coreSeconds(child) };
      // The first makes the store.
      if (round > 0) starts.push(took);
      if (round === ROUNDS) memory.push(...(await idle(child)));
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
  } finally {
    site.close();
    await rm(dir, { recursive: true, force: true });
  }
  print(
    `start to first crawl, median of ${ROUNDS}: ${median(starts, 'seconds')} s, ${median(starts, 'core')} s of one core`,
  );
  print(`idle: ${memory[0]?.toFixed(0)} MB resident, ${memory[1]?.toFixed(2)} % of one core`);
  const lines: Took[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const took = await firstLine();
    if (round > 0) lines.push(took);
  }
  print(`first line of earshot score: ${median(lines, 'seconds')} s, ${median(lines, 'core')} s of one core`);
}

function environment(): NodeJS.ProcessEnv {
  const { DATABASE_URL: _none, ...env } = process.env;
  return env;
}

async function configure(dir: string, port: number, target: string): Promise<void> {
  await mkdir(join(dir, 'brands'), { recursive: true });
  await rm(join(dir, 'targets'), { recursive: true, force: true });
  await mkdir(join(dir, 'targets'));
  const data = JSON.stringify(join(dir, 'data'));
  await writeFile(join(dir, 'earshot.yaml'), `service: {contact: ops@acme.test, data_dir: ${data}}\nweb: {port: 0}\n`);
  await writeFile(join(dir, 'brands/acme.yaml'), 'name: Acme\n');
  await writeFile(
    join(dir, `targets/${target}.yaml`),
    `crawler: json
options: {urls: ["http://127.0.0.1:${port}/"], items: $, kind: post, fields: {id: id, text: text}}
site: town
allow_hosts: ["127.0.0.1:${port}"]
schedule: every 1 h
`,
  );
}

/** Megabytes resident, and the share of one core used, in half a minute in which nothing is due. */
async function idle(child: ChildProcess): Promise<[number, number]> {
  await delay(IDLE_MS / 3);
  const before = await coreSeconds(child);
  await delay(IDLE_MS);
  const share = ((await coreSeconds(child)) - before) / (IDLE_MS / 1_000);
  const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
  return [Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1_024, 100 * share];
}

/** Of this process and all its threads, so far. */
async function coreSeconds(child: ChildProcess): Promise<number> {
  const stat = await readFile(`/proc/${child.pid}/stat`, 'utf8');
  // The name may hold spaces; it ends with the last bracket. User and system time are the 14th and 15th field.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

async function firstLine(): Promise<Took> {
  const begun = performance.now();
  const child = spawn(process.execPath, [MAIN, 'score'], { env: environment(), stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.write('{"id":"1","text":"酒店很好，但是客服态度太差"}\n');
  await once(child.stdout, 'data');
  const took = { seconds: (performance.now() - begun) / 1_000, core: await coreSeconds(child) };
  child.stdin.end();
  await once(child, 'exit');
  return took;
}

function median(all: readonly Took[], which: keyof Took): string {
  const sorted = all.map((took) => took[which]).sort((a, b) => a - b);
  return (sorted[Math.floor(sorted.length / 2)] ?? Number.NaN).toFixed(2);
}
