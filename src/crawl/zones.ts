/** Time zones: what a clock on a wall somewhere meant in UTC. */

/** A moment as a wall clock shows it; month 1…12. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly ms: number;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timezone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timezone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      calendar: 'gregory',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formatters.set(timezone, formatter);
  }
  return formatter;
}

/** What a wall clock in an IANA zone shows at `at`. Throws `RangeError` for an unknown zone. */
export function wallTimeAt(at: Date, timezone: string): WallTime {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatterOf(timezone).formatToParts(at)) parts[type] = Number(value);
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return { year, month, day, hour, minute, second, ms: at.getUTCMilliseconds() };
}

/** The wall time read as if it were UTC, in epoch milliseconds. Date.UTC alone would take year 16 for 1916. */
function asUtc(wall: WallTime): number {
  return Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second, wall.ms);
}

/** Whether such a date and time of day exists (24:00 does not). */
export function isWallTime(wall: WallTime): boolean {
  const { year, month, day, hour, minute, second } = wall;
  if (year < 1000 || year > 9999 || month < 1 || month > 12 || day < 1) return false;
  if (day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return false;
  return hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 60;
}

/**
 * The moment at which a wall clock in an IANA zone shows `wall`. Of two such moments (clocks set back) the earlier; a
 * time that was skipped (clocks set forward) is read with the offset before the change.
 */
export function zonedToDate(wall: WallTime, timezone: string): Date {
  const guess = asUtc(wall);
  if (timezone === 'UTC') return new Date(guess);
  const offsetAt = (time: number) => asUtc(wallTimeAt(new Date(time), timezone)) - time;
  const before = offsetAt(guess - 86_400_000);
  const first = guess - before;
  if (offsetAt(first) === before) return new Date(first);
  const after = offsetAt(guess + 86_400_000);
  const second = guess - after;
  return new Date(offsetAt(second) === after ? second : first);
}

const ABBREVIATIONS: Readonly<Record<string, number>> = {
  Z: 0,
  UT: 0,
  UTC: 0,
  GMT: 0,
  WET: 0,
  WEST: 60,
  BST: 60,
  CET: 60,
  MEZ: 60,
  CEST: 120,
  MESZ: 120,
  EET: 120,
  EEST: 180,
  MSK: 180,
  IST: 330,
  ICT: 420,
  WIB: 420,
  HKT: 480,
  SGT: 480,
  MYT: 480,
  PHT: 480,
  AWST: 480,
  JST: 540,
  KST: 540,
  AEST: 600,
  AEDT: 660,
  NZST: 720,
  NZDT: 780,
  EST: -300,
  EDT: -240,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420,
  AKST: -540,
  HST: -600,
  北京时间: 480,
  北京時間: 480,
};

const ABBREVIATION = Object.keys(ABBREVIATIONS)
  .concat('CST')
  .sort((a, b) => b.length - a.length)
  .join('|');

/** A zone as written behind a time: `Z`, `+08:00`, `-0800`, `+8`, `GMT+0800`, `PDT`, `北京时间`. */
export const ZONE_PATTERN = `(?:(?:UTC|GMT)?[+\\-−]\\d{1,2}(?::?\\d{2})?|${ABBREVIATION})`;

/**
 * Minutes east of UTC that a written zone means; null if it is none. `CST` is China's in an Asian `timezone`, else
 * America's.
 */
export function zoneOffset(written: string, timezone: string): number | null {
  const upper = written.toUpperCase();
  if (upper === 'CST') return timezone.startsWith('Asia/') ? 480 : -360;
  const named = ABBREVIATIONS[upper];
  if (named !== undefined) return named;
  const match = /^(?:UTC|GMT)?([+\-−])(\d{1,2})(?::?(\d{2}))?$/.exec(upper);
  if (!match) return null;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return minutes > 14 * 60 ? null : match[1] === '+' ? minutes : -minutes;
}
