/** Which deliveries a change of an incident calls for, given what its readers already know. */
import type { Channel, Recipient, Severity } from '../model.ts';
import type { DeliveryDraft } from '../notify/outbox.ts';
import { type AlertRule, planAlerts, type ThreadState } from '../notify/plan.ts';
import { deliveriesOf, transitionId } from '../store/deliveries.ts';
import { muteOf } from '../store/mutes.ts';
import type { Db } from '../store/store.ts';
import type { StoredChange } from './incident-rows.ts';

/** The rules of config as the function that judging asks, within its transaction. */
export function alertsBy(rules: readonly AlertRule[], recipients: readonly Recipient[]) {
  return async (trx: Db, change: StoredChange, now: Date): Promise<readonly DeliveryDraft[]> => {
    const mute = await muteOf(trx, change.incidentId);
    // Whoever asked for silence did not know that it would grow more severe.
    const silent = mute !== null && (mute.until === null || mute.until > now) && change.severity <= mute.mutedSeverity;
    if (silent) return [];
    const known = threadsOf(await deliveriesOf(trx, change.incidentId));
    return planAlerts(
      {
        incidentId: String(change.incidentId),
        transitionId: transitionId(change.incidentId, change.seq),
        brand: change.brand.id,
        kind: change.kind,
        severity: change.severity,
      },
      rules,
      recipients,
      now,
      known,
    );
  };
}

function threadsOf(deliveries: Awaited<ReturnType<typeof deliveriesOf>>): ThreadState[] {
  const threads = Map.groupBy(deliveries, ({ recipientId, channel }) => `${recipientId}\n${channel}`);
  return [...threads.values()].map((thread) => {
    const sent = thread.filter((delivery) => delivery.sentAt !== null).map((delivery) => delivery.sentAt!.getTime());
    return {
      recipientId: thread[0]!.recipientId,
      channel: thread[0]!.channel as Channel,
      lastSentAt: sent.length === 0 ? null : new Date(Math.max(...sent)),
      severity: Math.max(...thread.map((delivery) => delivery.severity)) as Severity,
    };
  });
}
