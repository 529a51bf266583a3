import { expect, test } from 'vitest';
import type { Recipient, Severity, TransitionKind } from '../../src/model.ts';
import {
  type AlertRule,
  type IncidentChange,
  planAlerts,
  planDigest,
  planEscalation,
  type ThreadState,
} from '../../src/notify/plan.ts';

const NOON = new Date('2025-08-14T04:00:00Z');
const NIGHT = new Date('2025-08-14T18:00:00Z');
const MORNING = new Date('2025-08-15T00:00:00Z');
const ann: Recipient = { id: 'ann', name: 'Ann', email: 'ann@acme.example', language: 'en', timezone: 'Asia/Shanghai' };
const ben: Recipient = { ...ann, id: 'ben', timezone: 'America/New_York' };

const change = (kind: TransitionKind, severity: Severity, id = '40'): IncidentChange => ({
  incidentId: '17',
  transitionId: id,
  brand: 'acme',
  kind,
  severity,
});
const rule = (over: Partial<AlertRule> = {}): AlertRule => ({
  id: 'all',
  brands: ['acme'],
  recipients: ['ann'],
  minSeverity: 3,
  quietHours: null,
  cooldownMinutes: 30,
  ...over,
});
const knows = (lastSentAt: Date | null, severity: Severity): ThreadState => ({
  recipientId: 'ann',
  channel: 'mail',
  lastSentAt,
  severity,
});
const plan = (c: IncidentChange, rules: AlertRule[], now: Date, known: ThreadState[] = []) =>
  planAlerts(c, rules, [ann, ben], now, known);
const quietHours = { from: '22:00', to: '08:00', breakSeverity: 4 as Severity };

test('severity, brand and recipient decide who is told', () => {
  expect(plan(change('opened', 3), [rule()], NOON)).toMatchObject([
    { key: 'alert:40:ann:mail', recipientId: 'ann', channel: 'mail', severity: 3, notBefore: NOON },
  ]);
  expect(plan(change('opened', 2), [rule()], NOON)).toEqual([]);
  expect(plan(change('opened', 3), [rule({ brands: ['bolt'] })], NOON)).toEqual([]);
  expect(plan(change('opened', 3), [rule({ recipients: ['gone'] })], NOON)).toEqual([]);
});

test('an incident that grows into a rule is told then', () => {
  expect(plan(change('worse', 3), [rule()], NOON)).toHaveLength(1);
});

test('how it goes on is told to those who know of it, and to nobody else', () => {
  for (const kind of ['acknowledged', 'answered', 'resolved', 'dismissed'] as const) {
    expect(plan(change(kind, 1), [rule()], NOON)).toEqual([]);
    expect(plan(change(kind, 1), [rule()], NOON, [knows(new Date(0), 3)])).toHaveLength(1);
  }
  expect(plan(change('cooling', 5), [rule()], NOON, [knows(new Date(0), 3)])).toEqual([]);
});

test('quiet hours delay, and lose nothing', () => {
  const [draft] = plan(change('opened', 3), [rule({ quietHours })], NIGHT);
  expect(draft?.notBefore).toEqual(MORNING);
});

test('a breaking severity goes out at night; good news of the same severity waits', () => {
  expect(plan(change('opened', 4), [rule({ quietHours })], NIGHT)[0]?.notBefore).toEqual(NIGHT);
  expect(plan(change('resolved', 5), [rule({ quietHours })], NIGHT, [knows(new Date(0), 5)])[0]?.notBefore).toEqual(
    MORNING,
  );
});

test('quiet hours are each recipient’s own', () => {
  const drafts = plan(change('opened', 3), [rule({ quietHours, recipients: ['ann', 'ben'] })], NIGHT);
  expect(drafts.map((draft) => [draft.recipientId, draft.notBefore])).toEqual([
    ['ann', MORNING],
    ['ben', NIGHT],
  ]);
});

test('cool-down delays what is not more severe', () => {
  const tenMinutesAgo = new Date(NOON.getTime() - 600_000);
  const twentyMinutesOn = new Date(NOON.getTime() + 1_200_000);
  expect(plan(change('worse', 3), [rule()], NOON, [knows(tenMinutesAgo, 3)])[0]?.notBefore).toEqual(twentyMinutesOn);
  expect(plan(change('worse', 4), [rule()], NOON, [knows(tenMinutesAgo, 3)])[0]?.notBefore).toEqual(NOON);
  expect(plan(change('resolved', 2), [rule()], NOON, [knows(tenMinutesAgo, 3)])[0]?.notBefore).toEqual(twentyMinutesOn);
  expect(plan(change('worse', 3), [rule()], NOON, [knows(new Date(0), 3)])[0]?.notBefore).toEqual(NOON);
});

test('a cool-down that ends in the night waits for the morning', () => {
  const now = new Date('2025-08-14T13:50:00Z');
  expect(plan(change('worse', 3), [rule({ quietHours })], now, [knows(now, 3)])[0]?.notBefore).toEqual(MORNING);
});

test('two rules for one recipient make one delivery, at the earlier time', () => {
  const drafts = plan(change('opened', 3), [rule({ quietHours }), rule()], NIGHT);
  expect(drafts).toMatchObject([{ notBefore: NIGHT }]);
});

