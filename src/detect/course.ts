/**
 * The usual course of one count: a slow level, its hours of the week, how much windows vary, how often it bursts, and
 * the CUSUM of slow pile-ups. Bins are folded in once, in order, when they have left the longest window: what is being
 * judged never teaches what is usual.
 */
import { logRatio, surprise } from './counts.ts';
import { type CourseState, copyCourse } from './course-state.ts';
import { burstsPerMonth, emptyHabit, type HabitState, learnHabit } from './habit.ts';
import { believed, type DoubtState, emptyLesson, type LessonState, noDoubt } from './lesson.ts';
import {
  type EndsOfWeek,
  emptyProfile,
  endsOfWeek,
  learnProfile,
  type ProfileState,
  seenOfKind,
  shapeAt,
} from './profile.ts';
import { dispersionOf, emptySpread, learnSpread, type SpreadState, unsureDispersion } from './spread.ts';
import { TUNING } from './tuning.ts';
import type { Windows } from './windows.ts';

/** One mention in two days, held for half a day's worth: gone as soon as anything is seen. */
const PRIOR = { count: 0.5, hours: 12 };

/** A course in use; `state()` is what to keep of it. */
export class Course {
  readonly windows: Windows;
  readonly dispersion: number[];
  /** Mentions per hour of average activity. */
  level: number;
  seen: number;
  readonly habit: HabitState;
  #count: number;
  #hours: number;
  #pileUp: number;
  /** As of the last bin that was folded in. */
  #ends: EndsOfWeek | null = null;
  readonly #profile: ProfileState;
  readonly #spread: SpreadState;
  #lesson: LessonState | null;
  readonly #doubt: DoubtState;
  /** Of the lesson's hour; 0: not worked out yet. */
  #shapeNow = 0;

