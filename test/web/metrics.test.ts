/** What machines are told: names as documented, counts as stored, and the truth while the store is away. */
import { readFileSync } from 'node:fs';
import { Hono } from 'hono';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { SteppedClock } from '../../src/clock.ts';
import { silentLogger } from '../../src/log.ts';
import { claimCrawl, finishCrawl, recordCoverage, registerTargets, startCrawl } from '../../src/store/crawls.ts';
import { addDeliveries } from '../../src/store/deliveries.ts';
import { signOfLife } from '../../src/store/processes.ts';
import type { Store } from '../../src/store/store.ts';
import { outboxState } from '../../src/store/work.ts';
import { METRICS, serveHealth } from '../../src/web/metrics.ts';
import { type Gate, Routes } from '../../src/web/routes.ts';
import { describeOnEachStore } from '../support/stores.ts';

const NOW = new Date('2026-03-02T12:00:00Z');
const MINUTE = 60_000;

function healthOf(store: Store): Hono {
  const app = new Hono();
  const nobody: Gate = async (c) => c.body(null, 500);
  const routes = new Routes(app, async (c, route) =>
    route.access === 'anyone' ? (Object.create(null) as never) : nobody(c, route),
  );
  serveHealth(routes, { store, clock: new SteppedClock(NOW), log: silentLogger });
  return app;
}

/** Messages, due first so many minutes ago; each was tried in vain and waits for its next attempt. */
async function messages({ db }: Store, due: Readonly<Record<string, number>>): Promise<void> {
  for (const [key, minutes] of Object.entries(due)) {
    const notBefore = new Date(NOW.getTime() - minutes * MINUTE);
    const about = { kind: 'operator', brand: '', noticeId: '1' } as const;
    const draft = { key, about, recipientId: 'desk', channel: 'mail', severity: null, messageId: key, thread: null };
    await addDeliveries(db, [{ ...draft, notBefore }], NOW);
    const later = new Date(NOW.getTime() + 10 * MINUTE);
    await db
      .updateTable('deliveries')
      .set({ not_before: later, last_error: `${key}: refused`, attempt: 1 })
      .where('key', '=', key)
      .execute();
  }
}

describeOnEachStore('metrics', (stores) => {
  it('count what is stored', async () => {
    const store = await stores.open();
    const { db } = store;
    await registerTargets(db, [
      { target: 'a', crawler: 'rss', site: null, brands: [] },
      { target: 'b', crawler: 'rss', site: null, brands: [] },
    ]);
    const at = new Date(NOW.getTime() - 10 * MINUTE);
    const crawl = await claimCrawl(db, 'a', 'crawl', at);
    await startCrawl(db, crawl!, at);
    const counts = { requests: 1, bytes: 1, postsSeen: 7, postsNew: 7, postsUpdated: 0, postsFailed: 0 };
    const summary = { outcome: 'ok', reason: '', ...counts, fill: {}, complete: true } as const;
    await finishCrawl(db, crawl!, summary, at);
    await recordCoverage(db, 'a', crawl!, summary, at);
    await sql`insert into incidents (brand, state, severity, opened_at, changed_at, title, scope)
      values ('acme', 'open', 4, ${at}, ${at}, '{}', '{}')`.execute(db);
    const self = { process: 'p', host: 'h', pid: 1, roles: ['crawl', 'web'], startedAt: at };
    await signOfLife(db, self, NOW);
    await signOfLife(db, { ...self, process: 'gone' }, new Date(NOW.getTime() - MINUTE));

    await messages(store, { waits: 4, tried: 12, planned: -60 });

    const response = await healthOf(store).request('/metrics');
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const text = await response.text();
    expect(text).toContain('earshot_store_up 1\n');
    expect(text).toContain('earshot_targets{state="new"} 2\n');
    expect(text).toContain('earshot_crawls_last_day{outcome="ok"} 1\n');
    expect(text).toContain('earshot_posts_new_last_day 7\n');
    expect(text).toContain('earshot_seconds_since_seen 600\n');
    expect(text).toContain('earshot_incidents_open{severity="4"} 1\n');
    expect(text).toContain('earshot_processes{role="crawl"} 1\n');
    // One that failed and is due again later has been late since it was due first.
    expect(text).toContain('earshot_outbox_messages{state="pending"} 3\n');
    expect(text).toContain('earshot_outbox_messages{state="late"} 1\n');
    expect(await outboxState(db, NOW)).toMatchObject({ late: 1, lateReason: 'tried: refused' });
    expect(text).toContain('earshot_outbox_messages{state="dead"} 0\n');
    expect(text).toMatch(/^process_resident_memory_bytes \d/m);
    expect(Number(/earshot_store_bytes (\d+)/.exec(text)?.[1])).toBeGreaterThan(1_000_000);
    // Neither brands nor targets nor hosts are named.
    expect(text).not.toMatch(/acme|"a"/);
  });

  it('say that the store is away, and readiness with them, while health stands', async () => {
    const store = await stores.open();
    const app = healthOf(store);
    expect((await app.request('/readyz')).status).toBe(200);
    await store.close();
    expect((await app.request('/healthz')).status).toBe(200);
    expect((await app.request('/readyz')).status).toBe(503);
    const metrics = await app.request('/metrics');
    expect(metrics.status).toBe(200);
    expect(await metrics.text()).toContain('earshot_store_up 0\n');
  });
});

it('every metric is documented, and nothing else is', () => {
  const guide = readFileSync(new URL('../../config/OPERATING.md', import.meta.url), 'utf8');
  const documented = [...guide.matchAll(/^\| `(earshot_\w+)/gm)].map((match) => match[1]);
  expect(documented.sort()).toEqual(Object.keys(METRICS).sort());
});
