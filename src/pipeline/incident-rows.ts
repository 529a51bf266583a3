/** Incidents between detection's words and the store's rows. */
import type { IncidentChange, IncidentMemory, IncidentScope, IncidentSnapshot } from '../detect/incident-types.ts';
import type { Brand, Severity, TransitionKind } from '../model.ts';
import type { IncidentRow, IncidentWrite } from '../store/incidents.ts';
import { parsePostRef } from '../store/post-ref.ts';

/** A transition as it was stored: what alerts are about. */
export interface StoredChange {
  readonly brand: Brand;
  readonly incidentId: number;
  /** Its number in the incident's history, from 1. */
  readonly seq: number;
  readonly kind: TransitionKind;
  readonly at: Date;
  readonly severity: Severity;
}

export function snapshotOf(row: IncidentRow): IncidentSnapshot {
  return {
    id: String(row.incidentId),
    state: row.state,
    severity: row.severity,
    openedAt: row.openedAt,
    changedAt: row.changedAt,
    scope: row.scope as IncidentScope,
    memory: row.memory as IncidentMemory | null,
  };
}

export function incidentWrite(brand: string, change: IncidentChange): IncidentWrite {
  const viral = change.reason.viral?.post ?? null;
  return {
    brand,
    incidentId: change.incidentId === null ? null : Number(change.incidentId),
    at: change.at,
    state: change.state,
    severity: change.severity,
    title: change.title,
    scope: change.scope,
    memory: change.memory,
    transition: change.kind === 'updated' ? null : { kind: change.kind, by: 'earshot', reason: change.reason },
    posts: change.scope.posts.map((post) => ({ ...parsePostRef(post), role: post === viral ? 'viral' : 'driver' })),
  };
}
