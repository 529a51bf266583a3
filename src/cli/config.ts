/** The configuration as commands read it: checked against the crawlers there are and the query compiler. */
import { aspectFaults } from '../analyze/aspects.ts';
import { faultsOf } from '../analyze/match.ts';
import { type BrandComplaint, loadConfig } from '../config/load.ts';
import { snakeCase } from '../config/shown.ts';
import type { Config } from '../config/types.ts';
import { loadRegistry, type Registry } from '../crawl/registry.ts';
import type { Brand } from '../model.ts';
import { checkTargets } from './check-targets.ts';
import { CONFIG_DIR } from './config-dir.ts';

/** Where configuration is kept unless `--config` says otherwise. */
export { CONFIG_DIR };

/** What the compilers of queries and of aspects' words have against a brand. */
export function checkBrand(brand: Brand): BrandComplaint[] {
  const matching = faultsOf(brand).map(({ place, offset, problem }) => ({
    path: place.path.map((name) => (typeof name === 'string' ? snakeCase(name) : name)),
    offset,
    message: problem,
  }));
  const aspects = aspectFaults(brand.aspects).map(({ aspect, index, problem }) => ({
    path: ['aspects', aspect, index],
    message: problem,
  }));
  return [...matching, ...aspects];
}

/** Throws `ConfigError` with every problem of every file. */
export async function readConfig(
  dir: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<{ config: Config; registry: Registry }> {
  const registry = await loadRegistry();
  return {
    config: await loadConfig(dir, env, { crawlers: registry, checkBrand, checkTargets: checkTargets(registry) }),
    registry,
  };
}
