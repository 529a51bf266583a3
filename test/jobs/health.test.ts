/** What operators are told of their targets, by the service as a whole. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Target } from '../../src/model.ts';
import { foundHealth } from '../../src/store/target-health.ts';
import { type FaultServer, startFaultServer } from '../crawl/support/fault-server.ts';
import { brandNamed, type Running, startEarshot } from '../e2e/support.ts';
import { describeOnEachStore, type StorePlace } from '../support/stores.ts';
import { jsonTarget, MINUTE, operatorMails, postsAsJson, START } from './support.ts';

describeOnEachStore('operators', (stores) => {
  const servers: FaultServer[] = [];
  let running: Running;
  let place: StorePlace;
  beforeEach(async () => {
    for (let i = 0; i < 2; i++) servers.push(await startFaultServer());
    for (const server of servers) {
      for (const path of ['/a', '/b', '/c', '/d']) server.pages.set(path, postsAsJson([{ id: '1' }]));
    }
  });
  afterEach(async () => {
    await running.close();
    for (const server of servers.splice(0)) await server.close();
  });

  async function start(targets: readonly Target[]): Promise<void> {
    place = await stores.place();
    running = await startEarshot(place, START, { brands: [brandNamed('acme', 'Acme')], targets });
  }
  const step = async (minutes: number, every = 10) => {
    for (let passed = 0; passed < minutes; passed += every) await running.step(every * MINUTE);
  };
  const subjects = async () => (await operatorMails(place.dataDir)).map(({ subject }) => subject);
  const states = async () =>
    Object.fromEntries((await foundHealth(running.app.db)).map(({ target, state }) => [target, state]));

  it('get one mail when a door shuts, none while it stays shut, and one when it opens', async () => {
    const [server] = servers;
    await start([jsonTarget('a', server!.host), jsonTarget('b', server!.host)]);
    await step(30);
    server!.pages.set('/a', { status: 403, body: 'Access denied' });
    await step(20);
    expect(await states()).toMatchObject({ a: 'blocked', b: 'learning' });
    await step(180);
    const mails = await operatorMails(place.dataDir);
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatchObject({ subject: 'Earshot: a is blocked', to: [{ address: 'ops@example.com' }] });
    expect(mails[0]?.text).toMatch(/status 403/);
    expect(mails[0]?.text).toMatch(/Earshot climbs no walls/);
    expect(mails[0]?.html).toContain('status 403');

    server!.pages.set('/a', postsAsJson([{ id: '1' }, { id: '2' }]));
    await step(90);
    expect(await subjects()).toEqual(['Earshot: a is blocked', 'Earshot: a is well again']);
    const [bad, good] = await operatorMails(place.dataDir);
    expect(good?.references).toBe(bad?.references);
    expect(await states()).toMatchObject({ a: 'learning' });
  }, 120_000);

  it('hear nothing of an accident', async () => {
    const [server] = servers;
    await start([jsonTarget('a', server!.host)]);
    await step(20);
    server!.pages.set('/a', { status: 403, body: 'Access denied' });
    await step(10);
    server!.pages.set('/a', postsAsJson([{ id: '1' }]));
    await step(60);
    expect(await subjects()).toEqual([]);
  }, 120_000);

  it('get one mail when several targets fail together', async () => {
    const [server] = servers;
    await start([jsonTarget('a', server!.host), jsonTarget('b', server!.host), jsonTarget('c', servers[1]!.host)]);
    await step(20);
    for (const path of ['/a', '/b']) server!.pages.set(path, { body: '<html>a page for people</html>' });
    await step(60);
    expect(await subjects()).toEqual(['Earshot: 2 targets need a look: a is no longer readable']);
  }, 120_000);

  it('get one summary when the network is down, however many targets, and one when it is back', async () => {
    const targets = ['a', 'b', 'c', 'd'].map((id, i) => jsonTarget(id, servers[i % 2]!.host));
    await start(targets);
    await step(20);
    const drop = { raw: (request: { socket: { destroy(): void } }) => request.socket.destroy() };
    for (const server of servers) for (const path of ['/a', '/b', '/c', '/d']) server.pages.set(path, drop);
    await step(240);
    expect(await subjects()).toEqual(['Earshot: Nothing can be reached: 4 of 4 targets']);
    for (const server of servers) {
      for (const path of ['/a', '/b', '/c', '/d']) server.pages.set(path, postsAsJson([{ id: '1' }, { id: '2' }]));
    }
    // One of them stays away: that is its own trouble, told when the others are back for a while.
    servers[1]!.pages.set('/b', drop);
    await step(30);
    expect((await subjects()).slice(1)).toEqual(['Earshot: Sites can be reached again']);
    await step(60);
    expect((await subjects()).slice(2)).toEqual(['Earshot: b is unreachable']);
  }, 180_000);

  it('hear of targets that nobody crawls, and not of those that rest', async () => {
    const [server] = servers;
    await start([jsonTarget('a', server!.host), jsonTarget('b', server!.host, { paused: true })]);
    await step(70);
    // Ticks without workers: as if no process had the role.
    for (let i = 0; i < 14; i++) {
      running.clock.advanceTo(new Date(running.clock.now().getTime() + 10 * MINUTE));
      await running.parts.service.tick();
    }
    expect(await states()).toMatchObject({ a: 'overdue', b: 'paused' });
    await step(10);
    expect((await subjects())[0]).toBe('Earshot: a is not being crawled');
    await step(30);
    expect((await subjects()).slice(1)).toEqual(['Earshot: a is well again']);
  }, 120_000);
});
