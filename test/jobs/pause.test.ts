/** Targets and sites that rest: by config and by command, seen by a running service at its next tick. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { SiteRule } from '../../src/config/types.ts';
import type { Target } from '../../src/model.ts';
import { coverageOf, exposureOf } from '../../src/store/coverage.ts';
import { targetHealth } from '../../src/store/crawls.ts';
import { type Pause, pause, resume } from '../../src/store/pauses.ts';
import { brandNamed, type Running, startEarshot } from '../e2e/support.ts';
import { describeOnEachStore } from '../support/stores.ts';

const START = new Date('2026-03-02T00:00:00Z');
const MINUTE = 60_000;

describeOnEachStore('a pause', (stores) => {
  let server: Server;
  let port: number;
  let running: Running | undefined;
  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url === '/robots.txt') return void response.writeHead(404).end();
      const items = [{ id: '1', text: 'Acme is fine', at: START }];
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(items));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterEach(() => running?.close());
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const targetAt = (id: string, site: string): Target => ({
    id,
    crawler: 'json',
    options: {
      urls: [`http://127.0.0.1:${port}/${id}`],
      items: '$',
      kind: 'post',
      fields: { id: 'id', text: 'text', published_at: 'at' },
    },
    schedule: '*/10 * * * *',
    timezone: 'UTC',
    brands: ['acme'],
    site,
    paused: false,
    maxPages: 5,
    backfillDays: 30,
    allowHosts: [`127.0.0.1:${port}`],
    requestsPerMinute: 600,
  });

  async function start(sites: SiteRule[] = []): Promise<Running> {
    const targets = [targetAt('a', 'town'), targetAt('b', 'village')];
    running = await startEarshot(await stores.place(), START, {
      brands: [brandNamed('acme', 'Acme')],
      targets,
      sites,
    });
    return running;
  }
  const crawled = async () => {
    const rows = await running!.app.store.db.selectFrom('crawls').select('target').orderBy('crawl_id').execute();
    return rows.map(({ target }) => target).join('');
  };
  const say = (kind: Pause['kind'], name: string, until: Date | null = null) =>
    pause(running!.app.store.db, { kind, name, since: running!.clock.now(), until, reason: '' }, running!.clock.now());
  const pausedNow = async () =>
    (await targetHealth(running!.app.store.db)).filter(({ paused }) => paused).map(({ target }) => target);

  it('of one target leaves the others alone, and ends by command', async () => {
    const { step, app } = await start();
    await step(10 * MINUTE);
    expect(await crawled()).toBe('ab');
    await say('target', 'a');
    await step(10 * MINUTE);
    await step(10 * MINUTE);
    expect(await crawled()).toBe('abbb');
    expect(await pausedNow()).toEqual(['a']);
    expect(await resume(app.store.db, 'target', 'a', running!.clock.now())).toBe(true);
    expect(await resume(app.store.db, 'target', 'a', running!.clock.now())).toBe(false);
    await step(10 * MINUTE);
    expect([...(await crawled())].sort().join('')).toBe('aabbbb');
    expect(await pausedNow()).toEqual([]);
  });

  it('of a site stops every target that asks it, by name in posts or by host, and ends by itself', async () => {
    const { step } = await start();
    await step(10 * MINUTE);
    await say('site', 'village', new Date(START.getTime() + 25 * MINUTE));
    await step(10 * MINUTE);
    expect(await crawled()).toBe('aba');
    await step(10 * MINUTE);
    expect([...(await crawled())].sort().join('')).toBe('aaabb');
    await say('site', `127.0.0.1:${port}`);
    await step(10 * MINUTE);
    expect((await crawled()).length).toBe(5);
    expect(await pausedNow()).toEqual(['a', 'b']);
  });

  it('is blindness with a known cause: coverage falls to nothing, and is whole again after the next crawl', async () => {
    const { step, app, clock } = await start();
    await step(10 * MINUTE);
    await say('site', 'town');
    await step(60 * MINUTE);
    const seen = async (site: string) =>
      exposureOf(
        await coverageOf(app.store.db, 'acme', START),
        site,
        new Date(START.getTime() + 15 * MINUTE),
        clock.now(),
      );
    expect(await seen('town')).toBe(0);
    expect(await seen('village')).toBeGreaterThan(0.999);
    await resume(app.store.db, 'site', 'town', clock.now());
    await step(10 * MINUTE);
    // The clock of the test moves on while the crawl waits for its turn.
    expect(await seen('town')).toBeGreaterThan(0.999);
  });

  it('by config holds whatever commands say; a target that never looked is not counted as blind', async () => {
    const { step, app, clock } = await start([{ id: 'town', name: null, paused: true, reason: 'agreed' }]);
    await step(10 * MINUTE);
    await step(10 * MINUTE);
    expect(await crawled()).toBe('bb');
    expect((await coverageOf(app.store.db, 'acme', START)).map(({ target }) => target)).toEqual(['b']);
    expect(exposureOf(await coverageOf(app.store.db, 'acme', START), null, START, clock.now())).toBe(1);
  });
});
