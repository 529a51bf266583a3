/** `earshot start` as a process of its own whose configuration changes under it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { silentLogger } from '../../src/log.ts';
import { configChanges, filesInUse } from '../../src/store/config-changes.ts';
import { openStore } from '../../src/store/store.ts';
import { embeddedFolder } from '../support/stores.ts';

const MAIN = fileURLToPath(new URL('../../src/earshot.js', import.meta.url));

interface Line {
  readonly msg: string;
  readonly level: number;
  readonly web?: string;
  readonly problems?: readonly string[];
  readonly [key: string]: unknown;
}

let dir: string;
let dataDir: string;
let site: Server;
let port: number;
const asked: string[] = [];
const running: ChildProcess[] = [];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'earshot-start-'));
  dataDir = await embeddedFolder();
  await mkdir(join(dir, 'brands'));
  await mkdir(join(dir, 'targets'));
  asked.length = 0;
  site = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (request.url === '/robots.txt') return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'application/json' }).end('[{"id":"1","text":"Acme is fine"}]');
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  ({ port } = site.address() as AddressInfo);
  await save('earshot.yaml', settings());
  await save('brands/acme.yaml', 'name: Acme\n');
  await save('targets/town.yaml', target('town', 'every 30 min'));
});
afterEach(async () => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  await new Promise((resolve) => site.close(resolve));
  await rm(dir, { recursive: true, force: true });
});

const save = (file: string, text: string) => writeFile(join(dir, file), text);
const settings = (more = '') =>
  `service: {contact: ops@acme.test, data_dir: ${JSON.stringify(dataDir)}}\nweb: {port: 0}\n${more}`;
const target = (path: string, schedule: string) =>
  `crawler: json
options: {urls: ["http://127.0.0.1:${port}/${path}"], items: $, kind: post, fields: {id: id, text: text}}
site: ${path}
allow_hosts: ["127.0.0.1:${port}"]
schedule: ${schedule}
`;

/** Starts the service; `until` resolves to the first line of its log that fits and was not returned before. */
function start(): { child: ChildProcess; until: (fits: (line: Line) => boolean) => Promise<Line> } {
  const { DATABASE_URL: _none, ...env } = process.env;
  const child = spawn(process.execPath, [MAIN, 'start', '--config', dir], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  running.push(child);
  const unread: Line[] = [];
  const lines = createInterface({ input: child.stderr })[Symbol.asyncIterator]();
  return {
    child,
    until: async (fits) => {
      const before = unread.findIndex(fits);
      if (before >= 0) return unread.splice(before, 1)[0]!;
      for (;;) {
        const { value, done } = await lines.next();
        if (done) throw new Error('the service has ended');
        const line = JSON.parse(value as string) as Line;
        if (fits(line)) return line;
        unread.push(line);
      }
    },
  };
}

const outbox = async () => {
  const files = await readdir(join(dataDir, 'outbox')).catch(() => []);
  const texts = await Promise.all(files.sort().map((file) => readFile(join(dataDir, 'outbox', file), 'utf8')));
  return texts.map((text) => /^Subject: (.*)$/m.exec(text)?.[1] ?? '');
};

it('puts a good change into use, keeps the last good one where it is bad, and tells operators with the place', async () => {
  const { child, until } = start();
  const { web } = await until(({ msg }) => msg === 'started');
  expect((await fetch(`${web}/healthz`)).status).toBe(200);
  await until(({ msg, target: id }) => msg === 'crawled' && id === 'town');

  await save('targets/town.yaml', target('town', 'every 10 min'));
  const told = await until(({ msg }) => msg.startsWith('configuration: '));
  expect(told.msg).toBe('configuration: target town: schedule: every 30 min → every 10 min');
  await until(({ msg }) => msg === 'configuration applied');

  await save('targets/town.yaml', 'crawler: json\nschedul: every 5 min\n');
  const refused = await until(({ msg }) => msg.includes('cannot be used'));
  expect(refused.problems?.[0]).toMatch(/targets\/town\.yaml:1:1|targets\/town\.yaml:2:1/);
  expect(refused.problems?.join('\n')).toMatch(/town\.yaml:2:1: unknown key "schedul".*did you mean "schedule"\?/);
  await until(({ msg, delivery }) => msg === 'delivered' && String(delivery).startsWith('operator'));
  expect((await fetch(`${web}/targets`)).status).toBe(200);

  // Good again, and with another target, which is crawled at once.
  await save('targets/town.yaml', target('town', 'every 10 min'));
  await save('targets/village.yaml', target('village', 'every 1 h'));
  await until(({ msg, target: id }) => msg === 'crawled' && id === 'village');
  await until(({ msg, delivery }) => msg === 'delivered' && String(delivery).startsWith('operator'));
  expect(await outbox()).toEqual([
    'Earshot: a change of the configuration cannot be used',
    'Earshot: the configuration can be used again',
  ]);
  expect(asked).toContain('/village');
  // The same server at the same address, on the new configuration.
  expect((await fetch(`${web}/healthz`)).status).toBe(200);

  const store = await openStore({ dataDir, log: silentLogger });
  const changes = await configChanges(store.db, 10);
  expect(
    changes
      .map(({ kind }) => kind)
      .reverse()
      .slice(0, 3),
  ).toEqual(['started', 'applied', 'refused']);
  expect(changes[0]?.lines).toContain('target village: added');
  expect(changes[0]?.by).not.toBe('');
  expect((await filesInUse(store.db))?.files['targets/village.yaml']).toContain('/village');
  await store.close();

  child.kill('SIGTERM');
  expect((await once(child, 'exit'))[0]).toBe(0);

  // What changes while nothing runs is told at the next start.
  await rm(join(dir, 'targets/village.yaml'));
  const again = start();
  const since = await again.until(({ msg }) => msg.includes('since the last start'));
  expect(since.changes).toEqual(['target village: removed']);
}, 300_000);
