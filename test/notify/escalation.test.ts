import { expect, test } from 'vitest';
import type { Severity, TransitionKind } from '../../src/model.ts';
import { escalationsDue, type PastChange, type PastDelivery } from '../../src/notify/escalation.ts';
import type { AlertRule } from '../../src/notify/plan.ts';

const T0 = Date.parse('2026-03-02T00:00:00Z');
const minutes = (n: number) => new Date(T0 + n * 60_000);
const rule = (over: Partial<AlertRule> = {}): AlertRule => ({
  id: 'pr',
  brands: ['acme'],
  recipients: ['ann'],
  minSeverity: 3,
  quietHours: null,
  cooldownMinutes: 30,
  escalate: { afterMinutes: 30, to: ['boss'] },
  ...over,
});
const change = (seq: number, kind: TransitionKind, at: number, severity: Severity = 3): PastChange => ({
  seq,
  kind,
  at: minutes(at),
  severity,
  rule: kind === 'escalated' ? 'pr' : null,
});
const message = (sentAt: number | null, over: Partial<PastDelivery> = {}): PastDelivery => ({
  recipientId: 'ann',
  seq: 1,
  firstDue: minutes(0),
  sentAt: sentAt === null ? null : minutes(sentAt),
  ...over,
});
const due = (history: PastChange[], deliveries: PastDelivery[], now: number, rules = [rule()]) =>
  escalationsDue('acme', history, deliveries, rules, minutes(now)).map(({ toldAt, told }) => ({ toldAt, told }));
const OPENED = change(1, 'opened', 0);

test('after so many minutes from the first message, not before', () => {
  expect(due([OPENED], [message(2)], 31)).toEqual([]);
  expect(due([OPENED], [message(2)], 32)).toEqual([{ toldAt: minutes(2), told: ['ann'] }]);
});

test('a message held back over the night leaves its reader their time', () => {
  const held = message(null, { firstDue: minutes(400) });
  expect(due([OPENED], [held], 390)).toEqual([]);
  expect(due([OPENED], [held], 429)).toEqual([]);
  // It could not be delivered in the morning: whoever is next must know all the same.
  expect(due([OPENED], [held], 430)).toEqual([{ toldAt: minutes(400), told: [] }]);
});

test('where nobody is told by the rule, from when it happened', () => {
  expect(due([OPENED], [], 30)).toEqual([{ toldAt: minutes(0), told: [] }]);
  expect(due([OPENED], [message(20, { recipientId: 'eve' })], 30)).toHaveLength(1);
});

test('once for each opening', () => {
  const once = [OPENED, change(2, 'escalated', 40)];
  expect(due(once, [message(2)], 1_000)).toEqual([]);
  const again = [...once, change(3, 'resolved', 100), change(4, 'reopened', 200)];
  expect(due(again, [message(2), message(201, { seq: 4 })], 230)).toEqual([]);
  expect(due(again, [message(2), message(201, { seq: 4 })], 231)).toEqual([{ toldAt: minutes(201), told: ['ann'] }]);
});

test('below the rule’s severity nothing is escalated until it grows worse', () => {
  const mild = change(1, 'opened', 0, 2);
  expect(due([mild], [], 500)).toEqual([]);
  expect(due([mild, change(2, 'worse', 490, 3)], [message(490, { seq: 2 })], 500)).toEqual([]);
  expect(due([mild, change(2, 'worse', 490, 3)], [message(490, { seq: 2 })], 520)).toHaveLength(1);
});

test('rules of other brands, and rules that escalate to nobody, do nothing', () => {
  const { escalate: _, ...plain } = rule();
  expect(due([OPENED], [message(0)], 500, [plain, rule({ brands: ['bolt'] })])).toEqual([]);
});

test('people on call are of the rule’s own', () => {
  const days = Array.from({ length: 7 }, () => ['dan']);
  const onCall = { timezone: 'UTC', from: '00:00', days };
  const history = [OPENED];
  const told = message(10, { recipientId: 'dan' });
  expect(due(history, [told], 35, [rule({ recipients: [], onCall })])).toEqual([]);
  expect(due(history, [told], 40, [rule({ recipients: [], onCall })])).toEqual([
    { toldAt: minutes(10), told: ['dan'] },
  ]);
});
