/** Numbered problems are worth something only if each is documented, used, and tested. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CODES } from '../../src/config/codes.ts';

async function codesIn(folder: string, pattern: RegExp, but: string): Promise<string[]> {
  const found = new Set<string>();
  for (const name of await readdir(folder, { recursive: true })) {
    if (!name.endsWith('.ts') || name === but) continue;
    for (const [, code = ''] of (await readFile(join(folder, name), 'utf8')).matchAll(pattern)) found.add(code);
  }
  return [...found].sort();
}

const documented = Object.keys(CODES).sort();

test('every code that the program uses is documented, and no other', async () => {
  const folder = join(import.meta.dirname, '../../src');
  expect(await codesIn(folder, /'([EW]\d{3})'/g, 'config/codes.ts')).toEqual(documented);
});

test('every code is met in a test', async () => {
  expect(await codesIn(join(import.meta.dirname, '..'), /\b([EW][123]\d{2})\b/g, 'config/codes.test.ts')).toEqual(
    documented,
  );
});

test('each says what it means', () => {
  for (const text of Object.values(CODES)) expect(text).toMatch(/^[A-Z`].{25,}[.]$/);
});
