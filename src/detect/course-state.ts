/** What is kept of a course between looks: how it is copied, and how it is written down. */
import type { HabitState } from './habit.ts';
import type { DoubtState, LessonState } from './lesson.ts';
import type { ProfileState } from './profile.ts';
import type { SpreadState } from './spread.ts';

/** What is remembered of a course; JSON-serialisable, a few kilobytes whatever the history. */
export interface CourseState {
  /** Hours of exposure folded in. */
  readonly seen: number;
  /** Decayed mentions, and the hours of average activity they came in. */
  readonly count: number;
  readonly hours: number;
  /** Extra-Poisson variance of an hour's count: Var = μ + dispersion·μ². */
  readonly dispersion: number;
  readonly profile: ProfileState;
  readonly spread: SpreadState;
  readonly habit: HabitState;
  /** Log-likelihood gathered for a lasting rise. */
  readonly pileUp: number;
  /** The hour that is not over yet, and whether the last ones were ordinary; states of earlier versions have neither. */
  readonly lesson?: LessonState | null;
  readonly doubt?: DoubtState;
}

/** A state of its own. By hand: a structured clone costs more than all else that judging does. */
export function copyCourse(state: CourseState): CourseState {
  const { profile, spread } = state;
  return {
    ...state,
    profile: {
      day: profile.day.slice(),
      dayExpected: profile.dayExpected.slice(),
      week: profile.week.slice(),
      weekExpected: profile.weekExpected.slice(),
    },
    spread: {
      sum: spread.sum.slice(),
      information: spread.information.slice(),
      count: spread.count.slice(),
      expected: spread.expected.slice(),
      hours: spread.hours.slice(),
    },
    habit: { ...state.habit },
    ...(state.lesson && { lesson: { ...state.lesson } }),
    ...(state.doubt && { doubt: { ...state.doubt } }),
  };
}

/** A course as it is written down: seven digits are enough for a belief, and keep a thousand brands small. */
export function briefCourse(course: CourseState): CourseState {
  return {
    ...course,
    count: brief(course.count),
    hours: brief(course.hours),
    dispersion: brief(course.dispersion),
    profile: briefAll(course.profile),
    spread: briefAll(course.spread),
    pileUp: brief(course.pileUp),
    ...(course.doubt && { doubt: { evidence: brief(course.doubt.evidence), passed: brief(course.doubt.passed) } }),
  };
}

function brief(x: number): number {
  return Number(x.toPrecision(7));
}

function briefAll<T extends object>(lists: T): T {
  return Object.fromEntries(Object.entries(lists).map(([key, list]) => [key, (list as number[]).map(brief)])) as T;
}
