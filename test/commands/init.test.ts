/** `earshot init`: what it writes can be used as it is. */
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { Command } from 'commander';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfig } from '../../src/cli/config.ts';
import { systemClock } from '../../src/clock.ts';
import register from '../../src/commands/init.ts';
import { run } from './support/run.ts';

let dir: string;
beforeEach(async () => {
  dir = join(await mkdtemp(join(tmpdir(), 'earshot-init-')), 'config');
});
afterEach(() => rm(join(dir, '..'), { recursive: true, force: true }));

const init = (...words: string[]) => run(register, ['init', '--config', dir, ...words]);

test('flags alone give a configuration that can be used, with schemas for editors', async () => {
  const { text, err } = await init('--brand', 'Acme Hotels', '--terms', '阿克米，Acme', '--contact', 'ops@acme.test');
  expect(text).toContain(`written  ${join(dir, 'brands/acme-hotels.yaml')}\n`);
  const [, first] = /1 brand, \d+ targets\. Next: npx earshot try (\S+-acme-hotels) /.exec(err) ?? [];
  // What is said can be typed as it stands, from wherever init was called.
  expect(err).toContain(`Next: npx earshot try ${first} --config ${dir}, then npx earshot start --config ${dir}\n`);
  expect(await readFile(join(dir, `targets/${first}.yaml`), 'utf8')).toContain(
    `: npx earshot try ${first} --config ${dir}\n`,
  );
  const { config } = await readConfig(dir, {});
  expect(config.brands).toMatchObject([{ id: 'acme-hotels', name: 'Acme Hotels' }]);
  expect(config.brands[0]?.terms.map(({ term }) => term)).toEqual(['Acme Hotels', '阿克米', 'Acme']);
  expect(config.targets.length).toBeGreaterThan(3);
  expect(config.operators).toMatchObject([{ email: 'ops@acme.test' }]);
  expect(config.alerts).toHaveLength(1);
  expect(config.warnings.map(({ code }) => code).filter((code) => code !== 'W104')).toEqual([]);
  for (const folder of ['.', 'brands', 'targets']) {
    for (const name of (await readdir(join(dir, folder))).filter((file) => file.endsWith('.yaml'))) {
      const [first = ''] = (await readFile(join(dir, folder, name), 'utf8')).split('\n');
      const [, schema] = /^# yaml-language-server: \$schema=(\S+)$/.exec(first) ?? [];
      expect(JSON.parse(await readFile(join(dir, folder, schema!), 'utf8'))).toHaveProperty('$schema');
    }
  }
});

test('another brand is added, and what is there stays', async () => {
  await init('--brand', 'Acme', '--contact', 'ops@acme.test', '--sites', 'hackernews');
  await writeFile(join(dir, 'brands/acme.yaml'), 'name: Acme\nterms: [Acme, mine]\n');
  const { text } = await init('--brand', '阿克米', '--id', 'akemi', '--contact', 'ops@acme.test', '--sites', 'none');
  expect(text).toContain(`kept     ${join(dir, 'earshot.yaml')}\n`);
  const { config } = await readConfig(dir, {});
  expect(config.brands.map(({ id }) => id)).toEqual(['acme', 'akemi']);
  expect(config.brands[0]?.terms.map(({ term }) => term)).toEqual(['Acme', 'mine']);
  expect(config.targets.map(({ id }) => id)).toEqual(['hackernews-acme']);
});

test('what is missing or cannot be is said', async () => {
  await expect(init()).rejects.toThrow(/--brand is missing/);
  await expect(init('--brand', 'Acme')).rejects.toThrow(/--contact is missing/);
  await expect(init('--brand', '阿克米', '--contact', 'a@b.test')).rejects.toThrow(/cannot be an id/);
  await expect(init('--brand', 'Acme', '--contact', 'a@b.test', '--sites', 'html')).rejects.toThrow(
    /html cannot be set up/,
  );
});

test('flags that cannot be are refused before anything is written', async () => {
  const brand = ['--brand', 'Acme', '--contact', 'ops@acme.test'];
  await expect(init('--brand', 'Acme', '--contact', 'nobody')).rejects.toThrow('"nobody" reaches nobody');
  await expect(init(...brand, '--timezone', 'Mars')).rejects.toThrow('"Mars" is not a time zone');
  await expect(init(...brand, '--language', 'fr')).rejects.toThrow('no mails in "fr"');
  expect(existsSync(dir)).toBe(false);
});

/** Answers as a person types them: the next one when a question has come. */
async function typed(...answers: (string | null)[]) {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  let err = '';
  const stderr = new Writable({
    write(chunk, _encoding, done) {
      err += String(chunk);
      if (/: $/.test(String(chunk)) && answers.length > 0) {
        const answer = answers.shift();
        if (answer === null) stdin.end();
        else stdin.write(`${answer}\n`);
      }
      done();
    },
  });
  const program = new Command().exitOverride();
  const stdout = new PassThrough().resume();
  register(program, {
    stdin,
    stdout,
    stderr,
    env: {},
    clock: systemClock,
    signal: new AbortController().signal,
    exitCode: 0,
  });
  await program.parseAsync(['init', '--config', dir], { from: 'user' });
  return err;
}

test('on a terminal, an answer that cannot be is asked for again', async () => {
  const err = await typed(
    '',
    'Acme Hotels',
    '阿克米',
    '',
    '',
    'nobody',
    'ops@acme.test',
    'Mars',
    'UTC',
    'fr',
    'en',
    'tape',
    'none',
  );
  for (const said of [
    'a brand needs a name',
    'cannot be an id',
    'reaches nobody',
    'not a time zone',
    'no mails in "fr"',
    'tape',
  ]) {
    expect(err).toContain(said);
  }
  const { config } = await readConfig(dir, {});
  expect(config.brands).toMatchObject([{ id: 'acme-hotels', name: 'Acme Hotels' }]);
  expect(config.service).toMatchObject({ contact: 'ops@acme.test', timezone: 'UTC' });
});

test('who leaves in the middle has written nothing', async () => {
  await expect(typed('Acme', null)).rejects.toThrow('not answered to the end');
  expect(existsSync(dir)).toBe(false);
});
