import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SteppedClock } from '../../src/clock.ts';
import { silentLogger } from '../../src/log.ts';
import type { Recipient, TransitionKind } from '../../src/model.ts';
import { DeliveryError, type Transport } from '../../src/notify/channels/channel.ts';
import { deliverDue } from '../../src/notify/deliver.ts';
import type { ClaimedDelivery, Notice } from '../../src/notify/outbox.ts';
import { planAlerts } from '../../src/notify/plan.ts';
import { retryDelay } from '../../src/notify/retry.ts';
import { MemoryOutbox } from './memory-outbox.ts';
import { alertView } from './views.ts';

const START = new Date('2025-08-14T06:57:00Z');
const LEASE = 60_000;
const ann: Recipient = { id: 'ann', name: 'Ann', email: 'ann@acme.example', language: 'en', timezone: 'UTC' };
const rule = {
  id: 'all',
  brands: ['acme'],
  recipients: ['ann'],
  minSeverity: 1,
  quietHours: null,
  cooldownMinutes: 0,
} as const;
const drafts = (transitionId: string, kind: TransitionKind = 'opened', incidentId = '17') =>
  planAlerts({ incidentId, transitionId, brand: 'acme', kind, severity: 3 }, [rule], [ann], START, []);

function setUp(
  send: (delivery: ClaimedDelivery) => Promise<void> = async () => {},
  load = (): Notice | null => ({ kind: 'alert', view: alertView(), recipient: ann }),
) {
  const clock = new SteppedClock(START);
  const outbox = new MemoryOutbox(load);
  const sent: string[] = [];
  const transport: Transport = {
    channel: 'mail',
    send: async (delivery) => {
      await send(delivery);
      sent.push(delivery.key);
      return { subject: 'subject', response: '250 taken', body: { form: 'json', json: '{}' } };
    },
    close: async () => {},
  };
  const deps = { outbox, transports: { mail: transport }, clock, log: silentLogger, leaseMs: LEASE };
  const later = (ms: number) => clock.advanceTo(new Date(clock.now().getTime() + ms));
  return { clock, outbox, sent, deps, later };
}

test('does one unit of work, then finds none', async () => {
  const { outbox, deps, sent } = setUp();
  outbox.add(...drafts('1'));
  expect(await deliverDue(deps)).toBe(1);
  expect(await deliverDue(deps)).toBe(0);
  expect(sent).toEqual(['alert:1:ann:mail']);
});

test('a batch is no more than was asked for', async () => {
  const { outbox, deps, sent } = setUp();
  for (let i = 0; i < 7; i++) outbox.add(...drafts(`${i}`, 'opened', `incident-${i}`));
  expect(await deliverDue({ ...deps, batch: 3 })).toBe(3);
  expect(await deliverDue({ ...deps, batch: 3 })).toBe(3);
  expect(await deliverDue({ ...deps, batch: 3 })).toBe(1);
  expect(sent).toHaveLength(7);
});

test('a process that dies after sending and before marking: sent again when the lease has run out, not before', async () => {
  const { outbox, deps, sent, later } = setUp();
  outbox.add(...drafts('1'));
  const markSent = outbox.markSent.bind(outbox);
  outbox.markSent = () => Promise.reject(new Error('killed'));
  await expect(deliverDue(deps)).rejects.toThrow('killed');
  outbox.markSent = markSent;
  expect(await deliverDue(deps)).toBe(0);
  later(LEASE);
  expect(await deliverDue(deps)).toBe(1);
  expect(sent).toEqual(['alert:1:ann:mail', 'alert:1:ann:mail']);
  expect(outbox.states()).toEqual(['sent']);
});

test('a process that dies before sending loses nothing', async () => {
  const { outbox, deps, sent, later } = setUp();
  outbox.add(...drafts('1'));
  await outbox.claimDue(START, LEASE, 1);
  expect(await deliverDue(deps)).toBe(0);
  later(LEASE);
  await deliverDue(deps);
  expect(sent).toHaveLength(1);
});

test('whoever comes back after the lease has run out cannot undo what another has done', async () => {
  const { outbox, deps, later } = setUp();
  outbox.add(...drafts('1'));
  const [stale] = await outbox.claimDue(START, LEASE, 1);
  later(LEASE);
  await deliverDue(deps);
  expect(await outbox.markFailed(stale!, { at: START, retryAt: START, error: 'late', unconfirmed: false })).toBe(false);
  expect(outbox.states()).toEqual(['sent']);
});

test('messages of one thread that waited together: the newest is sent, the older ones are done with', async () => {
  const { outbox, deps, sent } = setUp();
  outbox.add(...drafts('1'), ...drafts('2', 'worse'), ...drafts('3', 'reopened'), ...drafts('9', 'opened', '18'));
  await deliverDue(deps);
  expect(sent.toSorted()).toEqual(['alert:3:ann:mail', 'alert:9:ann:mail']);
  expect(outbox.states()).toEqual(['superseded', 'superseded', 'sent', 'sent']);
});

