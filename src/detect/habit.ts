/**
 * How often a series has looked this unusual before. Some brands burst daily; for them a burst is ordinary life, which
 * no count distribution says. Peaks over a threshold with an exponential tail (Pickands 1975; Siffer et al. 2017),
 * begun from a belief and corrected by what the series does.
 */
import { TUNING } from './tuning.ts';

export interface HabitState {
  /** Decayed number of bursts and the sum of what they exceeded the threshold by. */
  bursts: number;
  excess: number;
  /** Decayed days of watching. */
  days: number;
  /** Peak of the burst now running, 0 if none, and hours since it last exceeded. */
  peak: number;
  since: number;
}

export function emptyHabit(): HabitState {
  return { bursts: TUNING.habitBelief, excess: TUNING.habitBelief * TUNING.habitMean, days: 0, peak: 0, since: 0 };
}

/** `hours` of watching went by in which the highest score was `score`. */
export function learnHabit(habit: HabitState, score: number, hours: number): void {
  const keep = 0.5 ** (hours / 24 / TUNING.habitDays);
  habit.bursts *= keep;
  habit.excess *= keep;
  habit.days = habit.days * keep + hours / 24;
  if (habit.peak === 0 && score <= TUNING.habitFrom) return;
  habit.since += hours;
  if (habit.peak > 0 && habit.since > TUNING.habitApartHours) {
    // One crisis is no habit, however great: only if such come again are they this brand's life.
    const most = Math.min(TUNING.habitClip, (TUNING.habitOnce * habit.excess) / habit.bursts);
    habit.bursts += 1;
    habit.excess += Math.min(most, habit.peak - TUNING.habitFrom);
    habit.peak = 0;
  }
  if (score > TUNING.habitFrom) {
    habit.peak = Math.max(habit.peak, score);
    habit.since = 0;
  }
}

/** Bursts of at least `score` that ordinary life of this series brings in 30 days, at `perDay` mentions a day. */
export function burstsPerMonth(habit: HabitState, score: number, perDay: number): number {
  const believed = Math.min(TUNING.habitPerDay, Math.max(0.02, perDay / TUNING.habitMentions));
  // Mean excess of an exponential p-value over any threshold is 1/ln 10: no series is tamer than its own model.
  const mean = Math.max(Math.LOG10E, habit.excess / habit.bursts);
  const rate = habit.bursts / (habit.days + TUNING.habitBelief / believed);
  return 30 * rate * Math.exp(-(score - TUNING.habitFrom) / mean);
}
