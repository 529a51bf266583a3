import { expect, test } from 'vitest';
import { SteppedClock } from '../../../src/clock.ts';
import { silentLogger } from '../../../src/log.ts';
import type { Recipient } from '../../../src/model.ts';
import { smtpTransport } from '../../../src/notify/channels/smtp.ts';
import { deliverDue } from '../../../src/notify/deliver.ts';
import type { AlertRule, IncidentChange } from '../../../src/notify/plan.ts';
import { planAlerts, planDigest } from '../../../src/notify/plan.ts';
import { digestView } from '../digest-views.ts';
import { MemoryOutbox } from '../memory-outbox.ts';
import { alertView, WORSE } from '../views.ts';
import { type Behaviour, smtpError, startSmtp, type TestServer } from './smtp-server.ts';
import { TEST_CERT, TEST_KEY } from './tls.ts';

const START = new Date('2025-08-14T06:57:00Z');
const IDENTITY = {
  from: { name: 'Earshot 预警', address: 'earshot@acme.example' },
  serviceName: 'Earshot',
  publicUrl: 'https://earshot.example.com',
};
const person = (id: string, language: 'zh' | 'en' = 'en'): Recipient => ({
  id,
  name: id,
  email: `${id}@acme.example`,
  language,
  timezone: 'Asia/Shanghai',
});
const PEOPLE = [person('ann'), person('ben'), person('chen', 'zh')];
const RULE: AlertRule = {
  id: 'all',
  brands: ['acme'],
  recipients: ['ann', 'ben', 'chen'],
  minSeverity: 2,
  quietHours: null,
  cooldownMinutes: 30,
};
const OPENED: IncidentChange = { incidentId: '17', transitionId: '40', brand: 'acme', kind: 'opened', severity: 3 };

function setUp(server: TestServer, options: { url?: string; timeoutMs?: number; ca?: string } = {}) {
  const clock = new SteppedClock(START);
  const outbox = new MemoryOutbox((delivery) => {
    const recipient = PEOPLE.find(({ id }) => id === delivery.recipientId);
    if (recipient === undefined) return null;
    if (delivery.about.kind === 'digest') return { kind: 'digest', view: digestView(), recipient };
    if (delivery.about.kind !== 'alert') return null;
    return { kind: 'alert', view: delivery.about.transitionId === '40' ? alertView() : WORSE, recipient };
  });
  const transport = smtpTransport({ url: `smtp://127.0.0.1:${server.port}`, timeoutMs: 2_000, ...options }, IDENTITY);
  const deps = { outbox, transports: { mail: transport }, clock, log: silentLogger };
  return { clock, outbox, deps, [Symbol.asyncDispose]: () => transport.close() };
}

test('an accepted alert arrives whole: subject, text and HTML in the recipient’s language, with its picture', async () => {
  await using server = await startSmtp();
  await using setup = setUp(server);
  setup.outbox.add(...planAlerts(OPENED, [RULE], PEOPLE, START, []));
  expect(await deliverDue(setup.deps)).toBe(3);
  expect(setup.outbox.states()).toEqual(['sent', 'sent', 'sent']);
  const english = server.received.find(({ to }) => to[0] === 'ann@acme.example')!.mail;
  expect(english.subject).toBe('[3/5] Acme refunds: negative posts 6× normal, spreading (R 1.8) on Weibo');
  expect(english.text).toContain('41 negative posts in 2 h, about 6.8 expected (3–12)');
  expect(english.html).toContain('negative posts</strong> in 2 h');
  expect(english.from).toMatchObject({ name: 'Earshot 预警', address: 'earshot@acme.example' });
  const chinese = server.received.find(({ to }) => to[0] === 'chen@acme.example')!.mail;
  expect(chinese.subject).toBe('[3/5] Acme 退款：Weibo 负面帖子为平时 6 倍，正在扩散（R 1.8）');
  expect(chinese.text).toContain('平时约 6.8 条');
  expect(chinese.html).toContain('lang="zh-CN"');
  const [picture] = english.attachments;
  expect(picture).toMatchObject({ mimeType: 'image/png', contentId: '<course@earshot>', disposition: 'inline' });
  expect(english.html).toContain('src="cid:course@earshot"');
  expect(await deliverDue(setup.deps)).toBe(0);
});

