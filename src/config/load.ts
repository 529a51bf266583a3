/** Loads the configuration: every file is read and checked, and every problem of all of them is told at once. */
import type { z } from 'zod';
import type { Brand, ColumnMap, Target } from '../model.ts';
import { member, valueAt } from './allowed.ts';
import { type Code, WARNING_HINTS } from './codes.ts';
import { checkDoors, type RawDoor } from './doors.ts';
import { checkAgainst } from './explain.ts';
import { type ConfigFiles, readBrandFiles, readConfigFiles } from './files.ts';
import { resolveOptions } from './option-secrets.ts';
import { byPlace, ConfigError, type ConfigProblem } from './problem.ts';
import { checkDuplicates, checkReferences, type TargetPlace } from './references.ts';
import { brandSchema, toBrand } from './schema/brand.ts';
import { doorSchema } from './schema/door.ts';
import { mapSchema, toColumnMap } from './schema/map.ts';
import { settingsSchema } from './schema/settings.ts';
import { targetIdsSchema, targetSchema, toTarget } from './schema/target.ts';
import type { Environment } from './secrets.ts';
import { buildSettings } from './settings.ts';
import { label } from './shown.ts';
import type { Config } from './types.ts';
import { warningsOf } from './warnings.ts';
import type { Path, YamlFile } from './yaml.ts';

/** The crawlers that targets may name, with the schemas of their options; a crawler registry is one. */
export interface CrawlerSchemas {
  readonly ids: readonly string[];
  has(id: string): boolean;
  get(id: string): { readonly options: z.ZodType };
}

/** What a brand's query compiler has against a brand: `offset` is the place within the text at `path`. */
export interface BrandComplaint {
  /** Where in the brand's file: `['query']`, `['terms', 2, 'not_in', 0]`. */
  readonly path: readonly (string | number)[];
  readonly offset?: number;
  readonly message: string;
}

/** What is probably not meant about a target, as only its crawler can tell. */
export interface TargetComplaint {
  readonly target: string;
  /** Where in the target: `['schedule']`; empty for the whole of it. */
  readonly path: readonly string[];
  readonly code: Code;
  readonly message: string;
}

export interface LoadOptions {
  /** Without it, targets are not held against each other and their hosts' budgets. */
  readonly checkTargets?:
    | ((targets: readonly Target[], brands: readonly Brand[]) => readonly TargetComplaint[])
    | undefined;
  /** Without it, the names and options of crawlers are taken as they are. */
  readonly crawlers?: CrawlerSchemas | undefined;
  /** Without it, queries are taken as they are. */
  readonly checkBrand?: ((brand: Brand) => readonly BrandComplaint[]) | undefined;
}

/**
 * The configuration in `dir`. Secrets are taken from `env` and files; those that are missing are an error only where
 * they are used. Throws `ConfigError` with all problems of all files.
 */
export async function loadConfig(dir: string, env: Environment, options: LoadOptions = {}): Promise<Config> {
  const files = await readConfigFiles(dir);
  const problems = [...files.problems];
  const brands = checkBrands(files.brands, problems, options.checkBrand);
  const settings =
    files.settings && hasValue(files.settings) ? checkAgainst(settingsSchema, files.settings, [], problems) : undefined;
  const maps = checkMaps(files.maps, problems);
  const warnings: ConfigProblem[] = [];
  const { places, targets, doors } = checkTargets(files, { crawlers: options.crawlers, env, problems, warnings });
  const brandIds = [...files.brands.keys()];
  const usable = files.settings && hasValue(files.settings) ? files.settings : undefined;
  problems.push(
    ...checkReferences(usable, places, {
      brands: brandIds,
      crawlers: options.crawlers?.ids,
      maps: [...files.maps.keys()],
    }),
  );
  problems.push(...checkDuplicates(places));
  const doorsOf = checkDoors(doors, { env, problems, warnings });
  const built = settings && files.settings ? buildSettings(settings, brands, env, files.settings, problems) : undefined;
  if (problems.length > 0 || !built) throw new ConfigError(problems);
  const defaults = { timezone: built.service.timezone, brands: brands.map(({ id }) => id), maps };
  const config = {
    ...built,
    brands,
    maps,
    doors: doorsOf(defaults).sort(byId),
    targets: targets.map(([id, raw]) => toTarget(id, raw, defaults)).sort(byId),
  };
  const told = warningsOf(config, files, places);
  const complaints = (options.checkTargets?.(config.targets, brands) ?? []).flatMap((complaint) =>
    complaintAt(complaint, places, told),
  );
  return { ...config, warnings: [...warnings, ...told, ...complaints].sort(byPlace) };
}

/** With its place; nothing where the same has been said of the same target already. */
function complaintAt(
  { target, path, code, message }: TargetComplaint,
  places: readonly TargetPlace[],
  told: readonly ConfigProblem[],
): ConfigProblem[] {
  const found = places.find(({ id }) => id === target);
  if (found === undefined) return [];
  const place = found.file.placeNear([...found.path, ...path]);
  const said = told.some(
    ({ code: other, file, line }) => other === code && file === found.file.file && line === place.line,
  );
  const hint = WARNING_HINTS[code];
  return said ? [] : [{ code, file: found.file.file, ...place, message, ...(hint === undefined ? {} : { hint }) }];
}

