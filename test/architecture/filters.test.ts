/** Filters start at once: what they need only sometimes is loaded when it is asked for. */
import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');

/** Files, and packages, that are loaded with `file`; what is imported as a type only is not. */
function loadedWith(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const text = readFileSync(join(ROOT, file), 'utf8');
  for (const [, from] of text.matchAll(/(?:^|\n)(?:import|export)(?! type\b)\s[^'"`;]*?\bfrom\s+'([^']+)'/g)) {
    if (from!.startsWith('.')) loadedWith(relative(ROOT, resolve(ROOT, dirname(file), from!)), seen);
    else seen.add(from!);
  }
  return seen;
}

it('scoring loads no configuration, no store and no package but those that read text', () => {
  const loaded = [...loadedWith('src/commands/score.ts')];
  expect(loaded).toContain('src/analyze/scorer.ts');
  expect(loaded.filter((f) => /^src\/(?:config|store|crawl|notify|jobs|web|demo)\//.test(f))).toEqual([]);
  const packages = loaded.filter((f) => !f.startsWith('src/') && !f.startsWith('node:'));
  expect(packages.filter((name) => !/^(?:opencc-js|natural|vader|afinn)/.test(name))).toEqual([]);
});