  /** `readOnly`: the state is only looked at, and need not be copied. */
  constructor(windows: Windows, state: CourseState | null = null, readOnly = false) {
    this.windows = windows;
    const copy = state === null || readOnly ? state : copyCourse(state);
    this.seen = copy?.seen ?? 0;
    this.#count = copy?.count ?? PRIOR.count;
    this.#hours = copy?.hours ?? PRIOR.hours;
    this.level = this.#count / this.#hours;
    this.#profile = copy?.profile ?? emptyProfile();
    this.#spread = copy?.spread ?? emptySpread(windows);
    this.habit = copy?.habit ?? emptyHabit();
    this.#pileUp = Math.min(TUNING.pileUpAlarm, copy?.pileUp ?? 0);
    this.#lesson = copy?.lesson ?? null;
    this.#doubt = copy?.doubt ?? noDoubt();
    this.dispersion = windows.bins.map((_, w) => dispersionOf(this.#spread, windows, w));
  }

  /** What to keep. Its lists are this course's own: who goes on with the course has seen what was kept. */
  state(): CourseState {
    return {
      seen: this.seen,
      count: this.#count,
      hours: this.#hours,
      dispersion: this.dispersion[this.windows.hour]!,
      profile: this.#profile,
      spread: this.#spread,
      habit: this.habit,
      pileUp: this.#pileUp,
      lesson: this.#lesson,
      doubt: this.#doubt,
    };
  }

  /** Dispersion of an hour's count: how far the usual of an hour is off when few of its kind were seen. */
  get hourlyDispersion(): number {
    return this.dispersion[this.windows.hour]!;
  }

  /** Dispersion of windows of index `w` at an hour of the week around what was expected, with room for what was not seen yet. */
  unsureDispersion(w: number, hourOfWeek: number): number {
    const days = (this.seen / 24) * seenOfKind(this.#profile, hourOfWeek);
    const d = unsureDispersion(this.#spread, this.windows, w, this.dispersion[w]!, this.level * this.windows.hours[w]!);
    const other = TUNING.daysOther / (1 + TUNING.daysOtherSeen * days);
    return Math.max(d * (1 + 24 / this.seen), other) + 1 / (0.3 + this.level * this.seen);
  }

  /** Mentions per hour of full exposure at an hour of the week; never quite 0. */
  expected(hourOfWeek: number): number {
    return Math.max(1e-6, this.level * this.#shape(hourOfWeek));
  }

  /** What one bin counts in windows longer than an hour: bursts are the short windows' business. */
  clipped(count: number, expected: number): number {
    if (this.seen === 0 || count === 0) return count;
    const { longDeviations, longAdd } = TUNING;
    return Math.min(count, expected + longDeviations * this.#deviation(expected) + longAdd);
  }

  #shape(hourOfWeek: number): number {
    // What a day of average activity teaches the profile, where mentions clump.
    this.#ends ??= endsOfWeek(this.#profile, (24 * this.level) / (1 + this.hourlyDispersion * this.level));
    return shapeAt(this.#profile, hourOfWeek, this.#ends);
  }

  #lessonShape(hourOfWeek: number): number {
    return Math.max(1e-3, this.#shape(hourOfWeek));
  }

  #deviation(expected: number): number {
    return Math.sqrt(expected + this.dispersion[0]! * expected * expected);
  }

  /** Folds in one bin: `count` mentions in `exposure` hours of full coverage, while `factor` times the usual was expected. */
  fold(count: number, exposure: number, hourOfWeek: number, factor = 1): void {
    if (exposure <= 0) return;
    if (this.#lesson !== null && this.#lesson.hour !== hourOfWeek) this.#learnHour(this.#lesson);
    this.#lesson ??= emptyLesson(hourOfWeek);
    if (this.#shapeNow === 0) this.#shapeNow = this.#lessonShape(hourOfWeek);
    const lesson = this.#lesson;
    const hours = exposure * factor;
    const expected = Math.max(1e-9, this.level * this.#shapeNow * hours);
    const clip = expected + TUNING.clipDeviations * this.#deviation(expected) + TUNING.clipAdd;
    this.#learnWindows(count, this.clipped(count, expected), expected, exposure);
    lesson.count += count;
    lesson.usual += this.seen < 24 ? count : Math.min(count, clip);
    lesson.exposure += exposure;
    lesson.hours += hours;
    this.seen += exposure;
    if (lesson.exposure >= 1 - 1e-9) this.#learnHour(lesson);
  }

  /** An hour is over: level and profile learn from it, as far as it was ordinary. */
  #learnHour({ hour, count, usual, exposure, hours }: LessonState): void {
    const shape = this.#shapeNow > 0 ? this.#shapeNow : this.#lessonShape(hour);
    this.#lesson = null;
    this.#shapeNow = 0;
    const expected = Math.max(1e-9, this.level * shape * hours);
    const young = this.seen <= 24;
    const share = young ? 1 : believed(this.#doubt, { count, expected, exposure }, this.#clumpedDispersion());
    if (share === 0) return;
    const keep = 0.5 ** ((share * exposure) / 24 / TUNING.levelDays);
    this.#count = this.#count * keep + share * usual;
    this.#hours = this.#hours * keep + share * hours * shape;
    this.level = this.#count / this.#hours;
    const weight = share / (1 + this.hourlyDispersion * this.level * shape);
    learnProfile(this.#profile, hour, usual, this.level * hours, weight, share * exposure);
    this.#ends = null;
  }

  /** Dispersion of an hour's count as it was, clumps and all, with room for what is not known yet. */
  #clumpedDispersion(): number {
    const { bins, hour } = this.windows;
    const clumps = hour > 0 ? this.dispersion[0]! / bins[hour]! : 0;
    const learning = TUNING.learnSpread * 0.5 ** (this.seen / 24 / TUNING.learnDays);
    return this.hourlyDispersion + clumps + learning + 1 / (0.3 + this.level * this.seen);
  }

  #learnWindows(count: number, clipped: number, expected: number, exposure: number): void {
    const { windows } = this;
    const spread = this.#spread;
    let score = 0;
    for (let w = 0; w < windows.bins.length; w++) {
      spread.count[w] = spread.count[w]! + (windows.hours[w]! > TUNING.longHours ? clipped : count);
      spread.expected[w] = spread.expected[w]! + expected;
      spread.hours[w] = spread.hours[w]! + exposure;
      if (spread.hours[w]! < windows.hours[w]! - 1e-9) continue;
      const observed = spread.count[w]!;
      const mean = spread.expected[w]!;
      // The first day teaches the level; only then can windows be held against it.
      if (this.seen > 24) {
        const d = this.dispersion[w]!;
        if (observed >= TUNING.leastMentions) score = Math.max(score, surprise(observed, mean, d));
        if (w === windows.bins.length - 1 && this.seen > TUNING.pileUpDays * 24) {
          // No more than an alarm needs: what has been told must be borne out by the day that is judged.
          const gathered = this.#pileUp + logRatio(observed, mean, d, TUNING.pileUpFactor);
          this.#pileUp = Math.min(TUNING.pileUpAlarm, Math.max(0, gathered));
        }
        learnSpread(spread, windows, w, observed, mean);
        this.dispersion[w] = dispersionOf(spread, windows, w);
      }
      spread.count[w] = 0;
      spread.expected[w] = 0;
      spread.hours[w] = 0;
    }
    learnHabit(this.habit, score, exposure);
  }

  /** Log-likelihood ratio for a lasting rise, the last day's `count` against `expected` included; 0 while learning. */
  pileUp(count: number, expected: number): number {
    if (this.seen <= TUNING.pileUpDays * 24) return 0;
    const last = this.windows.bins.length - 1;
    const d = this.dispersion[last]! + 1 / (0.3 + this.level * this.seen);
    const filling = logRatio(this.#spread.count[last]!, this.#spread.expected[last]!, d, TUNING.pileUpFactor);
    const before = Math.max(0, this.#pileUp + (this.#spread.hours[last]! > 0 ? filling : 0));
    return before + logRatio(count, expected, d, TUNING.pileUpFactor);
  }

  /**
   * Least score of an alarm. A small brand's windows are nearly all empty: it has fewer chances of a false alarm, and
   * its coarse counts reach a given score less often than it says.
   */
  leastScore(perDay: number): number {
    return TUNING.leastScore - TUNING.leastScoreSmall * Math.exp(-perDay / 10);
  }

  /** Mentions a day: the level's, or while that is hardly known, what the last day shows in so many hours of exposure. */
  perDay(count: number, hours: number): number {
    const days = this.seen / 24;
    return Math.max(this.level * 24, days < 2 && hours > 0 ? (count / hours) * 24 * (1 - days / 2) : 0);
  }

  /** Windows of at least `score` in 30 days of this series' ordinary life, at `perDay` mentions a day. */
  perMonth(score: number, perDay: number): number {
    return burstsPerMonth(this.habit, score, perDay);
  }
}
