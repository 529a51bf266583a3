/** `earshot status` on a store with a history: what it says of each target, and of one host. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SteppedClock } from '../../src/clock.ts';
import status from '../../src/commands/status.ts';
import { silentLogger } from '../../src/log.ts';
import type { CrawlOutcome } from '../../src/model.ts';
import { claimCrawl, finishCrawl, recordCoverage, registerTargets, startCrawl } from '../../src/store/crawls.ts';
import { pause } from '../../src/store/pauses.ts';
import { HostBudgets, logRequest, RobotsCache } from '../../src/store/politeness.ts';
import { requestsTo, trimRequestLog } from '../../src/store/request-log.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { embeddedFolder } from '../support/stores.ts';
import { run } from './support/run.ts';

const NOW = new Date('2026-03-10T12:07:00Z');
const HOUR = 3_600_000;

/** Hourly crawls; the last of them end as told. */
async function crawlHourly(
  store: Store,
  target: string,
  hours: number,
  ends: (hoursAgo: number) => [CrawlOutcome, number, string],
) {
  for (let hoursAgo = hours; hoursAgo >= 0; hoursAgo--) {
    const at = new Date(NOW.getTime() - hoursAgo * HOUR - 7 * 60_000);
    const [outcome, postsNew, reason] = ends(hoursAgo);
    const id = await claimCrawl(store.db, target, 'crawl', at);
    await startCrawl(store.db, id!, at);
    const counts = { requests: 2, bytes: 4_000, postsSeen: 20, postsNew, postsUpdated: 0, postsFailed: 0 };
    const summary = { outcome, reason, ...counts, fill: { text: 1 }, complete: true };
    await finishCrawl(store.db, id!, summary, new Date(at.getTime() + 1_500));
    await recordCoverage(store.db, target, id!, summary, at);
  }
}

