/** Silence about an incident, and what ends it. */
import { afterEach, expect, it } from 'vitest';
import type { Severity } from '../../src/model.ts';
import { handle } from '../../src/pipeline/handle.ts';
import { takeIn } from '../../src/pipeline/take-in.ts';
import { addDeliveries } from '../../src/store/deliveries.ts';
import { addTransition, findIncident, transitionsOf } from '../../src/store/incidents.ts';
import { muteOf } from '../../src/store/mutes.ts';
import { brandNamed, type Running, startEarshot } from '../e2e/support.ts';
import { makePost } from '../pipeline/support/posts.ts';
import { describeOnEachStore, type StorePlace } from '../support/stores.ts';
import { MINUTE, mailsIn, openIncident, START } from './support.ts';

const acme = brandNamed('acme', 'Acme');
const HOUR = 60 * MINUTE;

describeOnEachStore('mutes', (stores) => {
  let place: StorePlace;
  let earshot: Running;
  let incidentId: number;
  afterEach(() => earshot.close());

  const start = async () => {
    place = await stores.place();
    earshot = await startEarshot(place, START, { brands: [acme], targets: [], digests: [], operators: [] });
    incidentId = await openIncident(earshot, acme);
    await earshot.step(MINUTE);
    expect(await mailsIn(place.dataDir)).toHaveLength(1);
  };
  const mute = (until: Date | null, factor: number | null) => {
    const request = { incidentId, act: 'mute', by: 'desk', note: '', mute: { until, factor } } as const;
    return handle(earshot.app, request, earshot.clock.now());
  };
  const inHours = (n: number) => new Date(earshot.clock.now().getTime() + n * HOUR);
  /** What detection writes when it grows worse. */
  const worsen = (severity: Severity) =>
    earshot.app.store.write(async (trx) => {
      const at = earshot.clock.now();
      const reason = { spike: null, viral: null };
      const told = { brand: 'acme', incidentId, severity, at, kind: 'worse', by: 'earshot', reason } as const;
      const seq = await addTransition(trx, told);
      await trx.updateTable('incidents').set({ severity }).where('incident_id', '=', incidentId).execute();
      const change = { brand: acme, incidentId, seq, kind: 'worse', at, severity } as const;
      await addDeliveries(trx, await earshot.app.alertsFor(trx, change, at), at);
    });
  const changes = async () => (await transitionsOf(earshot.app.store.db, incidentId)).map(({ kind }) => kind);
  const count = async () => (await mailsIn(place.dataDir)).length;

  it('until a time: nothing is told meanwhile, and what was missed when it is over', async () => {
    await start();
    expect(await mute(inHours(3), null)).toBe('done');
    await earshot.step(HOUR);
    await worsen(4);
    await earshot.step(HOUR);
    expect(await count()).toBe(1);
    await earshot.step(HOUR);
    expect(await changes()).toEqual(['opened', 'muted', 'worse', 'unmuted']);
    const mails = await mailsIn(place.dataDir);
    expect(mails).toHaveLength(2);
    expect(mails[1]?.text).toContain('No longer muted');
    await earshot.step(HOUR);
    expect(await count()).toBe(2);
  }, 60_000);

  it('until a time: where nothing happened, its end is no news', async () => {
    await start();
    await mute(inHours(3), null);
    await earshot.step(4 * HOUR);
    expect(await changes()).toEqual(['opened', 'muted', 'unmuted']);
    expect(await muteOf(earshot.app.store.db, incidentId)).toBeNull();
    expect(await count()).toBe(1);
  }, 60_000);

  it('until it grows: by so many times as many negative mentions', async () => {
    await start();
    const { app, clock } = earshot;
    const angry = async (n: number) => {
      const post = makePost({
        text: `Acme is terrible, rude service, never again, case ${n}`,
        publishedAt: clock.now(),
      });
      const origin = { now: clock.now(), target: null, about: null, backfill: false };
      await takeIn(app, [post], origin);
      const { month, postId } = await app.store.db
        .selectFrom('posts')
        .select(['month', 'post_id as postId'])
        .where('external_id', '=', post.id)
        .executeTakeFirstOrThrow();
      const row = { brand: 'acme', incident_id: incidentId, month, post_id: postId, role: 'driver' };
      await app.store.db
        .insertInto('incident_posts')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    };
    for (const n of [1, 2]) await angry(n);
    await mute(null, 2);
    expect(await muteOf(app.store.db, incidentId)).toMatchObject({ above: 3, until: null });
    await angry(3);
    await earshot.step(MINUTE);
    expect(await count()).toBe(1);
    await angry(4);
    await earshot.step(MINUTE);
    expect(await changes()).toContain('unmuted');
    expect(await count()).toBe(2);
  }, 60_000);

  it('does not hold back a rise in severity', async () => {
    await start();
    await mute(inHours(48), null);
    await earshot.step(HOUR);
    await worsen(5);
    await earshot.step(MINUTE);
    expect(await count()).toBe(2);
    expect(await muteOf(earshot.app.store.db, incidentId)).toBeNull();
    await earshot.step(HOUR);
    expect(await count()).toBe(2);
  }, 60_000);

  it('is ended by hand; what is over or unknown cannot be muted; whoever acknowledges has it', async () => {
    await start();
    const { app, clock } = earshot;
    const does = (act: 'acknowledge' | 'unmute' | 'dismiss' | 'note', note = '', by = 'ann') =>
      handle(app, { incidentId, act, by, note, mute: { until: null, factor: null } }, clock.now());
    expect(await does('unmute')).toBe('already');
    await mute(inHours(1), null);
    expect(await does('unmute')).toBe('done');
    expect(await does('note', '  ')).toBe('already');
    expect(await does('note', 'called the guest')).toBe('done');
    expect(await does('acknowledge')).toBe('done');
    expect(await findIncident(app.store.db, incidentId)).toMatchObject({ owner: 'ann', state: 'acknowledged' });
    expect(await does('dismiss', '', 'ben')).toBe('done');
    expect((await findIncident(app.store.db, incidentId))?.owner).toBe('ann');
    expect(await mute(inHours(1), null)).toBe('already');
    incidentId = 999;
    expect(await mute(inHours(1), null)).toBe('unknown');
  }, 60_000);
});
