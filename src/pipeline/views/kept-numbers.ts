/** Numbers of large incidents, kept for a moment: in a crisis many people look at the same page again and again. */
import type { Clock } from '../../clock.ts';
import { type IncidentNumbers, incidentNumbers, type NumbersWanted } from '../../store/incident-numbers.ts';
import type { Db } from '../../store/store.ts';

export type CountIncident = (
  db: Db,
  brand: string,
  incidentId: number,
  wanted: NumbersWanted,
) => Promise<IncidentNumbers>;

/** From so many mentions on, counting takes longer than a page should. */
const MANY = 2000;
const KEPT_MS = 15_000;
/** Incidents that are kept at a time; beyond them the oldest count goes. */
const MOST_KEPT = 50;

interface Kept {
  readonly at: number;
  readonly numbers: Promise<IncidentNumbers>;
  /** Few enough to be counted anew each time. */
  small: boolean;
}

/**
 * Counts as `incidentNumbers` does. Who asks while an incident is being counted gets that answer, and so does who asks
 * for one of many mentions within fifteen seconds.
 */
export function keepingNumbers(clock: Clock, count: CountIncident = incidentNumbers): CountIncident {
  const kept = new Map<string, Kept>();
  return (db, brand, incidentId, wanted) => {
    const key = JSON.stringify([brand, incidentId, wanted]);
    const now = clock.now().getTime();
    const known = kept.get(key);
    if (known !== undefined && !known.small && now - known.at < KEPT_MS) return known.numbers;
    const entry: Kept = { at: now, numbers: count(db, brand, incidentId, wanted), small: false };
    kept.delete(key);
    kept.set(key, entry);
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    // What failed is asked again; whoever waits hears of it.
    entry.numbers.then(
      ({ total }) => {
        entry.small = total < MANY;
      },
      () => {
        entry.small = true;
      },
    );
    return entry.numbers;
  };
}
