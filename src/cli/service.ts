/** The running service, put together: queue, scheduler, crawling, delivery. */
import { join } from 'node:path';
import { openFetching, sharedLimits, userAgentOf } from '../crawl/fetching.ts';
import { hostsOf } from '../crawl/sites.ts';
import type { TransportLimits } from '../crawl/transport.ts';
import { storePorts } from '../jobs/crawl-ports.ts';
import { HealthWatch } from '../jobs/health-watch.ts';
import { Housekeeping } from '../jobs/housekeeping.ts';
import { Inbox, type InboxReport } from '../jobs/inbox.ts';
import { storeOutbox } from '../jobs/outbox.ts';
import { JobQueue } from '../jobs/queue.ts';
import { Scheduler } from '../jobs/scheduler.ts';
import { Service, type ServiceDeps } from '../jobs/service.ts';
import type { Door, Recipient } from '../model.ts';
import type { Transport } from '../notify/channels/channel.ts';
import type { App } from './app.ts';
import { restRules } from './rest.ts';
import { transportsOf } from './transports.ts';

export interface ServiceParts {
  readonly service: Service;
  readonly scheduler: Scheduler;
  close(): Promise<void>;
}

export interface ServiceOptions extends Pick<ServiceDeps, 'onCrawl' | 'onChange'> {
  readonly signal?: AbortSignal | undefined;
  /** Where to look for a browser. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly mail?: Transport;
  /** For whoever watches the drop folders. */
  readonly onTaken?: (door: Door, report: InboxReport) => void;
  /** How long to wait for sites, and how much to take from them; see `TransportLimits`. */
  readonly transport?: Partial<TransportLimits>;
  /** Looks after jobs of processes that died. Default: true. */
  readonly supervise?: boolean;
}

export async function openService(app: App, options: ServiceOptions = {}): Promise<ServiceParts> {
  const { config, store, log, clock } = app;
  const queue = await JobQueue.open(store, log, options.supervise ?? true);
  const ports = storePorts(store);
  const { userAgent, contact } = config.service;
  const fetching = openFetching({
    clock,
    log,
    env: options.env ?? {},
    userAgent: userAgent ?? userAgentOf(contact),
    robotsStore: ports.robots,
    transport: options.transport,
    limits: sharedLimits(
      config.targets.map((target) => ({
        hosts: hostsOf(target, app.registry),
        requestsPerMinute: target.requestsPerMinute,
      })),
    ),
  });
  const transports = transportsOf(config, options.mail);
  const scheduler = new Scheduler({
    store,
    queue,
    targets: config.targets,
    doors: config.doors,
    rest: restRules(config, app.registry),
    brands: config.brands.map((brand) => brand.id),
    digests: config.digests.map((rule) => ({ ...rule, recipients: recipientsOf(rule.recipients, config.recipients) })),
    log,
  });
  const hosts = new Map(config.targets.map((target) => [target.id, hostsOf(target, app.registry)]));
  const health = new HealthWatch({
    store,
    targets: config.targets,
    doors: config.doors.map(({ id }) => id),
    operators: config.operators,
    hostsOf: (target) => hosts.get(target) ?? [],
    log,
  });
  const inbox = new Inbox({
    ...app,
    doors: config.doors.filter(({ kind }) => kind === 'inbox'),
    folder: join(config.service.dataDir, 'inbox'),
    rests: (door) => scheduler.resting.has(door),
    onTaken: async (door, report) => {
      options.onTaken?.(door, report);
      await health.afterCrawl({ target: door.id, ...report }, clock.now());
      const brands = new Set([...door.brands, ...(door.about === null ? [] : [door.about])]);
      for (const brand of brands) await queue.send('judge', brand, { brand });
    },
    ...(options.signal && { signal: options.signal }),
  });
  const service = new Service({
    inbox,
    store,
    queue,
    scheduler,
    health,
    housekeeping: new Housekeeping({ store, clock, log, retention: config.retention }),
    brands: config.brands,
    recipients: config.recipients,
    operators: config.operators,
    crawling: {
      ...app,
      targets: config.targets,
      allBrands: config.brands,
      ports,
      fetching,
      ...(options.signal && { signal: options.signal }),
    },
    judging: app,
    rules: config.alerts,
    digests: app,
    delivery: {
      outbox: storeOutbox({ ...app, recipients: [...config.recipients, ...config.operators] }),
      transports,
      clock,
      log,
    },
    clock,
    log,
    ...(options.onCrawl && { onCrawl: options.onCrawl }),
    ...(options.onChange && { onChange: options.onChange }),
  });
  return {
    service,
    scheduler,
    close: async () => {
      await queue.close();
      await fetching.close();
      await Promise.all(Object.values(transports).map((transport) => transport.close()));
    },
  };
}

function recipientsOf(ids: readonly string[], recipients: readonly Recipient[]): Recipient[] {
  return recipients.filter((recipient) => ids.includes(recipient.id));
}
