import { parse } from 'csv-parse/sync';
import { beforeAll, expect, it } from 'vitest';
import { takeIn } from '../../src/pipeline/take-in.ts';
import { claimCrawl, recordCoverage, registerTargets } from '../../src/store/crawls.ts';
import { writeIncident } from '../../src/store/incidents.ts';
import type { Store } from '../../src/store/store.ts';
import { createApp } from '../../src/web/server.ts';
import { makeBrand, makePost, markAnalyzer } from '../pipeline/support/posts.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { noDoors, webDeps } from '../support/web.ts';

const NOW = new Date('2026-03-02T12:00:00Z');
const DAY = 86_400_000;
const rival = { ...makeBrand('bolt'), name: '=Bolt', role: 'competitor' as const };

describeOnEachStore('the overview', (stores) => {
  let store: Store;
  let app: ReturnType<typeof createApp>;
  const get = async (path: string) => (await app.request(path, { headers: { 'accept-language': 'en' } })).text();

  beforeAll(async () => {
    store = await stores.open();
    const pipeline = {
      store,
      analyzer: markAnalyzer(['acme', 'bolt']),
      brandIds: new Set(['acme', 'bolt']),
      privacy: { authorSecret: null },
    };
    const posts = Array.from({ length: 40 }, (_, day) =>
      ['acme good', 'acme good', 'acme bad', 'acme', 'bolt good'].map((text, hour) =>
        makePost({
          text: `${text} ${day}.${hour}`,
          publishedAt: new Date(NOW.getTime() - day * DAY - hour * 3_600_000),
        }),
      ),
    ).flat();
    await takeIn(pipeline, posts, { now: NOW, target: null, about: null, backfill: true });
    await store.write((trx) =>
      writeIncident(trx, {
        brand: 'acme',
        incidentId: null,
        at: new Date(NOW.getTime() - 3 * DAY),
        state: 'open',
        severity: 3,
        title: { aspect: 'service', intent: null, site: 'weibo' },
        scope: {},
        memory: null,
        transition: { kind: 'opened', by: 'earshot', reason: {} },
        posts: [],
      }),
    );
    const causes = [
      { name: 'Spring <sale>', brands: ['acme'], start: new Date(NOW.getTime() - 9 * DAY), end: NOW, factor: 2 },
    ];
    app = createApp(
      webDeps(store, {
        brands: [makeBrand('acme'), rival],
        causes,
        ingest: noDoors(pipeline),
        clock: { now: () => NOW, sleep: async () => undefined },
      }),
    );
  });

  it('shows today against the ordinary, rivals, incidents and known causes', async () => {
    const page = await get('/');
    for (const words of [
      '+25',
      'as usual',
      '80%',
      '=Bolt',
      'ACME · service · weibo',
      'Spring &lt;sale&gt;',
      '3/5 serious',
    ])
      expect(page).toContain(words);
    expect(page).toContain('role="img" aria-label="Net sentiment, 1 Feb to 2 Mar: between');
    expect(Buffer.byteLength(page)).toBeLessThan(150_000);
    expect(await get('/brands/acme?days=7')).toContain('Share of voice, 7 days');
    expect(await get('/brands/nobody')).toContain('No such page');
  });

  it('gives the numbers of each chart as a file that a spreadsheet opens safely', async () => {
    const rows = async (chart: string) =>
      parse(await get(`/brands/acme/${chart}.csv?days=7`), { bom: true, columns: true }) as Record<string, string>[];
    const mentions = await rows('mentions');
    expect(mentions).toHaveLength(7);
    expect(mentions.at(-2)).toMatchObject({ day: '2026-03-01', mentions: '4', negative: '1', positive: '2' });
    const net = await rows('net');
    expect(Number(net.at(-2)?.net)).toBeCloseTo(0.25, 6);
    expect(Number(net.at(-2)?.usual_low)).toBeLessThan(0.25);
    expect(Object.keys((await rows('voice'))[0]!)).toEqual(['day', 'ACME', "'=Bolt"]);
    expect((await rows('coverage')).at(-1)).toEqual({ day: '2026-03-02', seen: '1' });
    expect((await app.request('/brands/acme/secrets.csv')).status).toBe(404);
  });

  it('counts as unseen what a failing target misses, not the time until the next look', async () => {
    const { db } = store;
    const ids = ['waits', 'fails'];
    await registerTargets(
      db,
      ids.map((target) => ({ target, crawler: 'rss', site: null, brands: ['acme'] })),
    );
    const counts = {
      requests: 1,
      bytes: 1,
      postsSeen: 1,
      postsNew: 0,
      postsUpdated: 0,
      postsFailed: 0,
      fill: {},
      complete: true,
    };
    const look = async (target: string, hours: number, outcome: 'unchanged' | 'blocked') => {
      const at = new Date(NOW.getTime() - hours * 3_600_000);
      const crawl = await claimCrawl(db, target, 'crawl', at);
      await recordCoverage(db, target, crawl!, { ...counts, outcome, reason: '' }, at);
    };
    await look('waits', 30, 'unchanged');
    await look('waits', 8, 'unchanged');
    await look('fails', 30, 'unchanged');
    await look('fails', 12, 'unchanged');
    await look('fails', 6, 'blocked');
    expect(await get('/')).toMatch(/Coverage, 24 hours<\/dt><dd><span class="value"><a href="\/targets">75%/);
  });
});
