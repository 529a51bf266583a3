/** What operators hear of the telling itself: refused addresses, letters given up, a day on which nothing worked. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { Recipient } from '../../src/model.ts';
import { smtpTransport } from '../../src/notify/channels/smtp.ts';
import { liftStop } from '../../src/pipeline/delivery-watch.ts';
import { claimCrawl, recordCoverage, registerTargets } from '../../src/store/crawls.ts';
import { deliveryStops } from '../../src/store/delivery-health.ts';
import { listDeliveries } from '../../src/store/outbox-list.ts';
import { outboxState } from '../../src/store/work.ts';
import { brandNamed, desk, operator, type Running, startEarshot } from '../e2e/support.ts';
import { type Behaviour, smtpError, startSmtp } from '../notify/channels/smtp-server.ts';
import { describeOnEachStore, type StorePlace } from '../support/stores.ts';
import { MINUTE, mailsIn, openIncident, operatorMails, START } from './support.ts';

const acme = brandNamed('acme', 'Acme');
const HOUR = 60 * MINUTE;
const boss: Recipient = { ...desk, id: 'boss', name: 'Boss', email: 'boss@example.com' };

describeOnEachStore('the watch over deliveries', (stores) => {
  let place: StorePlace;
  let earshot: Running | undefined;
  afterEach(() => earshot?.close());
  const rule = { id: 'pr', brands: ['acme'], minSeverity: 1, quietHours: null, cooldownMinutes: 0 } as const;

  it('a refused address rests, operators hear it once, and nothing that was due is lost', async () => {
    place = await stores.place();
    let refusing = true;
    const behaviour: Behaviour = {
      onRcpt: (address) => {
        if (refusing && address === 'pr@example.com') throw smtpError(550, 'no such user');
      },
    };
    await using server = await startSmtp(behaviour);
    const identity = {
      from: { name: 'Earshot', address: 'earshot@example.com' },
      serviceName: 'Earshot',
      publicUrl: 'http://localhost',
    };
    const config = {
      brands: [acme],
      targets: [],
      digests: [],
      recipients: [desk, boss],
      operators: [operator],
      alerts: [{ ...rule, recipients: ['desk', 'boss'] }],
    };
    const mail = () => smtpTransport({ url: `smtp://127.0.0.1:${server.port}` }, identity);
    earshot = await startEarshot(place, START, config, { mail: mail() });
    const to = () => server.received.map((received) => received.to[0]).toSorted();
    await openIncident(earshot, acme);
    await earshot.step(MINUTE);
    await earshot.step(MINUTE);
    expect(to()).toEqual(['boss@example.com', 'ops@example.com']);
    const [notice] = server.received.filter((received) => received.to[0] === 'ops@example.com');
    expect(notice?.mail.subject).toBe('Earshot: mail to desk is refused and rests');
    expect(notice?.mail.text).toContain('550 no such user');
    expect(notice?.mail.text).toContain('earshot resume --recipient desk');
    const { stopped } = await outboxState(earshot.app.store.db, earshot.clock.now());
    expect(stopped).toMatchObject([{ recipient: 'desk', channel: 'mail', address: 'pr@example.com' }]);

    await openIncident(earshot, acme);
    for (let hours = 0; hours < 30; hours += 10) await earshot.step(10 * HOUR);
    expect(to().filter((address) => address !== 'boss@example.com')).toEqual(['ops@example.com']);
    refusing = false;
    expect(await liftStop(earshot.app.store.db, 'desk')).toBe(true);
    expect(await liftStop(earshot.app.store.db, 'desk')).toBe(false);
    await earshot.step(MINUTE);
    expect(to().filter((address) => address === 'pr@example.com')).toHaveLength(2);
    expect((await listDeliveries(earshot.app.store.db, { limit: 20 })).map(({ state }) => state)).not.toContain(
      'pending',
    );

    // Another address in the configuration lifts it too.
    refusing = true;
    await openIncident(earshot, acme);
    await earshot.step(MINUTE);
    expect(await deliveryStops(earshot.app.store.db)).toHaveLength(1);
    const at = earshot.clock.now();
    await earshot.close();
    const mended = { ...config, recipients: [{ ...desk, email: 'new@example.com' }, boss] };
    earshot = await startEarshot(place, at, mended, { mail: mail() });
    await earshot.step(MINUTE);
    expect(to()).toContain('new@example.com');
  }, 120_000);

  it('a letter given up is told once; so are a day without any delivery, and its end', async () => {
    place = await stores.place();
    // A file where the outbox folder should be: nothing can be written.
    const outbox = join(place.dataDir, 'outbox');
    await writeFile(outbox, '');
    earshot = await startEarshot(place, START, {
      brands: [acme],
      targets: [],
      digests: [],
      recipients: [desk],
      operators: [operator],
    });
    await openIncident(earshot, acme);
    await earshot.step(0);
    // Longer than any wait between two attempts.
    for (let attempt = 0; attempt < 30; attempt++) await earshot.step(76 * MINUTE);
    const states = await listDeliveries(earshot.app.store.db, { limit: 20 });
    expect(states.filter(({ recipient }) => recipient === 'desk').map(({ state }) => state)).toEqual(['dead']);
    await rm(outbox);
    for (let attempt = 0; attempt < 3; attempt++) await earshot.step(76 * MINUTE);
    const subjects = (await operatorMails(place.dataDir)).map(({ subject }) => subject).toSorted();
    expect(subjects).toEqual([
      'Earshot: a message to desk was given up',
      'Earshot: messages are going out again',
      'Earshot: nothing could be sent for a day',
    ]);
    await earshot.step(24 * HOUR);
    expect(await mailsIn(place.dataDir)).toHaveLength(3);
  }, 120_000);

  it('a day on which nothing could be seen is told, and its end', async () => {
    place = await stores.place();
    earshot = await startEarshot(place, START, { brands: [acme], targets: [], digests: [], operators: [operator] });
    const { db } = earshot.app.store;
    await registerTargets(db, [{ target: 'town', crawler: 'json', site: 'town', brands: ['acme'] }]);
    const summary = { requests: 1, bytes: 1, postsSeen: 1, postsNew: 0, postsUpdated: 0, postsFailed: 0, fill: {} };
    const seen = (at: Date) =>
      recordCoverage(db, 'town', 1, { outcome: 'unchanged', reason: '', complete: true, ...summary }, at);
    await seen(START);
    await earshot.step(23 * HOUR);
    expect(await operatorMails(place.dataDir)).toEqual([]);
    await earshot.step(HOUR);
    await earshot.step(HOUR);
    // No crawl was due.
    expect(await operatorMails(place.dataDir)).toEqual([]);
    await claimCrawl(db, 'town', 'crawl', earshot.clock.now());
    await earshot.step(HOUR);
    expect((await operatorMails(place.dataDir)).map(({ subject }) => subject)).toEqual([
      'Earshot: nothing has been seen for a day',
    ]);
    await seen(earshot.clock.now());
    await earshot.step(MINUTE);
    await earshot.step(HOUR);
    expect((await operatorMails(place.dataDir)).map(({ subject }) => subject)).toEqual([
      'Earshot: nothing has been seen for a day',
      'Earshot: sites are being seen again',
    ]);
  }, 120_000);
});
