/**
 * Activity time: hours counted by how awake the public is. An hour at noon is more than an hour at four in the
 * morning; posts relax smoothly in activity time where by the clock they sleep at night.
 */

const HOUR = 3600;
const DAY = 24 * HOUR;

/** Relative activity by local hour, mean 1, as an integral that can be read at any moment. */
export class ActivityClock {
  readonly #hours: readonly number[];
  readonly #sums: readonly number[];
  readonly #offset: number;

  /** `hours`: 24 relative activities; `offset`: seconds by which local time is ahead of UTC. */
  constructor(hours: readonly number[], offset: number) {
    const mean = hours.reduce((a, b) => a + b, 0) / 24;
    this.#hours = hours.map((x) => x / mean);
    const sums = [0];
    for (const x of this.#hours) sums.push(sums.at(-1)! + x);
    this.#sums = sums;
    this.#offset = offset;
  }

  /** Activity at `time` (epoch seconds); 1 on average. */
  at(time: number): number {
    return this.#hours[Math.floor(this.localHour(time))]!;
  }

  /** Hours of average activity between two moments, epoch seconds. */
  between(from: number, to: number): number {
    return this.#until(to) - this.#until(from);
  }

  #until(time: number): number {
    const local = time + this.#offset;
    const days = Math.floor(local / DAY);
    const hour = (local - days * DAY) / HOUR;
    const whole = Math.min(23, Math.floor(hour));
    return days * 24 + this.#sums[whole]! + (hour - whole) * this.#hours[whole]!;
  }

  /** Local hour of the day, 0 ≤ h < 24. */
  localHour(time: number): number {
    const local = time + this.#offset;
    return Math.min(23.999999, (local - Math.floor(local / DAY) * DAY) / HOUR);
  }

  isWeekend(time: number): boolean {
    return (((Math.floor((time + this.#offset) / DAY) + 3) % 7) + 7) % 7 >= 5;
  }
}

const offsets = new Map<string, Intl.DateTimeFormat>();

/** Seconds by which `timezone` is ahead of UTC at `time` (epoch seconds). Throws `RangeError` for an unknown zone. */
export function offsetAt(timezone: string, time: number): number {
  let format = offsets.get(timezone);
  if (format === undefined) {
    const fields = {
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    } as const;
    format = new Intl.DateTimeFormat('en-US', { timeZone: timezone, hourCycle: 'h23', ...fields });
    offsets.set(timezone, format);
  }
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(time * 1000)) part[type] = Number(value);
  const local = Date.UTC(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!, part.second!);
  return Math.round(local / 1000 - Math.floor(time));
}
