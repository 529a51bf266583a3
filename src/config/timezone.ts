/** IANA time zones, as the runtime knows them. */
import { nearest } from './nearest.ts';

/** Names that people expect to exist, and what they mean. */
const COMMON_NAMES: Readonly<Record<string, string>> = {
  'Asia/Beijing': 'Asia/Shanghai',
  Beijing: 'Asia/Shanghai',
  CST: 'Asia/Shanghai',
  PRC: 'Asia/Shanghai',
  'Asia/HongKong': 'Asia/Hong_Kong',
  GMT: 'UTC',
};

/** Whether `zone` names an IANA zone. Bare offsets (`+08:00`) do not: they know no daylight saving. */
export function isTimezone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** The zone probably meant by `word`: by its full name, its city, or a common name that is no zone. */
export function nearestTimezone(word: string): string | undefined {
  const meant = COMMON_NAMES[word];
  if (meant !== undefined) return meant;
  const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')];
  const full = nearest(word, zones);
  if (full !== undefined) return full;
  const cities = new Map(zones.map((zone) => [zone.slice(zone.lastIndexOf('/') + 1), zone]));
  const city = nearest(word.slice(word.lastIndexOf('/') + 1), cities.keys());
  return city === undefined ? undefined : cities.get(city);
}

/**
 * The moment at which a day begins in a zone. `day`: `YYYY-MM-DD`. Where the clocks go forward at midnight, it is the
 * first moment that exists.
 */
export function startOfDay(day: string, zone: string): Date {
  const wanted = Date.parse(`${day}T00:00:00Z`);
  // The zone's offset is asked at two moments, since it may change between them; the later answer is the local one.
  const first = wanted - offsetAt(wanted, zone);
  const second = wanted - offsetAt(first, zone);
  return new Date(offsetAt(second, zone) === wanted - second ? second : Math.max(first, second));
}

/** How far the zone's clocks are ahead of UTC at a moment, in milliseconds. */
function offsetAt(moment: number, zone: string): number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const parts = new Map(format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return local - Math.floor(moment / 1000) * 1000;
}
