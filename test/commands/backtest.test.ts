/** The back-test as its user meets it: stored posts in, alerts that would have been sent out. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/cli/config.ts';
import { noisyRules } from '../../src/cli/noisy-rules.ts';
import { earshot } from './program.ts';

const SETTINGS = `
service: {timezone: UTC, contact: "https://example.org/crawler"}
mail: {from: "Earshot <earshot@example.org>"}
recipients:
  desk: {name: Desk, email: desk@example.org, language: en}
alerts:
  pr: {brands: all, recipients: [desk], min_severity: 1}
`;

/** Two weeks of two posts a day, then twelve angry ones in an hour. */
function stream(): object[] {
  const calm = Array.from({ length: 28 }, (_, index) => ({
    site: 'town',
    id: `calm-${index}`,
    text: index % 7 === 3 ? `Acme was late with parcel ${index}` : `Acme does a lovely job, order ${index}`,
    published_at: new Date(Date.UTC(2015, 1, 1) + index * 12 * 3_600_000).toISOString(),
  }));
  const angry = Array.from({ length: 12 }, (_, index) => ({
    site: 'town',
    id: `angry-${index}`,
    text: `Acme support is terrible, they never answer and refuse my refund, case ${index}`,
    published_at: new Date(Date.UTC(2015, 1, 15, 9) + index * 5 * 60_000).toISOString(),
  }));
  return [...calm, ...angry];
}

describe('earshot backtest', { timeout: 120_000 }, () => {
  let cwd: string;
  const run = (...args: string[]) => earshot(['backtest', ...args], { cwd });
  const alerts = (text: string) =>
    text
      .trim()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));

  beforeAll(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'earshot-backtest-'));
    await mkdir(join(cwd, 'config/brands'), { recursive: true });
    await mkdir(join(cwd, 'config/targets'), { recursive: true });
    await writeFile(join(cwd, 'config/earshot.yaml'), SETTINGS);
    await writeFile(join(cwd, 'config/brands/acme.yaml'), 'name: Acme\n');
    await writeFile(
      join(cwd, 'posts.jsonl'),
      stream()
        .map((post) => `${JSON.stringify(post)}\n`)
        .join(''),
    );
    await earshot(['import', 'posts.jsonl'], { cwd });
  }, 180_000);
  afterAll(() => rm(cwd, { recursive: true, force: true }));

  it('says what would have been sent, when and why, and says the same again', async () => {
    const first = await run('--json');
    expect(first.code).toBe(0);
    const [opened] = alerts(first.stdout);
    expect(opened).toMatchObject({
      type: 'alert',
      brand: 'acme',
      incident: 1,
      kind: 'opened',
      to: ['desk'],
      sent_as: null,
    });
    expect(opened.at).toMatch(/^2015-02-15T(09|10):/);
    expect(opened.why).toMatch(/spike.*negative by \d+ people in .* expected/);
    expect(opened.people).toBeGreaterThan(4);
    expect(opened.observed).toBeGreaterThanOrEqual(opened.people);
    expect((await run('--json')).stdout).toBe(first.stdout);
  });

  it('tries a changed setting', async () => {
    expect((await run('--json', '--set', 'alerts.min_severity=5')).stdout).toBe('');
    const wrong = await run('--set', 'alerts.min_severity=9');
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('must be 1, 2, 3, 4 or 5')]);
    const unknown = await run('--set', 'colour=red');
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('cannot be set; allowed: detect.')]);
  });

  it('looks at the time it is told to', async () => {
    expect((await run('--json', '--until', '2015-02-14')).stdout).toBe('');
    const backwards = await run('--since', '2015-02-16', '--until', '2015-02-01');
    expect([backwards.code, backwards.stderr]).toEqual([2, expect.stringContaining('is not before --until')]);
    expect((await run('--since', 'yesterday')).code).toBe(2);
    expect((await run('--brand', 'nobody')).stderr).toContain('there is no brand "nobody"; brands: acme');
  });

  it('prints a table and writes a page', async () => {
    const { stdout } = await run('--html', 'page.html');
    expect(stdout).toMatch(/^acme: \d+ alerts? about 1 new incident/);
    expect(stdout).toContain('was not sent');
    const page = await readFile(join(cwd, 'page.html'), 'utf8');
    // A chart of a few days is as high as one of years.
    expect(page).toContain('viewBox="0 0 1000 160"');
    expect(page.match(/<rect /g)!.length).toBeGreaterThan(20);
    expect(page).toContain('Each bar is a day');
    expect(page).toContain('opened');
  });

  it('tells which alert rule would have told people too often', async () => {
    const dir = join(cwd, 'config');
    const { config } = await readConfig(dir, {});
    const here = { ...config, service: { ...config.service, dataDir: join(cwd, 'data') } };
    expect(await noisyRules(dir, here, {})).toEqual([]);
    expect(await noisyRules(dir, here, {}, 0)).toMatchObject([
      { code: 'W113', line: 7, message: expect.stringMatching(/^alert rule "pr" would have sent [1-9]\d* alerts/) },
    ]);
  });
});
