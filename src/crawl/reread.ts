/** When a post's engagement is read again: often while it is young, oftener while it moves. */

export interface Reading {
  readonly at: Date;
  /** Likes, replies and reposts together; views are left out, for they move by themselves. */
  readonly total: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Ages at which every post is read again. */
const REREAD_AGES_MS = [15 * MINUTE_MS, HOUR_MS, 4 * HOUR_MS, 12 * HOUR_MS, 24 * HOUR_MS, 72 * HOUR_MS] as const;
/** However fast a post moves, it is not read more often. */
const SHORTEST_MS = 10 * MINUTE_MS;
/** A post that still moves is followed this long. */
const LONGEST_AGE_MS = 14 * 24 * HOUR_MS;
/** Growth between two readings that counts as moving, and as taking off. */
const MOVING = 0.2;
const TAKING_OFF = 1;
/** Below so many shares a doubling is noise. */
const LEAST_TOTAL = 10;

/**
 * The next moment to read a post again; null when it has come to rest. `readings` in the order of time; `publishedAt`:
 * or when it was first seen. A post that grew by a fifth since the reading before is read again after the same time as
 * between those two; one that doubled, after half of it; if an age of the table comes first, then.
 */
export function nextReread(publishedAt: Date, readings: readonly Reading[]): Date | null {
  const born = publishedAt.getTime();
  const last = readings.at(-1);
  const lastAt = last?.at.getTime() ?? born;
  const age = REREAD_AGES_MS.find((candidate) => born + candidate > lastAt);
  const planned = age === undefined ? null : born + age;
  const before = readings.at(-2);
  if (!last || !before) return planned === null ? null : new Date(planned);
  const growth = (last.total - before.total) / Math.max(before.total, LEAST_TOTAL);
  if (growth < MOVING || lastAt - born > LONGEST_AGE_MS) return planned === null ? null : new Date(planned);
  const spacing = (lastAt - before.at.getTime()) * (growth >= TAKING_OFF ? 0.5 : 1);
  const soon = lastAt + Math.max(SHORTEST_MS, spacing);
  return new Date(planned === null ? soon : Math.min(planned, soon));
}
