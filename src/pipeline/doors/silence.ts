/** When a door at which posts are brought has been silent for longer than its rhythm allows. Pure. */

/** Fewer pauses than this tell no rhythm. */
const LEAST_PAUSES = 10;
/**
 * A silence must be longer than the longest pause before, by this much. Where things come at random, one pause of n² is
 * that long after n were seen: with the pauses of half a year, far less than one false alarm a year.
 */
const LONGER_THAN_EVER = 2;
/** Shorter silences are nobody's business. */
const LEAST_MS = 3_600_000;

/** Since when nothing was brought; null where that is nothing unusual. `times`: of what was, in order. */
export function silentSince(times: readonly Date[], now: Date): Date | null {
  const last = times.at(-1);
  if (last === undefined || times.length <= LEAST_PAUSES) return null;
  const pauses = times.slice(1).map((time, i) => time.getTime() - (times[i] ?? time).getTime());
  const longest = pauses.reduce((most, pause) => Math.max(most, pause), 0);
  const silence = now.getTime() - last.getTime();
  return silence > Math.max(LONGER_THAN_EVER * longest, LEAST_MS) ? last : null;
}
