/** What people do with an incident: each act is a transition with its author, and the others are told. */
import type { Brand, IncidentState, TransitionKind } from '../model.ts';
import { addDeliveries } from '../store/deliveries.ts';
import { findIncident, writeIncident } from '../store/incidents.ts';
import { judgedUntil } from '../store/series.ts';
import type { StoredChange } from './incident-rows.ts';
import type { JudgeDeps } from './judge.ts';

/** What a person may do. */
export const ACTS = ['acknowledge', 'answered', 'dismiss'] as const;
export type Act = (typeof ACTS)[number];

const EFFECTS: Readonly<Record<Act, { kind: TransitionKind; state: IncidentState; from: readonly IncidentState[] }>> = {
  acknowledge: { kind: 'acknowledged', state: 'acknowledged', from: ['open'] },
  answered: { kind: 'answered', state: 'answered', from: ['open', 'acknowledged', 'cooling'] },
  dismiss: { kind: 'dismissed', state: 'dismissed', from: ['open', 'acknowledged', 'answered', 'cooling'] },
};

export interface ActRequest {
  readonly incidentId: number;
  readonly act: Act;
  /** Who: a recipient's or user's id. */
  readonly by: string;
  /** Empty where they wrote nothing. */
  readonly note: string;
}

/** `done`, `already` (somebody was first, or it is over), or `unknown` (no such incident or brand). */
export type ActResult = 'done' | 'already' | 'unknown';

/** Stores what a person did, with the deliveries it calls for, in one transaction. */
export async function act(
  deps: JudgeDeps & { readonly brands: readonly Brand[] },
  request: ActRequest,
  now: Date,
): Promise<ActResult> {
  const effect = EFFECTS[request.act];
  return deps.store.write(async (trx) => {
    const incident = await findIncident(trx, request.incidentId, true);
    const brand = deps.brands.find((candidate) => candidate.id === incident?.brand);
    if (incident === null || brand === undefined) return 'unknown';
    if (!effect.from.includes(incident.state)) return 'already';
    // A replayed day's incidents live in that day: nobody acts before what they act upon.
    const judged = await judgedUntil(trx, brand.id);
    const at = judged !== null && incident.changedAt > now ? judged : now;
    const { incidentId, seq } = await writeIncident(trx, {
      ...incident,
      at,
      state: effect.state,
      transition: { kind: effect.kind, by: request.by, reason: { note: request.note } },
      posts: [],
    });
    const change: StoredChange = { brand, incidentId, seq: seq!, kind: effect.kind, at, severity: incident.severity };
    await addDeliveries(trx, await deps.alertsFor(trx, change, at), at);
    return 'done';
  });
}
