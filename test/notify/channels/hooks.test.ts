import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Recipient } from '../../../src/model.ts';
import { feishuTransport } from '../../../src/notify/channels/feishu.ts';
import { slackTransport } from '../../../src/notify/channels/slack.ts';
import { type FormedHook, webhookTransport } from '../../../src/notify/channels/webhook.ts';
import type { ClaimedDelivery, Notice } from '../../../src/notify/outbox.ts';
import { planAlerts } from '../../../src/notify/plan.ts';
import { digestView } from '../digest-views.ts';
import { HOSTILE_POSTS, HOSTILE_TEXTS } from '../hostile.ts';
import { alertView, SERVICE } from '../views.ts';
import { type HookAnswer, startHook } from './hook-server.ts';

const AT = new Date('2025-08-14T06:57:00Z');
const person = (language: 'zh' | 'en'): Recipient => ({
  id: 'pr',
  name: 'PR',
  email: null,
  channels: ['slack', 'feishu', 'webhook'],
  language,
  timezone: 'Asia/Shanghai',
});
const rule = {
  id: 'all',
  brands: ['acme'],
  recipients: ['pr'],
  minSeverity: 1,
  quietHours: null,
  cooldownMinutes: 0,
  channels: ['slack'],
} as const;
const [draft] = planAlerts(
  { incidentId: '17', transitionId: '40', brand: 'acme', kind: 'opened', severity: 3 },
  [rule],
  [person('en')],
  AT,
  [],
);
const delivery: ClaimedDelivery = { ...draft!, attempt: 1 };
const alert = (language: 'zh' | 'en', change = {}): Notice => ({
  kind: 'alert',
  view: alertView(change),
  recipient: person(language),
});
const digest: Notice = { kind: 'digest', view: digestView(), recipient: person('zh') };

const CHANNELS = {
  slack: (url: string, secret: string | null = null, timeoutMs = 2_000) =>
    slackTransport(() => ({ url, secret }), SERVICE, { timeoutMs }),
  feishu: (url: string, secret: string | null = null, timeoutMs = 2_000) =>
    feishuTransport(() => ({ url, secret }), SERVICE, { timeoutMs }),
  json: (url: string, secret: string | null = null, timeoutMs = 2_000) => hook('json', url, secret, timeoutMs),
  dingtalk: (url: string, secret: string | null = null, timeoutMs = 2_000) => hook('dingtalk', url, secret, timeoutMs),
  wecom: (url: string, secret: string | null = null, timeoutMs = 2_000) => hook('wecom', url, secret, timeoutMs),
};
const hook = (form: FormedHook['form'], url: string, secret: string | null, timeoutMs: number) =>
  webhookTransport(() => ({ url, secret, form }), SERVICE, { timeoutMs });
const OK: Record<keyof typeof CHANNELS, HookAnswer> = {
  slack: { body: 'ok' },
  feishu: { body: { code: 0, msg: 'success' } },
  json: { status: 204, body: '' },
  dingtalk: { body: { errcode: 0, errmsg: 'ok' } },
  wecom: { body: { errcode: 0, errmsg: 'ok' } },
};
const NAMES = Object.keys(CHANNELS) as (keyof typeof CHANNELS)[];

test('Slack gets blocks: what happened, the posts, and buttons to act', async () => {
  await using server = await startHook(() => OK.slack);
  const sent = await CHANNELS.slack(server.url).send(delivery, alert('en'), AT);
  expect(sent).toMatchObject({
    subject: '[3/5] Acme refunds: negative posts 6× normal, spreading (R 1.8) on Weibo',
    response: 'ok',
  });
  const body = JSON.parse(server.posted[0]!.body);
  expect(body.text).toBe(sent.subject);
  expect(body.blocks[0]).toEqual({ type: 'header', text: { type: 'plain_text', text: sent.subject, emoji: false } });
  const words = JSON.stringify(body.blocks);
  expect(words).toContain('"text":"41"');
  expect(words).toContain('https://earshot.example.com/evidence/negative?n=41');
  const buttons = body.blocks.find(({ type }: { type: string }) => type === 'actions').elements;
  expect(buttons.map(({ text, url }: { text: { text: string }; url: string }) => [text.text, url])).toEqual([
    ['Open incident', 'https://earshot.example.com/incidents/17'],
    ['Acknowledge', 'https://earshot.example.com/incidents/17/acknowledge?t=abc'],
    ['Not an incident', 'https://earshot.example.com/incidents/17/dismiss?t=abc'],
  ]);
  expect(body.blocks.length).toBeLessThanOrEqual(50);
});

