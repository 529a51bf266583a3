/**
 * What an hour may teach. Hours of a crisis say nothing of what is usual: as long as hours bring several times what was
 * expected of them, they are passed over, as if nobody had looked. Not for ever: who goes on like that for longer than a
 * crisis lasts has changed, and is believed.
 */
import { logRatio } from './counts.ts';
import { TUNING } from './tuning.ts';

/** Bins of one hour, until it is over: a crisis is judged by its hours, whose bins may each look harmless. */
export interface LessonState {
  /** Of the week. */
  hour: number;
  /** Mentions: as counted, and as clipped bins teach them. */
  count: number;
  usual: number;
  /** Hours of exposure, and of what was expected then: a campaign makes more of them. */
  exposure: number;
  hours: number;
}

/** How far the last hours are believed to be ordinary. */
export interface DoubtState {
  /** Log-likelihood gathered for a crisis: `TUNING.crisisFactor` times the usual. */
  evidence: number;
  /** Hours passed over lately. */
  passed: number;
}

export function emptyLesson(hour: number): LessonState {
  return { hour, count: 0, usual: 0, exposure: 0, hours: 0 };
}

export function noDoubt(): DoubtState {
  return { evidence: 0, passed: 0 };
}

/** An hour that is over, and what was expected of it. */
export interface Hour {
  readonly count: number;
  readonly expected: number;
  readonly exposure: number;
}

/** Share of an hour that is believed, 0…1, where the counts of hours have this dispersion. */
export function believed(doubt: DoubtState, { count, expected, exposure }: Hour, dispersion: number): number {
  const { crisisFactor, crisisFrom, crisisTo, crisisMost, crisisHours, crisisDays } = TUNING;
  const gained = logRatio(count, expected, dispersion, crisisFactor);
  doubt.evidence = Math.min(crisisMost, Math.max(0, doubt.evidence + gained));
  doubt.passed *= 0.5 ** (exposure / 24 / crisisDays);
  if (doubt.passed >= crisisHours) return 1;
  const share = Math.min(1, Math.max(0, (crisisTo - doubt.evidence) / (crisisTo - crisisFrom)));
  doubt.passed += exposure * (1 - share);
  return share;
}
