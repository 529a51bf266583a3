/** Numbers of people, wherever they are said, counted again by SQL that shares nothing with the product's. */
import { load } from 'cheerio';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Post } from '../../src/model.ts';
import { renderAlert } from '../../src/notify/render.ts';
import { judgeBrand } from '../../src/pipeline/judge.ts';
import { takeIn } from '../../src/pipeline/take-in.ts';
import { composeAlert } from '../../src/pipeline/views/alert-view.ts';
import { listIncidents } from '../../src/store/incidents.ts';
import type { Db } from '../../src/store/store.ts';
import { createApp } from '../../src/web/server.ts';
import { brandNamed, desk, type Running, startEarshot } from '../e2e/support.ts';
import { makePost } from '../pipeline/support/posts.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { noDoors, webDeps } from '../support/web.ts';
import { counted } from './support/rows-behind.ts';

const acme = brandNamed('acme', 'Acme');
const NOW = Date.parse('2026-03-20T12:00:00Z');
const HOUR = 3_600_000;

/** Thirty complaints within two hours: nine people, some of whom say it again, and three times somebody called as many are. */
const complaints = Array.from({ length: 30 }, (_, i): Post => {
  const writer = { name: `Writer ${i % 9}`, id: `u${i % 9}`, followers: 10, verified: null };
  return makePost({
    text: `Acme support was rude and I will never come back, number ${i * 7919}`,
    site: 'weibo',
    author: i % 10 === 9 ? { ...writer, name: 'Anonymous', id: null } : writer,
    publishedAt: new Date(NOW - 2 * HOUR + i * 200_000),
  });
});

/** Before them three weeks in which somebody else praises or complains now and then. */
const before = Array.from({ length: 60 }, (_, i) =>
  makePost({
    text: i % 5 === 0 ? `Acme delivery was late, day ${i}` : `I love Acme, great quality, day ${i}`,
    site: 'weibo',
    author: { name: `Neighbour ${i}`, id: `n${i}`, followers: 10, verified: null },
    publishedAt: new Date(NOW - 21 * 24 * HOUR + i * 8 * HOUR),
  }),
);

describeOnEachStore('people', (stores) => {
  let earshot: Running;
  let db: Db;
  let id: number;
  let web: ReturnType<typeof createApp>;
  beforeAll(async () => {
    earshot = await startEarshot(await stores.place(), new Date(NOW), { brands: [acme], targets: [] });
    const { app } = earshot;
    db = app.store.db;
    const origin = { now: new Date(NOW), target: null, about: null };
    await takeIn(app, before, { ...origin, backfill: true });
    await takeIn(app, complaints, { ...origin, backfill: false });
    await judgeBrand(app, acme, new Date(NOW));
    const [incident] = await listIncidents(db, { limit: 5 });
    id = incident!.incidentId;
    const { store, analyzer, brandIds } = app;
    const ingest = noDoors({ store, analyzer, brandIds, privacy: { authorSecret: null } });
    web = createApp(webDeps(store, { brands: [acme], ingest, clock: earshot.clock }));
  }, 120_000);
  afterAll(() => earshot.close());

  const list = () => `/evidence?brand=acme&incident=${id}&label=negative&by=people`;
  const page = async (path: string) => load(await (await web.request(path)).text());

  it('behind a mail’s number are as many as it says', async () => {
    const view = await composeAlert(earshot.app, id, 1, desk);
    const people = view!.spike!.people!;
    expect(people.value).toBe(await counted(db, people.evidence, 'people'));
    expect(people).toMatchObject({ value: 12, atMost: true });
    const mail = await renderAlert(view!, {
      ...desk,
      timezone: 'UTC',
      serviceName: 'Earshot',
      publicUrl: 'http://e.test',
    });
    expect(mail.text).toContain('up to 12 people');
    expect(load(mail.html)(`a[href="http://e.test${people.evidence}"]`).text()).toBe('12');
  });

  it('an incident’s page says them, and leads to who they are', async () => {
    const $ = await page(`/incidents/${id}`);
    const link = $('a[href*="by=people"]');
    expect(link.text()).toBe('up to 12 people complain');
    expect(await counted(db, link.attr('href')!, 'people')).toBe(12);
    expect((await page(link.attr('href')!))('tr.person')).toHaveLength(9);
    expect((await page(`/incidents/${id}?lang=zh`))('a[href*="by=people"]').text()).toMatch(/12/);
  });

  it('the API gives those who are known, and how often nobody is', async () => {
    const answer = await web.request(`/api/v1/incidents/${id}`);
    expect((await answer.json()) as object).toMatchObject({ people: { named: 9, unnamed: 3 } });
    expect(await counted(db, list(), 'authors')).toBe(9);
  });
});
