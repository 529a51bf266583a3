/** Every file must load under plain Node: vitest's own transform hides what type stripping refuses. */
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
/** Starts the command line itself when loaded; a thread's own file expects its thread. */
const RUN_ON_LOAD = new Set(['src/main.ts', 'src/store/embedded/worker.ts', 'src/cli/reading-thread.ts']);

it('imports every file of src and crawlers under plain Node', async () => {
  const files = ['src', 'crawlers'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
      .map((file) => join(folder, file)),
  );
  const loaded = files.filter((file) => !RUN_ON_LOAD.has(file));
  expect(loaded.length).toBeGreaterThan(100);
  const script = `for (const file of ${JSON.stringify(loaded)}) {
    try { await import(new URL(file, ${JSON.stringify(`file://${ROOT}/`)}).href); }
    catch (error) { console.log(file + ': ' + error.message); }
  }`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { cwd: ROOT });
  expect(stdout).toBe('');
}, 120_000);
