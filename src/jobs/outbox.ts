/** The outbox that sending reads: the store's deliveries, with what each of them says composed when it is due. */
import type { Channel, Recipient } from '../model.ts';
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
import { findDigest } from '../store/digests.ts';
import { findNotice } from '../store/target-health.ts';

export function storeOutbox(deps: AlertViewDeps & { readonly recipients: readonly Recipient[] }): Outbox {
  const { db } = deps;
  return {
    claimDue: (now, leaseMs, limit) => claimDeliveries<Channel>(db, now, leaseMs, limit),
    load: (delivery) => load(deps, delivery),
    markSent: (delivery, sent) => markDeliverySent(db, delivery, sent),
    markFailed: (delivery, failed) => markDeliveryFailed(db, delivery, failed),
    markDead: (delivery, dead) => markDeliveryDead(db, delivery, dead),
  };
}

async function load(
  deps: AlertViewDeps & { readonly recipients: readonly Recipient[] },
  delivery: ClaimedDelivery,
): Promise<Notice | null> {
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
