import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { Command } from 'commander';
import { expect, test } from 'vitest';
import type { CommandContext } from '../../src/cli/context.ts';
import { SteppedClock } from '../../src/clock.ts';
import register from '../../src/commands/check.ts';
import { schemaFiles } from '../../src/config/schema-files.ts';
import { makeDir } from '../config/support.ts';

const GOOD = {
  'earshot.yaml': 'service: {contact: ops@acme.test}\nmail: {smtp: {url: {env: SMTP_URL}}}\n',
  'brands/acme.yaml': 'name: Acme\n',
  'brands/bolt.yaml': 'name: Bolt\nrole: competitor\n',
  'targets/blog.yaml': 'crawler: rss\noptions: {urls: ["https://acme.test/feed"]}\npaused: true\n',
};
const BAD = {
  ...GOOD,
  'brands/bolt.yaml': 'name: Bolt\nquery: a AND (b\n',
  'targets/blog.yaml': 'crawler: rs\nabout: acm\n',
};

async function check(args: readonly string[], env: Record<string, string> = {}) {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const context: CommandContext = {
    stdin: Readable.from([]),
    stdout,
    stderr,
    env,
    clock: new SteppedClock(new Date(0)),
    signal: new AbortController().signal,
    exitCode: 0,
  };
  const program = new Command().exitOverride();
  register(program, context);
  await program.parseAsync(['node', 'earshot', 'check', ...args]);
  stdout.end();
  stderr.end();
  return { exit: context.exitCode, out: await text(stdout), err: await text(stderr) };
}

test('a good configuration: what it holds, and what may not be meant', async () => {
  const dir = await makeDir(GOOD);
  expect(await check(['--config', dir])).toEqual({
    exit: 0,
    out:
      `${dir}/earshot.yaml:2:21: warning: environment variable SMTP_URL is not set: mails are written to the outbox folder, not sent [W104]\n` +
      'ok: 2 brands, 1 target (1 paused, so nothing is crawled), 0 recipients, 0 alert rules, 0 digest rules\n',
    err: '',
  });
});

test('a bad one: every problem of every file', async () => {
  const dir = await makeDir(BAD);
  const { exit, out, err } = await check(['--config', dir]);
  expect(exit).toBe(2);
  expect(out.split('\n')).toEqual([
    expect.stringMatching(/\/brands\/bolt\.yaml:2:\d+: query: .* \[E305\]$/),
    expect.stringMatching(
      /\/targets\/blog\.yaml:1:10: crawler: there is no crawler "rs"; allowed: .*; did you mean "rss"\? \[E303\]$/,
    ),
    expect.stringMatching(
      /\/targets\/blog\.yaml:2:8: about: there is no brand "acm"; .*did you mean "acme"\? \[E301\]$/,
    ),
    '',
  ]);
  expect(err).toBe(`earshot: 3 problems in ${dir}\n`);
});

test('--json', async () => {
  const good = await check(['--json', '--config', await makeDir(GOOD)], { SMTP_URL: 'smtp://mail.test' });
  expect(good.out.split('\n')).toHaveLength(2);
  expect(JSON.parse(good.out)).toMatchObject({
    ok: true,
    brands: 2,
    targets: 1,
    paused: 1,
    problems: [],
    warnings: [{ code: 'W107', line: 1, column: 1 }],
  });
  const dir = await makeDir(BAD);
  const bad = await check(['--json', '--config', dir]);
  expect(bad).toMatchObject({ exit: 2, err: '' });
  expect(JSON.parse(bad.out)).toMatchObject({
    ok: false,
    problems: [
      { code: 'E305', file: join(dir, 'brands/bolt.yaml') },
      { code: 'E303', file: join(dir, 'targets/blog.yaml'), line: 1, column: 10, nearest: 'rss' },
      { code: 'E301' },
    ],
    warnings: [],
  });
});

test('--write-schemas', async () => {
  const dir = await makeDir(GOOD);
  expect((await check(['--write-schemas', '--config', dir])).exit).toBe(0);
  for (const [name, schema] of schemaFiles()) expect(await readFile(join(dir, 'schemas', name), 'utf8')).toBe(schema);
});

test('as it is called: the shipped configuration is fine; a directory that is not there exits 2', async () => {
  const root = join(import.meta.dirname, '../..');
  const node = join(root, 'node_modules/.bin/node');
  const run = promisify(execFile);
  const { stdout } = await run(node, ['src/earshot.js', 'check'], { cwd: root, env: { PATH: process.env.PATH } });
  expect(stdout).toMatch(/\nok: 2 brands, (\d+) targets \(\1 paused, so nothing is crawled\), /);
  await expect(run(node, ['src/earshot.js', 'check', '--config', 'nowhere'], { cwd: root })).rejects.toMatchObject({
    code: 2,
    stdout: expect.stringMatching(/^nowhere:1:1: the configuration directory does not exist; run `earshot init`/),
  });
});

test('what only crawlers can tell: targets that overlap, and schedules beyond what a host is asked for', async () => {
  const feed = (urls: string[], more = '') => `crawler: rss\noptions: {urls: ${JSON.stringify(urls)}}\n${more}`;
  const dir = await makeDir({
    ...GOOD,
    'targets/blog.yaml': feed(['https://acme.test/feed', 'https://acme.test/b']),
    'targets/press.yaml': feed(['https://press.test/x', 'https://acme.test/feed']),
    'targets/twin.yaml': feed(['https://acme.test/feed', 'https://acme.test/b'], 'paused: true\n'),
    'targets/greedy.yaml': feed(
      Array.from({ length: 30 }, (_, n) => `https://greedy.test/${n}`),
      'schedule: every 1 min\nrequests_per_minute: 6\n',
    ),
  });
  const { out } = await check(['--config', dir], { SMTP_URL: 'smtp://mail.test' });
  expect(out).toContain(
    'press.yaml:1:1: warning: target "press" begins at an address that target "blog" reads too: https://acme.test/feed; remove one of them [W108]',
  );
  // Identical targets are told once, and one that rests reads nothing.
  expect(out.match(/W108/g)).toHaveLength(2);
  expect(out).toMatch(
    /greedy.yaml:3:1: warning: a crawl begins with 30 requests .* which take 5 minutes at 6 a minute.*\[W112\]/,
  );
  expect(out).toMatch(
    /the schedules of greedy ask greedy.test for 43200 requests a day.* no more than 5000; crawl less often.*\[W112\]/,
  );
});
