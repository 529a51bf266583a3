import { beforeAll, expect, it } from 'vitest';
import { HostBudgets, HttpCache, RobotsCache } from '../../src/store/politeness.ts';
import type { Store } from '../../src/store/store.ts';
import { describeOnEachStore } from '../support/stores.ts';

const LEASE_MS = 180_000;
const limits = { requestsPerMinute: 60, concurrency: 2, dailyCap: 5 };
const at = (seconds: number) => new Date(Date.parse('2026-03-02T23:59:00Z') + seconds * 1000);

describeOnEachStore('budgets of hosts', (stores) => {
  let store: Store;
  beforeAll(async () => {
    store = await stores.open();
  });
  const budgets = () => new HostBudgets(store.db, LEASE_MS);
  const lease = (grant: Awaited<ReturnType<HostBudgets['acquire']>>) => (grant.granted ? grant.lease : '');

  it('space requests evenly and say until when to wait', async () => {
    const first = await budgets().acquire('pace.example', limits, at(0));
    expect(first.granted).toBe(true);
    expect(await budgets().acquire('pace.example', limits, at(0.5))).toEqual({
      granted: false,
      until: at(1),
      why: 'pace',
    });
    expect((await budgets().acquire('pace.example', limits, at(1))).granted).toBe(true);
  });

  it('bound requests under way; a slot given back or abandoned is free again', async () => {
    const first = await budgets().acquire('slots.example', limits, at(0));
    await budgets().acquire('slots.example', limits, at(1));
    expect(await budgets().acquire('slots.example', limits, at(2))).toMatchObject({
      granted: false,
      why: 'concurrency',
    });
    await budgets().release('slots.example', lease(first), at(2));
    expect((await budgets().acquire('slots.example', limits, at(2))).granted).toBe(true);
    expect(await budgets().acquire('slots.example', limits, at(3))).toMatchObject({ why: 'concurrency' });
    expect((await budgets().acquire('slots.example', limits, at(1 + LEASE_MS / 1000))).granted).toBe(true);
  });

  it('end the day at the cap and begin again at midnight, UTC', async () => {
    for (let i = 0; i < 5; i++) {
      const grant = await budgets().acquire('cap.example', limits, at(i));
      await budgets().release('cap.example', lease(grant), at(i));
    }
    const midnight = new Date('2026-03-03T00:00:00Z');
    expect(await budgets().acquire('cap.example', limits, at(10))).toEqual({
      granted: false,
      until: midnight,
      why: 'daily-cap',
    });
    expect((await budgets().acquire('cap.example', limits, midnight)).granted).toBe(true);
  });

  it('leave a host alone that asked for it, and never for less long than it asked', async () => {
    await budgets().penalise('busy.example', at(100), 'Retry-After');
    await budgets().penalise('busy.example', at(50), 'Retry-After');
    expect(await budgets().acquire('busy.example', limits, at(60))).toEqual({
      granted: false,
      until: at(100),
      why: 'penalty',
    });
    expect((await budgets().acquire('busy.example', limits, at(100))).granted).toBe(true);
  });

  it('give a slot to one of many who ask at once', async () => {
    const grants = await Promise.all(
      Array.from({ length: 12 }, () => budgets().acquire('crowd.example', limits, at(0))),
    );
    expect(grants.filter((grant) => grant.granted)).toHaveLength(1);
  });

  it('keep robots.txt and validators between crawls', async () => {
    const robots = new RobotsCache<'present'>(store.db);
    expect(await robots.get('https://a.example')).toBeNull();
    await robots.put('https://a.example', { fetchedAt: at(0), state: 'present', body: 'User-agent: *' });
    await robots.put('https://a.example', { fetchedAt: at(9), state: 'present', body: 'Disallow: /' });
    expect(await robots.get('https://a.example')).toEqual({ fetchedAt: at(9), state: 'present', body: 'Disallow: /' });
    const cache = new HttpCache<{ at: Date; etag: string }>(store.db);
    await cache.put('t1', 'https://a.example/x', { at: at(1), etag: '"1"' });
    expect(await cache.get('t1', 'https://a.example/x')).toEqual({ at: at(1), etag: '"1"' });
    expect(await cache.get('t2', 'https://a.example/x')).toBeNull();
  });
});
