/**
 * When an incident that nobody acknowledges goes to the next person. Pure: history and deliveries in, escalations out.
 * Each rule escalates an incident once from its opening, and once more from each reopening.
 */
import type { Severity, TransitionKind } from '../model.ts';
import { ALARMS, type AlertRule, audienceOf } from './plan.ts';

/** A change of the incident, as stored. */
export interface PastChange {
  readonly seq: number;
  readonly kind: TransitionKind;
  readonly at: Date;
  readonly severity: Severity;
  /** The rule that escalated; null for changes of any other kind. */
  readonly rule: string | null;
}

/** A message about the incident: planned, sent, or given up. */
export interface PastDelivery {
  readonly recipientId: string;
  /** The change it tells of. */
  readonly seq: number;
  /** When it was to go out first, before any retry. */
  readonly firstDue: Date;
  readonly sentAt: Date | null;
}

/** An escalation that is due. */
export interface DueEscalation {
  readonly rule: AlertRule;
  /** When the first of the rule's own recipients was told; when it happened, where nobody was. */
  readonly toldAt: Date;
  /** Recipient ids of those who were told and did not acknowledge. */
  readonly told: readonly string[];
}

/**
 * The rules by which an open, unacknowledged incident goes on to the next person at `now`. The minutes count from the
 * first message, not from the incident: a message held back over quiet hours leaves its reader their time. One that
 * could not be delivered counts from when it should have been.
 */
export function escalationsDue(
  brand: string,
  history: readonly PastChange[],
  deliveries: readonly PastDelivery[],
  rules: readonly AlertRule[],
  now: Date,
): DueEscalation[] {
  const begun = history.findLast(({ kind }) => kind === 'opened' || kind === 'reopened');
  if (begun === undefined) return [];
  const since = history.filter(({ seq }) => seq >= begun.seq);
  return rules.flatMap((rule): DueEscalation[] => {
    const { escalate } = rule;
    if (escalate === undefined || !rule.brands.includes(brand)) return [];
    if (since.some((change) => change.kind === 'escalated' && change.rule === rule.id)) return [];
    const alarm = since.find(({ kind, severity }) => ALARMS.has(kind) && severity >= rule.minSeverity);
    if (alarm === undefined) return [];
    const audience = audienceOf(rule);
    const messages = deliveries.filter(({ recipientId, seq }) => seq >= alarm.seq && audience.has(recipientId));
    const times = messages.map(({ sentAt, firstDue }) => (sentAt ?? firstDue).getTime());
    const toldAt = new Date(times.length === 0 ? alarm.at : Math.min(...times));
    if (now.getTime() - toldAt.getTime() < escalate.afterMinutes * 60_000) return [];
    const told = messages.filter(({ sentAt }) => sentAt !== null).map(({ recipientId }) => recipientId);
    return [{ rule, toldAt, told: [...new Set(told)].sort() }];
  });
}
