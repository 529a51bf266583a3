/** Hours of the week in a brand's time zone. */

const HOUR = 3_600_000;
const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const formats = new Map<string, Intl.DateTimeFormat>();

/** 0 (Monday 00:00–01:00) … 167 (Sunday 23:00–24:00), local to `timezone`; daylight saving shifts with the clocks. */
export function hourOfWeek(time: number, timezone: string): number {
  if (timezone === 'UTC') return (((Math.floor(time / HOUR) + 72) % 168) + 168) % 168;
  let format = formats.get(timezone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      weekday: 'short',
      hour: 'numeric',
      hourCycle: 'h23',
    });
    formats.set(timezone, format);
  }
  let day = 0;
  let hour = 0;
  for (const part of format.formatToParts(time)) {
    if (part.type === 'weekday') day = DAYS.indexOf(part.value);
    else if (part.type === 'hour') hour = Number(part.value);
  }
  return day * 24 + hour;
}
