/** Hours of the week in a brand's time zone. */

const HOUR = 3_600_000;
/** Zones differ from UTC, and change their clocks, by whole quarters of an hour. */
const QUARTER = HOUR / 4;
const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Asking the calendar costs a hundred times what all else about a bin does, and every series asks for the same bins. */
interface Zone {
  readonly format: Intl.DateTimeFormat;
  readonly known: Map<number, number>;
}
const zones = new Map<string, Zone>();
/** Quarters kept a zone: a year. */
const KEPT = 4 * 24 * 366;

/** 0 (Monday 00:00–01:00) … 167 (Sunday 23:00–24:00), local to `timezone`; daylight saving shifts with the clocks. */
export function hourOfWeek(time: number, timezone: string): number {
  if (timezone === 'UTC') {
    // Whole numbers, and known to be: remainders of others cost as much as all else about an hour.
    const hours = Math.floor(time / HOUR + 72) | 0;
    return ((hours % 168) + 168) % 168;
  }
  const zone = zones.get(timezone) ?? openZone(timezone);
  const quarter = Math.floor(time / QUARTER);
  const known = zone.known.get(quarter);
  if (known !== undefined) return known;
  if (zone.known.size >= KEPT) zone.known.clear();
  const hour = ask(zone.format, time);
  zone.known.set(quarter, hour);
  return hour;
}

function openZone(timezone: string): Zone {
  const options = { timeZone: timezone, weekday: 'short', hour: 'numeric', hourCycle: 'h23' } as const;
  const zone = { format: new Intl.DateTimeFormat('en-US', options), known: new Map<number, number>() };
  zones.set(timezone, zone);
  return zone;
}

function ask(format: Intl.DateTimeFormat, time: number): number {
  let day = 0;
  let hour = 0;
  for (const part of format.formatToParts(time)) {
    if (part.type === 'weekday') day = DAYS.indexOf(part.value);
    else if (part.type === 'hour') hour = Number(part.value);
  }
  return day * 24 + hour;
}
