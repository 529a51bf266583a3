/** Digests a minute from the outbox through SMTP: composed, drawn, sent to a server on loopback, marked. */
import { performance } from 'node:perf_hooks';
import { systemClock } from '../../src/clock.ts';
import { DEFAULT_DETECT_SETTINGS } from '../../src/detect/settings.ts';
import { storeOutbox } from '../../src/jobs/outbox.ts';
import { silentLogger } from '../../src/log.ts';
import type { Recipient } from '../../src/model.ts';
import { smtpTransport } from '../../src/notify/channels/smtp.ts';
import { deliverDue } from '../../src/notify/deliver.ts';
import { planDigest } from '../../src/notify/plan.ts';
import { addDeliveries } from '../../src/store/deliveries.ts';
import { insertDigest } from '../../src/store/digests.ts';
import { startSmtp } from '../notify/channels/smtp-server.ts';
import { digestView } from '../notify/digest-views.ts';
import { onEachStore } from './stores.ts';

const DELIVERIES = 300;

export async function run(print: (line: string) => void): Promise<void> {
  await onEachStore(async (kind, store) => {
    const recipients = Array.from(
      { length: DELIVERIES },
      (_, i): Recipient => ({
        id: `r${i}`,
        name: `Reader ${i}`,
        email: `r${i}@example.com`,
        language: i % 2 === 0 ? 'en' : 'zh',
        timezone: 'UTC',
      }),
    );
    const now = new Date();
    for (const { id, language } of recipients) {
      const row = {
        brand: 'acme',
        period: 'day',
        edition: 0,
        day: '2026-03-01',
        recipient: id,
        timezone: 'UTC',
      } as const;
      const digestId = await insertDigest(store.db, { ...row, language, view: digestView() }, now);
      const issue = { ...row, digestId: String(digestId) };
      await addDeliveries(store.db, planDigest(issue, [id], ['mail'], now), now);
    }
    await using server = await startSmtp();
    const identity = {
      from: { name: '', address: 'earshot@example.com' },
      serviceName: 'Earshot',
      publicUrl: 'http://e.test',
    };
    const transport = smtpTransport({ url: `smtp://127.0.0.1:${server.port}` }, identity);
    const outbox = storeOutbox({
      store,
      db: store.db,
      brands: [],
      recipients,
      siteNames: (site) => site,
      actionPath: () => '/',
      settings: DEFAULT_DETECT_SETTINGS,
    });
    const deps = { outbox, transports: { mail: transport }, clock: systemClock, log: silentLogger };
    const start = performance.now();
    while ((await deliverDue(deps)) > 0);
    const minutes = (performance.now() - start) / 60_000;
    await transport.close();
    const sent = server.received.length;
    print(`${kind}: ${sent} digests sent, ${Math.round(sent / minutes)} a minute`);
  });
}
