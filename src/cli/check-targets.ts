/** What is probably not meant about targets, as only their crawlers can tell: overlaps, and schedules beyond a budget. */
import type { TargetComplaint } from '../config/load.ts';
import { defaultLimits, sharedLimits } from '../crawl/fetching.ts';
import type { Registry } from '../crawl/registry.ts';
import { hostsOf } from '../crawl/sites.ts';
import type { Brand, Target } from '../model.ts';
import { beginningsOf, runsPerDay } from './requests-per-day.ts';

export function checkTargets(
  registry: Registry,
): (targets: readonly Target[], brands: readonly Brand[]) => TargetComplaint[] {
  return (targets, brands) => {
    const awake = targets.filter(({ paused }) => !paused);
    return [...overlaps(awake, brands, registry), ...budgets(awake, brands, registry)];
  };
}

/** Two targets that begin at the same address read the same posts twice. */
function overlaps(targets: readonly Target[], brands: readonly Brand[], registry: Registry): TargetComplaint[] {
  const first = new Map<string, string>();
  const complaints: TargetComplaint[] = [];
  for (const target of targets) {
    const twins = new Set<string>();
    for (const url of beginningsOf(target, registry, brands)) {
      const key = `${target.crawler} ${url}`;
      const other = first.get(key);
      if (other === undefined) first.set(key, target.id);
      else if (other !== target.id && !twins.has(other)) {
        twins.add(other);
        const message = `target "${target.id}" begins at an address that target "${other}" reads too: ${url}`;
        complaints.push({ target: target.id, path: [], code: 'W108', message });
      }
    }
  }
  return complaints;
}

/** A host's day has room for so many requests; what schedules ask for beyond that is never fetched. */
function budgets(targets: readonly Target[], brands: readonly Brand[], registry: Registry): TargetComplaint[] {
  const limits = sharedLimits(
    targets.map((target) => ({ hosts: hostsOf(target, registry), requestsPerMinute: target.requestsPerMinute })),
  );
  const asked = new Map<string, { requests: number; targets: Target[] }>();
  const complaints: TargetComplaint[] = [];
  for (const target of targets) {
    const urls = beginningsOf(target, registry, brands);
    const runs = runsPerDay(target);
    for (const [host, own] of Map.groupBy(
      urls.filter((url) => URL.canParse(url)),
      (url) => new URL(url).host,
    )) {
      const sum = asked.get(host) ?? { requests: 0, targets: [] };
      sum.requests += own.length * runs;
      sum.targets.push(target);
      asked.set(host, sum);
      const { requestsPerMinute } = defaultLimits(host, target.requestsPerMinute);
      const minutes = own.length / requestsPerMinute;
      if (runs > 1 && minutes > 1440 / runs) {
        const requests = own.length === 1 ? 'one request' : `${own.length} requests`;
        const message = `a crawl begins with ${requests} to ${host}, which ${own.length === 1 ? 'takes' : 'take'} ${Math.ceil(minutes)} minutes at ${requestsPerMinute} a minute: longer than from one crawl to the next`;
        complaints.push({ target: target.id, path: ['schedule'], code: 'W112', message });
      }
    }
  }
  for (const [host, { requests, targets: own }] of asked) {
    const rate = Math.max(...own.map(({ requestsPerMinute }) => requestsPerMinute));
    const { dailyCap } = limits(host, rate);
    if (requests <= dailyCap) continue;
    const names = own.map(({ id }) => id).join(', ');
    const message = `the schedules of ${names} ask ${host} for ${requests} requests a day at the least; it is asked for no more than ${dailyCap}`;
    complaints.push({ target: own[0]!.id, path: ['schedule'], code: 'W112', message });
  }
  return complaints;
}
