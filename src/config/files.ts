/** Finds and reads the configuration's files. */
import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../errors.ts';
import type { Code } from './codes.ts';
import { idFrom, isId } from './fields.ts';
import type { ConfigProblem } from './problem.ts';
import { YamlFile } from './yaml.ts';

/** Larger files are a mistake, and would only cost memory. */
const MAX_BYTES = 1_000_000;

/** The files of a config directory as read; those that could not be are in `problems`. */
export interface ConfigFiles {
  readonly settings: YamlFile | undefined;
  /** By brand id. Files that cannot be read as YAML are there without a value: their id exists all the same. */
  readonly brands: ReadonlyMap<string, YamlFile>;
  /** By file name without `.yaml`. */
  readonly targets: ReadonlyMap<string, YamlFile>;
  /** By map id. */
  readonly maps: ReadonlyMap<string, YamlFile>;
  readonly problems: readonly ConfigProblem[];
}

/** Reads `earshot.yaml`, `brands/*.yaml`, `targets/*.yaml` and, where there are some, `maps/*.yaml` of a directory. */
export async function readConfigFiles(dir: string): Promise<ConfigFiles> {
  const problems: ConfigProblem[] = [];
  const top = await entriesOf(dir, problems, {
    message: 'the configuration directory does not exist',
    hint: 'run `earshot init`, or name another one with --config',
  });
  if (!top) return { settings: undefined, brands: new Map(), targets: new Map(), maps: new Map(), problems };
  for (const entry of top) {
    if (/\.(ya?ml|json)$/.test(entry.name) && entry.name !== 'earshot.yaml') {
      problems.push(strayFile(join(dir, entry.name), 'earshot.yaml, brands/*.yaml, targets/*.yaml and maps/*.yaml'));
    }
  }
  const settings = await readYaml(join(dir, 'earshot.yaml'), problems);
  const brands = await readFolder(dir, 'brands', problems);
  if (brands && brands.size === 0) {
    problems.push(atStart('E101', join(dir, 'brands'), 'no brand is configured', 'write a file brands/NAME.yaml'));
  }
  const targets = await readFolder(dir, 'targets', problems);
  const hasMaps = top.some(({ name }) => name === 'maps');
  const maps = hasMaps ? await readFolder(dir, 'maps', problems) : undefined;
  return {
    settings,
    brands: brands ?? new Map(),
    targets: targets ?? new Map(),
    maps: maps ?? new Map(),
    problems,
  };
}

/** Reads the brands alone, for commands that need nothing else. */
export async function readBrandFiles(dir: string): Promise<Pick<ConfigFiles, 'brands' | 'problems'>> {
  const problems: ConfigProblem[] = [];
  const brands = await readFolder(dir, 'brands', problems);
  return { brands: brands ?? new Map(), problems };
}

async function readFolder(
  dir: string,
  name: string,
  problems: ConfigProblem[],
): Promise<Map<string, YamlFile> | undefined> {
  const folder = join(dir, name);
  const entries = await entriesOf(folder, problems, {
    message: `the directory ${name} does not exist`,
    hint: 'create it',
  });
  if (!entries) return undefined;
  const files = new Map<string, YamlFile>();
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    const stem = /^(.*)\.yaml$/.exec(entry.name)?.[1];
    if (stem === undefined) {
      if (entry.isDirectory() || /\.(yml|json)$/.test(entry.name))
        problems.push(strayFile(path, `files ${name}/*.yaml`));
    } else if (!isId(stem)) {
      const better = idFrom(stem);
      problems.push({
        ...atStart('E206', path, `the file's name cannot be an id: "${stem}"`),
        allowed: 'lower-case letters, digits and "-", at most 64',
        ...(better === undefined ? {} : { nearest: `${better}.yaml` }),
      });
    } else {
      files.set(stem, await readYaml(path, problems));
    }
  }
  return files;
}

/** Hidden files and editors' backups are nobody's configuration. */
async function entriesOf(
  dir: string,
  problems: ConfigProblem[],
  missing: { message: string; hint: string },
): Promise<Dirent[] | undefined> {
  try {
    const entries = await readdir(dir, { withFileTypes: true });
    return entries.filter(({ name }) => !/^[.#]|~$/.test(name));
  } catch (error) {
    const absent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    problems.push(
      absent
        ? atStart('E101', dir, missing.message, missing.hint)
        : atStart('E102', dir, `cannot be read: ${messageOf(error)}`),
    );
    return undefined;
  }
}

/** A file that cannot be read is there all the same, without a value: what refers to it is no further mistake. */
async function readYaml(path: string, problems: ConfigProblem[]): Promise<YamlFile> {
  const text = await readText(path, problems);
  const file = new YamlFile(path, text ?? '');
  if (text !== undefined) problems.push(...file.problems);
  return file;
}

async function readText(path: string, problems: ConfigProblem[]): Promise<string | undefined> {
  try {
    const { size } = await stat(path);
    if (size > MAX_BYTES) {
      const message = `the file has ${size.toLocaleString('en')} bytes; at most 1,000,000 are read`;
      problems.push(atStart('E104', path, message));
      return undefined;
    }
    return decode(path, await readFile(path), problems);
  } catch (error) {
    const absent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    problems.push(
      absent
        ? atStart('E101', path, 'the file does not exist', 'run `earshot init` for a first one')
        : atStart('E102', path, `cannot be read: ${messageOf(error)}`),
    );
    return undefined;
  }
}

/** UTF-8, as YAML demands; a file in GBK or UTF-16 would otherwise turn into nonsense that looks like words. */
function decode(path: string, bytes: Uint8Array, problems: ConfigProblem[]): string | undefined {
  const hint = 'save it as UTF-8';
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    problems.push(atStart('E103', path, 'the file is UTF-16', hint));
    return undefined;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const before = new TextDecoder().decode(bytes).split('\uFFFD', 1)[0] ?? '';
    const lines = before.split('\n');
    const place = { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
    problems.push({ code: 'E103', file: path, ...place, message: 'the file is not UTF-8', hint });
    return undefined;
  }
}

function strayFile(path: string, allowed: string): ConfigProblem {
  return { ...atStart('E109', path, 'this is never read'), allowed };
}

function atStart(code: Code, file: string, message: string, hint?: string): ConfigProblem {
  return { code, file, line: 1, column: 1, message, ...(hint === undefined ? {} : { hint }) };
}
