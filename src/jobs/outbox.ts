/** The outbox that sending reads: the store's deliveries, with what each of them says composed when it is due. */
import type { Channel } from '../model.ts';
import type { OperatorView } from '../notify/operator-view.ts';
import type { ClaimedDelivery, Notice, Outbox } from '../notify/outbox.ts';
import type { DigestView } from '../notify/views.ts';
import { type AlertViewDeps, composeAlert } from '../pipeline/views/alert-view.ts';
import {
  claimDeliveries,
  markDeliveryDead,
  markDeliveryFailed,
  markDeliverySent,
  readTransitionId,
} from '../store/deliveries.ts';
import { stopDeliveries } from '../store/delivery-health.ts';
import { findDigest } from '../store/digests.ts';
import type { Store } from '../store/store.ts';
import { findNotice } from '../store/target-health.ts';

export function storeOutbox(deps: AlertViewDeps & { readonly store: Store }): Outbox {
  const { db } = deps;
  return {
    claimDue: (now, leaseMs, limit) => claimDeliveries<Channel>(db, now, leaseMs, limit),
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
  if (recipient === undefined) return null;
  if (delivery.about.kind === 'alert') {
    const { incidentId, seq } = readTransitionId(delivery.about.transitionId);
    const view = await composeAlert(deps, incidentId, seq, recipient);
    return view && { kind: 'alert', view, recipient };
  }
  if (delivery.about.kind === 'operator') {
    const view = await findNotice(deps.db, Number(delivery.about.noticeId));
    return view === null ? null : { kind: 'operator', view: view as OperatorView, recipient };
  }
  if (delivery.about.kind === 'test') return null;
  const digest = await findDigest(deps.db, Number(delivery.about.digestId));
  return digest && { kind: 'digest', view: digest.view as DigestView, recipient };
}