test('the same change is the same delivery; another change is another one in the same thread', () => {
  const first = plan(change('opened', 3), [rule()], NOON);
  expect(plan(change('opened', 3), [rule()], MORNING).map(({ key, messageId }) => [key, messageId])).toEqual(
    first.map(({ key, messageId }) => [key, messageId]),
  );
  const [worse] = plan(change('worse', 4, '41'), [rule()], NOON);
  expect(worse?.messageId).not.toBe(first[0]?.messageId);
  expect(worse?.thread).toBe(first[0]?.thread);
});

test('a channel that the recipient does not have is none', () => {
  const drafts = plan(change('opened', 3), [rule({ channels: ['mail', 'slack'] })], NOON);
  expect(drafts.map(({ key }) => key)).toEqual(['alert:40:ann:mail']);
});

test('over each channel that the rule allows and the recipient has, a delivery of its own', () => {
  const keys = (channels: Recipient['channels'], asked: AlertRule['channels']) => {
    const reader = { ...ann, ...(channels && { channels }) };
    const asking = rule(asked && { channels: asked });
    return planAlerts(change('opened', 3), [asking], [reader], NOON, []).map(({ channel }) => channel);
  };
  expect(keys(['mail', 'slack', 'feishu'], undefined)).toEqual(['mail', 'slack', 'feishu']);
  expect(keys(['mail', 'slack', 'feishu'], ['slack', 'webhook'])).toEqual(['slack']);
  expect(keys(['slack'], ['mail'])).toEqual([]);
  expect(keys(undefined, undefined)).toEqual(['mail']);
});

test('a digest has one key per day and recipient, however often it is composed; an amended one has its own', () => {
  const issue = { digestId: '5', brand: 'acme', period: 'day', day: '2025-08-14', edition: 0 } as const;
  const first = planDigest(issue, ['ann', 'ben'], ['mail'], NOON);
  expect(planDigest({ ...issue, digestId: '6' }, ['ann', 'ben'], ['mail'], NIGHT).map(({ key }) => key)).toEqual(
    first.map(({ key }) => key),
  );
  expect(planDigest({ ...issue, edition: 1 }, ['ann'], ['mail'], NOON)[0]?.key).not.toBe(first[0]?.key);
});

const roster = (days: Record<number, string[]>) => ({
  timezone: 'Asia/Shanghai',
  from: '00:00',
  days: Array.from({ length: 7 }, (_, day) => days[day] ?? []),
});
const onCall = roster({ 4: ['ann'], 5: ['ben'] });
const ids = (drafts: { recipientId: string }[]) => drafts.map(({ recipientId }) => recipientId);

test('who is on call is told, and nobody else of the roster', () => {
  // NOON is a Thursday in Shanghai.
  expect(ids(plan(change('opened', 3), [rule({ recipients: [], onCall })], NOON))).toEqual(['ann']);
  const friday = new Date(NOON.getTime() + 86_400_000);
  expect(ids(plan(change('opened', 3), [rule({ recipients: [], onCall })], friday))).toEqual(['ben']);
  const saturday = new Date(NOON.getTime() + 2 * 86_400_000);
  expect(plan(change('opened', 3), [rule({ recipients: [], onCall })], saturday)).toEqual([]);
});

test('what is held back over the night goes to whoever is on call in the morning', () => {
  const weekend = rule({ recipients: [], onCall: roster({ 4: ['ann'], 5: ['ann', 'ben'] }), quietHours });
  const late = new Date('2025-08-14T15:00:00Z');
  const drafts = planAlerts(change('opened', 3), [weekend], [ann, { ...ben, timezone: ann.timezone }], late, []);
  expect(drafts.map(({ recipientId, notBefore }) => [recipientId, notBefore])).toEqual([
    ['ann', MORNING],
    ['ben', MORNING],
  ]);
});

test('whose duty is over hears how it ends; what grows worse is told to whoever has taken over', () => {
  const friday = new Date(NOON.getTime() + 86_400_000);
  const rules = [rule({ recipients: [], onCall, cooldownMinutes: 0 })];
  expect(ids(plan(change('worse', 4), rules, friday, [knows(NOON, 3)]))).toEqual(['ben']);
  expect(ids(plan(change('resolved', 4), rules, friday, [knows(NOON, 3)]))).toEqual(['ann']);
});

test('an escalation reaches the next person, who then hears how it goes on', () => {
  const chain = rule({ escalate: { afterMinutes: 30, to: ['ben'] }, quietHours });
  const drafts = planEscalation(change('escalated', 3, '41'), chain, [ann, ben], NIGHT);
  // It is afternoon in New York.
  expect(drafts).toMatchObject([{ key: 'alert:41:ben:mail', recipientId: 'ben', notBefore: NIGHT }]);
  expect(ids(plan(change('opened', 3), [chain], NOON))).toEqual(['ann']);
  const known = { ...knows(NIGHT, 3), recipientId: 'ben' };
  expect(ids(plan(change('worse', 4, '42'), [chain], NIGHT, [known]))).toEqual(['ann', 'ben']);
});
