/**
 * Passes incidents that nobody acknowledges on to the next person. An escalation is a change in the incident's history,
 * stored with its deliveries under the incident's lock: any number of processes may look, before and after a restart,
 * and each happens once.
 */
import type { Brand, Recipient } from '../model.ts';
import { type DueEscalation, escalationsDue, type PastChange } from '../notify/escalation.ts';
import { type AlertRule, planEscalation } from '../notify/plan.ts';
import { addDeliveries, deliveriesOf, transitionId } from '../store/deliveries.ts';
import { addTransition, findIncident, type IncidentRow, transitionsOf, unacknowledged } from '../store/incidents.ts';
import { mutes } from '../store/mutes.ts';
import type { Db, Store } from '../store/store.ts';

export interface EscalationDeps {
  readonly store: Store;
  readonly brands: readonly Brand[];
  readonly rules: readonly AlertRule[];
  readonly recipients: readonly Recipient[];
}

/** What is stored as the reason of an escalation. */
export interface EscalationReason {
  /** The rule's id. */
  readonly rule: string;
  /** When those of the rule were told first, ISO 8601. */
  readonly toldAt: string;
  /** Recipient ids: who was told and did not acknowledge, and who is told now. */
  readonly told: readonly string[];
  readonly to: readonly string[];
}

/** Escalates what is due at `now`; resolves to how many escalations were stored. */
export async function escalateDue(deps: EscalationDeps, now: Date): Promise<number> {
  const { store, brands, rules } = deps;
  const watched = brands
    .map(({ id }) => id)
    .filter((id) => rules.some((rule) => rule.escalate && rule.brands.includes(id)));
  if (watched.length === 0) return 0;
  let escalated = 0;
  const muted = new Set((await mutes(store.db)).map(({ incidentId }) => incidentId));
  for (const { incidentId } of await unacknowledged(store.db, watched)) {
    if (muted.has(incidentId)) continue;
    const seen = await findIncident(store.db, incidentId);
    if (seen === null || (await dueOf(deps, store.db, seen, now)).length === 0) continue;
    escalated += await store.write(async (trx) => {
      const incident = await findIncident(trx, incidentId, true);
      // Acknowledged, or escalated by another process, since we looked.
      if (incident?.state !== 'open') return 0;
      const due = await dueOf(deps, trx, incident, now);
      for (const escalation of due) {
        const { brand, severity } = incident;
        const reason = reasonOf(escalation);
        const change = { brand, incidentId, severity, at: now, kind: 'escalated', by: 'earshot', reason } as const;
        const seq = await addTransition(trx, change);
        const planned = { ...change, incidentId: String(incidentId), transitionId: transitionId(incidentId, seq) };
        await addDeliveries(trx, planEscalation(planned, escalation.rule, deps.recipients, now), now);
      }
      return due.length;
    });
  }
  return escalated;
}

async function dueOf({ rules }: EscalationDeps, db: Db, incident: IncidentRow, now: Date): Promise<DueEscalation[]> {
  const history = (await transitionsOf(db, incident.incidentId)).map(
    ({ seq, kind, at, severity, reason }): PastChange => ({
      seq,
      kind,
      at,
      severity,
      rule: kind === 'escalated' ? (reason as EscalationReason).rule : null,
    }),
  );
  return escalationsDue(incident.brand, history, await deliveriesOf(db, incident.incidentId), rules, now);
}

function reasonOf({ rule, toldAt, told }: DueEscalation): EscalationReason {
  return { rule: rule.id, toldAt: toldAt.toISOString(), told, to: rule.escalate?.to ?? [] };
}
