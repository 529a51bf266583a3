/** Times of day and relative times in Chinese and English words: `下午3:05`, `3分钟前`, `昨天 14:05`, `Monday at 5 PM`. */
import { parseChineseNumeral } from './numbers.ts';
import { wallTimeAt, ZONE_PATTERN, zonedToDate } from './zones.ts';

export interface TimeOfDay {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly ms: number;
  /** As written behind the time; null: none. */
  readonly zone: string | null;
}

const HALF_OF_DAY = '(凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚间|夜里|半夜|am|pm)?';
const CLOCK = new RegExp(
  `${HALF_OF_DAY} ?(?<![\\d:.])(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?(?![\\d:])(?: ?([ap])\\.?m\\b\\.?)?(?: ?(${ZONE_PATTERN})(?![\\w]))?(?: ?\\([^)]*\\))?`,
  'i',
);
const HOUR_ONLY = /(?<![\d:./-])(\d{1,2}) ?([ap])\.?m\b\.?/i;
const CHINESE_CLOCK = new RegExp(`${HALF_OF_DAY} ?(\\d{1,2}) ?[点點时時](?!前|间)(?: ?(\\d{1,2}) ?分?|(半))?`);

/** Takes the time of day out of a text; `rest` is what is left of it. The text is in NFKC form, spaces single. */
export function readTimeOfDay(text: string): { time: TimeOfDay | null; rest: string } {
  const clock = CLOCK.exec(text);
  if (clock) {
    const [, half, hour, minute, second, fraction, ampm, zone] = clock;
    const time = {
      hour: hourOf(Number(hour), half ?? (ampm && `${ampm}m`)),
      minute: Number(minute),
      second: Number(second ?? 0),
      ms: fraction === undefined ? 0 : Math.floor(Number(`0.${fraction}`) * 1000),
      zone: zone ?? null,
    };
    return { time, rest: without(text, clock) };
  }
  const chinese = CHINESE_CLOCK.exec(text);
  if (chinese) {
    const [, half, hour, minute, halfPast] = chinese;
    const time = { hour: hourOf(Number(hour), half), minute: halfPast ? 30 : Number(minute ?? 0) };
    return { time: { ...time, second: 0, ms: 0, zone: null }, rest: without(text, chinese) };
  }
  const only = HOUR_ONLY.exec(text);
  if (only) {
    const time = { hour: hourOf(Number(only[1]), `${only[2]}m`), minute: 0, second: 0, ms: 0, zone: null };
    return { time, rest: without(text, only) };
  }
  return { time: null, rest: text };
}

function without(text: string, match: RegExpExecArray): string {
  // A "T" of ISO 8601 or a Chinese "分" left over would hide the day's end.
  const before = text.slice(0, match.index).replace(/(?<=\d)T$/, '');
  return `${before} ${text.slice(match.index + match[0].length)}`.replace(/ +/g, ' ').trim();
}

function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  const word = half.toLowerCase();
  if (word === 'am' || word === '凌晨' || word === '半夜' || word === '夜里') return hour === 12 ? 0 : hour;
  // 中午11:30 is before noon, 中午1:00 after it.
  const afternoon = ['pm', '下午', '傍晚', '晚上', '晚间'].includes(word) || (word === '中午' && hour < 10);
  return afternoon && hour < 12 ? hour + 12 : hour;
}

const DAY_MS = 86_400_000;
/** 1900: a count that reaches further back is no date. */
const EARLIEST_MS = -2_208_988_800_000;

type Unit = 'ms' | 'month' | 'year';
const UNITS: readonly (readonly [pattern: string, ms: number, unit: Unit])[] = [
  ['秒钟?|秒鐘|secs?|seconds?|s', 1_000, 'ms'],
  ['分钟?|分鐘|mins?|minutes?|m', 60_000, 'ms'],
  ['个?小时|個?小時|个?钟头|hrs?|hours?|h', 3_600_000, 'ms'],
  ['天|日|days?|d', DAY_MS, 'ms'],
  ['个?星期|個?星期|周|週|个?礼拜|wks?|weeks?|w', 7 * DAY_MS, 'ms'],
  ['个?月|個?月|months?|mos?', 1, 'month'],
  ['年|yrs?|years?|y', 1, 'year'],
];
const UNIT = UNITS.map(([pattern]) => `(${pattern})`).join('|');
const COUNT =
  '(\\d+(?:\\.\\d+)?|[一二两兩三四五六七八九十几幾数]{1,3}|半|an?|one|two|three|four|five|six|seven|eight|nine|ten|half an?|a few|few|several)';
const AGO_CHINESE = new RegExp(`${COUNT} ?(?:多)?(?:${UNIT})(半)?(?:之?前|以前)`, 'i');
const AGO_ENGLISH = new RegExp(`(?<![\\w.])${COUNT}\\+? ?(?:${UNIT})\\b\\.? (?:ago|earlier|back)\\b`, 'i');
/** What stands before the last part of a compound: "1小时" of "1小时30分钟前", "1 hour and" of "1 hour and 5 minutes ago". */
const LEADING = new RegExp(`${COUNT} ?(?:${UNIT})(?:,| and|零)? ?$`, 'i');
const SHORT = new RegExp(`^[·•\\- ]*(\\d+) ?(?:${UNIT})\\.?[·•\\- ]*$`, 'i');
const WORDS: Readonly<Record<string, number>> = {
  半: 0.5,
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  'half a': 0.5,
  'half an': 0.5,
  'a few': 3,
  few: 3,
  several: 3,
};

