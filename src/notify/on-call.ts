/** Who is on call when: a list of people for each day of the week. */

/** A duty roster. */
export interface Roster {
  /** IANA zone of its days. */
  readonly timezone: string;
  /** `HH:MM` at which a day's duty begins; until then, whoever had the day before still has it. */
  readonly from: string;
  /** Recipient ids by day of the week, Sunday first; seven lists. */
  readonly days: readonly (readonly string[])[];
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const clocks = new Map<string, Intl.DateTimeFormat>();

/** Recipient ids on call at `at`, by the wall clock of the roster's zone. */
export function onCallAt(roster: Roster, at: Date): readonly string[] {
  const clock = clockOf(roster.timezone);
  const parts = new Map(clock.formatToParts(at).map(({ type, value }) => [type, value]));
  const today = DAYS.indexOf(parts.get('weekday') ?? '');
  // `HH:MM` texts compare like the times they are.
  const begun = `${parts.get('hour')}:${parts.get('minute')}` >= roster.from;
  return roster.days[begun ? today : (today + 6) % 7] ?? [];
}

function clockOf(timezone: string): Intl.DateTimeFormat {
  const known = clocks.get(timezone);
  if (known !== undefined) return known;
  const clock = new Intl.DateTimeFormat('en-US', {
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: timezone,
  });
  clocks.set(timezone, clock);
  return clock;
}
