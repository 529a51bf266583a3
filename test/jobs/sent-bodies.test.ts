/** What was sent is kept as it was: the outbox shows it, and it goes out again word for word. */
import { afterEach, expect, it } from 'vitest';
import { takeIn } from '../../src/pipeline/take-in.ts';
import { listDeliveries } from '../../src/store/outbox-list.ts';
import { dropMessages, eraseTexts } from '../../src/store/retention.ts';
import { findSentBody } from '../../src/store/sent-bodies.ts';
import { createApp } from '../../src/web/server.ts';
import { brandNamed, desk, type Running, startEarshot } from '../e2e/support.ts';
import { makePost } from '../pipeline/support/posts.ts';
import { describeOnEachStore, type StorePlace } from '../support/stores.ts';
import { noDoors, webDeps } from '../support/web.ts';
import { TestBrowser } from '../web/auth/browser.ts';
import { MINUTE, mailsIn, openIncident, START } from './support.ts';

const acme = brandNamed('acme', 'Acme');

describeOnEachStore('sent messages', (stores) => {
  let place: StorePlace;
  let earshot: Running;
  afterEach(() => earshot.close());

  it('are shown and sent again as they were, whatever has become known since', async () => {
    place = await stores.place();
    earshot = await startEarshot(place, START, { brands: [acme], targets: [], digests: [], operators: [] });
    const { app, clock } = earshot;
    const { db } = app.store;
    const incidentId = await openIncident(earshot, acme);
    await earshot.step(MINUTE);
    const [first] = await mailsIn(place.dataDir);
    const [delivery] = await listDeliveries(db, { limit: 5 });
    expect(delivery?.state).toBe('sent');

    // The incident has moved on since: composed anew, the mail would say so.
    const origin = { now: clock.now(), target: null, about: null, backfill: false };
    await takeIn(app, [makePost({ text: 'Acme was rude to me, terrible', publishedAt: START })], origin);
    const [post] = await db.selectFrom('mentions').select(['month', 'post_id']).execute();
    const member = { brand: 'acme', incident_id: incidentId, month: post!.month, post_id: post!.post_id };
    await db
      .insertInto('incident_posts')
      .values({ ...member, role: 'driver' })
      .execute();

    const parts = webDeps(app.store, {
      ...{ brands: [acme], recipients: [desk], secret: app.actionSecret, ingest: noDoors(app), clock },
    });
    const web = createApp(parts);
    const path = `/outbox/${encodeURIComponent(delivery!.key)}`;
    const page = await (await web.request(path)).text();
    expect(page).toContain('Exactly what was sent');
    const shown = await (await web.request(`${path}/mail`)).text();
    expect(shown).not.toContain('was rude to me');
    expect(first?.html).toContain('?token=');
    expect(shown).not.toContain('token=');

    const browser = new TestBrowser(web);
    const click = () => browser.submit(`${path}/again`, {}, path);
    expect((await click()).status).toBe(303);
    expect((await click()).status).toBe(303);
    await earshot.step(MINUTE);
    const mails = await mailsIn(place.dataDir);
    expect(mails).toHaveLength(2);
    const again = mails.find(({ messageId }) => messageId !== first?.messageId)!;
    for (const part of ['subject', 'text', 'html'] as const) expect(again[part]).toBe(first?.[part]);
    expect(again.attachments.map(({ content }) => content)).toEqual(first?.attachments.map(({ content }) => content));
    expect(again.headers.find(({ key }) => key === 'references')).toEqual(
      first?.headers.find(({ key }) => key === 'references'),
    );
    // It is no news: a later change is told against the first one.
    const repeated = (await listDeliveries(db, { limit: 5 })).find(({ againOf }) => againOf === delivery?.key);
    expect(repeated?.state).toBe('sent');

    // Texts are kept as long as posts' own, the line of the outbox as long as messages.
    await eraseTexts(db, new Date(START.getTime() - 1));
    expect(await findSentBody(db, delivery!.key)).not.toBeNull();
    await eraseTexts(db, new Date(clock.now().getTime() + 1));
    expect(await findSentBody(db, delivery!.key)).toBeNull();
    expect(await findSentBody(db, repeated!.key)).toBeNull();
    expect(await (await web.request(path)).text()).toContain('Composed from what is known now');
    expect(await dropMessages(db, new Date(clock.now().getTime() + 1))).toBe(2);
  }, 120_000);
});
