/** Digests as they are sent: of days and weeks, amended, and left with one click. */
import { afterEach, expect, it } from 'vitest';
import { runDigest } from '../../src/jobs/digest-job.ts';
import type { Post } from '../../src/model.ts';
import type { DigestView } from '../../src/notify/views/digest.ts';
import { takeIn } from '../../src/pipeline/take-in.ts';
import { composeDigest } from '../../src/pipeline/views/digest-view.ts';
import { findDigestOf, listDigests, unsubscriptions } from '../../src/store/digests.ts';
import { listDeliveries } from '../../src/store/outbox-list.ts';
import { createApp } from '../../src/web/server.ts';
import { brandNamed, desk, type Running, startEarshot } from '../e2e/support.ts';
import { makePost } from '../pipeline/support/posts.ts';
import { describeOnEachStore, type StorePlace } from '../support/stores.ts';
import { noDoors, webDeps } from '../support/web.ts';
import { mailsIn } from './support.ts';

const acme = brandNamed('acme', 'Acme');
/** A Monday, 00:00 in UTC. */
const MONDAY = Date.parse('2026-03-02T00:00:00Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const reader = { ...desk, timezone: 'UTC' };

describeOnEachStore('digests', (stores) => {
  let place: StorePlace;
  let earshot: Running;
  afterEach(() => earshot.close());

  const settings = (periods: readonly ('day' | 'week')[]) => ({
    brands: [acme],
    targets: [],
    recipients: [reader],
    operators: [],
    alerts: [],
    digests: periods.map((period) => ({
      id: period,
      brands: ['acme'],
      recipients: ['desk'],
      period,
      cron: period === 'week' ? '0 8 * * 1' : '0 8 * * *',
    })),
  });
  const start = async (periods: readonly ('day' | 'week')[]) => {
    place = await stores.place();
    earshot = await startEarshot(place, new Date(MONDAY + 7 * HOUR), settings(periods));
  };
  /** Posts about refunds or the app, read in now. */
  const bring = (count: number, at: number, text: string) => {
    const posts: Post[] = Array.from({ length: count }, (_, i) =>
      makePost({ text: `${text}, case ${i}`, publishedAt: new Date(at + i * 60_000) }),
    );
    const origin = { now: earshot.clock.now(), target: null, about: null, backfill: false };
    return takeIn(earshot.app, posts, origin);
  };
  const digests = async () =>
    (await listDigests(earshot.app.store.db, 20)).map(({ period, day, edition }) => `${period} ${day} ${edition}`);

  it('of the day and of the week, each once, with a link to leave each', async () => {
    await start(['day', 'week']);
    await bring(4, MONDAY - DAY + HOUR, 'Acme support was rude');
    await bring(3, MONDAY - 6 * DAY, 'Acme is great');
    await earshot.step(HOUR);
    await earshot.step(HOUR);
    expect((await digests()).toSorted()).toEqual(['day 2026-03-01 0', 'week 2026-02-23 0']);
    const week = await findDigestOf(earshot.app.store.db, 'acme', '2026-02-23', 'desk', 'week');
    const view = week?.view as DigestView;
    expect(view).toMatchObject({ period: 'week', from: '2026-02-23T00:00:00.000Z', to: '2026-03-02T00:00:00.000Z' });
    expect(view.tracking.mentions.now.value).toBe(7);
    expect(view.tracking.history.at(-1)).toMatchObject({ day: '2026-03-01', mentions: 4 });

    const mails = await mailsIn(place.dataDir);
    expect(mails).toHaveLength(2);
    const header = (name: string) => mails.map(({ headers }) => headers.find(({ key }) => key === name)?.value);
    expect(header('list-unsubscribe-post')).toEqual(Array(2).fill('List-Unsubscribe=One-Click'));
    const daily = mails.find(({ text }) => text?.includes('2026') && !/week/i.test(text)) ?? mails[0]!;
    const address = daily.headers.find(({ key }) => key === 'list-unsubscribe')?.value.replace(/[<>]/g, '') ?? '';
    const { app } = earshot;
    const web = createApp(
      webDeps(app.store, {
        brands: [acme],
        recipients: [reader],
        secret: app.actionSecret,
        ingest: noDoors(app),
        clock: earshot.clock,
      }),
    );
    const path = address.replace('http://localhost:8480', '');
    expect(await (await web.request(path)).text()).toContain('You receive this digest');
    expect(await unsubscriptions(app.store.db)).toEqual([]);
    const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
    expect((await web.request(path, { method: 'POST', body })).status).toBe(200);
    expect(await unsubscriptions(app.store.db)).toHaveLength(1);
    expect((await web.request(`${path}x`, { method: 'POST', body })).status).toBe(403);
    const [left] = await unsubscriptions(app.store.db);
    // The page of a digest shows nobody else's link.
    expect(await (await web.request('/digests/acme/2026-03-01')).text()).not.toContain('/unsubscribe');

    await bring(1, MONDAY + HOUR, 'Acme again');
    await earshot.step(DAY);
    expect((await digests()).includes('day 2026-03-02 0')).toBe(left?.period !== 'day');
    expect((await web.request(path, { method: 'POST', body: new URLSearchParams({ again: '1' }) })).status).toBe(200);
    expect(await unsubscriptions(app.store.db)).toEqual([]);
  }, 120_000);

  it('two processes at once, the same job delivered twice, and a restart make one digest and one mail', async () => {
    await start(['day']);
    await bring(4, MONDAY - DAY + HOUR, 'Acme support was rude');
    const { app } = earshot;
    const deps = { store: app.store, brands: [acme], digests: { ...app, unsubscribePath: () => '/unsubscribe' } };
    const job = { brand: 'acme', period: 'day', day: '2026-03-01', recipient: 'desk', channels: ['mail'] } as const;
    const now = new Date(MONDAY + 8 * HOUR);
    await Promise.all([1, 2, 3].map(() => runDigest(deps, job, reader, now)));
    await earshot.step(HOUR);
    expect(await digests()).toEqual(['day 2026-03-01 0']);
    await earshot.close();
    // Whatever comes up again, an hour later or at the same slot, finds it done.
    earshot = await startEarshot(place, new Date(MONDAY + 8 * HOUR), settings(['day']));
    await earshot.step(0);
    await earshot.step(HOUR);
    expect(await digests()).toEqual(['day 2026-03-01 0']);
    expect(await mailsIn(place.dataDir)).toHaveLength(1);
    expect((await listDeliveries(earshot.app.store.db, { limit: 9 })).map(({ state }) => state)).toEqual(['sent']);
  }, 120_000);

  it('a day whose posts came late is sent again, and says so, once', async () => {
    await start(['day']);
    await bring(4, MONDAY - DAY + HOUR, 'Acme support was rude');
    await earshot.step(HOUR);
    await earshot.step(HOUR);
    await bring(6, MONDAY - DAY + 9 * HOUR, 'Acme app crashed');
    await earshot.step(DAY);
    await earshot.step(DAY);
    expect((await digests()).filter((one) => one.includes('2026-03-01'))).toEqual([
      'day 2026-03-01 1',
      'day 2026-03-01 0',
    ]);
    const amended = (await findDigestOf(earshot.app.store.db, 'acme', '2026-03-01', 'desk'))?.view as DigestView;
    expect(amended.amends).toMatchObject({ late: { value: 6 } });
    expect(amended.tracking.mentions.now.value).toBe(10);
    const mails = (await mailsIn(place.dataDir)).filter(({ text }) => text?.includes('Amended'));
    expect(mails).toHaveLength(1);
  }, 120_000);

  it('topics that left their usual course are named', async () => {
    await start([]);
    for (const week of [1, 2, 3, 4]) {
      const day = MONDAY - DAY - week * 7 * DAY;
      await bring(2, day + HOUR, 'Acme customer service was rude to me');
      await bring(12, day + 2 * HOUR, 'Acme delivery was late again');
    }
    await bring(12, MONDAY - DAY + HOUR, 'Acme customer service was rude to me');
    await bring(1, MONDAY - DAY + 2 * HOUR, 'Acme delivery was late again');
    const { topics } = await composeDigest(earshot.app, acme, '2026-03-01', 'UTC');
    expect(topics.risen.map(({ topic, now, usual }) => [topic, now.value, usual.value])).toContainEqual([
      { aspect: 'service' },
      12,
      2,
    ]);
    expect(topics.fallen.map(({ topic }) => topic)).toContainEqual({ aspect: 'delivery' });
  }, 120_000);
});
