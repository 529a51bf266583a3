/**
 * Silence about one incident, on somebody's word: until a time, or until it has grown by a factor. It goes on being
 * watched; a rise in severity is told all the same. What was missed meanwhile is told when the silence ends.
 */
import type { Transaction } from 'kysely';
import { ALARMS } from '../notify/plan.ts';
import { addDeliveries } from '../store/deliveries.ts';
import { addTransition, findIncident, type IncidentRow, transitionsOf } from '../store/incidents.ts';
import { countTotal } from '../store/mention-list.ts';
import { type Mute, muteOf, mutes, setMute } from '../store/mutes.ts';
import type { Database } from '../store/schema.ts';
import type { Db } from '../store/store.ts';
import type { ActResult, PeopleDeps } from './people.ts';

export interface MuteRequest {
  readonly incidentId: number;
  /** Who: a recipient's or user's id. */
  readonly by: string;
  readonly note: string;
  /** When it ends; null: not by time. */
  readonly until: Date | null;
  /** It ends when so many times today's negative mentions belong to the incident, above 1; null: not by growth. */
  readonly factor: number | null;
}

/** What is stored as the reason of a muting. */
export interface MuteReason {
  readonly note: string;
  /** ISO 8601. */
  readonly until: string | null;
  readonly factor: number | null;
  /** Negative mentions when it was muted. */
  readonly from: number;
}

const OVER: ReadonlySet<string> = new Set(['resolved', 'dismissed']);

/** `already`: it is over. A mute replaces the one before. */
export async function mute(deps: PeopleDeps, request: MuteRequest, now: Date): Promise<ActResult> {
  const { incidentId, by, note, until, factor } = request;
  return deps.store.write(async (trx) => {
    const incident = await findIncident(trx, incidentId, true);
    if (incident === null) return 'unknown';
    if (OVER.has(incident.state)) return 'already';
    const from = await negatives(trx, incident);
    const reason: MuteReason = { note, until: until?.toISOString() ?? null, factor, from };
    const { brand, severity } = incident;
    await addTransition(trx, { brand, incidentId, severity, at: now, kind: 'muted', by, reason });
    // Where there was nothing yet, anything is growth.
    const above = factor === null ? null : Math.ceil(Math.max(1, from) * factor) - 1;
    await setMute(trx, incidentId, { by, until, above });
    return 'done';
  });
}

/** `already`: it is not muted. */
export async function unmute(
  deps: PeopleDeps,
  request: { incidentId: number; by: string; note: string },
  now: Date,
): Promise<ActResult> {
  const { incidentId, by, note } = request;
  return deps.store.write(async (trx) => {
    const incident = await findIncident(trx, incidentId, true);
    if (incident === null) return 'unknown';
    const standing = await muteOf(trx, incidentId);
    if (standing === null) return 'already';
    await end(trx, deps, incident, standing, { by, note, why: 'person' }, now);
    return 'done';
  });
}

/** Ends the mutes whose time has come at `now`; resolves to how many. */
export async function endMutes(deps: PeopleDeps, now: Date): Promise<number> {
  let ended = 0;
  for (const seen of await mutes(deps.store.db)) {
    const incident = await findIncident(deps.store.db, seen.incidentId);
    if (incident === null || (await whyOver(deps.store.db, incident, seen, now)) === null) continue;
    ended += await deps.store.write(async (trx) => {
      const locked = await findIncident(trx, seen.incidentId, true);
      const standing = await muteOf(trx, seen.incidentId);
      const why = locked && standing && (await whyOver(trx, locked, standing, now));
      if (locked === null || standing === null || why === null) return 0;
      await end(trx, deps, locked, standing, { by: 'earshot', note: '', why }, now);
      return 1;
    });
  }
  return ended;
}

type Why = 'time' | 'grown' | 'severity' | 'over' | 'person';

async function whyOver(db: Db, incident: IncidentRow, mute: Mute, now: Date): Promise<Why | null> {
  if (OVER.has(incident.state)) return 'over';
  if (incident.severity > mute.mutedSeverity) return 'severity';
  if (mute.until !== null && mute.until <= now) return 'time';
  if (mute.above !== null && (await negatives(db, incident)) > mute.above) return 'grown';
  return null;
}

/**
 * Takes the mute away, and tells what was missed: that it has grown, or that there were alarms meanwhile. A rise in
 * severity has told itself.
 */
async function end(
  trx: Transaction<Database>,
  deps: PeopleDeps,
  incident: IncidentRow,
  mute: Mute,
  reason: { by: string; note: string; why: Why },
  now: Date,
): Promise<void> {
  const { brand, incidentId, severity } = incident;
  const { by, note, why } = reason;
  await setMute(trx, incidentId, null);
  const seq = await addTransition(trx, {
    brand,
    incidentId,
    severity,
    at: now,
    kind: 'unmuted',
    by,
    reason: { note, why },
  });
  const named = deps.brands.find((candidate) => candidate.id === brand);
  if (named === undefined || why === 'over' || why === 'severity') return;
  const since = (await transitionsOf(trx, incidentId)).filter((change) => change.seq > mute.seq && change.seq < seq);
  if (why !== 'grown' && !since.some(({ kind }) => ALARMS.has(kind))) return;
  const change = { brand: named, incidentId, seq, kind: 'unmuted', at: now, severity } as const;
  await addDeliveries(trx, await deps.alertsFor(trx, change, now), now);
}

async function negatives(db: Db, { brand, incidentId }: IncidentRow): Promise<number> {
  return countTotal(db, { brand, incident: incidentId, label: 'negative' });
}
