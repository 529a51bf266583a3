/** The service as a whole on a small site: schedules, outcomes, alerts into the outbox, the morning's digest. */
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { afterAll, afterEach, expect, it } from 'vitest';
import { createLogger } from '../../src/log.ts';
import type { Target } from '../../src/model.ts';
import { targetHealth } from '../../src/store/crawls.ts';
import { listDigests } from '../../src/store/digests.ts';
import { listIncidents } from '../../src/store/incidents.ts';
import { brandNamed, type Running, startEarshot } from '../e2e/support.ts';
import { describeOnEachStore, type StorePlace } from '../support/stores.ts';

const START = new Date('2026-03-02T00:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const acme = brandNamed('acme', 'Acme');

interface SitePost {
  id: string;
  text: string;
  at: Date;
}

/** A site whose mood can be changed: what it says, and whether it lets anybody in. */
class Site {
  posts: SitePost[] = [];
  mood: 'open' | 'blocked' | 'broken' = 'open';
  now: () => Date = () => START;
  readonly #server: Server = createServer((request, response) => {
    if (request.url === '/robots.txt') return void response.writeHead(404).end();
    if (this.mood === 'blocked') return void response.writeHead(403).end('Access denied');
    if (this.mood === 'broken') return void request.socket.destroy();
    const items = this.posts.filter((post) => post.at <= this.now()).reverse();
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(items));
  });

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  close(): Promise<unknown> {
    return new Promise((resolve) => this.#server.close(resolve));
  }
}

function targetAt(port: number): Target {
  return {
    id: 'town',
    crawler: 'json',
    options: {
      urls: [`http://127.0.0.1:${port}/`],
      items: '$',
      kind: 'post',
      fields: { id: 'id', text: 'text', published_at: 'at' },
    },
    schedule: '*/10 * * * *',
    timezone: 'UTC',
    brands: ['acme'],
    site: 'town',
    paused: false,
    maxPages: 5,
    backfillDays: 30,
    allowHosts: [`127.0.0.1:${port}`],
    requestsPerMinute: 600,
  };
}

describeOnEachStore('the service', (stores) => {
  const site = new Site();
  let port: Promise<number> | undefined;
  let running: Running | undefined;
  let place: StorePlace;
  const lines: { msg: string; trace?: string; postsNew?: number; delivery?: string }[] = [];

  async function start(): Promise<Running> {
    port ??= site.listen();
    place = await stores.place();
    lines.length = 0;
    const log = createLogger({ destination: { write: (line) => void lines.push(JSON.parse(line)) } });
    running = await startEarshot(place, START, { brands: [acme], targets: [targetAt(await port)] }, { log });
    site.now = () => running!.clock.now();
    site.mood = 'open';
    site.posts = [];
    return running;
  }
  afterEach(() => running?.close());
  afterAll(() => (port === undefined ? undefined : site.close()));

  const outbox = async () => {
    const folder = join(place.dataDir, 'outbox');
    const files = await readdir(folder).catch(() => []);
    return Promise.all(files.sort().map(async (file) => PostalMime.parse(await readFile(join(folder, file)))));
  };

  it('crawls each slot once, alerts once about a pile of complaints, and reports the day in the morning', async () => {
    const { step, app } = await start();
    site.posts = Array.from({ length: 84 }, (_, index) => ({
      id: `old-${index}`,
      text: index % 6 === 3 ? `Acme was late again, number ${index}` : `Acme is great, number ${index}`,
      at: new Date(START.getTime() - 14 * 24 * HOUR + index * 4 * HOUR),
    }));
    for (let index = 0; index < 14; index++) {
      const at = new Date(START.getTime() + 2 * HOUR + index * 4 * MINUTE);
      site.posts.push({
        id: `new-${index}`,
        text: `Acme support is terrible, they refuse my refund, case ${index}. Worst service ever.`,
        at,
      });
    }
    for (let minutes = 10; minutes <= 4 * 60; minutes += 10) await step(10 * MINUTE);
    const crawls = await app.store.db.selectFrom('crawls').select(['slot', 'outcome']).execute();
    expect(crawls).toHaveLength(24);
    expect(new Set(crawls.map((crawl) => crawl.slot.getTime())).size).toBe(24);
    expect(await listIncidents(app.store.db, { limit: 5 })).toMatchObject([{ brand: 'acme', closedAt: null }]);
    const opened = (await outbox()).filter((mail) => mail.messageId?.includes('alert.'));
    expect(opened.length).toBeGreaterThanOrEqual(1);
    expect(opened[0]?.subject).toContain('Acme');
    expect(opened[0]?.html).toContain('terrible');
    // Every mail of the incident is one thread with a name of its own each.
    expect(new Set(opened.map((mail) => mail.messageId)).size).toBe(opened.length);
    // One word leads from the crawl that brought the posts over the incident to the mail.
    const trace = lines.find(({ msg, delivery }) => msg === 'delivered' && delivery?.startsWith('alert'))?.trace;
    expect(trace).toMatch(/^crawl-\d+$/);
    const told = lines.filter((line) => line.trace === trace);
    expect(told.map(({ msg }) => msg)).toEqual(expect.arrayContaining(['crawled', 'incident', 'delivered']));
    expect(told.find(({ msg }) => msg === 'crawled')?.postsNew).toBeGreaterThan(0);

    await step(20 * HOUR + 10 * MINUTE);
    await step(10 * MINUTE);
    expect(await listDigests(app.store.db, 5)).toMatchObject([
      { brand: 'acme', day: '2026-03-02', recipient: 'desk' },
      // At its start the service makes up for the morning's digest.
      { brand: 'acme', day: '2026-03-01', recipient: 'desk' },
    ]);
    const digest = (await outbox()).filter((mail) => mail.messageId?.includes('digest.'));
    expect(digest).toHaveLength(2);
    expect(digest[1]?.text).toContain('14');
  }, 120_000);

  it('never takes a shut door for silence: outcome, reason and the time since when nothing was seen', async () => {
    const { step, app } = await start();
    site.posts = [{ id: 'a', text: 'Acme is fine', at: START }];
    await step(10 * MINUTE);
    site.mood = 'blocked';
    await step(10 * MINUTE);
    site.mood = 'broken';
    await step(10 * MINUTE);
    const [health] = await targetHealth(app.store.db);
    expect(health).toMatchObject({ target: 'town', lastOutcome: 'unreachable' });
    expect(health?.coveredUntil).toEqual(new Date(START.getTime() + 10 * MINUTE));
    const outcomes = await app.store.db.selectFrom('crawls').select(['outcome', 'reason']).orderBy('slot').execute();
    expect(outcomes.map((crawl) => crawl.outcome)).toEqual(['ok', 'blocked', 'unreachable']);
    expect(outcomes.slice(1).every((crawl) => crawl.reason)).toBe(true);
    site.mood = 'open';
    await step(30 * MINUTE);
    expect((await targetHealth(app.store.db))[0]).toMatchObject({ lastOutcome: 'unchanged', failingSince: null });
  }, 120_000);
});
