/** A moment to come, as an operator types it. */
import { UsageError } from '../errors.ts';

const UNITS_MS: Readonly<Record<string, number>> = { min: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const FORMS = 'a length such as 30min, 2h, 3d, 1w, or a time such as 2026-03-01 or 2026-03-01T08:00:00+08:00';

/** `2h` from now, or an ISO 8601 time (UTC where it names no zone). Throws `UsageError` on anything else, and on the past. */
export function momentAhead(text: string, now: Date): Date {
  const length = /^(\d{1,4})\s?(min|h|d|w)$/.exec(text.trim());
  if (length) return new Date(now.getTime() + Number(length[1]) * (UNITS_MS[length[2] ?? ''] ?? 0));
  const iso = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/.exec(text.trim());
  const at = iso ? new Date(text.trim().replace(' ', 'T') + (iso[1] || !/[T ]/.test(text.trim()) ? '' : 'Z')) : null;
  if (at === null || Number.isNaN(at.getTime())) throw new UsageError(`"${text}" is no moment; allowed: ${FORMS}`);
  if (at <= now) throw new UsageError(`"${text}" is in the past`);
  return at;
}
