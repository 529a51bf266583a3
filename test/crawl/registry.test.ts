import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Crawler, defineCrawler } from '../../src/crawl/contract.ts';
import { loadRegistry, Registry } from '../../src/crawl/registry.ts';

const crawler = defineCrawler({
  title: 'Example',
  homepage: 'https://example.com',
  render: 'http',
  robots: 'obey',
  options: z.strictObject({
    url: z.url().describe('where'),
    sort: z.enum(['new', 'old']).default('new').describe('how'),
  }),
  requests: (options) => [{ url: options.url }],
  parse: () => ({ posts: [] }),
});

const registryOf = (value: Crawler) => new Registry(new Map([['example', { ...value, id: 'example' }]]));

describe('Registry', () => {
  const registry = registryOf(crawler as Crawler);

  it('completes options with their defaults', () => {
    expect(registry.validateOptions('example', { url: 'https://a.example' })).toEqual({
      ok: true,
      options: { url: 'https://a.example', sort: 'new' },
    });
  });

  it('names every wrong option, and what is allowed', () => {
    const result = registry.validateOptions('example', { url: 5, sort: 'up', depth: 1 });
    expect(result).toMatchObject({
      ok: false,
      problems: [
        { path: ['url'] },
        { path: ['sort'], allowed: ['new', 'old'] },
        { path: ['depth'], message: 'unknown option "depth"', allowed: ['url', 'sort'] },
      ],
    });
  });

  it('names the crawlers there are where one is unknown', () => {
    expect(registry.validateOptions('exmaple', {})).toMatchObject({ ok: false, problems: [{ allowed: ['example'] }] });
    expect(() => registry.get('exmaple')).toThrow('there is no crawler "exmaple"');
  });
});

describe('loadRegistry', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'crawlers-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const load = () => loadRegistry(pathToFileURL(`${folder}/`));

  it('loads what fits and ignores what is no code', async () => {
    writeFileSync(join(folder, 'README.md'), '# Crawlers');
    mkdirSync(join(folder, 'notes'));
    writeFileSync(
      join(folder, 'site-a.ts'),
      `import { defineCrawler, z } from ${JSON.stringify(new URL('../../src/crawl/contract.ts', import.meta.url).href)};
       export default defineCrawler({ title: 'A', homepage: 'https://a.example', render: 'http', robots: 'obey',
         options: z.strictObject({}), requests: () => [], parse: () => ({ posts: [] }) });`,
    );
    expect((await load()).ids).toEqual(['site-a']);
  });

  it('names every file that does not fit, and why', async () => {
    writeFileSync(join(folder, 'Bad Name.ts'), 'export default {}');
    writeFileSync(join(folder, 'broken.ts'), 'export default {');
    writeFileSync(
      join(folder, 'half.ts'),
      "export default { title: 'Half', homepage: 'https://h.example', render: 'tv' }",
    );
    writeFileSync(join(folder, 'nothing.ts'), 'export const x = 1;');
    await expect(load()).rejects.toThrow(
      /crawlers\/Bad Name\.ts: its name[\s\S]*crawlers\/broken\.ts: cannot be loaded[\s\S]*crawlers\/half\.ts: "render" must be[\s\S]*crawlers\/nothing\.ts: its default export/,
    );
  });
});
