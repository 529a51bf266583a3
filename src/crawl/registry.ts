/** The crawlers there are: the files of one folder. A file's name is its crawler's id; one that does not fit is an error. */
import { existsSync, readdirSync } from 'node:fs';
import { z } from 'zod';
import { EarshotError, messageOf, UsageError } from '../errors.ts';
import type { Crawler } from './contract.ts';

const FOLDER = new URL('../../crawlers/', import.meta.url);
const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** What is wrong with a target's options: the path of the key, and the sentence about it. */
export interface OptionProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** What could stand there instead, where that can be said. */
  readonly allowed?: readonly string[];
}

/** A crawler that was loaded, under its id. */
export interface LoadedCrawler extends Crawler {
  readonly id: string;
}

export class Registry {
  readonly #crawlers: ReadonlyMap<string, LoadedCrawler>;

  constructor(crawlers: ReadonlyMap<string, LoadedCrawler>) {
    this.#crawlers = crawlers;
  }

  get ids(): string[] {
    return [...this.#crawlers.keys()];
  }

  has(id: string): boolean {
    return this.#crawlers.has(id);
  }

  /** Throws `UsageError` with the ids there are. */
  get(id: string): LoadedCrawler {
    const crawler = this.#crawlers.get(id);
    if (crawler) return crawler;
    throw new UsageError(`there is no crawler "${id}"`, { hint: `crawlers: ${this.ids.join(', ')}` });
  }

  all(): LoadedCrawler[] {
    return [...this.#crawlers.values()];
  }

  /** Checks a target's options against its crawler's schema; the options are complete with defaults when `ok`. */
  validateOptions(
    crawlerId: string,
    options: unknown,
  ): { ok: true; options: Record<string, unknown> } | { ok: false; problems: OptionProblem[] } {
    const crawler = this.#crawlers.get(crawlerId);
    if (!crawler) {
      const message = `there is no crawler "${crawlerId}"`;
      return { ok: false, problems: [{ path: [], message, allowed: this.ids }] };
    }
    const result = crawler.options.safeParse(options ?? {});
    if (result.success) return { ok: true, options: result.data as Record<string, unknown> };
    return { ok: false, problems: result.error.issues.flatMap((issue) => problemsOf(issue, crawler.options)) };
  }
}

function problemsOf(issue: z.core.$ZodIssue, schema: z.ZodType): OptionProblem[] {
  const path = issue.path.filter((part) => typeof part !== 'symbol');
  if (issue.code === 'unrecognized_keys') {
    const allowed = issue.path.length === 0 ? optionNames(schema) : [];
    return issue.keys.map((key) => ({ path: [...path, key], message: `unknown option "${key}"`, allowed }));
  }
  const allowed = issue.code === 'invalid_value' ? issue.values.map(String) : undefined;
  return [{ path, message: issue.message, ...(allowed && { allowed }) }];
}

/** The keys an options schema knows. */
function optionNames(schema: z.ZodType): string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

/**
 * Loads every crawler of a folder, or only those asked for. Throws `EarshotError` naming every file that does not fit:
 * a wrong name, one that cannot be loaded, or no crawler as its default export.
 */
export async function loadRegistry(folder: URL = FOLDER, only?: readonly string[]): Promise<Registry> {
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const problems: string[] = [];
  const found = new Map<string, LoadedCrawler>();
  const names = files.filter((file) => /\.(ts|js|mjs|cjs|mts)$/.test(file)).sort();
  for (const file of names) {
    const id = file.replace(/\.[^.]+$/, '');
    if (only && !only.includes(id)) continue;
    const problem =
      ID.test(id) && file.endsWith('.ts') ? null : 'its name must be lower-case letters, digits and "-", then ".ts"';
    const loaded = problem ?? (await load(new URL(file, folder)));
    if (typeof loaded === 'string') problems.push(`crawlers/${file}: ${loaded}`);
    else found.set(id, { ...loaded, id });
  }
  if (problems.length > 0) {
    throw new EarshotError(problems.join('\n'), { hint: 'crawlers/README.md says what a crawler file must hold' });
  }
  return new Registry(found);
}

async function load(file: URL): Promise<Crawler | string> {
  let module: { default?: unknown };
  try {
    module = (await import(file.href)) as { default?: unknown };
  } catch (error) {
    return `cannot be loaded: ${messageOf(error)}`;
  }
  return misfit(module.default) ?? (module.default as Crawler);
}

/** What keeps a default export from being a crawler; null if nothing does. */
function misfit(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return 'its default export is not defineCrawler({…})';
  const crawler = value as Record<string, unknown>;
  for (const key of ['title', 'homepage']) {
    if (typeof crawler[key] !== 'string' || crawler[key] === '') return `"${key}" must be a text`;
  }
  if (!URL.canParse(String(crawler.homepage))) return '"homepage" must be a web address';
  if (crawler.render !== 'http' && crawler.render !== 'browser') return '"render" must be "http" or "browser"';
  if (crawler.robots !== 'obey') return '"robots" must be "obey"';
  if (!(crawler.options instanceof z.ZodType)) return '"options" must be a zod schema, such as z.strictObject({…})';
  for (const key of ['requests', 'parse']) {
    if (typeof crawler[key] !== 'function') return `"${key}" must be a function`;
  }
  for (const key of ['refresh', 'browser']) {
    if (crawler[key] !== undefined && typeof crawler[key] !== 'function') return `"${key}" must be a function`;
  }
  return null;
}
