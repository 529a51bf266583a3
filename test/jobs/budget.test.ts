/** Two processes crawl one host: what it sees of both together stays within one budget. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { silentLogger } from '../../src/log.ts';
import { openStore } from '../../src/store/store.ts';
import { startProgram } from '../support/programs.ts';
import { describeOnEachStore } from '../support/stores.ts';

const LIMITS = { requestsPerMinute: 1200, concurrency: 2, dailyCap: 40 };
const PACE_MS = 60_000 / LIMITS.requestsPerMinute;
/** Longer than the pace, so that requests would pile up if nobody counted them. */
const ANSWER_MS = 150;

describeOnEachStore('two processes', (stores) => {
  it('never exceed pace, concurrency and daily cap in sum', async () => {
    const arrivals: number[] = [];
    let underWay = 0;
    let most = 0;
    const server = createServer((request, response) => {
      arrivals.push(Date.now());
      most = Math.max(most, ++underWay);
      response.once('close', () => underWay--);
      if (request.url === '/robots.txt') return void response.writeHead(404).end();
      setTimeout(() => response.writeHead(200, { 'content-type': 'application/json' }).end('{"posts":[]}'), ANSWER_MS);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const place = await stores.place();
    // The embedded store serves as long as its first opener lives.
    const store = await openStore({ ...place, log: silentLogger });
    onTestFinished(() => store.close());
    const file = new URL('./budget-child.ts', import.meta.url);
    const children = ['p', 'q'].map((name) =>
      startProgram(file, [JSON.stringify(place), host, name, JSON.stringify(LIMITS)]),
    );
    for (const child of children) expect(await child.line()).toBe('ready');
    const began = Date.now();
    for (const child of children) child.say('go');
    const results = (await Promise.all(children.map((child) => child.line()))).flatMap(
      (line) => JSON.parse(line) as { outcome: string; requests: number; reason: string }[],
    );

    const days = new Set([began, Date.now()].map((at) => Math.floor(at / 86_400_000))).size;
    expect(arrivals.length).toBe(LIMITS.dailyCap * days);
    expect(results.reduce((sum, { requests }) => sum + requests, 0)).toBe(arrivals.length);
    // Whoever found the day used up says so, and does not call it silence.
    expect(results.map(({ outcome }) => outcome)).toContain('throttled');
    expect(results.find(({ outcome }) => outcome === 'throttled')?.reason).toMatch(/40 requests a day is used up/);
    expect(most).toBe(LIMITS.concurrency);
    for (const [i, at] of arrivals.entries()) expect(i).toBeLessThanOrEqual((at - began) / PACE_MS + 1);

    const log = await store.db.selectFrom('request_log').select(['host', 'status']).execute();
    expect(log.filter(({ status }) => status !== null)).toHaveLength(arrivals.length);
    const [budget] = await store.db.selectFrom('host_budgets').selectAll().where('host', '=', host).execute();
    expect(budget).toMatchObject({ used: LIMITS.dailyCap, leases: {} });
  }, 120_000);
});
