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
