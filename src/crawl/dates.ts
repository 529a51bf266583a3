/**
 * Dates as sites write them. One function, `parseDate`; the words for relative times are in `date-words.ts`, time zones
 * in `zones.ts`.
 */
import { readTimeOfDay, relativeDate, type TimeOfDay } from './date-words.ts';
import { isWallTime, type WallTime, wallTimeAt, zonedToDate, zoneOffset } from './zones.ts';

export interface DateContext {
  /** The moment at which the text was true: makes "3 minutes ago" exact and supplies a missing year. */
  readonly now: Date;
  /** IANA zone of times written without one. */
  readonly timezone: string;
}

const DAY_MS = 86_400_000;
/** Sites in a zone ahead of ours, and clocks that go wrong, may say a day ahead of now. */
const FUTURE_TOLERANCE_MS = DAY_MS;

const ISO =
  /^([0-9]{4})-([0-9]{2})(?:-([0-9]{2})(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]+))?)?\s*(Z|z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?)?$/;

/**
 * A moment out of ISO 8601, RFC 822/5322, epoch seconds or milliseconds (numbers or digits), `Date` strings, dates in
 * words (`August 4, 2016`, `2016年8月4日 下午3:05`), relative ones (`3分钟前`, `昨天 14:05`, `Yesterday at 5 PM`,
 * `3 days ago`, `5h`), with or without year, read in `timezone` unless they name a zone. `8/4/2016` is August in
 * American and East Asian zones and UTC, April elsewhere, unless only one of the two exists. Null if it says no moment that can be.
 */
export function parseDate(value: string | number | Date | null | undefined, context: DateContext): Date | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : new Date(value);
  if (typeof value === 'number') return fromEpoch(value);
  const raw = value.trim();
  const iso = ISO.exec(raw) ?? COMPACT.exec(raw);
  if (iso) return fromIso(iso, context.timezone);
  if (raw === '' || raw.length > 300) return null;
  if (/^-?\d{9,16}(\.\d+)?$/.test(raw)) return fromEpoch(Number(raw));
  const text = raw.normalize('NFKC').replace(/\s+/g, ' ');
  return fromCalendar(text, context) ?? relativeDate(text, context);
}

/** Epoch seconds, milliseconds, microseconds or nanoseconds, told apart by size: years 1973 to 5138 are unambiguous. */
function fromEpoch(value: number): Date | null {
  const size = Math.abs(value);
  const ms = size < 1e11 ? value * 1000 : size < 1e14 ? value : size < 1e17 ? value / 1e3 : value / 1e6;
  const date = new Date(Math.round(ms));
  return Number.isNaN(date.getTime()) ? null : date;
}

function fromIso(match: RegExpExecArray, timezone: string): Date | null {
  const [, year, month, day, hour, minute, second, fraction, zone] = match;
  const wall: WallTime = {
    year: Number(year),
    month: Number(month),
    day: Number(day ?? 1),
    hour: Number(hour ?? 0),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
    ms: fraction === undefined ? 0 : Math.floor(Number(`0.${fraction}`) * 1000),
  };
  return zone === undefined ? inZone(wall, null, timezone) : inZone(wall, zoneOffset(zone, timezone) ?? 0, timezone);
}

/** `offset` in minutes east of UTC; null: the clock of `timezone`. */
function inZone(wall: WallTime, offset: number | null, timezone: string): Date | null {
  if (!isWallTime(wall)) {
    // ISO 8601 allows 24:00 for the end of a day.
    if (wall.hour !== 24 || wall.minute !== 0 || wall.second !== 0) return null;
    const start = inZone({ ...wall, hour: 0 }, offset, timezone);
    return start && new Date(start.getTime() + DAY_MS);
  }
  if (offset === null) return zonedToDate(wall, timezone);
  return new Date(zonedToDate(wall, 'UTC').getTime() - offset * 60_000);
}

/** ISO 8601 basic form. */
const COMPACT = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})?(?:[.,](\d+))?(Z|[+-]\d{2}:?(?:\d{2})?)?$/;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const ORDINAL = '(\\d{1,2})(?:st|nd|rd|th)?';
const YEAR = "(?:,? ?(\\d{4}|'\\d{2}|(?<= )\\d{2}$))?(?!\\d|:)";

