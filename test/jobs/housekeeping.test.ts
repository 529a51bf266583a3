/** One process has the duty; another takes it over when that one dies, or takes its leave. */
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { SteppedClock } from '../../src/clock.ts';
import { Housekeeping } from '../../src/jobs/housekeeping.ts';
import { silentLogger } from '../../src/log.ts';
import { logRequest } from '../../src/store/politeness.ts';
import { takeLeave } from '../../src/store/processes.ts';
import { requestsTo } from '../../src/store/request-log.ts';
import { KEEP_ALL } from '../e2e/support.ts';
import { describeOnEachStore } from '../support/stores.ts';

const NOW = new Date('2026-03-20T12:00:00Z');
const DAY = 86_400_000;

describeOnEachStore('housekeeping', (stores) => {
  it('is done by one process at a time, and goes on when that one is gone', async () => {
    const store = await stores.open();
    const clock = new SteppedClock(NOW);
    const one = new Housekeeping({ store, clock, retention: KEEP_ALL, log: silentLogger });
    const other = new Housekeeping({ store, clock, retention: KEEP_ALL, log: silentLogger });
    expect(await one.tick('one')).toBe(true);
    expect(await other.tick('other')).toBe(false);
    expect(await one.tick('one')).toBe(true);
    // Killed: its lease runs out by the database's clock, which no test waits for.
    await sql`update duties set until = clock_timestamp() - interval '1 second'`.execute(store.db);
    expect(await other.tick('other')).toBe(true);
    expect(await one.tick('one')).toBe(false);
    await takeLeave(store.db, 'other');
    expect(await one.tick('one')).toBe(true);
  });

  it('of many who ask at once, one gets the duty', async () => {
    const store = await stores.open();
    const clock = new SteppedClock(NOW);
    const asked = ['a', 'b', 'c', 'd', 'e', 'f'].map((self) =>
      new Housekeeping({ store, clock, retention: KEEP_ALL, log: silentLogger }).tick(self),
    );
    expect((await Promise.all(asked)).filter(Boolean)).toHaveLength(1);
  });

  it('lets old lines of the request log go, every few minutes', async () => {
    const store = await stores.open();
    const clock = new SteppedClock(NOW);
    const line = {
      target: 't',
      host: 'h',
      method: 'GET',
      url: 'http://h/',
      bytes: 1,
      durationMs: 1,
      status: 200,
      verdict: null,
      reason: null,
    };
    for (const days of [20, 15, 1]) await logRequest(store.db, { ...line, at: new Date(NOW.getTime() - days * DAY) });
    const housekeeping = new Housekeeping({ store, clock, retention: KEEP_ALL, log: silentLogger });
    await housekeeping.tick('self');
    expect(await requestsTo(store.db, 'h', 10)).toHaveLength(1);
    await logRequest(store.db, { ...line, at: new Date(NOW.getTime() - 20 * DAY) });
    await housekeeping.tick('self');
    expect(await requestsTo(store.db, 'h', 10)).toHaveLength(2);
    clock.advanceTo(new Date(NOW.getTime() + 5 * 60_000));
    await housekeeping.tick('self');
    expect(await requestsTo(store.db, 'h', 10)).toHaveLength(1);
  });
});