/** The brands alone, for commands that need nothing else of the configuration. Throws `ConfigError`. */
export async function loadBrands(dir: string, checkBrand?: LoadOptions['checkBrand']): Promise<Brand[]> {
  const files = await readBrandFiles(dir);
  const problems = [...files.problems];
  const brands = checkBrands(files.brands, problems, checkBrand);
  if (problems.length > 0) throw new ConfigError(problems);
  return brands;
}

function checkBrands(
  files: ReadonlyMap<string, YamlFile>,
  problems: ConfigProblem[],
  checkBrand: LoadOptions['checkBrand'],
): Brand[] {
  const brands: Brand[] = [];
  for (const [id, file] of files) {
    const raw = hasValue(file) ? checkAgainst(brandSchema, file, [], problems) : undefined;
    if (!raw) continue;
    const brand = toBrand(id, raw);
    brands.push(brand);
    for (const { path, offset, message } of checkBrand?.(brand) ?? []) {
      const start = file.place(path) ?? file.placeNear(path);
      const place = offset === undefined ? start : file.placeWithin(path, offset);
      problems.push({ code: 'E305', file: file.file, ...place, message: `${label(path)}: ${message}` });
    }
  }
  return brands.sort(byId);
}

function checkMaps(files: ReadonlyMap<string, YamlFile>, problems: ConfigProblem[]): Map<string, ColumnMap> {
  const maps = new Map<string, ColumnMap>();
  for (const [id, file] of files) {
    const raw = hasValue(file) ? checkAgainst(mapSchema, file, [], problems) : undefined;
    if (raw) maps.set(id, toColumnMap(id, raw));
  }
  return maps;
}

type RawTarget = z.output<typeof targetSchema>;

interface TargetContext {
  readonly crawlers: CrawlerSchemas | undefined;
  readonly env: Environment;
  readonly problems: ConfigProblem[];
  readonly warnings: ConfigProblem[];
}

function checkTargets(
  files: ConfigFiles,
  context: TargetContext,
): { places: TargetPlace[]; targets: [string, RawTarget][]; doors: RawDoor[] } {
  const { problems } = context;
  const places: TargetPlace[] = [];
  const targets: [string, RawTarget][] = [];
  const doors: RawDoor[] = [];
  for (const [stem, file] of files.targets) {
    if (!hasValue(file)) continue;
    const several = member(file.value, 'targets') !== undefined;
    if (several && !checkAgainst(targetIdsSchema, file, [], problems)) continue;
    const ids = several ? mapKeys(member(file.value, 'targets')) : [stem];
    for (const id of ids) {
      const path = several ? ['targets', id] : [];
      places.push({ id, file, path });
      if (member(valueAt(file.value, path), 'door') !== undefined) {
        const raw = checkAgainst(doorSchema, file, path, problems);
        if (raw) doors.push({ id, raw, file, path });
        continue;
      }
      const raw = checkAgainst(targetSchema, file, path, problems);
      const checked = checkOptions(file, path, context);
      if (raw) targets.push([id, { ...raw, ...checked }]);
    }
  }
  return { places, targets, doors };
}

/**
 * The crawler's own keys, complete with its defaults; undefined where they cannot be checked or are wrong. A target
 * whose secret is not set here rests.
 */
function checkOptions(file: YamlFile, path: Path, context: TargetContext): Partial<RawTarget> | undefined {
  const { crawlers, env, problems, warnings } = context;
  const target = path.reduce<unknown>(member, file.value);
  const crawler = member(target, 'crawler');
  if (typeof crawler !== 'string' || !crawlers?.has(crawler)) return undefined;
  const { options: schema } = crawlers.get(crawler);
  const at = [...path, 'options'];
  const given = member(target, 'options');
  // Missing options are those of an empty map, so that what the crawler needs is named key by key.
  if (given === undefined) {
    const options = checkAgainst(schema, file, at, problems, {});
    return options === undefined ? undefined : { options: options as Record<string, unknown> };
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return undefined;
  const resolved = resolveOptions(file, at, schema, env);
  const found: ConfigProblem[] = [...resolved.problems];
  const options = checkAgainst(schema, file, at, found, resolved.options) as Record<string, unknown> | undefined;
  // A secret that is not set here is no mistake in the file, even where the crawler cannot do without it.
  const unset = new Set(resolved.warnings.map(placeOf));
  const mistakes = found.filter((problem) => problem.code !== 'E202' || !unset.has(placeOf(problem)));
  problems.push(...mistakes);
  warnings.push(...resolved.warnings);
  if (mistakes.length > 0) return undefined;
  return { options: options ?? (resolved.options as Record<string, unknown>), ...(unset.size > 0 && { paused: true }) };
}

function placeOf({ line, column }: ConfigProblem): string {
  return `${line}:${column}`;
}

function mapKeys(value: unknown): string[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
}

/** Files that are no YAML have had their say; what stands in them is unknown. */
function hasValue(file: YamlFile): boolean {
  return file.value !== undefined;
}

function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : 1;
}
