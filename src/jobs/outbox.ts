/** The outbox that sending reads: the store's deliveries, with what each of them says composed when it is due. */
import type { Channel } from '../model.ts';
import type { ClaimedDelivery, Notice, Outbox } from '../notify/outbox.ts';
import { packBody, unpackBody } from '../notify/sent-body.ts';
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
import { findDelivery } from '../store/outbox-list.ts';
import { findSentBody } from '../store/sent-bodies.ts';
import type { Store } from '../store/store.ts';

export function storeOutbox(deps: AlertViewDeps & { readonly store: Store }): Outbox {
  const { db } = deps;
  return {
    claimDue: (now, leaseMs, limit) => claimDeliveries<Channel>(db, now, leaseMs, limit),
    renew: (delivery, until) => renewDelivery(db, delivery, until),
    load: (delivery) => load(deps, delivery),
    markSent: (delivery, { body, ...sent }) => markDeliverySent(db, delivery, { ...sent, body: packBody(body) }),
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
  if (recipient === undefined) return null;
  if (delivery.againOf == null) return composeNotice(deps, delivery.about, recipient);
  const packed = await findSentBody(deps.db, delivery.againOf);
  const first = await findDelivery(deps.db, delivery.againOf);
  // No longer kept: composed anew, which for a digest says the same.
  if (packed === null) return composeNotice(deps, delivery.about, recipient);
  return { kind: 'again', subject: first?.subject ?? '', body: unpackBody(packed), recipient };
}
