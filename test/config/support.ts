/** Configurations as text, in a directory of their own that is gone after the test. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { type CrawlerSchemas, type LoadOptions, loadConfig } from '../../src/config/load.ts';
import { ConfigError, formatProblem } from '../../src/config/problem.ts';
import type { Config } from '../../src/config/types.ts';

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** The least that is a configuration. */
export const MINIMAL: Files = {
  'earshot.yaml': 'service: {contact: ops@acme.test}\n',
  'brands/acme.yaml': 'name: Acme\n',
  'targets/blog.yaml': 'crawler: pages\noptions: {urls: ["https://acme.test/"]}\n',
};

const pages = z.strictObject({
  urls: z.array(z.url()).min(1),
  kind: z.enum(['review', 'post']).default('post'),
  next: z.strictObject({ cursor: z.string().optional(), first: z.int().default(1) }).optional(),
});
const search = z.strictObject({ words: z.array(z.string()).optional() });
const schemas = new Map<string, { options: z.ZodType }>([
  ['pages', { options: pages }],
  ['search', { options: search }],
]);

/** Stands for the registry: two crawlers that exist nowhere else. */
export const CRAWLERS: CrawlerSchemas = {
  ids: [...schemas.keys()],
  has: (id) => schemas.has(id),
  get: (id) => schemas.get(id)!,
};

export async function makeDir(files: Files): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'earshot-config-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  await write(dir, files);
  return dir;
}

export async function write(dir: string, files: Files): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), content);
  }
}

/** Loads `MINIMAL` with some files replaced. */
export async function load(
  files: Files = {},
  env: Record<string, string> = {},
  options: LoadOptions = {},
): Promise<Config> {
  const dir = await makeDir({ ...MINIMAL, ...files });
  return loadConfig(dir, env, { crawlers: CRAWLERS, ...options });
}

/** The problems of `MINIMAL` with some files replaced, one line each, files named from the config directory. */
export async function problems(
  files: Files,
  env: Record<string, string> = {},
  options: LoadOptions = {},
): Promise<string[]> {
  const dir = await makeDir({ ...MINIMAL, ...files });
  try {
    await loadConfig(dir, env, { crawlers: CRAWLERS, ...options });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map((problem) => formatProblem(problem).replace(`${dir}/`, ''));
  }
  return [];
}

/** The warnings of `MINIMAL` with some files replaced. */
export async function warnings(files: Files, env: Record<string, string> = {}): Promise<string[]> {
  const dir = await makeDir({ ...MINIMAL, ...files });
  const config = await loadConfig(dir, env, { crawlers: CRAWLERS });
  return config.warnings.map((problem) => formatProblem(problem).replace(`${dir}/`, ''));
}
