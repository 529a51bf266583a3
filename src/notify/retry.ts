/** When a failed delivery is tried again, and when it is given up. */

const FIRST_MS = 60_000;
const LONGEST_MS = 60 * 60_000;
/** A message is tried for about a day: a mail server that is down over a night loses nothing. */
const MAX_ATTEMPTS = 28;

/**
 * Milliseconds to wait after the `attempt`th failure (from 1): doubling from a minute to an hour, spread by up to a
 * quarter so that a queue that failed together does not come back together; null: give up. `key` decides the spread,
 * so that the same failure always waits the same time. A longer wait that the other side asked for is granted, up to a
 * day.
 */
export function retryDelay(attempt: number, key: string, askedMs: number | null): number | null {
  if (attempt >= MAX_ATTEMPTS) return null;
  const base = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1));
  const own = base * (1 + 0.25 * fraction(`${key}:${attempt}`));
  return Math.round(Math.max(own, Math.min(askedMs ?? 0, 24 * LONGEST_MS)));
}

/** FNV-1a of `text` as a fraction 0…1. */
function fraction(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0) / 2 ** 32;
}
