/** `earshot init`: what it writes can be used as it is. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfig } from '../../src/cli/config.ts';
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
  expect(err).toMatch(/1 brand, \d+ targets\. Next: npx earshot try \S+-acme-hotels, then npx earshot start\n/);
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
