/**
 * When people talk: a series' course over the hours of the day (24) and the three-hour parts of the week (56), each
 * shrunk towards flat by Gamma–Poisson pooling: (counted + k) / (expected + k), so that a short history says "flat".
 */
import { TUNING } from './tuning.ts';

export interface ProfileState {
  /** Counted and expected mentions by hour of the day, and by part of the week (Monday 0–3 h first). */
  readonly day: number[];
  readonly dayExpected: number[];
  readonly week: number[];
  readonly weekExpected: number[];
}

export function emptyProfile(): ProfileState {
  const zeros = (n: number) => new Array<number>(n).fill(0);
  return { day: zeros(24), dayExpected: zeros(24), week: zeros(56), weekExpected: zeros(56) };
}

/** Times the level that an hour of the week usually brings; neighbouring hours lend half their weight. */
export function shapeAt(profile: ProfileState, hourOfWeek: number): number {
  return dayShape(profile, hourOfWeek % 24) * weekShape(profile, Math.floor(hourOfWeek / 3));
}

function dayShape({ day, dayExpected }: ProfileState, h: number): number {
  const a = (h + 23) % 24;
  const b = (h + 1) % 24;
  const k = TUNING.flatDay;
  return (day[h]! + 0.5 * (day[a]! + day[b]!) + k) / (dayExpected[h]! + 0.5 * (dayExpected[a]! + dayExpected[b]!) + k);
}

function weekShape({ week, weekExpected }: ProfileState, part: number): number {
  return (week[part]! + TUNING.flatWeek) / (weekExpected[part]! + TUNING.flatWeek);
}

/**
 * Learns from one bin: `count` mentions where the level alone would have brought `expected`; `weight` is less than 1
 * where mentions clump, since a clump is one piece of news. `hours` of exposure make the old forget.
 */
export function learnProfile(
  profile: ProfileState,
  hourOfWeek: number,
  count: number,
  expected: number,
  weight: number,
  hours: number,
): void {
  const h = hourOfWeek % 24;
  const part = Math.floor(hourOfWeek / 3);
  const rate = (Math.LN2 * hours) / 24 / TUNING.profileDays;
  // An hour of the day comes round once in 24, a part of the week once in 56 of its length: each forgets at its own visits.
  const dayKeep = Math.max(0, 1 - 24 * rate);
  const weekKeep = Math.max(0, 1 - 56 * rate);
  const byDay = expected * dayShape(profile, h);
  profile.day[h] = profile.day[h]! * dayKeep + count * weight;
  profile.dayExpected[h] = profile.dayExpected[h]! * dayKeep + expected * weight;
  profile.week[part] = profile.week[part]! * weekKeep + count * weight;
  profile.weekExpected[part] = profile.weekExpected[part]! * weekKeep + byDay * weight;
}
