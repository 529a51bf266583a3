import { beforeAll, expect, it } from 'vitest';
import { takeIn } from '../../src/pipeline/take-in.ts';
import { addDeliveries, claimDeliveries, markDeliveryDead, markDeliverySent } from '../../src/store/deliveries.ts';
import type { Store } from '../../src/store/store.ts';
import { createApp } from '../../src/web/server.ts';
import { intakeOf, openedBy } from '../pipeline/support/incidents.ts';
import { makeBrand, makePost } from '../pipeline/support/posts.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { noDoors, webDeps } from '../support/web.ts';

const NOW = new Date('2026-03-02T12:00:00Z');
const desk = {
  id: 'desk',
  name: 'PR <desk>',
  email: 'pr@example.com',
  language: 'zh' as const,
  timezone: 'Asia/Shanghai',
};

describeOnEachStore('the outbox', (stores) => {
  let store: Store;
  let app: ReturnType<typeof createApp>;
  let incidentId: number;
  const get = (path: string) => app.request(path, { headers: { 'accept-language': 'en' } });
  const keyOf = (seq: number) => `alert ${incidentId}.${seq}/desk?mail`;

  beforeAll(async () => {
    store = await stores.open();
    const pipeline = intakeOf(store);
    await takeIn(pipeline, [makePost({ text: 'acme bad, very bad' })], {
      now: NOW,
      target: null,
      about: null,
      backfill: false,
    });
    const [post] = await store.db.selectFrom('mentions').selectAll().execute();
    incidentId = await openedBy(store, { month: post!.month, postId: post!.post_id }, NOW);
    const drafts = Array.from({ length: 60 }, (_, index) => ({
      key: keyOf(index + 1),
      about: {
        kind: 'alert',
        brand: 'acme',
        incidentId: String(incidentId),
        transitionId: `${incidentId}.${index === 1 ? 99 : 1}`,
      } as const,
      recipientId: 'desk',
      channel: 'mail',
      severity: 3 as const,
      messageId: `m${index}`,
      thread: null,
      notBefore: index < 2 ? NOW : new Date(NOW.getTime() + 3_600_000),
    }));
    await addDeliveries(store.db, drafts, NOW);
    const claimed = await claimDeliveries(store.db, NOW, 60_000, 2);
    const [sent, dead] = [keyOf(1), keyOf(2)].map((key) => claimed.find((one) => one.key === key)!);
    await markDeliverySent(store.db, sent!, { at: NOW, subject: 'Subject <as sent>', response: '250 ok' });
    await markDeliveryDead(store.db, dead!, { error: '550 <nobody> here', unconfirmed: true });
    const deps = webDeps(store, {
      brands: [makeBrand('acme')],
      recipients: [desk],
      ingest: noDoors(pipeline),
      clock: { now: () => NOW, sleep: async () => undefined },
    });
    const actionPath = (id: number, act: string) => `/incidents/${id}/${act}?token=SIGNED`;
    app = createApp({ ...deps, views: { ...deps.views, actionPath } });
  });

  it('lists what was sent, waits and failed, in pages', async () => {
    const all = await (await get('/outbox')).text();
    expect(all.match(/href="\/outbox\/alert/g)).toHaveLength(50);
    const [, older = ''] = /href="(\/outbox\?after=[^"]+)"/.exec(all) ?? [];
    expect((await (await get(older.replaceAll('&amp;', '&'))).text()).match(/href="\/outbox\/alert/g)).toHaveLength(10);
    const dead = await (await get('/outbox?state=dead')).text();
    expect(dead).toContain('550 &lt;nobody&gt; here');
    expect(dead.match(/href="\/outbox\/alert/g)).toHaveLength(1);
    expect(await (await get('/outbox?state=sent')).text()).toContain('Subject &lt;as sent&gt;');
  });

  it('shows each message as its recipient sees it, without what only they may do', async () => {
    const path = `/outbox/${encodeURIComponent(keyOf(1))}`;
    const page = await get(path);
    expect(page.status).toBe(200);
    const markup = await page.text();
    for (const words of ['250 ok', 'PR &lt;desk&gt;', `sandbox=""`]) expect(markup).toContain(words);
    const mail = await get(`${path}/mail`);
    expect(mail.headers.get('content-security-policy')).toContain("default-src 'none'");
    const body = await mail.text();
    expect(body).toContain('lang="zh');
    expect(body).not.toContain('SIGNED');
    expect((await get('/outbox/nothing')).status).toBe(404);
    expect((await get('/outbox/nothing/mail')).status).toBe(404);
    // The change that this one was about is not there any more.
    const gone = await (await get(`/outbox/${encodeURIComponent(keyOf(2))}`)).text();
    for (const words of ['no longer kept', 'may have arrived all the same']) expect(gone).toContain(words);
  });
});
