/** What can be wrong with the files themselves. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { MINIMAL, makeDir, problems } from './support.ts';

/** The problems of a directory after something was done to it. */
async function problemsAfter(change: (dir: string) => Promise<unknown>): Promise<string> {
  const dir = await makeDir(MINIMAL);
  await change(dir);
  const error = await loadConfig(dir, {}).catch((thrown: Error) => thrown);
  return error instanceof Error ? error.message.replaceAll(`${dir}/`, '').replaceAll(dir, 'DIR') : 'fine';
}

describe('what is missing', () => {
  test('the directory', async () => {
    expect(await problemsAfter((dir) => rm(dir, { recursive: true }))).toBe(
      '1 problem in the configuration:\nDIR:1:1: the configuration directory does not exist; run `earshot init`, or name another one with --config [E101]',
    );
  });

  test('everything in it', async () => {
    const found = await problemsAfter(async (dir) => {
      await rm(dir, { recursive: true });
      await mkdir(dir);
    });
    expect(found.split('\n')).toEqual([
      '3 problems in the configuration:',
      'brands:1:1: the directory brands does not exist; create it [E101]',
      'earshot.yaml:1:1: the file does not exist; run `earshot init` for a first one [E101]',
      'targets:1:1: the directory targets does not exist; create it [E101]',
    ]);
  });

  test('brands', async () => {
    expect(await problemsAfter((dir) => rm(join(dir, 'brands/acme.yaml')))).toContain(
      'brands:1:1: no brand is configured; write a file brands/NAME.yaml [E101]',
    );
  });

  test('targets are not a must: posts may come in by import alone', async () => {
    expect(await problemsAfter((dir) => rm(join(dir, 'targets/blog.yaml')))).toBe('fine');
  });
});

describe('what cannot be read', () => {
  test('a directory with a file’s name', async () => {
    const found = await problemsAfter(async (dir) => {
      await rm(join(dir, 'earshot.yaml'));
      await mkdir(join(dir, 'earshot.yaml'));
    });
    expect(found).toMatch(/earshot\.yaml:1:1: cannot be read: EISDIR.*\[E102\]/);
  });

  test('a file with a directory’s name', async () => {
    const dir = await makeDir({
      'earshot.yaml': 'service: {contact: a@b.test}\n',
      brands: '',
      'targets/a.yaml': 'crawler: x\n',
    });
    await expect(loadConfig(dir, {})).rejects.toThrow(/brands:1:1: cannot be read: ENOTDIR.*\[E102\]/);
  });
});

describe('what is no UTF-8 text', () => {
  test('GBK, as Chinese Windows may save it', async () => {
    const gbk = Buffer.concat([Buffer.from('role: own\nname: '), Buffer.from([0xc4, 0xe3, 0xba, 0xc3, 0x0a])]);
    expect(await problems({ 'brands/acme.yaml': gbk })).toEqual([
      'brands/acme.yaml:2:7: the file is not UTF-8; save it as UTF-8 [E103]',
    ]);
  });

  test('UTF-16', async () => {
    const text = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('name: A\n', 'utf16le')]);
    expect(await problems({ 'brands/acme.yaml': text })).toEqual([
      'brands/acme.yaml:1:1: the file is UTF-16; save it as UTF-8 [E103]',
    ]);
  });

  test('a byte order mark is no harm', async () => {
    expect(await problems({ 'brands/acme.yaml': '\uFEFFname: A\n' })).toEqual([]);
  });
});

describe('what is too much', () => {
  test('a file of more than a megabyte', async () => {
    expect(await problems({ 'brands/acme.yaml': `name: A\n${'# padding\n'.repeat(100_000)}` })).toEqual([
      'brands/acme.yaml:1:1: the file has 1,000,008 bytes; at most 1,000,000 are read [E104]',
    ]);
  });
});

