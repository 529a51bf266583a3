/** An incident as its page shows it: its course against the ordinary, how its furthest post spreads, its life. */
import { expectedRate } from '../../detect/baseline.ts';
import { quantile } from '../../detect/counts.ts';
import type { IncidentReason, SeverityReason } from '../../detect/incident-types.ts';
import type { BaselineState } from '../../detect/types.ts';
import type { ViralVerdict } from '../../detect/viral-types.ts';
import { BUCKET_MS } from '../../model.ts';
import type { ChartBin } from '../../notify/views/alert.ts';
import { answersTo } from '../../store/answers.ts';
import { deliveriesOf, type IncidentDelivery } from '../../store/deliveries.ts';
import { findIncident, type IncidentRow, type TransitionRow, transitionsOf } from '../../store/incidents.ts';
import { findMention, readingsOf } from '../../store/mention-list.ts';
import { type IncidentNote, type Mute, muteOf, notesOf } from '../../store/mutes.ts';
import { parsePostRef } from '../../store/post-ref.ts';
import { loadSeriesStates } from '../../store/series.ts';
import type { Db } from '../../store/store.ts';
import { type JudgeSettings, settingsOf } from '../brand-settings.ts';
import { readBins } from '../series-source.ts';
import { type Recovery, recoveryOf } from './recovery.ts';

export interface IncidentViewDeps extends JudgeSettings {
  readonly db: Db;
}

/** How the furthest-reaching post of an incident spread, and is believed to go on. */
export interface SpreadCourse {
  /** `202603-17`, as pages name it. */
  readonly post: string;
  readonly publishedAt: Date;
  /** Shares known at a moment, oldest first. */
  readonly points: readonly { readonly at: Date; readonly shares: number }[];
  /** When the forecast was made, and what it said. */
  readonly at: Date;
  readonly forecast: ViralVerdict['forecast'];
  readonly r: ViralVerdict['r'];
  readonly observed: number;
}

export interface IncidentLife {
  readonly incident: IncidentRow;
  readonly transitions: readonly TransitionRow[];
  readonly deliveries: readonly IncidentDelivery[];
  readonly notes: readonly IncidentNote[];
  readonly mute: Mute | null;
  /** When the brand itself spoke in public. */
  readonly answers: readonly { readonly at: Date; readonly post: { month: number; postId: number } }[];
  /** Equal bins, oldest first. */
  readonly course: readonly ChartBin[];
  readonly spread: SpreadCourse | null;
  /** The numbers behind its severity, when detection last changed it; null where there are none. */
  readonly severity: SeverityReason | null;
  /** Since the brand answered; null before. */
  readonly recovery: (Recovery & { readonly answeredAt: Date }) | null;
}

const HOUR_MS = 3_600_000;
/** Before it opened and after it ended, the course goes on for so long. */
const MARGIN_MS = 24 * HOUR_MS;
/** Widths of a bin, in hours: the smallest with which a course has few enough of them. */
const BIN_HOURS = [1, 3, 6, 12, 24] as const;
const MOST_BINS = 96;
/** A longer course is shown from its end. */
const LONGEST_MS = 90 * 24 * HOUR_MS;

/** Null where there is no such incident. */
export async function incidentLife(
  deps: IncidentViewDeps,
  incidentId: number,
  now: Date,
): Promise<IncidentLife | null> {
  const { db } = deps;
  const incident = await findIncident(db, incidentId);
  if (incident === null) return null;
  const { brand } = incident;
  const transitions = await transitionsOf(db, incidentId);
  const answers = await answersTo(db, brand, incidentId, incident.openedAt);
  return {
    incident,
    transitions,
    deliveries: await deliveriesOf(db, incidentId),
    notes: await notesOf(db, brand, incidentId),
    mute: await muteOf(db, incidentId),
    answers: answers.map(({ at, month, postId }) => ({ at, post: { month, postId } })),
    course: await courseOf(deps, incident, now),
    spread: await spreadOf(db, incident, transitions),
    severity: reasons(transitions).at(-1)?.reason.severity ?? null,
    recovery: await sinceAnswer(db, incident, transitions, incident.closedAt ?? now),
  };
}