test('a refusal for good is given up at once; a refusal for now is tried about a day', async () => {
  const permanent = setUp(async () => Promise.reject(new DeliveryError('550 no such user', { retryable: false })));
  permanent.outbox.add(...drafts('1'));
  await deliverDue(permanent.deps);
  expect(permanent.outbox.row('alert:1:ann:mail')).toMatchObject({
    state: 'dead',
    attempt: 1,
    error: '550 no such user',
  });

  const passing = setUp(async () => Promise.reject(new DeliveryError('451 later', { retryable: true })));
  passing.outbox.add(...drafts('1'));
  for (let i = 0; i < 100 && passing.outbox.states()[0] === 'pending'; i++) {
    await deliverDue(passing.deps);
    passing.later(3_600_000 * 1.25);
  }
  const row = passing.outbox.row('alert:1:ann:mail');
  expect(row.state).toBe('dead');
  expect(row.attempt).toBeGreaterThan(20);
});

test('a template that throws, a channel nobody configured, a recipient who is gone: each recorded, none lost in silence', async () => {
  const throws = setUp(async () => Promise.reject(new TypeError('a fault of ours')));
  throws.outbox.add(...drafts('1'));
  await deliverDue(throws.deps);
  expect(throws.outbox.row('alert:1:ann:mail')).toMatchObject({ state: 'pending', error: 'a fault of ours' });

  const unconfigured = setUp();
  unconfigured.outbox.add(...drafts('1'));
  await deliverDue({ ...unconfigured.deps, transports: {} });
  expect(unconfigured.outbox.row('alert:1:ann:mail')).toMatchObject({
    state: 'pending',
    error: 'no mail channel is configured',
  });

  const gone = setUp(undefined, () => null);
  gone.outbox.add(...drafts('1'));
  await deliverDue(gone.deps);
  expect(gone.outbox.row('alert:1:ann:mail')).toMatchObject({ state: 'dead', error: expect.stringContaining('ann') });
});

test('one failure in a batch does not hold up the others', async () => {
  const { outbox, deps, sent } = setUp(async ({ key }) => {
    if (key.includes(':2:')) throw new DeliveryError('no', { retryable: true });
  });
  outbox.add(...drafts('1', 'opened', 'a'), ...drafts('2', 'opened', 'b'), ...drafts('3', 'opened', 'c'));
  await deliverDue(deps);
  expect(sent).toHaveLength(2);
  expect(outbox.states()).toEqual(['sent', 'pending', 'sent']);
});

test('any order of crashes, refusals and answers: every delivery ends sent, once its channel takes it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('ok', 'refuse', 'crash before', 'crash after'), { maxLength: 12 }),
      async (fates) => {
        const script = [...fates];
        const { outbox, deps, sent, later } = setUp(async () => {
          if (script.shift() === 'refuse') throw new DeliveryError('later', { retryable: true });
        });
        const markSent = outbox.markSent.bind(outbox);
        outbox.markSent = async (delivery, result) => {
          if (script[0] === 'crash after') {
            script.shift();
            throw new Error('killed');
          }
          return markSent(delivery, result);
        };
        outbox.add(...drafts('1'));
        for (let i = 0; i < 20 && outbox.states()[0] === 'pending'; i++) {
          if (script[0] === 'crash before') {
            script.shift();
            await outbox.claimDue(deps.clock.now(), LEASE, 1);
          } else {
            await deliverDue(deps).catch((error: Error) => expect(error.message).toBe('killed'));
          }
          later(2 * 3_600_000);
        }
        expect(outbox.states()).toEqual(['sent']);
        expect(sent.length).toBeGreaterThanOrEqual(1);
      },
    ),
    { numRuns: 50 },
  );
});

test('back-off doubles from a minute to an hour, is spread, grants what the other side asks, and ends', () => {
  const delays = [1, 2, 3, 6, 7, 20].map((attempt) => retryDelay(attempt, 'k', null)! / 60_000);
  [1, 2, 4, 32, 60, 60].forEach((minutes, i) => {
    expect(delays[i]).toBeGreaterThanOrEqual(minutes);
    expect(delays[i]).toBeLessThanOrEqual(minutes * 1.25);
  });
  expect(retryDelay(1, 'a', null)).not.toBe(retryDelay(1, 'b', null));
  expect(retryDelay(1, 'k', 300_000)).toBe(300_000);
  expect(retryDelay(1, 'k', 1e12)).toBe(86_400_000);
  expect(retryDelay(28, 'k', 300_000)).toBeNull();
});