interface Form {
  readonly pattern: RegExp;
  /** Which group is which; 0 where the form has none. `either`: day and month by zone. */
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly either?: true;
}

/** Day forms, the surest first. */
const FORMS: readonly Form[] = [
  { pattern: /(?<!\d)(\d{4}|\d{2}(?=年)) ?年 ?(\d{1,2}) ?月(?: ?(\d{1,2}) ?[日号號]?)?/, year: 1, month: 2, day: 3 },
  { pattern: /(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)/, year: 1, month: 3, day: 4 },
  { pattern: /(?<!\d)(\d{4})(\d{2})(\d{2})(?!\d)/, year: 1, month: 2, day: 3 },
  { pattern: new RegExp(`\\b${ORDINAL}(?: of)?[ -]${MONTH}\\b\\.?[ -]?${YEAR}`, 'i'), year: 3, month: 2, day: 1 },
  { pattern: new RegExp(`\\b${MONTH}\\b\\.? ${ORDINAL}\\b${YEAR}`, 'i'), year: 3, month: 1, day: 2 },
  { pattern: new RegExp(`\\b${MONTH}\\b\\.?,? (\\d{4})\\b`, 'i'), year: 2, month: 1, day: 0 },
  { pattern: /(?<!\d)(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)/, year: 3, month: 2, day: 1 },
  { pattern: /(?<!\d)(\d{1,2})([-/])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/, year: 4, month: 1, day: 3, either: true },
  { pattern: /(?<!\d)(\d{1,2}) ?月 ?(\d{1,2}) ?[日号號]?/, year: 0, month: 1, day: 2 },
  { pattern: /^(?:\D{0,20} )?(\d{1,2})[-/](\d{1,2})(?![\d/-])/, year: 0, month: 1, day: 2 },
];

function fromCalendar(text: string, context: DateContext): Date | null {
  const { time, rest } = readTimeOfDay(text);
  for (const form of FORMS) {
    const match = form.pattern.exec(rest);
    if (!match) continue;
    const year = yearOf(match, form, rest);
    const first = monthOf(match[form.month] ?? '');
    const second = form.day === 0 || match[form.day] === undefined ? 1 : Number(match[form.day]);
    const swap = form.either === true && (first > 12 || (second <= 12 && !monthFirst(context.timezone)));
    const [month, day] = swap ? [second, first] : [first, second];
    return year === null ? latestPast(month, day, time, context) : at(year, month, day, time, context.timezone);
  }
  return null;
}

function yearOf(match: RegExpExecArray, form: Form, rest: string): number | null {
  const written = form.year === 0 ? undefined : match[form.year];
  // "Thu Aug 04 20:30:36 +0800 2016": the year stands behind the time.
  const year = written ?? /(?:^| )(\d{4})$/.exec(rest.slice(match.index + match[0].length))?.[1];
  if (year === undefined) return null;
  const number = Number(year.replace("'", ''));
  return number >= 100 ? number : number + (number < 70 ? 2000 : 1900);
}

const monthOf = (text: string) =>
  /^\d/.test(text) ? Number(text) : MONTHS.indexOf(text.slice(0, 3).toLowerCase()) + 1;

/** Whether people there write the month before the day: in America, and in East Asia when they write English. */
const monthFirst = (timezone: string) =>
  /^(UTC|(America|US)\/.*|Asia\/(Shanghai|Chongqing|Urumqi|Taipei|Tokyo|Seoul|Manila))$/.test(timezone);

function at(year: number, month: number, day: number, time: TimeOfDay | null, timezone: string): Date | null {
  const { hour, minute, second, ms, zone } = time ?? { hour: 0, minute: 0, second: 0, ms: 0, zone: null };
  return inZone({ year, month, day, hour, minute, second, ms }, zone ? zoneOffset(zone, timezone) : null, timezone);
}

/** A day without a year is the latest such day that is not in the future. */
function latestPast(month: number, day: number, time: TimeOfDay | null, context: DateContext): Date | null {
  const { year } = wallTimeAt(context.now, context.timezone);
  // 29 February may be four years back, eight around a skipped leap year.
  for (let y = year + 1; y >= year - 8; y--) {
    const date = at(y, month, day, time, context.timezone);
    if (date && date.getTime() <= context.now.getTime() + FUTURE_TOLERANCE_MS) return date;
  }
  return null;
}
