/** The README's pictures: there, and small enough to be cloned by everybody. */
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');

it('shows pictures that exist, each with words for those who do not see it', () => {
  const shown = [...readFileSync(resolve(ROOT, 'README.md'), 'utf8').matchAll(/!\[([^\]]*)\]\(([^)]+)\)/g)];
  expect(shown.length).toBeGreaterThanOrEqual(2);
  for (const [, words = '', path = ''] of shown) {
    expect(words.length, path).toBeGreaterThan(20);
    expect(statSync(resolve(ROOT, path)).size, path).toBeLessThan(150_000);
  }
});
