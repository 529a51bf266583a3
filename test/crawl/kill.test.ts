import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { json, numbered } from './support/crawling.ts';
import { type FaultServer, startFaultServer } from './support/fault-server.ts';

const CHILD = fileURLToPath(new URL('support/crawl-child.ts', import.meta.url));
const PAGES = 30;
let server: FaultServer;
let folder: string;
/** This page is never answered: the process is killed while it waits for it. */
let holds = 0;
let held: () => void;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kill-'));
  server = await startFaultServer();
  const pageOf = (path: string) => Number(new URL(path, server.origin).searchParams.get('page') ?? 1);
  server.pages.set('/list', {
    raw: (request, response) => {
      const page = pageOf(request.url ?? '/');
      if (page === holds) return held();
      const newest = 1000 - (page - 1) * 5;
      const next = page < PAGES ? [{ url: `/list?page=${page + 1}` }] : [];
      const { headers, body } = json({ posts: numbered(newest, newest - 4), next });
      response.writeHead(200, headers).end(body);
    },
  });
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** Runs the child; kills it with no warning once it has asked for page `killAt`. */
async function crawlIn(killAt = 0): Promise<{ code: number | null; out: string }> {
  holds = killAt;
  const asked = new Promise<void>((resolve) => {
    held = resolve;
  });
  const child = spawn(process.execPath, [CHILD, server.host, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.on('data', (chunk) => {
    out += String(chunk);
  });
  const ended = once(child, 'close');
  if (killAt > 0) {
    await Promise.race([asked, ended]);
    child.kill('SIGKILL');
  }
  const [code] = (await ended) as [number | null];
  return { code, out };
}

it('a crawl killed without warning, twice, loses nothing and reads hardly a page twice', async () => {
  for (const page of [9, 21]) expect((await crawlIn(page)).code).toBeNull();
  const { code, out } = await crawlIn();
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ outcome: 'ok' });
  const stored = readFileSync(join(folder, 'posts.txt'), 'utf8').trim().split('\n');
  expect(new Set(stored).size).toBe(PAGES * 5);
  // The beginning once for each start, the page in hand once for each kill.
  expect(server.asked.length).toBeLessThanOrEqual(PAGES + 2 * 2 + 2);
}, 120_000);
