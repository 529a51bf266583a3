/** The demo where no browser is to be had; a file of its own, so that it runs beside the other demo. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { earshot } from './program.ts';

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'earshot-demo-test-'));
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

it('goes on without a browser, and says what is missing', async () => {
  const env = { EARSHOT_CHROMIUM: join(cwd, 'no-browser') };
  const ran = await earshot(['demo', '--out', 'blind', '--exit', '--json', '--seed', '2'], { cwd, env });
  expect(ran.stderr).toBe('No Chromium found: the demo goes on without the forum, which only exists in a browser.\n');
  expect(ran.code).toBe(0);
  const summary = JSON.parse(ran.stdout.trim().split('\n').at(-1) ?? '') as Record<string, number>;
  expect(summary.posts).toBeGreaterThan(1300);
  expect(summary.alerts).toBeGreaterThanOrEqual(1);
  expect(summary.minutes_to_alert).toBeLessThanOrEqual(120);
  expect((await readdir(join(cwd, 'blind/alerts'))).length).toBe(summary.alerts);
}, 400_000);
