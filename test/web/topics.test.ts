import { load } from 'cheerio';
import { parse } from 'csv-parse/sync';
import { beforeAll, expect, it } from 'vitest';
import { takeIn } from '../../src/pipeline/take-in.ts';
import { talkersView } from '../../src/pipeline/views/talkers-view.ts';
import { topicsView } from '../../src/pipeline/views/topics-view.ts';
import { countMentions } from '../../src/store/mention-list.ts';
import type { Store } from '../../src/store/store.ts';
import { createApp } from '../../src/web/server.ts';
import { makePost } from '../pipeline/support/posts.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { noDoors, webDeps } from '../support/web.ts';
import { BRANDS, fillWorld, NOW, worldAnalyzer } from './world.ts';

const DAY = 86_400_000;

describeOnEachStore('topics and talkers', (stores) => {
  let store: Store;
  let app: ReturnType<typeof createApp>;
  const acme = BRANDS[0]!;
  const get = async (path: string, language = 'en') => {
    const response = await app.request(path, { headers: { 'accept-language': language } });
    const body = await response.text();
    expect(response.status, `${path} ${body}`).toBe(200);
    return { body, $: load(body) };
  };

  beforeAll(async () => {
    store = await stores.open();
    await fillWorld(store);
    const brandIds = new Set(BRANDS.map(({ id }) => id));
    const pipeline = { store, analyzer: worldAnalyzer(), brandIds, privacy: { authorSecret: null } };
    // Months in which the beds were talked of, before the days in which it is the service.
    const beds = Array.from({ length: 120 }, (_, index) =>
      makePost({
        id: `bed${index}`,
        text: `Acme again: the mattress was soft, corridor ${index} quiet`,
        publishedAt: new Date(NOW.getTime() - (38 + index) * DAY),
      }),
    );
    await takeIn(pipeline, beds, { now: NOW, target: null, about: null, backfill: true });
    const clock = { now: () => NOW, sleep: async () => undefined };
    app = createApp(webDeps(store, { brands: BRANDS, ingest: noDoors(pipeline), clock }));
  }, 120_000);

  it('say what rose against the time before, in topics and in words', async () => {
    const view = await topicsView(store.db, acme, 30, 'UTC', NOW);
    const service = view.moves.find(({ name }) => name === 'service')!;
    expect(service.total).toBeGreaterThan(40);
    expect(service.usual).toBeLessThan(service.total / 2);
    expect(service.departure).toBeGreaterThan(1.96);
    expect(view.fallen.map(({ word }) => word)).toContain('mattress');
    expect(view.risen.map(({ word }) => word)).not.toContain('mattress');
    const week = await topicsView(store.db, acme, 7, 'Asia/Shanghai', NOW);
    expect(week.columns).toHaveLength(7);
    const quarter = await topicsView(store.db, acme, 90, 'UTC', NOW);
    expect(quarter.columns).toHaveLength(13);
    expect(quarter.columns.at(-1)!.to).toEqual(quarter.to);
  });

  it('count each topic over time as its rows do', async () => {
    const view = await topicsView(store.db, acme, 30, 'UTC', NOW);
    for (const { aspect, counts } of view.aspects) {
      const filter = { brand: 'acme', aspect, from: view.from, to: view.to };
      const { total } = await countMentions(store.db, filter);
      expect(
        counts.reduce((sum, count) => sum + count.total, 0),
        aspect,
      ).toBe(total);
      const negative = await countMentions(store.db, { ...filter, feeling: 'negative' });
      expect(
        counts.reduce((sum, count) => sum + count.negative, 0),
        aspect,
      ).toBe(negative.total);
    }
  });

  it('lead to their rows, and are a file', async () => {
    const { $ } = await get('/topics?brand=acme&days=30');
    const links = $('main table th a')
      .toArray()
      .map((link) => $(link).attr('href') ?? '');
    expect(links.length).toBeGreaterThan(8);
    for (const link of links.slice(0, 3)) expect((await get(link)).$('li.mention').length).toBeGreaterThan(0);
    expect($('figure.chart').length).toBeGreaterThan(5);
    expect($('.multiples figure').first().attr('aria-label')).not.toBe('');
    const response = await app.request('/topics.csv?brand=acme&days=30');
    const rows: Record<string, string>[] = parse(await response.text(), { columns: true, bom: true });
    expect(rows.length % 30).toBe(0);
  });

  it('find the copies that look ordered, with their rows', async () => {
    const view = await talkersView(store.db, { brand: 'acme' });
    const copied = view.stories.find(({ posts }) => posts === 42)!;
    expect(copied).toMatchObject({ coordinated: true, authors: 42, shared: 0, negative: 42 });
    expect(view.stories.filter(({ coordinated }) => coordinated)).toHaveLength(1);
    expect(view.drivers.length).toBeGreaterThan(5);
    const engagements = view.drivers.map(({ engagement }) => engagement);
    expect(engagements).toEqual([...engagements].sort((a, b) => b - a));
    expect(view.cut).toBe(false);
    const { $ } = await get('/talkers?brand=acme&days=30');
    const row = $('tr').filter((_, tr) => $(tr).text().includes('looks coordinated'));
    expect(row).toHaveLength(1);
    const rows = await get(row.find('a').first().attr('href') ?? '');
    expect(rows.$('li.mention')).toHaveLength(40);
  });

  it('answer in both languages, for brands and periods there are, and for brands of which nothing was said', async () => {
    for (const path of ['/topics', '/talkers']) {
      for (const days of [7, 30, 90]) {
        for (const language of ['en', 'zh']) {
          const { body } = await get(`${path}?brand=bolt&days=${days}`, language);
          expect(body).not.toMatch(/<script(?! src="\/assets\/)/);
        }
      }
      expect((await app.request(`${path}?brand=nobody`)).status).toBe(404);
      expect((await get(`${path}?days=12`)).$('.tabs [aria-current]').last().text()).toBe('30 days');
    }
  });
});
