/** What was really told, and which incidents people took up: what a back-test is held against. */
import { sql } from 'kysely';
import type { Severity, TransitionKind } from '../model.ts';
import type { Db } from './store.ts';

export interface SentAlert {
  readonly incidentId: number;
  readonly kind: TransitionKind;
  /** When the incident changed. */
  readonly at: Date;
  readonly severity: Severity;
  readonly to: readonly string[];
}

/** Changes of a brand's incidents in [from, to) of which at least one message was sent, oldest first. */
export async function sentAlerts(db: Db, brand: string, from: Date, to: Date): Promise<SentAlert[]> {
  const { rows } = await sql<SentAlert>`
    select t.incident_id as "incidentId", t.kind, t.at, t.severity,
      array_agg(distinct d.recipient order by d.recipient) as "to"
    from incident_transitions t
    join deliveries d on d.brand = t.brand and d.incident_id = t.incident_id and d.transition_seq = t.seq
    where t.brand = ${brand} and t.at >= ${from} and t.at < ${to} and d.kind = 'alert' and t.kind not in ('escalated', 'unmuted') and d.sent_at is not null
    group by t.brand, t.incident_id, t.seq, t.kind, t.at, t.severity
    order by t.at, t.incident_id, t.seq`.execute(db);
  return rows;
}

export interface ConfirmedIncident {
  readonly incidentId: number;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  readonly severity: Severity;
  /** Who acknowledged, answered or resolved it first. */
  readonly by: string;
}

/** Incidents that were open within [from, to) and that a person took up, and did not dismiss. */
export async function confirmedIncidents(db: Db, brand: string, from: Date, to: Date): Promise<ConfirmedIncident[]> {
  const { rows } = await sql<ConfirmedIncident>`
    select i.incident_id as "incidentId", i.opened_at as "openedAt", i.closed_at as "closedAt", i.severity,
      (array_agg(t.by_whom order by t.seq))[1] as by
    from incidents i
    join incident_transitions t on t.brand = i.brand and t.incident_id = i.incident_id
    where i.brand = ${brand} and i.opened_at < ${to} and coalesce(i.closed_at, ${to}) >= ${from}
      and i.state <> 'dismissed' and t.by_whom <> 'earshot' and t.kind in ('acknowledged', 'answered', 'resolved')
    group by i.brand, i.incident_id, i.opened_at, i.closed_at, i.severity
    order by i.opened_at`.execute(db);
  return rows;
}
