/** `/healthz`, `/readyz` and `/metrics`: for machines that watch this one. The names are a contract (config/OPERATING.md). */
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { messageOf } from '../errors.ts';
import { storeFigures } from '../store/metrics.ts';
import { ping } from '../store/store.ts';
import { outboxState, queueStates } from '../store/work.ts';
import type { WebDeps } from './deps.ts';
import type { Routes } from './routes.ts';

/** Every metric of ours, with what it counts and its labels. */
export const METRICS = {
  earshot_store_up: ['1 while the store answers', []],
  earshot_store_bytes: ['Size of the database in bytes', []],
  earshot_targets: ['Targets by the state of their health', ['state']],
  earshot_crawls_last_day: ['Crawls that ended in the last 24 hours, by outcome', ['outcome']],
  earshot_posts_new_last_day: ['New posts of the last 24 hours', []],
  earshot_seconds_since_seen: ['Seconds since any site was last seen', []],
  earshot_incidents_open: ['Open incidents by severity, 1 to 5', ['severity']],
  earshot_queue_jobs: ['Jobs by queue and state: waiting, running, failed', ['queue', 'state']],
  earshot_queue_oldest_seconds: ['Seconds that the oldest waiting job of a queue has waited', ['queue']],
  earshot_outbox_messages: [
    'Messages: pending, late (due for five minutes and not sent), dead (given up in 30 days), unconfirmed',
    ['state'],
  ],
  earshot_outbox_stopped: ['Recipients to whom nothing is sent, since their address was refused', []],
  earshot_processes: ['Processes that live, by role', ['role']],
} as const satisfies Readonly<Record<string, readonly [string, readonly string[]]>>;

type MetricName = keyof typeof METRICS;
type Deps = Pick<WebDeps, 'store' | 'clock' | 'log'>;

export function serveHealth(routes: Routes, deps: Deps): void {
  const processMetrics = new Registry();
  collectDefaultMetrics({ register: processMetrics });
  routes.get('/healthz', 'anyone', (c) => c.json({ ok: true }));
  routes.get('/readyz', 'anyone', async (c) => {
    try {
      await ping(deps.store.db);
      return c.json({ ok: true });
    } catch (error) {
      return c.json({ ok: false, error: messageOf(error) }, 503);
    }
  });
  routes.get('/metrics', 'anyone', async (c) => {
    const own = await collect(deps);
    const text = `${await own.metrics()}${await processMetrics.metrics()}`;
    return c.body(text, 200, { 'content-type': own.contentType });
  });
}

/** Where the store is away, that is the only figure there is; whoever watches must hear of it, not of an error. */
async function collect({ store, clock, log }: Deps): Promise<Registry> {
  const registry = new Registry();
  const set = (name: MetricName, value: number, labels: Readonly<Record<string, string>> = {}) => {
    const known = registry.getSingleMetric(name);
    const [help, labelNames] = METRICS[name];
    const gauge = known instanceof Gauge ? known : new Gauge({ name, help, labelNames, registers: [registry] });
    gauge.set(labels, value);
  };
  const each = (name: MetricName, label: string, counts: Readonly<Record<string, number>>) => {
    for (const [key, count] of Object.entries(counts)) set(name, count, { [label]: key });
  };
  const now = clock.now();
  try {
    const figures = await storeFigures(store.db, now);
    set('earshot_store_up', 1);
    set('earshot_store_bytes', figures.bytes);
    each('earshot_targets', 'state', figures.targets);
    each('earshot_crawls_last_day', 'outcome', figures.crawls);
    set('earshot_posts_new_last_day', figures.postsNew);
    if (figures.sinceSeen !== null) set('earshot_seconds_since_seen', figures.sinceSeen);
    each('earshot_incidents_open', 'severity', figures.incidents);
    each('earshot_processes', 'role', figures.processes);
    for (const { queue, waiting, running, failed, oldestWaiting } of await queueStates(store.db)) {
      for (const [state, count] of Object.entries({ waiting, running, failed }))
        set('earshot_queue_jobs', count, { queue, state });
      const waited = oldestWaiting === null ? 0 : (now.getTime() - oldestWaiting.getTime()) / 1000;
      set('earshot_queue_oldest_seconds', Math.max(0, waited), { queue });
    }
    const { pending, late, dead, unconfirmed, stopped } = await outboxState(store.db, now);
    const messages = { pending, late, dead: dead.length, unconfirmed: unconfirmed.length };
    each('earshot_outbox_messages', 'state', messages);
    set('earshot_outbox_stopped', stopped.length);
  } catch (error) {
    log.warn({ err: error }, 'metrics: the store does not answer');
    set('earshot_store_up', 0);
  }
  return registry;
}