const DAYS: readonly (readonly [RegExp, number])[] = [
  [/大前天/, 3],
  [/前天|前日/, 2],
  [/昨[天日晚夜]|\byesterday\b/i, 1],
  [/今[天日早晚]|\btoday\b|\btonight\b/i, 0],
];
const WEEKDAYS: readonly (readonly [RegExp, number])[] = [
  [/(?:周|週|星期|礼拜)[日天]|\bsun(?:day)?\b/i, 0],
  [/(?:周|週|星期|礼拜)一|\bmon(?:day)?\b/i, 1],
  [/(?:周|週|星期|礼拜)二|\btue(?:s(?:day)?)?\b/i, 2],
  [/(?:周|週|星期|礼拜)三|\bwed(?:nesday)?\b/i, 3],
  [/(?:周|週|星期|礼拜)四|\bthu(?:r(?:s(?:day)?)?)?\b/i, 4],
  [/(?:周|週|星期|礼拜)五|\bfri(?:day)?\b/i, 5],
  [/(?:周|週|星期|礼拜)六|\bsat(?:urday)?\b/i, 6],
];
const JUST_NOW = /刚刚|剛剛|刚才|剛才|方才|几秒前|\bjust now\b|\bmoments? ago\b|\bseconds ago\b|^now$/i;

/** A moment told relative to `now`; null if the text tells none. The text is in NFKC form, spaces single. */
export function relativeDate(text: string, { now, timezone }: { now: Date; timezone: string }): Date | null {
  const ago = AGO_CHINESE.exec(text) ?? AGO_ENGLISH.exec(text) ?? SHORT.exec(text);
  if (ago) return back(ago, now, timezone, text);
  if (JUST_NOW.test(text)) return new Date(now);
  const { time, rest } = readTimeOfDay(text);
  const days = DAYS.find(([pattern]) => pattern.test(text))?.[1];
  if (days !== undefined) return dayBack(days, /[昨今]晚/.test(text) ? evening(time) : time, now, timezone);
  const weekday = WEEKDAYS.find(([pattern]) => pattern.test(rest))?.[1];
  if (weekday !== undefined) {
    const today = new Date(wallDay(now, timezone)).getUTCDay();
    const date = dayBack((today - weekday + 7) % 7, time, now, timezone);
    return date && date.getTime() > now.getTime() ? dayBack(7, time, now, timezone) : date;
  }
  if (time === null || /[\p{L}\p{N}]/u.test(rest)) return null;
  const today = dayBack(0, time, now, timezone);
  return today && today.getTime() > now.getTime() + 60_000 ? dayBack(1, time, now, timezone) : today;
}

function evening(time: TimeOfDay | null): TimeOfDay | null {
  return time && time.hour < 12 ? { ...time, hour: time.hour + 12 } : time;
}

function back(match: RegExpExecArray, now: Date, timezone: string, text: string): Date | null {
  let amount = amountOf(match);
  if (amount === null) return null;
  const leading = LEADING.exec(text.slice(0, match.index));
  const more = leading && amountOf(leading);
  if (more && more.months === 0 && amount.months === 0) amount = { months: 0, ms: amount.ms + more.ms };
  if (amount.months === 0) {
    const { time } = amount.ms >= DAY_MS ? readTimeOfDay(text) : { time: null };
    if (time) return dayBack(Math.round(amount.ms / DAY_MS), time, now, timezone);
    return valid(new Date(now.getTime() - amount.ms));
  }
  const date = new Date(now);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() - amount.months);
  // A month back from the 31st is the last day of a shorter month.
  date.setUTCDate(Math.min(day, new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()));
  return valid(date);
}

/** Count and unit of a match, as milliseconds or whole months. */
function amountOf(match: RegExpExecArray): { ms: number; months: number } | null {
  const unit = UNITS[UNITS.findIndex((_, i) => match[i + 2] !== undefined)];
  const written = (match[1] ?? '').toLowerCase();
  const base = /^\d/.test(written) ? Number(written) : (WORDS[written] ?? parseChineseNumeral(written));
  if (unit === undefined || base === null || !Number.isFinite(base)) return null;
  const count = base + (match[UNITS.length + 2] === '半' ? 0.5 : 0);
  if (unit[2] === 'ms') return { ms: count * unit[1], months: 0 };
  return { ms: 0, months: Math.max(1, Math.round(count * (unit[2] === 'year' ? 12 : 1))) };
}

const valid = (date: Date) => (Number.isNaN(date.getTime()) || date.getTime() < EARLIEST_MS ? null : date);

/** Today's date in the zone, as midnight UTC of that date. */
function wallDay(now: Date, timezone: string): number {
  const wall = wallTimeAt(now, timezone);
  return Date.UTC(wall.year, wall.month - 1, wall.day);
}

function dayBack(days: number, time: TimeOfDay | null, now: Date, timezone: string): Date | null {
  const { hour, minute, second, ms } = time ?? { hour: 0, minute: 0, second: 0, ms: 0 };
  if (hour > 23 || minute > 59 || second > 60) return null;
  const day = new Date(wallDay(now, timezone) - days * DAY_MS);
  const wall = { year: day.getUTCFullYear(), month: day.getUTCMonth() + 1, day: day.getUTCDate() };
  return zonedToDate({ ...wall, hour, minute, second, ms }, timezone);
}
