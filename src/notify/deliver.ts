/**
 * One step of sending. Claim under a lease, send, then mark: a process that dies before marking leaves a lease that
 * runs out, and the same message goes out again under the same Message-ID. Nothing is ever marked before it was sent.
 */
import type { Clock } from '../clock.ts';
import { messageOf } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Channel } from '../model.ts';
import { DeliveryError, type Sent, type Transport } from './channels/channel.ts';
import type { ClaimedDelivery, Outbox } from './outbox.ts';
import { retryDelay } from './retry.ts';

export interface DeliverDeps {
  readonly outbox: Outbox;
  /** A channel that is not here is not configured: its deliveries wait and, in the end, die with that reason. */
  readonly transports: Readonly<Partial<Record<Channel, Transport>>>;
  readonly clock: Clock;
  readonly log: Logger;
  /** How long a delivery stays with a process that has died; renewed while it is being sent. Default: a minute. */
  readonly leaseMs?: number;
  /** Deliveries per step. Default: 20. */
  readonly batch?: number;
}

const LEASE_MS = 60_000;
/** How often whoever sends says that it lives. */
const RENEW_MS = 15_000;

/** Sends what is due, at most a batch. Resolves to how many deliveries it took in hand: 0 = nothing was due. */
export async function deliverDue(deps: DeliverDeps): Promise<number> {
  const now = deps.clock.now();
  const claimed = await deps.outbox.claimDue(now, deps.leaseMs ?? LEASE_MS, deps.batch ?? 20);
  const done = await Promise.allSettled(newestOfThreads(claimed).map((delivery) => deliverOne(delivery, deps)));
  // Only the store itself can have failed here; what was sent and not marked goes out again when its lease has run out.
  const failed = done.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return claimed.length;
}

/**
 * Where several messages of one thread have waited (over a night, say), the newest tells it all; marking it as sent
 * ends the older ones. Should it fail, their leases run out and they are tried in turn.
 */
function newestOfThreads(claimed: readonly ClaimedDelivery[]): ClaimedDelivery[] {
  return [...new Map(claimed.map((delivery) => [delivery.thread ?? delivery.key, delivery])).values()];
}

async function deliverOne(delivery: ClaimedDelivery, deps: DeliverDeps): Promise<void> {
  const { outbox, clock, log } = deps;
  const about = aboutOf(delivery);
  let sent: Sent;
  const rest = keepLease(delivery, deps);
  try {
    sent = await send(delivery, deps);
  } catch (error) {
    await settleFailure(delivery, error, deps);
    return;
  } finally {
    rest();
  }
  const at = clock.now();
  if (await outbox.markSent(delivery, { at, ...sent })) log.info({ ...about, response: sent.response }, 'delivered');
  else log.warn(about, 'delivered, but the lease had run out: it may be delivered twice');
}

/** Renews the lease now and then, by the machine's own time, until the returned function is called. */
function keepLease(delivery: ClaimedDelivery, { outbox, clock, log, leaseMs = LEASE_MS }: DeliverDeps): () => void {
  const timer = setInterval(() => {
    outbox.renew(delivery, new Date(clock.now().getTime() + leaseMs)).catch((error: unknown) => {
      log.warn({ ...aboutOf(delivery), err: error }, 'lease not renewed');
    });
  }, RENEW_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** What every log line about a delivery says: by its trace it is found together with the crawl behind it. */
function aboutOf({ key, channel, attempt, trace }: ClaimedDelivery) {
  return { delivery: key, channel, attempt, ...(trace && { trace }) };
}

async function send(delivery: ClaimedDelivery, { outbox, transports, clock }: DeliverDeps): Promise<Sent> {
  const notice = await outbox.load(delivery);
  if (notice === null) {
    throw new DeliveryError(`${delivery.recipientId} or what it was to be told is gone`, { retryable: false });
  }
  const transport = transports[delivery.channel];
  if (transport === undefined) {
    throw new DeliveryError(`no ${delivery.channel} channel is configured`, { retryable: true });
  }
  return transport.send(delivery, notice, clock.now());
}

/** Anything that is not a channel's verdict (a template that throws, a store that is away) may pass: it is tried again. */
async function settleFailure(delivery: ClaimedDelivery, error: unknown, deps: DeliverDeps): Promise<void> {
  const { outbox, clock, log } = deps;
  const verdict = error instanceof DeliveryError ? error : null;
  const delay =
    verdict === null || verdict.retryable
      ? retryDelay(delivery.attempt, delivery.key, verdict?.retryAfterMs ?? null)
      : null;
  const at = clock.now();
  const about = { ...aboutOf(delivery), err: error };
  const failure = { at, error: messageOf(error), unconfirmed: verdict?.unconfirmed ?? false };
  if (verdict !== null && verdict.refusedAddress !== null) {
    await outbox.markRefused(delivery, { ...failure, address: verdict.refusedAddress });
    log.error(about, 'address refused: nothing is sent there until it is resumed');
    return;
  }
  if (delay === null) {
    await outbox.markDead(delivery, failure);
    log.error(about, 'delivery given up');
    return;
  }
  const retryAt = new Date(at.getTime() + delay);
  await outbox.markFailed(delivery, { ...failure, retryAt });
  log.warn({ ...about, retryAt }, 'delivery failed, will be tried again');
}