test('Slack markup in a post stays words: only rich text carries them', async () => {
  await using server = await startHook(() => OK.slack);
  const text = '<!channel> *free* <https://evil.example|click> &amp;';
  await CHANNELS.slack(server.url).send(
    delivery,
    alert('en', { posts: [{ ...alertView().posts[0], text }], brand: { id: 'acme', name: '<!here>' } }),
    AT,
  );
  const body = JSON.parse(server.posted[0]!.body);
  expect(body.text).toContain('&lt;!here&gt;');
  const quote = body.blocks
    .flatMap(({ elements }: { elements?: { type: string; elements: unknown }[] }) => elements ?? [])
    .find(({ type }: { type: string }) => type === 'rich_text_quote');
  expect(quote.elements).toEqual([{ type: 'text', text }]);
  expect(JSON.stringify(body)).not.toContain('mrkdwn');
});

test('Feishu gets a signed card in plain text', async () => {
  await using server = await startHook(() => OK.feishu);
  await CHANNELS.feishu(server.url, 'shh').send(delivery, alert('zh'), AT);
  const body = JSON.parse(server.posted[0]!.body);
  expect(body.timestamp).toBe('1755154620');
  expect(body.sign).toBe(createHmac('sha256', '1755154620\nshh').update('').digest('base64'));
  expect(body.msg_type).toBe('interactive');
  expect(body.card.header).toEqual({
    template: 'orange',
    title: { tag: 'plain_text', content: '[3/5] Acme 退款：Weibo 负面帖子为平时 6 倍，正在扩散（R 1.8）' },
  });
  expect(JSON.stringify(body.card)).toContain('2 小时内负面帖子 41 条');
  expect(JSON.stringify(body.card)).not.toContain('lark_md');
  const action = body.card.elements.find(({ tag }: { tag: string }) => tag === 'action');
  expect(action.actions.map(({ url }: { url: string }) => url)).toContain('https://earshot.example.com/incidents/17');
});

test('a signed webhook as Standard Webhooks asks, with an id that every attempt shares', async () => {
  await using server = await startHook(() => OK.json);
  const secret = `whsec_${Buffer.from('a key of ours').toString('base64')}`;
  const transport = CHANNELS.json(server.url, secret);
  await transport.send(delivery, alert('en'), AT);
  await transport.send({ ...delivery, attempt: 2 }, alert('en'), new Date(AT.getTime() + 60_000));
  const [first, second] = server.posted;
  const { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signature } = first!.headers;
  expect(signature).toBe(
    `v1,${createHmac('sha256', 'a key of ours')
      .update(`${String(id)}.${String(time)}.${first!.body}`)
      .digest('base64')}`,
  );
  expect(second!.headers['webhook-id']).toBe(id);
  const body = JSON.parse(first!.body);
  expect(body).toMatchObject({ type: 'alert', key: delivery.key, brand: 'acme', severity: 3, language: 'en' });
  expect(body.text).toContain('41 negative posts in 2 h');
  expect(body.alert.spike.observed).toEqual({ value: 41, evidence: '/evidence/negative?n=41' });
});

test('DingTalk: the signature stands in the address', async () => {
  await using server = await startHook(() => OK.dingtalk);
  await CHANNELS.dingtalk(server.url, 'SECabc').send(delivery, digest, AT);
  const query = new URL(server.posted[0]!.path, 'http://x').searchParams;
  expect(query.get('key')).toBe('t0ken');
  expect(query.get('timestamp')).toBe(String(AT.getTime()));
  expect(query.get('sign')).toBe(createHmac('sha256', 'SECabc').update(`${AT.getTime()}\nSECabc`).digest('base64'));
  const body = JSON.parse(server.posted[0]!.body);
  expect(body.msgtype).toBe('text');
  expect(body.text.content).toContain('提及：412');
});

test('WeCom takes 2,048 bytes: the facts and where to act come first, whole blocks only', async () => {
  await using server = await startHook(() => OK.wecom);
  const posts = [...alertView().posts, ...alertView().posts, ...HOSTILE_POSTS];
  await CHANNELS.wecom(server.url).send(delivery, alert('zh', { posts }), AT);
  const { content } = JSON.parse(server.posted[0]!.body).text;
  expect(Buffer.byteLength(content)).toBeLessThanOrEqual(2048);
  expect(content).toContain('2 小时内负面帖子 41 条');
  expect(content).toContain('https://earshot.example.com/incidents/17/acknowledge?t=abc');
  // As many posts as fit, the last of them with its links.
  expect(Buffer.byteLength(content)).toBeGreaterThan(1500);
  expect(content).toMatch(/<https:.*\/mentions\/acme\/p\d>$/);
});

