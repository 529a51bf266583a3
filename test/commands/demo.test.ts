import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { earshot } from './program.ts';

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'earshot-demo-test-'));
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

it('tells the whole story: crawled, flagged, alerted, reported', async () => {
  const ran = await earshot(['demo', '--out', 'out', '--exit', '--json'], { cwd });
  expect(ran.stderr).toBe('');
  expect(ran.code).toBe(0);
  const summary = JSON.parse(ran.stdout.trim().split('\n').at(-1) ?? '') as Record<string, number>;
  expect(Object.keys(summary).sort()).toEqual(
    ['alerts', 'digests', 'incidents', 'mentions', 'minutes_to_alert', 'posts', 'seconds'].sort(),
  );
  expect(summary.posts).toBeGreaterThan(1500);
  expect(summary.mentions).toBeGreaterThan(1000);
  expect(summary.incidents).toBeGreaterThanOrEqual(1);
  expect(summary.incidents).toBeLessThanOrEqual(3);
  expect(summary.minutes_to_alert).toBeGreaterThanOrEqual(0);
  expect(summary.minutes_to_alert).toBeLessThanOrEqual(120);

  const alerts = (await readdir(join(cwd, 'out/alerts'))).sort();
  expect(alerts).toHaveLength(summary.alerts!);
  const first = await PostalMime.parse(await readFile(join(cwd, 'out/alerts', alerts[0]!)));
  expect(first.subject).toMatch(/^\[\d\/5\]/);
  expect(first.text?.length).toBeGreaterThan(200);
  expect(first.html).toContain('lang="zh');

  const digests = await readdir(join(cwd, 'out/digests'));
  for (const ending of ['html', 'txt', 'eml']) {
    expect(digests.filter((file) => file.endsWith(`.${ending}`)).length).toBeGreaterThanOrEqual(6);
  }
  // The town's data folder is its own: nothing is left where the command ran.
  expect((await readdir(cwd)).sort()).toEqual(['out']);
}, 400_000);
