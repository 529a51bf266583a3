/**
 * The first two weeks of a brand, in which its week is not known: long windows held against how much days have varied so
 * far. Twice as many for a day is much for a brand whose days are alike, and little for one whose days are not. Hours and
 * weekends that were not seen yet have their room in the dispersion, so that few days are enough.
 */
import { surprise } from './counts.ts';
import type { Course } from './course.ts';
import type { Finding, Sums } from './scan.ts';
import { TUNING } from './tuning.ts';

/** `perMonth`: windows as unusual as this that ordinary life brings in 30 days. */
export interface LongFinding extends Finding {
  perMonth: number;
}

/** The most unusual of the long windows; null where there is none, or the brand is too young or no longer young. */
export function scanDays(course: Course, sums: Sums, hourOfWeek: number): LongFinding | null {
  if (course.seen < TUNING.daysFrom * 24 || course.seen > TUNING.daysUntil * 24) return null;
  const { windows } = course;
  let best: LongFinding | null = null;
  for (let w = windows.bins.length - 1; w >= 0 && windows.hours[w]! >= TUNING.daysLeastHours; w--) {
    const bins = windows.bins[w]!;
    const observed = sums.clipped(bins);
    const expected = sums.expected(bins);
    if (observed < TUNING.daysLeastMentions || observed <= expected * 1.2) continue;
    if (sums.exposure(bins) < windows.hours[w]! * 0.7) continue;
    const dispersion = course.unsureDispersion(w, hourOfWeek);
    const score = surprise(observed, expected, dispersion);
    const perMonth = (TUNING.daysLooks * 720 * 10 ** (-TUNING.daysTail * score)) / windows.hours[w]!;
    if (best !== null && best.perMonth <= perMonth) continue;
    best = { score, bins, observed, expected, dispersion, perMonth };
  }
  return best;
}

/** Whether it is an alarm: long windows may cause part of the false alarms that are borne. */
export function isLasting(long: LongFinding, falseAlarmsPerMonth: number): boolean {
  return long.perMonth <= TUNING.daysPerMonth * falseAlarmsPerMonth;
}
