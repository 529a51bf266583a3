/** What commands that speak of targets and sites share: the rules of config, and names that must exist. */
import type { Config } from '../config/types.ts';
import type { Registry } from '../crawl/registry.ts';
import { sitesOf } from '../crawl/sites.ts';
import { UsageError } from '../errors.ts';
import type { Target } from '../model.ts';
import type { RestRules } from '../pipeline/rest.ts';

/** The sites of each target are asked for once: crawlers work them out. */
export function restRules(config: Config, registry: Registry): RestRules {
  const known = new Map(config.targets.map((target) => [target.id, sitesOf(target, registry)]));
  return { sites: config.sites, sitesOf: (target) => known.get(target.id) ?? new Set() };
}

/** Throws `UsageError` with the targets there are. */
export function targetNamed({ targets, doors }: Pick<Config, 'targets' | 'doors'>, id: string): Target {
  const target = targets.find((candidate) => candidate.id === id);
  if (target !== undefined) return target;
  const door = doors.find((candidate) => candidate.id === id);
  if (door !== undefined) {
    throw new UsageError(`target "${id}" has no crawler: its posts are brought (door: ${door.kind})`, {
      hint: 'earshot start takes them; to stop it for a while, set paused: true in its file',
    });
  }
  throw new UsageError(`there is no target "${id}"`, { hint: `targets: ${targets.map((t) => t.id).join(', ')}` });
}

/** The targets that ask a site. Throws `UsageError` with the sites there are. */
export function targetsOfSite(targets: readonly Target[], site: string, { sitesOf: sites }: RestRules): Target[] {
  const asking = targets.filter((target) => sites(target).has(site));
  if (asking.length > 0) return asking;
  const all = [...new Set(targets.flatMap((target) => [...sites(target)]))].sort();
  throw new UsageError(`no target asks a site "${site}"`, { hint: `sites: ${all.join(', ')}` });
}
