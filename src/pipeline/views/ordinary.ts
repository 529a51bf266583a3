/**
 * What is ordinary for a day, learnt from the days before it: bands within which 95 % of ordinary days fall. Shares
 * follow Laney's p′ chart (2002), counts its sibling u′: the spread is what chance alone makes, times how much more
 * days really vary.
 */

/** A day of the past; times of which little was seen, or in which an incident ran, teach nothing. */
export interface PastDay {
  readonly total: number;
  readonly negative: number;
  readonly positive: number;
  /** Share of the day that was seen, 0…1. */
  readonly seen: number;
  readonly teaches: boolean;
}

export interface Band {
  readonly usual: number;
  readonly low: number;
  readonly high: number;
}

/** Days that a band is learnt from. */
export const TAUGHT_DAYS = 28;
/** With fewer, nothing is called usual. */
const LEAST_DAYS = 5;
const Z = 1.96;
/** A day of which less was seen says little of a day. */
const LEAST_SEEN = 0.5;

/** The days that teach; where too few are left, incidents have become part of the ordinary. */
function teachers(past: readonly PastDay[]): readonly PastDay[] {
  const seen = past.filter((day) => day.seen >= LEAST_SEEN);
  const calm = seen.filter((day) => day.teaches);
  return calm.length >= LEAST_DAYS ? calm : seen;
}

/**
 * The band of net sentiment (−1…1: positive less negative, by all) for a day with `mentions` mentions. Null while too
 * little is known. Example: 28 days of 100 mentions with a net of 0.2 ± 0.08 give about 0.04…0.36 for a day like them.
 */
export function netBand(past: readonly PastDay[], mentions: number): Band | null {
  const days = teachers(past).filter((day) => day.total > 0);
  if (days.length < LEAST_DAYS) return null;
  const sum = days.reduce((all, day) => all + day.total, 0);
  const usual = days.reduce((all, day) => all + day.positive - day.negative, 0) / sum;
  const judged = days.reduce((all, day) => all + day.positive + day.negative, 0) / sum;
  // Of one mention's −1, 0 or +1.
  const variance = Math.max(judged - usual ** 2, 1 / sum);
  const beyond = mean(
    days.map((day) => (day.total * ((day.positive - day.negative) / day.total - usual) ** 2) / variance),
  );
  const spread = Z * Math.sqrt((variance * Math.max(1, beyond)) / Math.max(1, mentions));
  return { usual, low: Math.max(-1, usual - spread), high: Math.min(1, usual + spread) };
}

/** The band of a count of `pick` for a day of which the share `of` (0…1) has passed and was seen. Null as above. */
export function countBand(past: readonly PastDay[], pick: (day: PastDay) => number, of: number): Band | null {
  const days = teachers(past);
  if (days.length < LEAST_DAYS) return null;
  const perDay = days.reduce((all, day) => all + pick(day), 0) / days.reduce((all, day) => all + day.seen, 0);
  const beyond = perDay === 0 ? 1 : mean(days.map((day) => (pick(day) - perDay * day.seen) ** 2 / (perDay * day.seen)));
  const usual = perDay * of;
  const spread = Z * Math.sqrt(Math.max(1, beyond) * Math.max(usual, 0.5));
  return { usual, low: Math.max(0, usual - spread), high: usual + spread };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
