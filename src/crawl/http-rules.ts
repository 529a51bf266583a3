/** Small rules of HTTP: when to ask again (RFC 9110 §10.2.3), and how long an answer is fresh (RFC 9111). */
import { parseDate } from './dates.ts';

type Headers = Readonly<Record<string, string>>;

/** A site may ask for patience, but not for ever: at most a day. */
const LONGEST_WAIT_MS = 86_400_000;
/** No answer counts as fresh for longer: a page of opinions that nobody asks for again for a week makes blind. */
const LONGEST_FRESH_MS = 15 * 60_000;

/** The moment named by `Retry-After`, in seconds or as a date; null if there is none that makes sense. */
export function retryAfter(headers: Headers, now: Date): Date | null {
  const value = headers['retry-after']?.trim();
  if (!value) return null;
  const ms = /^\d+(\.\d+)?$/.test(value)
    ? Number(value) * 1000
    : (parseDate(value, { now, timezone: 'UTC' })?.getTime() ?? Number.NaN) - now.getTime();
  return Number.isNaN(ms) ? null : new Date(now.getTime() + Math.min(Math.max(ms, 0), LONGEST_WAIT_MS));
}

/** Until when an answer may be used without asking again, epoch milliseconds; null: ask at once. */
export function freshUntil(headers: Headers, now: Date): number | null {
  const rules = (headers['cache-control'] ?? '').toLowerCase();
  if (/\b(no-cache|no-store|must-understand)\b/.test(rules) || headers.vary?.trim() === '*') return null;
  const age = Number(headers.age ?? 0) || 0;
  const maxAge = /(?:^|[\s,])max-age\s*=\s*"?(\d+)/.exec(rules)?.[1];
  let ms: number;
  if (maxAge !== undefined) ms = (Number(maxAge) - age) * 1000;
  else {
    const expires = headers.expires === undefined ? null : parseDate(headers.expires, { now, timezone: 'UTC' });
    const date = headers.date === undefined ? null : parseDate(headers.date, { now, timezone: 'UTC' });
    if (!expires) return null;
    ms = expires.getTime() - (date ?? now).getTime() - age * 1000;
  }
  return ms > 0 ? now.getTime() + Math.min(ms, LONGEST_FRESH_MS) : null;
}
