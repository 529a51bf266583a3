/** What people do with an incident: each act is a transition with its author, and the others are told. */
import type { Brand, IncidentState, TransitionKind } from '../model.ts';
import { addDeliveries } from '../store/deliveries.ts';
import { addTransition, findIncident, writeIncident } from '../store/incidents.ts';
import { addNote, setOwner } from '../store/mutes.ts';
import { judgedUntil } from '../store/series.ts';
import type { StoredChange } from './incident-rows.ts';
import type { JudgeDeps } from './judge.ts';

/** Stands for whoever sits at the machine itself, where nobody signs in. */
export const LOCAL = '@local';

/** What a person may do. */
export const ACTS = ['acknowledge', 'answered', 'resolve', 'dismiss', 'mute', 'unmute', 'assign', 'note'] as const;
export type Act = (typeof ACTS)[number];
/** Acts that move an incident on. */
export type Move = Exclude<Act, 'mute' | 'unmute' | 'assign' | 'note'>;

export type PeopleDeps = JudgeDeps & { readonly brands: readonly Brand[] };

const EFFECTS: Readonly<Record<Move, { kind: TransitionKind; state: IncidentState; from: readonly IncidentState[] }>> =
  {
    acknowledge: { kind: 'acknowledged', state: 'acknowledged', from: ['open'] },
    answered: { kind: 'answered', state: 'answered', from: ['open', 'acknowledged', 'cooling'] },
    resolve: { kind: 'resolved', state: 'resolved', from: ['open', 'acknowledged', 'answered', 'cooling'] },
    dismiss: { kind: 'dismissed', state: 'dismissed', from: ['open', 'acknowledged', 'answered', 'cooling'] },
  };

export interface ActRequest {
  readonly incidentId: number;
  readonly act: Move;
  /** Who: a recipient's or user's id. */
  readonly by: string;
  /** Empty where they wrote nothing. */
  readonly note: string;
  /** Where the brand's answer stands, for `answered`. */
  readonly link?: string | undefined;
}

/** What is stored as the reason of what a person did. */
export interface PersonReason {
  readonly note: string;
  readonly link?: string;
}

/** `done`, `already` (somebody was first, or it is over), or `unknown` (no such incident or brand). */
export type ActResult = 'done' | 'already' | 'unknown';

/** Stores what a person did, with the deliveries it calls for, in one transaction. */
export async function act(deps: PeopleDeps, request: ActRequest, now: Date): Promise<ActResult> {
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
      transition: { kind: effect.kind, by: request.by, reason: reasonOf(request) },
      posts: [],
    });
    // Whoever takes it on has it, until somebody else does.
    if (request.act === 'acknowledge' || incident.owner === null) await setOwner(trx, incidentId, request.by);
    const change: StoredChange = { brand, incidentId, seq: seq!, kind: effect.kind, at, severity: incident.severity };
    await addDeliveries(trx, await deps.alertsFor(trx, change, at), at);
    return 'done';
  });
}

function reasonOf({ note, link }: ActRequest): PersonReason {
  return link === undefined ? { note } : { note, link };
}

/** Puts the incident into somebody's hands, whatever its state. `already`: it is over, or theirs. */
export async function assign(
  deps: PeopleDeps,
  request: { readonly incidentId: number; readonly by: string; readonly to: string; readonly note: string },
  now: Date,
): Promise<ActResult> {
  const { incidentId, by, to, note: text } = request;
  return deps.store.write(async (trx) => {
    const incident = await findIncident(trx, incidentId, true);
    if (incident === null) return 'unknown';
    if (incident.closedAt !== null || incident.owner === to) return 'already';
    const { brand, severity } = incident;
    const reason = { note: text, to };
    await addTransition(trx, { brand, incidentId, severity, at: now, kind: 'assigned', by, reason });
    await setOwner(trx, incidentId, to);
    return 'done';
  });
}

/** Keeps what somebody wants the others to know. `already`: there is nothing in it. */
export async function note(
  deps: PeopleDeps,
  request: { readonly incidentId: number; readonly by: string; readonly text: string },
  now: Date,
): Promise<ActResult> {
  const text = request.text.trim();
  const incident = await findIncident(deps.store.db, request.incidentId);
  if (incident === null) return 'unknown';
  if (text === '') return 'already';
  await addNote(deps.store.db, incident.brand, incident.incidentId, { at: now, by: request.by, text });
  return 'done';
}
