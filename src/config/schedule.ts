/** Schedules: cron expressions, and the few words that save operators from them. */
import { validateDetailed } from 'node-cron';

/** What operators may write; shown wherever a schedule is wrong. */
export const SCHEDULE_FORMS =
  '"every 30 min", "every 2 h", "every day at 07:30", or a cron expression of five or six fields such as "*/30 * * * *"';

const EVERY = /^every\s+(\d{1,3})\s*(min|minutes?|m|h|hours?)$/i;
const DAILY = /^every\s+day\s+at\s+([01]?\d|2[0-3]):([0-5]\d)$/i;

/**
 * The cron expression that `schedule` means, or what is wrong with it. Words are translated: `every 30 min` is
 * `*\/30 * * * *`. Minutes must divide an hour and hours a day, since cron begins anew at each full hour and day.
 */
export function toCron(schedule: string): { cron: string } | { problem: string } {
  const words = schedule.trim().replace(/\s+/g, ' ');
  const every = EVERY.exec(words);
  if (every) return everyToCron(Number(every[1]), /^m/i.test(every[2]!));
  const daily = DAILY.exec(words);
  if (daily) return { cron: `${Number(daily[2])} ${Number(daily[1])} * * *` };
  if (/^every\b/i.test(words)) return { problem: 'the words after "every" are not understood' };
  const { valid, errors } = validateDetailed(words);
  if (valid) return { cron: words };
  const [error] = errors;
  if (!error || error.field === 'expression') return { problem: cronShape(words) };
  const field = error.field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  // "31 2 is an impossible day of month for the given month" says enough by itself; the others only repeat the value.
  const detail = error.message.includes('impossible') ? error.message : `"${error.value}" is no value for the ${field}`;
  return { problem: detail };
}

function everyToCron(count: number, minutes: boolean): { cron: string } | { problem: string } {
  if (minutes && count > 0 && 60 % count === 0) {
    return { cron: count === 1 ? '* * * * *' : count === 60 ? '0 * * * *' : `*/${count} * * * *` };
  }
  if (!minutes && count > 0 && 24 % count === 0) {
    return { cron: count === 1 ? '0 * * * *' : count === 24 ? '0 0 * * *' : `0 */${count} * * *` };
  }
  if (minutes && count > 60 && count % 60 === 0) return everyToCron(count / 60, false);
  return {
    problem: minutes ? `${count} minutes do not divide an hour evenly` : `${count} hours do not divide a day evenly`,
  };
}

function cronShape(words: string): string {
  const fields = words === '' ? 0 : words.split(' ').length;
  return fields === 5 || fields === 6
    ? 'it has a character that cron does not know'
    : `it has ${fields === 1 ? '1 field' : `${fields} fields`}`;
}

/** Cron expressions of the common shapes in words; others as they are. The inverse of `toCron`, for people. */
export function scheduleInWords(cron: string): string {
  const step = /^(?:\*\/(\d+)|\*) \* \* \* \*$/.exec(cron);
  if (step) return `every ${step[1] ?? '1'} min`;
  const hours = /^0 (?:\*\/(\d+)|\*) \* \* \*$/.exec(cron);
  if (hours) return `every ${hours[1] ?? '1'} h`;
  const daily = /^(\d{1,2}) (\d{1,2}) \* \* \*$/.exec(cron);
  if (daily) return `every day at ${daily[2]!.padStart(2, '0')}:${daily[1]!.padStart(2, '0')}`;
  return `"${cron}"`;
}

/** Steps that never take effect, such as `*\/90` in the minutes: node-cron reads it as "at minute 0". */
export function idleStep(cron: string): { step: string; offset: number } | undefined {
  const fields = [...cron.matchAll(/\S+/g)];
  const lengths = fields.length === 6 ? [60, 60, 24, 31, 12, 7] : [60, 24, 31, 12, 7];
  for (const [i, field] of fields.entries()) {
    const step = /\*\/(\d+)/.exec(field[0]);
    if (step && Number(step[1]) >= lengths[i]!) return { step: step[0], offset: field.index + step.index };
  }
  return undefined;
}

/**
 * Whether a cron expression fires within a year of any day: one that asks for 31 November, or for 29 February alone, does
 * not. Days of the week, where they are named too, must hold as well.
 */
export function firesWithinYear(cron: string): boolean {
  const fields = cron.trim().split(/\s+/).slice(-3);
  const [days, months, weekdays] = [valuesOf(fields[0], 1, 31), valuesOf(fields[1], 1, 12), valuesOf(fields[2], 0, 7)];
  // Names (JAN, MON), `L`, `W` and `#` are not worked out here: they are taken to fire.
  if (days === null || months === null || weekdays === null) return true;
  const sunday = weekdays.has(7) ? new Set([...weekdays, 0]) : weekdays;
  // A common year: what only leap years have does not come every year.
  for (let at = Date.UTC(2027, 0, 1); at < Date.UTC(2028, 0, 1); at += 86_400_000) {
    const day = new Date(at);
    if (days.has(day.getUTCDate()) && months.has(day.getUTCMonth() + 1) && sunday.has(day.getUTCDay())) return true;
  }
  return false;
}

/** The values of a field of numbers, ranges, steps and lists; null where it is written otherwise. */
function valuesOf(field: string | undefined, first: number, last: number): ReadonlySet<number> | null {
  const values = new Set<number>();
  for (const part of (field ?? '*').split(',')) {
    const match = /^(?:(\*)|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part);
    if (match === null) return null;
    const [, all, from, to, step] = match;
    const start = all ? first : Number(from);
    const end = all ? last : to !== undefined ? Number(to) : step === undefined ? start : last;
    for (let value = start; value <= end; value += Math.max(1, Number(step ?? 1))) values.add(value);
  }
  return values;
}
