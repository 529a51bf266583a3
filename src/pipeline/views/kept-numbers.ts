/** Numbers of incidents for pages: what a look finds uncounted of a large one is counted for all who look after it. */
import type { Clock } from '../../clock.ts';
import {
  type IncidentNumbers,
  incidentNumbers,
  keepIncidentNumbers,
  type NumbersWanted,
} from '../../store/incident-numbers.ts';
import type { Db, Store } from '../../store/store.ts';

export type CountIncident = (
  db: Db,
  brand: string,
  incidentId: number,
  wanted: NumbersWanted,
) => Promise<IncidentNumbers>;

/** Pieces whose posts were read again that one look counts anew: in a crisis all of them, one after the other. */
export const MOVED_AT_ONCE = 2;

/** Counts as `incidentNumbers` does, and keeps what was counted. */
export function keepingNumbers(store: Store, clock: Clock): CountIncident {
  return async (db, brand, incidentId, wanted) => {
    await keepIncidentNumbers(store, { brand, incidentId }, clock.now(), MOVED_AT_ONCE);
    return incidentNumbers(db, brand, incidentId, wanted);
  };
}