test('all mails about one incident are one thread; each attempt at one mail has one Message-ID', async () => {
  await using server = await startSmtp();
  await using setup = setUp(server);
  setup.outbox.add(...planAlerts(OPENED, [RULE], PEOPLE.slice(0, 1), START, []));
  await deliverDue(setup.deps);
  setup.outbox.add(
    ...planAlerts({ ...OPENED, transitionId: '41', kind: 'worse', severity: 4 }, [RULE], PEOPLE.slice(0, 1), START, []),
  );
  await deliverDue(setup.deps);
  const [first, second] = server.received.map(({ mail }) => mail);
  expect(second?.references).toBe(first?.references);
  expect(first?.references).toMatch(/^<incident\.[0-9a-f]{32}@acme\.example>$/);
  expect(first?.messageId).toMatch(/^<alert\.[0-9a-f]{32}@acme\.example>$/);
  expect(second?.messageId).not.toBe(first?.messageId);
  expect(second?.subject).toBe(`Re: ${first?.subject}`);
  const headers = new Map(second?.headers.map(({ key, value }) => [key, value]));
  expect(headers.get('auto-submitted')).toBe('auto-generated');
  expect(headers.get('importance')).toBe('high');
});

test('a digest can be left with one click', async () => {
  await using server = await startSmtp();
  await using setup = setUp(server);
  setup.outbox.add(
    ...planDigest(
      { digestId: '5', brand: 'acme', period: 'day', day: '2025-08-14', edition: 0 },
      ['chen'],
      ['mail'],
      START,
    ),
  );
  await deliverDue(setup.deps);
  const [{ mail } = { mail: null }] = server.received;
  expect(mail?.subject).toBe('Acme 8月14日：提及 412 条，负面 133 条，事件 1 起');
  const headers = new Map(mail?.headers.map(({ key, value }) => [key, value]));
  expect(headers.get('list-unsubscribe')).toBe('<https://earshot.example.com/unsubscribe?t=xyz>');
  expect(headers.get('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
});

test('one recipient of three is refused for good: the others have their mail, and nobody has it twice', async () => {
  await using server = await startSmtp({
    onRcpt: (address) => {
      if (address.startsWith('ben')) throw smtpError(550, 'no such user');
    },
  });
  await using setup = setUp(server);
  setup.outbox.add(...planAlerts(OPENED, [RULE], PEOPLE, START, []));
  await deliverDue(setup.deps);
  expect(setup.outbox.states()).toEqual(['sent', 'refused', 'sent']);
  expect(setup.outbox.row('alert:40:ben:mail').error).toMatch(/550.*no such user/);
  setup.clock.advanceTo(new Date(START.getTime() + 86_400_000));
  expect(await deliverDue(setup.deps)).toBe(0);
  expect(server.received).toHaveLength(2);
});

test('a deferred mail is tried again after its back-off, not before', async () => {
  let defer = true;
  await using server = await startSmtp({
    onRcpt: () => {
      if (defer) throw smtpError(451, 'greylisted, come back later');
    },
  });
  await using setup = setUp(server);
  setup.outbox.add(...planAlerts(OPENED, [RULE], PEOPLE.slice(0, 1), START, []));
  await deliverDue(setup.deps);
  expect(setup.outbox.row('alert:40:ann:mail')).toMatchObject({
    state: 'pending',
    attempt: 1,
    error: expect.stringContaining('greylisted'),
  });
  defer = false;
  setup.clock.advanceTo(new Date(START.getTime() + 59_000));
  expect(await deliverDue(setup.deps)).toBe(0);
  setup.clock.advanceTo(new Date(START.getTime() + 90_000));
  expect(await deliverDue(setup.deps)).toBe(1);
  expect(setup.outbox.states()).toEqual(['sent']);
});

test('a server that dies after DATA: the mail is unconfirmed, goes out again, under the same Message-ID', async () => {
  let die = true;
  await using server = await startSmtp({
    onMessage: (destroy) => {
      if (die) destroy();
    },
  });
  await using setup = setUp(server);
  setup.outbox.add(...planAlerts(OPENED, [RULE], PEOPLE.slice(0, 1), START, []));
  await deliverDue(setup.deps);
  expect(setup.outbox.row('alert:40:ann:mail')).toMatchObject({ state: 'pending', unconfirmed: true });
  die = false;
  setup.clock.advanceTo(new Date(START.getTime() + 120_000));
  await deliverDue(setup.deps);
  expect(setup.outbox.row('alert:40:ann:mail')).toMatchObject({ state: 'sent', unconfirmed: false });
  const [first, second] = server.received.map(({ mail }) => mail.messageId);
  expect(second).toBe(first);
});

test('a server that never answers is given up in time and tried again', async () => {
  await using server = await startSmtp({ onMessage: () => new Promise(() => {}) });
  await using setup = setUp(server, { timeoutMs: 300 });
  setup.outbox.add(...planAlerts(OPENED, [RULE], PEOPLE.slice(0, 1), START, []));
  await deliverDue(setup.deps);
  expect(setup.outbox.row('alert:40:ann:mail')).toMatchObject({
    state: 'pending',
    unconfirmed: true,
    error: expect.stringMatching(/timeout/i),
  });
});

test('a server that is away loses nothing', async () => {
  const server = await startSmtp();
  await server[Symbol.asyncDispose]();
  await using setup = setUp(server);
  setup.outbox.add(...planAlerts(OPENED, [RULE], PEOPLE.slice(0, 1), START, []));
  await deliverDue(setup.deps);
  expect(setup.outbox.row('alert:40:ann:mail')).toMatchObject({
    state: 'pending',
    unconfirmed: false,
    error: expect.stringContaining('ECONNREFUSED'),
  });
});

const SECURE: Behaviour = {
  options: {
    authOptional: false,
    disabledCommands: [],
    key: TEST_KEY,
    cert: TEST_CERT,
    onAuth: (auth, _session, done) => {
      if (auth.password === 's3cret') done(null, { user: 'earshot' });
      else done(smtpError(535, 'wrong password'));
    },
  },
};

test('STARTTLS and a password', async () => {
  await using server = await startSmtp(SECURE);
  await using setup = setUp(server, {
    url: `smtp://earshot:s3cret@localhost:${server.port}?requireTLS=true`,
    ca: TEST_CERT,
  });
  setup.outbox.add(...planAlerts(OPENED, [RULE], PEOPLE.slice(0, 1), START, []));
  await deliverDue(setup.deps);
  expect(setup.outbox.states()).toEqual(['sent']);
  expect(server.received[0]?.secure).toBe(true);
});

test('a wrong password is the operator’s to mend: no mail is given up for it, and the password is not told', async () => {
  await using server = await startSmtp(SECURE);
  await using setup = setUp(server, {
    url: `smtp://earshot:wr0ng@localhost:${server.port}?requireTLS=true`,
    ca: TEST_CERT,
  });
  setup.outbox.add(...planAlerts(OPENED, [RULE], PEOPLE.slice(0, 1), START, []));
  await deliverDue(setup.deps);
  const row = setup.outbox.row('alert:40:ann:mail');
  expect(row).toMatchObject({ state: 'pending', error: expect.stringContaining('wrong password') });
  expect(row.error).not.toContain('wr0ng');
});

test('a certificate nobody vouches for is refused', async () => {
  await using server = await startSmtp(SECURE);
  await using setup = setUp(server, { url: `smtp://earshot:s3cret@localhost:${server.port}?requireTLS=true` });
  setup.outbox.add(...planAlerts(OPENED, [RULE], PEOPLE.slice(0, 1), START, []));
  await deliverDue(setup.deps);
  expect(setup.outbox.row('alert:40:ann:mail').error).toMatch(/self-signed certificate/);
  expect(server.received).toHaveLength(0);
});