test.each(NAMES)('%s: hostile posts neither break the message nor leave it', async (name) => {
  await using server = await startHook(() => OK[name]);
  for (let i = 0; i < HOSTILE_POSTS.length; i += 3) {
    await CHANNELS[name](server.url).send(delivery, alert('en', { posts: HOSTILE_POSTS.slice(i, i + 3) }), AT);
  }
  expect(server.posted).toHaveLength(Math.ceil(HOSTILE_TEXTS.length / 3));
  for (const { body } of server.posted) {
    expect(() => JSON.parse(body)).not.toThrow();
    expect(body).not.toMatch(/"url":"(javascript|data):/i);
    expect(Buffer.byteLength(body)).toBeLessThan(200_000);
  }
});

test.each(NAMES)('%s: 429 waits as long as it was told, 400 is final, 403 and 500 are tried again', async (name) => {
  let answer: HookAnswer = { status: 429, headers: { 'retry-after': '120' } };
  await using server = await startHook(() => answer);
  const send = () => CHANNELS[name](server.url).send(delivery, alert('en'), AT);
  await expect(send()).rejects.toMatchObject({ retryable: true, retryAfterMs: 120_000, unconfirmed: false });
  answer = { status: 400, body: 'invalid_blocks' };
  await expect(send()).rejects.toMatchObject({
    retryable: false,
    message: expect.stringContaining('400: invalid_blocks'),
  });
  for (const status of [403, 404, 500]) {
    answer = { status };
    await expect(send()).rejects.toMatchObject({ retryable: true, retryAfterMs: null });
  }
  answer = { status: 302, headers: { location: 'https://evil.example/' } };
  await expect(send()).rejects.toMatchObject({ retryable: true, message: expect.stringContaining('302') });
});

test.each(NAMES)('%s: what broke off after it was sent may have arrived; what was never sent has not', async (name) => {
  {
    await using server = await startHook(() => null);
    await expect(CHANNELS[name](server.url).send(delivery, alert('en'), AT)).rejects.toMatchObject({
      retryable: true,
      unconfirmed: true,
    });
  }
  await using silent = await startHook(() => 'silence');
  const waiting = CHANNELS[name](silent.url, null, 200).send(delivery, alert('en'), AT);
  await expect(waiting).rejects.toMatchObject({ retryable: true, unconfirmed: true });
  const away = CHANNELS[name]('http://127.0.0.1:1/hook?key=t0ken').send(delivery, alert('en'), AT);
  await expect(away).rejects.toMatchObject({
    retryable: true,
    unconfirmed: false,
    message: expect.not.stringContaining('t0ken'),
  });
});

test('errors that come as success: Feishu’s, DingTalk’s and WeCom’s codes', async () => {
  let answer: HookAnswer = { body: { code: 19021, msg: 'sign match fail' } };
  await using server = await startHook(() => answer);
  const feishu = () => CHANNELS.feishu(server.url, 'x').send(delivery, alert('zh'), AT);
  await expect(feishu()).rejects.toMatchObject({ retryable: true, message: 'Feishu answered 19021: sign match fail' });
  answer = { body: { code: 9499, msg: 'Bad Request' } };
  await expect(feishu()).rejects.toMatchObject({ retryable: false });
  answer = { status: 400, body: { code: 11232, msg: 'frequency limited' } };
  await expect(feishu()).rejects.toMatchObject({ retryable: true });
  answer = { body: { errcode: 130101, errmsg: 'send too fast' } };
  await expect(CHANNELS.dingtalk(server.url).send(delivery, alert('zh'), AT)).rejects.toMatchObject({
    retryable: true,
    retryAfterMs: 60_000,
  });
  answer = { body: { errcode: 93000, errmsg: 'invalid webhook url' } };
  await expect(CHANNELS.wecom(server.url).send(delivery, alert('zh'), AT)).rejects.toMatchObject({
    retryable: true,
    message: 'wecom answered 93000: invalid webhook url',
  });
});

test('a recipient without an address is said to have none', async () => {
  const transport = slackTransport(() => null, SERVICE);
  await expect(transport.send(delivery, alert('en'), AT)).rejects.toThrow('no Slack address is configured for pr');
});

test.each(NAMES)('what was sent over %s goes out again to the letter, signed anew', async (name) => {
  await using server = await startHook(() => OK[name]);
  const channel = CHANNELS[name](server.url, 'secret');
  const { body, subject } = await channel.send(delivery, alert('en'), AT);
  const later = new Date(AT.getTime() + 3_600_000);
  const again = await channel.send(delivery, { kind: 'again', subject, body, recipient: person('zh') }, later);
  expect(again).toMatchObject({ subject, body });
  const [first, second] = server.posted.map((request) => JSON.parse(request.body));
  const { timestamp, sign, ...said } = first;
  const { timestamp: newTimestamp, sign: newSign, ...repeated } = second;
  expect(repeated).toEqual(said);
  if (name === 'feishu') {
    expect(Number(newTimestamp) - Number(timestamp)).toBe(3_600);
    expect(newSign).not.toBe(sign);
  }
  expect(JSON.stringify(body)).not.toContain('"sign"');
});
