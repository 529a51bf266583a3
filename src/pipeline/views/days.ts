/** Days as people live them: from midnight to midnight in a time zone, 23 to 25 hours long. */
import { wallTimeAt, zonedToDate } from '../../crawl/zones.ts';

/** A day's bounds as moments. */
export interface DayBounds {
  readonly day: string;
  readonly from: Date;
  readonly to: Date;
}

/** `YYYY-MM-DD` in the zone at `at`. */
export function dayAt(at: Date, timezone: string): string {
  const { year, month, day } = wallTimeAt(at, timezone);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** `day` plus so many calendar days. */
export function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** The moments between which it is `day` in the zone. Throws `RangeError` for a day that does not exist. */
export function boundsOf(day: string, timezone: string): DayBounds {
  return { day, from: midnight(day, timezone), to: midnight(addDays(day, 1), timezone) };
}

/** The bounds of `day`, or of the seven days that begin with it. Throws `RangeError` for a day that does not exist. */
export function periodOf(day: string, timezone: string, period: 'day' | 'week'): DayBounds {
  return { day, from: midnight(day, timezone), to: midnight(addDays(lastDay(day, period), 1), timezone) };
}

/** The last day of the day or week that begins with `day`. */
export function lastDay(day: string, period: 'day' | 'week'): string {
  return period === 'week' ? addDays(day, 6) : day;
}

function midnight(day: string, timezone: string): Date {
  const date = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== day) {
    throw new RangeError(`no such day: ${day}`);
  }
  const [year, month, dayOfMonth] = day.split('-').map(Number) as [number, number, number];
  return zonedToDate({ year, month, day: dayOfMonth, hour: 0, minute: 0, second: 0, ms: 0 }, timezone);
}
