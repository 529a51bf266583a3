/** Quiet hours in a reader's own time zone. */

export interface QuietHours {
  /** `HH:MM`, inclusive. */
  readonly from: string;
  /** `HH:MM`, exclusive; earlier than `from` when the night lies between. */
  readonly to: string;
}

const DAY = 1440;
const MINUTE = 60_000;

/** The end of the quiet hours that `at` falls into, or null outside of them. Right across changes of daylight saving. */
export function quietUntil(at: Date, hours: QuietHours, timezone: string): Date | null {
  const from = minutesOf(hours.from);
  const to = minutesOf(hours.to);
  const local = localMinutes(at, timezone);
  const inside = from <= to ? local >= from && local < to : local >= from || local < to;
  if (!inside) return null;
  const startOfMinute = Math.floor(at.getTime() / MINUTE) * MINUTE;
  const end = new Date(startOfMinute + ((to - local + DAY) % DAY) * MINUTE);
  // The night may have an hour more or less: the wall clock decides, not the hours that passed.
  const drift = ((to - localMinutes(end, timezone) + DAY * 1.5) % DAY) - DAY / 2;
  return new Date(end.getTime() + drift * MINUTE);
}

function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Minutes since midnight on the wall clocks of `timezone`. */
function localMinutes(at: Date, timezone: string): number {
  const clock =
    clocks.get(timezone) ??
    new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: timezone });
  clocks.set(timezone, clock);
  return minutesOf(clock.format(at));
}
