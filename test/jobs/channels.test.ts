/** An incident reaches the chats of those who are to be told, beside their mail, and each once. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Secret } from '../../src/config/secret.ts';
import type { RecipientHooks } from '../../src/config/types.ts';
import type { Post, Recipient } from '../../src/model.ts';
import { takeIn } from '../../src/pipeline/take-in.ts';
import { listDeliveries } from '../../src/store/outbox-list.ts';
import { brandNamed, desk, startEarshot } from '../e2e/support.ts';
import { startHook } from '../notify/channels/hook-server.ts';
import { makePost } from '../pipeline/support/posts.ts';
import { describeOnEachStore } from '../support/stores.ts';

const START = Date.parse('2026-03-02T00:00:00Z');
const HOUR = 3_600_000;
const acme = brandNamed('acme', 'Acme');
const room: Recipient = {
  id: 'room',
  name: '值班群',
  email: null,
  channels: ['slack', 'feishu', 'webhook'],
  language: 'zh',
  timezone: 'Asia/Shanghai',
};
const secret = (value: string) => Secret.of(value);

/** Two weeks in which little is said, and then an hour of anger. */
function story(): Post[] {
  const quiet = Array.from({ length: 84 }, (_, index) =>
    makePost({
      text: `Acme sells ${index + 2} kettles`,
      publishedAt: new Date(START - 14 * 24 * HOUR + index * 4 * HOUR),
    }),
  );
  const angry = Array.from({ length: 15 }, (_, index) =>
    makePost({
      text: `Acme is terrible, rude service and my refund refused again, ticket ${index}`,
      publishedAt: new Date(START + HOUR + index * 180_000),
    }),
  );
  return [...quiet, ...angry];
}

describeOnEachStore('channels', (stores) => {
  it('tell the chats what the mails tell, once', async () => {
    let down = true;
    await using slack = await startHook(() => (down ? { status: 500, body: 'down' } : { body: 'ok' }));
    await using feishu = await startHook(() => ({ body: { code: 0, msg: 'success' } }));
    await using webhook = await startHook(() => ({ body: {} }));
    const hooks: RecipientHooks = {
      slack: { url: secret(slack.url), secret: null },
      feishu: { url: secret(feishu.url), secret: secret('s3cret') },
      webhook: { url: secret(webhook.url), secret: secret('whsec_c2VjcmV0'), form: 'json' },
    };
    const place = await stores.place();
    const rule = { brands: ['acme'], minSeverity: 1, quietHours: null, cooldownMinutes: 0 } as const;
    const earshot = await startEarshot(place, new Date(START + 2 * HOUR), {
      brands: [acme],
      targets: [],
      digests: [],
      recipients: [desk, room],
      hooks: new Map([['room', hooks]]),
      alerts: [{ ...rule, id: 'all', recipients: ['desk', 'room'] }],
    });
    try {
      const origin = { now: new Date(START + 2 * HOUR), target: null, about: null, backfill: false };
      await takeIn(earshot.app, story(), origin);
      await earshot.step(0);
      expect((await readdir(join(place.dataDir, 'outbox'))).filter((file) => file.endsWith('.eml'))).toHaveLength(1);
      expect(slack.posted).toHaveLength(1);
      expect(feishu.posted).toHaveLength(1);
      expect(webhook.posted).toHaveLength(1);

      const card = JSON.parse(feishu.posted[0]!.body) as {
        sign: string;
        card: { header: { title: { content: string } } };
      };
      expect(card.sign).toMatch(/^\S{40,}$/);
      expect(card.card.header.title.content).toMatch(/^\[\d\/5\] Acme/);
      expect(webhook.posted[0]!.headers['webhook-signature']).toMatch(/^v1,/);
      expect(JSON.parse(webhook.posted[0]!.body)).toMatchObject({ type: 'alert', brand: 'acme', language: 'zh' });

      down = false;
      await earshot.step(HOUR);
      const sent = (await listDeliveries(earshot.app.store.db, { limit: 20 })).filter(({ state }) => state === 'sent');
      expect(sent.map(({ recipient, channel }) => `${recipient}/${channel}`).sort()).toEqual([
        'desk/mail',
        'room/feishu',
        'room/slack',
        'room/webhook',
      ]);
      expect(JSON.parse(slack.posted.at(-1)!.body)).toMatchObject({ text: expect.stringContaining('Acme') });
      expect([feishu.posted.length, webhook.posted.length]).toEqual([1, 1]);
    } finally {
      await earshot.close();
    }
  });
});
