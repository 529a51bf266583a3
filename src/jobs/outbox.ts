/** The outbox that sending reads: the store's deliveries, with what each of them says composed when it is due. */
import type { Channel } from '../model.ts';
import type { ClaimedDelivery, Notice, Outbox } from '../notify/outbox.ts';
import type { AlertViewDeps } from '../pipeline/views/alert-view.ts';
import { composeNotice } from '../pipeline/views/delivery-view.ts';
import {
  claimDeliveries,
  markDeliveryDead,
  markDeliveryFailed,
  markDeliverySent,
  renewDelivery,
} from '../store/deliveries.ts';
import { stopDeliveries } from '../store/delivery-health.ts';
import type { Store } from '../store/store.ts';

export function storeOutbox(deps: AlertViewDeps & { readonly store: Store }): Outbox {
  const { db } = deps;
  return {
    claimDue: (now, leaseMs, limit) => claimDeliveries<Channel>(db, now, leaseMs, limit),
    renew: (delivery, until) => renewDelivery(db, delivery, until),
    load: (delivery) => load(deps, delivery),
    markSent: (delivery, sent) => markDeliverySent(db, delivery, sent),
    markFailed: (delivery, failed) => markDeliveryFailed(db, delivery, failed),
    markRefused: (delivery, { at, error, unconfirmed, address }) =>
      deps.store.write(async (trx) => {
        const { recipientId: recipient, channel } = delivery;
        await stopDeliveries(trx, { recipient, channel, address, since: at, reason: error });
        return markDeliveryFailed(trx, delivery, { error, unconfirmed, retryAt: at });
      }),
    markDead: (delivery, dead) => markDeliveryDead(db, delivery, dead),
  };
}

async function load(deps: AlertViewDeps, delivery: ClaimedDelivery): Promise<Notice | null> {
  const recipient = deps.recipients.find((candidate) => candidate.id === delivery.recipientId);
  return recipient === undefined ? null : composeNotice(deps, delivery.about, recipient);
}
