import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import type { ConfigError } from '../../src/config/problem.ts';
import { Reloader, watchConfig } from '../../src/config/watch.ts';
import { CRAWLERS, MINIMAL, makeDir, write } from './support.ts';

const GOOD = 'name: Acme\nterms: [Acme, 阿克米]\n';
const BAD = 'name: Acme\ntermz: [Acme]\n';

async function setUp() {
  const dir = await makeDir(MINIMAL);
  const load = () => loadConfig(dir, {}, { crawlers: CRAWLERS });
  const told: string[] = [];
  const options = {
    initial: await load(),
    load,
    onChange: (_: unknown, changes: readonly string[]) => void told.push(...changes),
    onProblem: (error: ConfigError) => void told.push(...error.problems.map(({ message }) => message)),
    onRepaired: () => void told.push('repaired'),
    onError: (error: unknown) => void told.push(`error: ${error}`),
  };
  return { dir, options, told, save: (text: string) => write(dir, { 'brands/acme.yaml': text }) };
}

describe('Reloader', () => {
  test('a good change is handed on, with its difference in words', async () => {
    const { options, told, save } = await setUp();
    const reloader = new Reloader(options);
    await save(GOOD);
    await reloader.reload();
    expect(told).toEqual(['brand acme: terms: + "阿克米"']);
    expect(reloader.current.brands[0]?.terms).toHaveLength(2);
  });

  test('files that say the same are no change', async () => {
    const { options, told, save } = await setUp();
    await save('# a comment\nname: Acme\n');
    await new Reloader(options).reload();
    expect(told).toEqual([]);
  });

  test('a bad change is told once, and the last good stays until a good one comes', async () => {
    const { options, told, save } = await setUp();
    const reloader = new Reloader(options);
    await save(BAD);
    await reloader.reload();
    await reloader.reload();
    expect(told).toEqual(['unknown key "termz"']);
    expect(reloader.current).toBe(options.initial);
    await save(GOOD);
    await reloader.reload();
    expect(told.slice(1)).toEqual(['brand acme: terms: + "阿克米"']);
  });

  test('back to what it was is told too', async () => {
    const { options, told, save } = await setUp();
    const reloader = new Reloader(options);
    await save(BAD);
    await reloader.reload();
    await save('name: Acme\n');
    await reloader.reload();
    await save(BAD);
    await reloader.reload();
    expect(told).toEqual(['unknown key "termz"', 'repaired', 'unknown key "termz"']);
  });

  test('a failure that is nobody’s mistake is told apart', async () => {
    const { options, told } = await setUp();
    const reloader = new Reloader({ ...options, load: () => Promise.reject(new Error('disk on fire')) });
    await reloader.reload();
    expect(told).toEqual(['error: Error: disk on fire']);
    expect(reloader.current).toBe(options.initial);
  });

  test('readings never overlap', async () => {
    const { options } = await setUp();
    let running = 0;
    let most = 0;
    const load = async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      return options.initial;
    };
    const reloader = new Reloader({ ...options, load });
    await Promise.all([reloader.reload(), reloader.reload(), reloader.reload()]);
    expect(most).toBe(1);
  });
});

describe('watchConfig', () => {
  async function watching() {
    const setup = await setUp();
    const watcher = await watchConfig(setup.dir, { ...setup.options, settleMs: 20 });
    onTestFinished(() => watcher.close());
    const heard = (line: string) =>
      vi.waitFor(() => expect(setup.told).toContain(line), { timeout: 10_000, interval: 20 });
    return { ...setup, watcher, heard };
  }

  test('a file saved, replaced by renaming as editors do, added and removed', async () => {
    const { dir, watcher, save, heard } = await watching();
    await save(GOOD);
    await heard('brand acme: terms: + "阿克米"');
    await writeFile(join(dir, 'brands/.acme.yaml.tmp'), 'name: Acme\nterms: [Acme, 阿克米, Akme]\n');
    await rename(join(dir, 'brands/.acme.yaml.tmp'), join(dir, 'brands/acme.yaml'));
    await heard('brand acme: terms: + "Akme"');
    await write(dir, { 'brands/bolt.yaml': 'name: Bolt\n' });
    await heard('brand bolt: added');
    await rm(join(dir, 'brands/bolt.yaml'));
    await heard('brand bolt: removed');
    expect(watcher.current.brands.map(({ id }) => id)).toEqual(['acme']);
  });

  test('a bad edit keeps the last good', async () => {
    const { options, watcher, save, heard } = await watching();
    await save(BAD);
    await heard('unknown key "termz"');
    expect(watcher.current).toBe(options.initial);
  });

  test('after closing nothing is heard', async () => {
    const { told, watcher, save } = await watching();
    await watcher.close();
    await save(GOOD);
    await watcher.reload();
    // Read when asked to, so the change is seen once and not twice.
    expect(told).toEqual(['brand acme: terms: + "阿克米"']);
  });
});