/** Reasons in numbers, of the transitions that detection made, oldest first. */
function reasons(transitions: readonly TransitionRow[]): { at: Date; reason: IncidentReason }[] {
  return transitions
    .map(({ at, reason }) => ({ at, reason: reason as IncidentReason }))
    .filter(({ reason }) => (reason.severity ?? null) !== null);
}

/**
 * Negative mentions over its life, with what the baseline expects. That of today will do for the days that are past: the hours of
 * a crisis teach it nothing, and one that lasts until it has is what is usual now.
 */
async function courseOf(deps: IncidentViewDeps, incident: IncidentRow, now: Date): Promise<ChartBin[]> {
  const { brand } = incident;
  const ended = incident.closedAt === null ? now : new Date(incident.closedAt.getTime() + MARGIN_MS);
  const last = Math.min(now.getTime(), ended.getTime());
  const begun = Math.max(incident.openedAt.getTime() - MARGIN_MS, last - LONGEST_MS);
  const hours = BIN_HOURS.find((width) => (last - begun) / (width * HOUR_MS) <= MOST_BINS) ?? 24;
  const width = hours * HOUR_MS;
  const start = Math.floor(begun / width) * width;
  const count = Math.max(1, Math.ceil((last - start) / width));
  const end = new Date(start + count * width);
  const bins = (await readBins(deps.db, brand, ['all'], new Date(start), end)).get('all') ?? [];
  const state = (await loadSeriesStates(deps.db, brand, ['all'])).get('all')?.state as BaselineState | undefined;
  const settings = settingsOf(deps, brand);
  const grouped = Map.groupBy(bins, (bin) => Math.floor((bin.start.getTime() - start) / width));
  return Array.from({ length: count }, (_, index): ChartBin => {
    const from = start + index * width;
    const inside = grouped.get(index) ?? [];
    // What lies in the future is not unseen yet.
    const unseen = inside.reduce((sum, bin) => sum + (bin.start.getTime() > last ? 0 : 1 - bin.exposure), 0);
    let expected: number | null = null;
    if (state !== undefined) {
      expected = 0;
      for (let hour = 0; hour < hours; hour++)
        expected += expectedRate(state.negative, from + hour * HOUR_MS, settings);
    }
    const spread = state?.negative.dispersion ?? 0;
    return {
      start: new Date(from).toISOString(),
      negative: inside.reduce((sum, bin) => sum + bin.negative, 0),
      expected,
      low: expected === null ? null : quantile(0.025, expected, spread),
      high: expected === null ? null : quantile(0.975, expected, spread),
      exposure: Math.max(0, 1 - unseen / (width / BUCKET_MS)),
    };
  });
}

/** Of the post that detection spoke of last; null where it never spoke of one that moves. */
export async function spreadOf(
  db: Db,
  { brand, incidentId }: IncidentRow,
  known?: readonly TransitionRow[],
): Promise<SpreadCourse | null> {
  const transitions = known ?? (await transitionsOf(db, incidentId));
  const told = reasons(transitions).filter(({ reason }) => reason.viral !== null && reason.viral.verdict.observed > 0);
  const viral = told.at(-1);
  if (viral === undefined || viral.reason.viral === null) return null;
  const { post, verdict } = viral.reason.viral;
  const ref = parsePostRef(post);
  const mention = await findMention(db, brand, ref);
  if (mention === null) return null;
  const counted = (await readingsOf(db, ref)).map(({ at, reposts, replies }) => ({
    at,
    shares: reposts ?? replies ?? 0,
  }));
  const said = told.flatMap(({ at, reason }) =>
    reason.viral?.post === post ? [{ at, shares: reason.viral.verdict.observed }] : [],
  );
  const points = (counted.length > 1 ? counted : [...counted, ...said]).sort((a, b) => a.at.getTime() - b.at.getTime());
  const { forecast, r, observed } = verdict;
  return { post, publishedAt: mention.occurredAt, points, at: viral.at, forecast, r, observed };
}

async function sinceAnswer(
  db: Db,
  incident: IncidentRow,
  transitions: readonly TransitionRow[],
  until: Date,
): Promise<IncidentLife['recovery']> {
  if (!transitions.some(({ kind }) => kind === 'answered')) return null;
  const recovery = await recoveryOf(db, incident, transitions, until);
  return recovery === null || recovery.answeredAt === null ? null : { ...recovery, answeredAt: recovery.answeredAt };
}