describe('what would never be read', () => {
  test.each([
    ['brands/bolt.yml', 'brands/bolt.yml:1:1: this is never read; allowed: files brands/*.yaml [E109]'],
    ['targets/a.json', 'targets/a.json:1:1: this is never read; allowed: files targets/*.yaml [E109]'],
    ['targets/reviews/a.yaml', 'targets/reviews:1:1: this is never read; allowed: files targets/*.yaml [E109]'],
    [
      'alerts.yaml',
      'alerts.yaml:1:1: this is never read; allowed: earshot.yaml, brands/*.yaml, targets/*.yaml and maps/*.yaml [E109]',
    ],
    [
      'earshot.yml',
      'earshot.yml:1:1: this is never read; allowed: earshot.yaml, brands/*.yaml, targets/*.yaml and maps/*.yaml [E109]',
    ],
  ])('%s', async (name, problem) => expect(await problems({ [name]: 'name: A\n' })).toEqual([problem]));

  test('hidden files, backups, other kinds of files and the schemas are nobody’s configuration', async () => {
    expect(
      await problems({
        'brands/.acme.yaml.swp': 'x',
        'brands/acme.yaml~': 'x',
        'brands/#acme.yaml#': 'x',
        'brands/README.md': 'x',
        'targets/old.yaml.off': 'x',
        'schemas/brand.json': '{}',
      }),
    ).toEqual([]);
  });

  test.each([
    ['Bolt', '; did you mean "bolt.yaml"?'],
    ['小米', ''],
    ['a_b', '; did you mean "a-b.yaml"?'],
    ['a'.repeat(65), ''],
  ])('a file whose name cannot be an id: %s', async (stem, suggestion) => {
    expect(await problems({ [`brands/${stem}.yaml`]: 'name: A\n' })).toEqual([
      `brands/${stem}.yaml:1:1: the file's name cannot be an id: "${stem}"; allowed: lower-case letters, digits and "-", at most 64${suggestion} [E206]`,
    ]);
  });
});

describe('all at once', () => {
  test('every problem of every file, in reading order', async () => {
    const found = await problems({
      'earshot.yaml': 'service:\n  contact: me\nweb: {port: x}\nalerts: {a: {brands: [b]}}\n',
      'brands/acme.yaml': 'name: [\n',
      'brands/bolt.yaml': '',
      'targets/a.yaml': 'crawler: nothing\nabout: bolt\nbrands: [acme, nobody]\nmax_pages: x\n',
      'targets/blog.yaml': 'crawler: pages\n',
    });
    expect(found.map((line) => line.replace(/: .*\[/, ' '))).toEqual([
      'brands/acme.yaml:2:1 E105]',
      'brands/bolt.yaml:1:1 E107]',
      'earshot.yaml:2:12 E206]',
      'earshot.yaml:3:13 E203]',
      'earshot.yaml:4:23 E301]',
      'targets/a.yaml:1:10 E303]',
      'targets/a.yaml:3:16 E301]',
      'targets/a.yaml:4:12 E203]',
      'targets/blog.yaml:1:1 E202]',
    ]);
  });

  test('a broken brand file still means that its brand exists', async () => {
    const found = await problems({
      'brands/acme.yaml': 'name: [\n',
      'targets/blog.yaml': 'crawler: search\nabout: acme\n',
    });
    expect(found).toHaveLength(1);
  });

  test('the message stays readable when there are thousands', async () => {
    const keys = Array.from({ length: 3_000 }, (_, i) => `key${i}: 1\n`).join('');
    const dir = await makeDir({ ...MINIMAL, 'brands/acme.yaml': `name: A\n${keys}` });
    const error = await loadConfig(dir, {}).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ exitCode: 2, problems: { length: 3_000 } });
    const lines = (error as Error).message.split('\n');
    expect(lines).toHaveLength(202);
    expect(lines[0]).toBe('3000 problems in the configuration:');
    expect(lines.at(-1)).toBe('… and 2800 more');
  });
});