describe('status', () => {
  let config: string;
  beforeAll(async () => {
    config = await mkdtemp(join(tmpdir(), 'earshot-status-'));
    await mkdir(join(config, 'brands'));
    await mkdir(join(config, 'targets'));
    await writeFile(join(config, 'brands/acme.yaml'), 'name: Acme\n');
    const target = (path: string) =>
      `crawler: rss\noptions: {urls: ["https://feeds.example.test/${path}"]}\nschedule: every 1 h\n`;
    for (const id of ['fine', 'shut', 'dry', 'rests', 'fresh']) {
      await writeFile(join(config, `targets/${id}.yaml`), target(id));
    }
  });
  afterAll(() => rm(config, { recursive: true, force: true }));

  it('tells state, yield, coverage, next run, and what to do; and the audit of a host', async () => {
    const dataDir = await embeddedFolder();
    await writeFile(
      join(config, 'earshot.yaml'),
      `service: {contact: ops@acme.test, data_dir: ${JSON.stringify(dataDir)}}\n`,
    );
    const store = await openStore({ dataDir, log: silentLogger });
    const targets = ['fine', 'shut', 'dry', 'rests'].map((target) => ({
      target,
      crawler: 'rss',
      site: null,
      brands: [],
    }));
    await registerTargets(store.db, targets);
    await crawlHourly(store, 'fine', 72, () => ['ok', 2, '']);
    await crawlHourly(store, 'shut', 72, (h) =>
      h < 6 ? ['blocked', 0, 'feeds.example.test shows a CAPTCHA'] : ['ok', 1, ''],
    );
    await crawlHourly(store, 'dry', 220, (h) => (h < 30 ? ['unchanged', 0, ''] : ['ok', 3, '']));
    await pause(store.db, { kind: 'target', name: 'rests', since: NOW, until: null, reason: 'they asked' }, NOW);
    const host = 'feeds.example.test';
    const budgets = new HostBudgets(store.db, 180_000);
    for (let i = 0; i < 3; i++)
      await budgets.acquire(host, { requestsPerMinute: 600, concurrency: 9, dailyCap: 99 }, NOW);
    await budgets.penalise(host, new Date(NOW.getTime() + HOUR), 'asks for fewer requests (status 429)');
    const robots = { fetchedAt: NOW, state: 'present', body: 'User-agent: *\nCrawl-delay: 5\n' };
    await new RobotsCache(store.db).put(`https://${host}`, robots);
    const line = { target: 'fine', host, method: 'GET', url: `https://${host}/fine`, bytes: 2_048, durationMs: 120 };
    for (const [hoursAgo, code] of [
      [400, 200],
      [30, 200],
      [2, 200],
      [0, 429],
    ] as const) {
      const at = new Date(NOW.getTime() - hoursAgo * HOUR);
      const verdict = code === 200 ? null : 'throttled';
      await logRequest(store.db, { ...line, at, status: code, verdict, reason: verdict && 'asks for fewer requests' });
    }
    // A service is running: the command reads through it.
    const say = async (...words: string[]) =>
      (await run(status, ['status', ...words, '--config', config], '', new SteppedClock(NOW))).text;

    const text = await say();
    expect(text).toMatch(/^TARGET +STATE +LAST CRAWL +NEW IN 24 H +USUAL +SEEN 24 H +NEXT\n/);
    expect(text).toMatch(/^fine +well +ok, 7 min ago +48 +48 ± 0 a day +100 % +in 53 min$/m);
    expect(text).toMatch(/^shut +blocked +blocked, 7 min ago +18 +24 ± 0 a day +7\d % +in 53 min$/m);
    expect(text).toMatch(/^dry +quiet +unchanged, 7 min ago +0 /m);
    expect(text).toMatch(/^rests +paused +never/m);
    expect(text).toMatch(/^fresh +new +never +0 +\? +– +in 53 min$/m);
    expect(text).toMatch(
      /^shut: blocked since 2026-03-10T07:00Z: feeds.example.test shows a CAPTCHA. Crawl less often/m,
    );
    expect(text).toMatch(
      /^dry: quiet since 2026-03-09T06:00Z, where about \d\d a day came until then. The pages are read/m,
    );
    expect(text).toMatch(/^rests: paused by command since .*: they asked; earshot resume ends it$/m);
    expect(text).not.toMatch(/^fine:/m);
    expect(text).toMatch(/^Outbox: 0 to be sent, 0 sent in 24 h, 0 given up in 30 days$/m);

    const { targets: told } = JSON.parse(await say('--json')) as { targets: { target: string }[] };
    expect(told.find(({ target }) => target === 'shut')).toMatchObject({
      state: 'blocked',
      since: '2026-03-10T07:00:00.000Z',
      lastCrawl: { outcome: 'blocked', requests: 2, bytes: 4000, postsSeen: 20, fill: { text: 1 } },
    });

    const audit = await say('--host', host, '--lines', '2');
    expect(audit).toMatch(
      /^feeds.example.test: 1 of \d+ requests today, 1 under way; at most 20 a minute, 2 at once$/m,
    );
    expect(audit).toMatch(/^ {2}not before 2026-03-10T13:07:00.000Z: asks for fewer requests \(status 429\)$/m);
    expect(audit).toMatch(/robots.txt: crawl-delay 5 s \(read 0 s ago\)/);
    expect(audit).toMatch(/^Last 24 hours: 2 requests, 4 KB, 1 failed$/m);
    expect(audit).toMatch(
      /T10:07:00.000Z +fine +GET +200 +2048 B +120 ms +answered +https:\/\/feeds.example.test\/fine\n/,
    );
    expect(audit).toMatch(/T12:07:00.000Z +fine +GET +429 .* throttled .* asks for fewer requests\n/);
    await expect(say('--host', 'other.test')).rejects.toThrow(/"other.test" was never asked/);

    expect(await trimRequestLog(store.db, new Date(NOW.getTime() - 14 * 24 * HOUR), 100)).toBe(1);
    expect(await trimRequestLog(store.db, new Date(NOW.getTime() - 14 * 24 * HOUR), 100)).toBe(0);
    expect(await requestsTo(store.db, host, 10)).toHaveLength(3);
    await store.close();
  }, 120_000);
});
