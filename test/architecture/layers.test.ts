/** The arrows of the design: who may import whom. A file that breaks them is named with its import. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');

/** What each part of `src` may import beside itself and the leaves. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  main: ['cli', 'commands'],
  commands: ['cli', 'config', 'jobs', 'web', 'demo', 'pipeline', 'crawl', 'notify', 'analyze', 'detect', 'store'],
  cli: ['config', 'demo', 'jobs', 'web', 'pipeline', 'crawl', 'notify', 'analyze', 'detect', 'store'],
  jobs: ['pipeline', 'crawl', 'notify', 'store'],
  web: ['pipeline', 'crawl', 'notify', 'store', 'detect'],
  demo: ['pipeline', 'crawl', 'notify', 'store'],
  pipeline: ['crawl', 'notify', 'analyze', 'detect', 'store'],
  crawl: ['store'],
  notify: ['store'],
  config: [],
  store: [],
  analyze: [],
  detect: [],
};

/** What of Node touches nothing outside: `module` only reads the word lists of packages. */
const HARMLESS = new Set(['node:buffer', 'node:module', 'node:util', 'node:zlib']);

/** Leaves that anyone may import. */
const LEAVES = new Set(['model', 'clock', 'errors', 'log']);

function filesUnder(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .map((file) => join(folder, file));
}

/** Specifiers of every static and dynamic import of a file. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^'"`;]*?\bfrom\s+'([^']+)'|\bimport\(\s*'([^']+)'|\n?import\s+'([^']+)'/g,
  );
  return [...found].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}

/** `src/store/posts.ts` → `store`; `src/model.ts` → `model`. */
function partOf(path: string): string {
  const [, part = ''] = path.split('/');
  return part.replace(/\.ts$/, '');
}

const edges = [...filesUnder('src'), ...filesUnder('crawlers')].flatMap((file) =>
  importsOf(file).map((to) => ({
    file,
    to: to.startsWith('.') ? relative(ROOT, resolve(ROOT, dirname(file), to)) : to,
    local: to.startsWith('.'),
  })),
);

describe('the arrows', () => {
  it('finds the imports at all', () => {
    expect(edges.filter((edge) => edge.local).length).toBeGreaterThan(300);
    expect(edges).toContainEqual({ file: 'src/pipeline/take-in.ts', to: 'src/store/posts.ts', local: true });
  });

  it('point one way', () => {
    const wrong = edges.filter(({ file, to, local }) => {
      if (!local || !file.startsWith('src/')) return false;
      const from = partOf(file);
      const into = partOf(to);
      if (!to.startsWith('src/')) return true;
      return from !== into && !LEAVES.has(into) && !(ALLOWED[from] ?? []).includes(into);
    });
    expect(wrong).toEqual([]);
  });

  it('lead to nothing from the leaves', () => {
    const wrong = edges.filter(({ file, local }) => local && LEAVES.has(partOf(file)) && file.split('/').length === 2);
    expect(wrong).toEqual([]);
  });

  it('never lead from src to a crawler', () => {
    expect(edges.filter(({ file, to }) => file.startsWith('src/') && to.startsWith('crawlers/'))).toEqual([]);
  });

  it('lead crawlers to the contract alone', () => {
    const wrong = edges.filter(({ file, to }) => file.startsWith('crawlers/') && to !== 'src/crawl/contract.ts');
    expect(wrong).toEqual([]);
  });

  it('keep SQL in the store', () => {
    const wrong = edges.filter(({ file, to }) => (to === 'pg' || to === 'kysely') && partOf(file) !== 'store');
    const typesOnly = (file: string) =>
      /import type \{[^}]*\} from 'kysely'/.test(readFileSync(join(ROOT, file), 'utf8'));
    // The queue hands pg-boss's own SQL to our connection; the others only name a transaction's type.
    expect(wrong.filter(({ file }) => !typesOnly(file) && file !== 'src/jobs/queue.ts')).toEqual([]);
  });

  it('keep analysis and detection pure: no files, no network, no clock', () => {
    const pure = filesUnder('src').filter((file) => ['analyze', 'detect'].includes(partOf(file)));
    const impure = pure.flatMap((file) => {
      const text = readFileSync(join(ROOT, file), 'utf8');
      const nodes = importsOf(file).filter((to) => to.startsWith('node:') && !HARMLESS.has(to));
      const clocks = /\bDate\.now\(|new Date\(\)|\bperformance\.now\(|\bMath\.random\(/.exec(text);
      return [...nodes, ...(clocks ? [clocks[0]] : [])].map((what) => `${file}: ${what}`);
    });
    expect(impure).toEqual([]);
  });

  it('let time be a parameter below the command line', () => {
    const below = filesUnder('src').filter((file) => !['cli', 'commands', 'clock', 'main'].includes(partOf(file)));
    const wrong = below.filter((file) => /\bDate\.now\(|new Date\(\)/.test(readFileSync(join(ROOT, file), 'utf8')));
    expect(wrong).toEqual([]);
  });
});
