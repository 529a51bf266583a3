/** What commands that speak of targets and sites share: the rules of config, and names that must exist. */
import type { Config } from '../config/types.ts';
import type { Registry } from '../crawl/registry.ts';
import { sitesOf } from '../crawl/sites.ts';
import { UsageError } from '../errors.ts';
import type { Target } from '../model.ts';
import type { Resting, RestRules } from '../pipeline/rest.ts';

/** The sites of each target are asked for once: crawlers work them out. */
export function restRules(config: Config, registry: Registry): RestRules {
  const known = new Map<string, ReadonlySet<string>>([
    ...config.targets.map((target) => [target.id, sitesOf(target, registry)] as const),
    ...config.doors.map(({ id, site }) => [id, new Set(site === null ? [] : [site])] as const),
  ]);
  return { sites: config.sites, sitesOf: (target) => known.get(target.id) ?? new Set() };
}

/** Throws `UsageError` with the targets there are. */
export function targetNamed({ targets, doors }: Pick<Config, 'targets' | 'doors'>, id: string): Target {
  const target = targets.find((candidate) => candidate.id === id);
  if (target !== undefined) return target;
  const door = doors.find((candidate) => candidate.id === id);
  if (door !== undefined) {
    throw new UsageError(`target "${id}" has no crawler: its posts are brought (door: ${door.kind})`, {
      hint: 'earshot start takes them; earshot pause stops that for a while',
    });
  }
  throw new UsageError(`there is no target "${id}"`, { hint: `targets: ${targets.map((t) => t.id).join(', ')}` });
}

/** Whatever can rest and has this id: a target or a door. Throws `UsageError` with all there are. */
export function restingNamed({ targets, doors }: Pick<Config, 'targets' | 'doors'>, id: string): Resting {
  const all = [...targets, ...doors];
  const found = all.find((candidate) => candidate.id === id);
  if (found !== undefined) return found;
  throw new UsageError(`there is no target "${id}"`, { hint: `targets: ${all.map((each) => each.id).join(', ')}` });
}

/** The targets that ask a site, and the doors through which its posts come. Throws `UsageError` with the sites there are. */
export function targetsOfSite(targets: readonly Resting[], site: string, { sitesOf: sites }: RestRules): Resting[] {
  const asking = targets.filter((target) => sites(target).has(site));
  if (asking.length > 0) return asking;
  const all = [...new Set(targets.flatMap((target) => [...sites(target)]))].sort();
  throw new UsageError(`no target asks a site "${site}"`, { hint: `sites: ${all.join(', ')}` });
}
