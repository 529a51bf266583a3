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
export function shapeAt(profile: ProfileState, hourOfWeek: number, ends: EndsOfWeek): number {
  return dayShape(profile, hourOfWeek % 24) * weekShape(profile, Math.floor(hourOfWeek / 3), ends);
}

function dayShape({ day, dayExpected }: ProfileState, h: number): number {
  const a = (h + 23) % 24;
  const b = (h + 1) % 24;
  const k = TUNING.flatDay;
  return (day[h]! + 0.5 * (day[a]! + day[b]!) + k) / (dayExpected[h]! + 0.5 * (dayExpected[a]! + dayExpected[b]!) + k);
}

function weekShape({ week, weekExpected }: ProfileState, part: number, ends: EndsOfWeek): number {
  const k = TUNING.flatWeek;
  return (week[part]! + k * ends[part < WEEKEND ? 0 : 1]) / (weekExpected[part]! + k);
}

/** Share of what was seen of the week that was seen on days of the hour's kind: working days, or weekends; 0…1. */
export function seenOfKind({ weekExpected }: ProfileState, hourOfWeek: number): number {
  const weekend = Math.floor(hourOfWeek / 3) >= WEEKEND;
  let [kind, all] = [0, 0];
  for (let p = 0; p < PARTS; p++) {
    all += weekExpected[p]!;
    if (p >= WEEKEND === weekend) kind += weekExpected[p]!;
  }
  return all > 0 ? kind / all : 0;
}

/** Times the level that working days bring, and weekends. */
export type EndsOfWeek = readonly [working: number, weekend: number];

/**
 * Both as wholes: known long before each of their parts is, which are drawn towards them. `aDay`: what a day of average
 * activity teaches.
 */
export function endsOfWeek(profile: ProfileState, aDay: number): EndsOfWeek {
  return [daysShape(profile, 0, WEEKEND, aDay), daysShape(profile, WEEKEND, PARTS, aDay)];
}

function daysShape({ week, weekExpected }: ProfileState, from: number, to: number, aDay: number): number {
  const belief = TUNING.flatDays + TUNING.flatDaysMore * aDay;
  let [counted, expected] = [belief, belief];
  for (let p = from; p < to; p++) {
    counted += week[p]!;
    expected += weekExpected[p]!;
  }
  return counted / expected;
}

const PARTS = 56;
/** The part of the week with which the weekend begins. */
const WEEKEND = 40;

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
