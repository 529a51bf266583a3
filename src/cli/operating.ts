/** What the pages show to operators: targets as configured, how they stand, and what a page would give. */
import { scheduleInWords } from '../config/schedule.ts';
import { limitsFor, openFetching, userAgentOf } from '../crawl/fetching.ts';
import { MemoryHostBudgets, MemoryHttpCache, MemoryRequestLog } from '../crawl/memory.ts';
import { hostsOf } from '../crawl/sites.ts';
import { tryRequest, trySaved } from '../crawl/trial.ts';
import { storePorts } from '../jobs/crawl-ports.ts';
import { Schedule } from '../jobs/due.ts';
import type { BrandMatch, Post, Target } from '../model.ts';
import { restingTargets } from '../pipeline/rest.ts';
import { targetStatus } from '../pipeline/status.ts';
import { activePauses } from '../store/pauses.ts';
import type { Operating, TargetAbout, Tried } from '../web/operating.ts';
import type { App } from './app.ts';
import { restRules } from './rest.ts';

export function operatingOf(app: App, env: Readonly<Record<string, string | undefined>> = {}): Operating {
  const { config, registry, store, clock, log } = app;
  const { targets, doors } = config;
  const rules = restRules(config, registry);
  const schedules = new Map(targets.map(({ id, schedule, timezone }) => [id, new Schedule(schedule, timezone)]));
  const paced = targets.map((target) => ({
    hosts: hostsOf(target, registry),
    requestsPerMinute: target.requestsPerMinute,
  }));
  return {
    targets: [
      ...targets.map((target, index) => aboutTarget(app, target, paced[index]?.hosts ?? [])),
      ...doors.map(
        ({ id, brands }): TargetAbout => ({
          id,
          door: true,
          brands,
          schedule: null,
          hosts: [],
          address: null,
          requestsPerMinute: null,
        }),
      ),
    ],
    rules: config.alerts,
    limits: limitsFor(paced),
    status: async (id, now) => {
      const resting = restingTargets([...targets, ...doors], rules, await activePauses(store.db, now));
      const target = targets.find((one) => one.id === id);
      if (target !== undefined) {
        const nextRun = schedules.get(id)?.next(now) ?? null;
        return targetStatus(store.db, target, { resting, sites: rules.sitesOf(target), nextRun }, now);
      }
      const door = doors.find((one) => one.id === id);
      if (door === undefined) throw new RangeError(`there is no target "${id}"`);
      const sites = door.site === null ? [] : [door.site];
      return targetStatus(store.db, { id, crawler: door.kind }, { resting, sites, nextRun: null, door: true }, now);
    },
    tryPage: async (id, url, page) => {
      const target = targets.find((one) => one.id === id);
      if (target === undefined) throw new RangeError(`there is no target "${id}" with a crawler`);
      const subject = { crawler: registry.get(target.crawler), target };
      if (page !== null) return matched(app, target, trySaved(Buffer.from(page), url, clock.now(), subject, { log }));
      const { userAgent, contact } = config.service;
      const robotsStore = storePorts(store).robots;
      const fetching = openFetching({ clock, log, env, userAgent: userAgent ?? userAgentOf(contact), robotsStore });
      try {
        return matched(app, target, await tryRequest({ url }, subject, { ...fetching, ...beside() }));
      } finally {
        await fetching.close();
      }
    },
  };
}

/** A try leaves no trace in what crawls remember. */
function beside() {
  return { budgets: new MemoryHostBudgets(), cache: new MemoryHttpCache(), requests: new MemoryRequestLog() };
}

function aboutTarget({ config, registry, clock }: App, target: Target, hosts: readonly string[]): TargetAbout {
  const { id, crawler, brands, schedule, requestsPerMinute, options } = target;
  const query = config.brands
    .filter((brand) => brands.includes(brand.id))
    .flatMap(({ terms }) => terms.map(({ term }) => term));
  const asked = registry.get(crawler).requests(options, { query, now: clock.now(), since: null, cursor: null });
  const served = target.about === undefined ? brands : [...new Set([...brands, target.about])];
  const address = asked[0]?.url ?? null;
  return { id, door: false, brands: served, schedule: scheduleInWords(schedule), hosts, address, requestsPerMinute };
}

function matched({ analyzer }: App, { about }: Target, trial: Tried['trial']): Tried {
  const whole: BrandMatch[] = about === undefined ? [] : [{ brand: about, why: [{ target: about }] }];
  return { trial, matches: trial.posts.map((post: Post) => [...whole, ...analyzer.match(post)]) };
}
