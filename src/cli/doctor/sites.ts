/** The sites: whether each host's robots.txt lets us in, asked once a host, in the way a crawl would ask. */

import type { Clock } from '../../clock.ts';
import type { Config } from '../../config/types.ts';
import { openFetching, userAgentOf } from '../../crawl/fetching.ts';
import { checkUrl } from '../../crawl/guard.ts';
import { guestFor } from '../../crawl/guest.ts';
import { askRobots } from '../../crawl/polite.ts';
import type { Registry } from '../../crawl/registry.ts';
import { messageOf } from '../../errors.ts';
import { storePorts } from '../../jobs/crawl-ports.ts';
import type { Logger } from '../../log.ts';
import type { Target } from '../../model.ts';
import type { Store } from '../../store/store.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

export interface SitesDeps {
  readonly store: Store;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly log: Logger;
}

/** A finding a host; requests are within its budget and in the log, as always. */
export async function checkRobots(config: Config, deps: SitesDeps): Promise<Finding[]> {
  const { store, registry, clock, log } = deps;
  const ports = storePorts(store);
  const { userAgent, contact } = config.service;
  const fetching = openFetching({
    clock,
    log,
    env: {},
    userAgent: userAgent ?? userAgentOf(contact),
    robotsStore: ports.robots,
    transport: { connectMs: 5_000, totalMs: 10_000 },
  });
  const polite = { ...fetching, budgets: ports.budgets, cache: ports.cache, requests: ports.requests };
  const findings: Finding[] = [];
  try {
    for (const [host, { target, url }] of beginnings(config.targets, registry)) {
      const id = `robots:${host}`;
      const guest = guestFor(target, registry.get(target.crawler), [], undefined);
      try {
        const verdict = await askRobots(checkUrl(url, guest.rule), guest, polite);
        const rest = `earshot pause ${target.id} --reason "robots.txt", or bring its posts through a door (config/README.md)`;
        if (verdict.allowed) findings.push(ok(id, verdict.reason));
        else if (verdict.unreachable) findings.push(warn(id, verdict.reason, `earshot status --host ${host}`));
        else findings.push(fail(id, `${verdict.reason}: ${target.id} is not crawled`, rest));
      } catch (error) {
        findings.push(warn(id, messageOf(error), `earshot try ${target.id}`));
      }
    }
  } finally {
    await fetching.close();
  }
  return findings;
}

/** The first address at each host, and the target that begins there; targets that rest ask nobody. */
function beginnings(targets: readonly Target[], registry: Registry): Map<string, { target: Target; url: string }> {
  const found = new Map<string, { target: Target; url: string }>();
  for (const target of targets.filter(({ paused }) => !paused)) {
    const context = { query: ['word'], now: new Date(0), since: null, cursor: null };
    for (const { url } of registry.get(target.crawler).requests(target.options, context)) {
      const { host } = new URL(url);
      if (!found.has(host)) found.set(host, { target, url });
    }
  }
  return found;
}
