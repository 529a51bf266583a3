/** One change of an incident as the reader of its mail sees it, from rows. */
import { expectedRate } from '../../detect/baseline.ts';
import { quantile } from '../../detect/counts.ts';
import type { IncidentChange, IncidentReason } from '../../detect/incident-types.ts';
import type { BaselineState } from '../../detect/types.ts';
import { type Brand, BUCKET_MS, type Recipient } from '../../model.ts';
import type { Language } from '../../notify/content/format.ts';
import type { AlertView, ChartBin, RecoveryNumbers } from '../../notify/views/alert.ts';
import { LABELS } from '../../notify/words/labels.ts';
import { deliveriesOf, type IncidentDelivery } from '../../store/deliveries.ts';
import { findIncident, type IncidentRow, type TransitionRow, transitionsOf } from '../../store/incidents.ts';
import { loadSeriesStates } from '../../store/series.ts';
import type { Db } from '../../store/store.ts';
import { type JudgeSettings, settingsOf } from '../brand-settings.ts';
import type { EscalationReason } from '../escalations.ts';
import { LOCAL } from '../people.ts';
import { readBins } from '../series-source.ts';
import { CHANGES_STATE, changesSince } from './alert-changes.ts';
import { spikeNumbers, spreadNumbers } from './alert-numbers.ts';
import { beganAt, drivingPosts } from './alert-origin.ts';
import { type ContentsDeps, contentsOf } from './incident-contents.ts';
import { postView, siteRef } from './parts.ts';
import { recoveryOf } from './recovery.ts';

export interface AlertViewDeps extends JudgeSettings, ContentsDeps {
  readonly brands: readonly Brand[];
  readonly recipients: readonly Recipient[];
  /** Signed addresses of one incident's actions. */
  readonly actionPath: (incidentId: number, action: 'acknowledge' | 'dismiss' | 'handle', recipient: string) => string;
}

const CHART_HOURS = 24;
const HOUR_MS = 3_600_000;
const TOP_POSTS = 5;

/** Null where the incident, its transition or its brand no longer exists. */
export async function composeAlert(
  deps: AlertViewDeps,
  incidentId: number,
  seq: number,
  recipient: Recipient,
): Promise<AlertView | null> {
  return (await composeCounted(deps, incidentId, seq, recipient))?.alert ?? null;
}

/** With the number of the incident's mentions that count. */
export async function composeCounted(
  deps: AlertViewDeps,
  incidentId: number,
  seq: number,
  recipient: Recipient,
): Promise<{ readonly alert: AlertView; readonly total: number } | null> {
  const { db, siteNames } = deps;
  const incident = await findIncident(db, incidentId);
  if (incident === null) return null;
  const brand = deps.brands.find((candidate) => candidate.id === incident.brand);
  const transitions = await transitionsOf(db, incidentId);
  const transition = transitions.find((candidate) => candidate.seq === seq);
  if (brand === undefined || transition === undefined) return null;

  const reason = lastReason(transitions, seq);
  const { parts, total, first, drivers } = await contentsOf(deps, brand, incident, transition.at, TOP_POSTS);
  const previous = await lastTold(db, incidentId, recipient.id, seq);
  const ended = incident.state === 'resolved' || incident.state === 'dismissed';
  const title = incident.title as IncidentChange['title'];
  const alert: AlertView = {
    brand: { id: brand.id, name: brand.name },
    incidentId: String(incidentId),
    change: {
      kind: transition.kind,
      at: transition.at.toISOString(),
      by: transition.by === 'earshot' ? null : nameOf(deps, transition.by, recipient.language),
      note: noteOf(transition),
    },
    escalation: escalationOf(deps, transition, recipient.language),
    state: incident.state,
    stateSince: stateSince(deps, transitions, seq, recipient.language),
    severity: transition.severity,
    owner: incident.owner === null ? null : nameOf(deps, incident.owner, recipient.language),
    title: { ...title, site: title.site === null ? null : siteRef(title.site, siteNames) },
    since: (await beganAt(db, incident, reason, first?.at ?? null)).toISOString(),
    spike: await spikeNumbers(db, brand.id, reason, `/incidents/${incidentId}`),
    spread: spreadNumbers(brand.id, reason),
    chart: await chartOf(deps, brand.id, transition.at),
    posts: (await drivingPosts(db, incident, drivers)).map((mention) => postView(mention, siteNames)),
    ...parts,
    recovery: await recoveryNumbers(db, incident, transitions, transition),
    previous: previous && { at: previous.sentAt!.toISOString(), subject: previous.subject ?? '' },
    changed: previous === null ? [] : await changesSince(deps, incident, transitions, previous, seq),
    links: {
      incident: deps.actionPath(incidentId, 'handle', recipient.id),
      acknowledge: incident.state === 'open' ? deps.actionPath(incidentId, 'acknowledge', recipient.id) : null,
      dismiss: ended ? null : deps.actionPath(incidentId, 'dismiss', recipient.id),
    },
  };
  return { alert, total };
}

/** The reason in numbers: of this transition, or of the last before it that detection made. */
function lastReason(transitions: readonly TransitionRow[], seq: number): IncidentReason | null {
  const made = transitions.filter((candidate) => candidate.seq <= seq && candidate.by === 'earshot');
  const telling = made.findLast((candidate) => {
    const reason = candidate.reason as IncidentReason;
    // What Earshot itself noted without a look at the numbers (an escalation) has neither.
    return (reason.spike ?? null) !== null || (reason.viral ?? null) !== null;
  });
  return (telling?.reason as IncidentReason | undefined) ?? null;
}

/** What a person wrote with a change; null where nothing. */
export function noteOf(transition: TransitionRow): string | null {
  const note = (transition.reason as { note?: unknown }).note;
  return typeof note === 'string' && note !== '' ? note : null;
}

function escalationOf(
  deps: AlertViewDeps,
  { kind, at, reason }: TransitionRow,
  language: Language,
): AlertView['escalation'] {
  if (kind !== 'escalated') return null;
  const { toldAt, told } = reason as EscalationReason;
  const minutes = (at.getTime() - Date.parse(toldAt)) / 60_000;
  const names = told.map((id) => nameOf(deps, id, language));
  return { toldAt, minutes, told: names };
}

/** A person's name as configured; their id where they are not. */
export function nameOf({ recipients }: Pick<AlertViewDeps, 'recipients'>, id: string, language: Language): string {
  if (id === LOCAL) return LABELS[language].thisMachine;
  return recipients.find((recipient) => recipient.id === id)?.name ?? id;
}

async function lastTold(db: Db, incidentId: number, recipient: string, seq: number): Promise<IncidentDelivery | null> {
  const told = (await deliveriesOf(db, incidentId)).filter(
    (delivery) =>
      delivery.recipientId === recipient &&
      delivery.channel === 'mail' &&
      delivery.sentAt !== null &&
      delivery.seq < seq,
  );
  return told.at(-1) ?? null;
}

/** Negative mentions by the hour, up to `at`, with what the baseline expected. */
async function chartOf(deps: AlertViewDeps, brand: string, at: Date): Promise<ChartBin[]> {
  const end = Math.floor(at.getTime() / BUCKET_MS) * BUCKET_MS + BUCKET_MS;
  const start = end - CHART_HOURS * HOUR_MS;
  const bins = (await readBins(deps.db, brand, ['all'], new Date(start), new Date(end))).get('all') ?? [];
  const state = (await loadSeriesStates(deps.db, brand, ['all'])).get('all')?.state as BaselineState | undefined;
  const perHour = HOUR_MS / BUCKET_MS;
  const settings = settingsOf(deps, brand);
  return Array.from({ length: CHART_HOURS }, (_, hour) => {
    const from = start + hour * HOUR_MS;
    const inside = bins.filter((bin) => bin.start.getTime() >= from && bin.start.getTime() < from + HOUR_MS);
    const unseen = inside.reduce((sum, bin) => sum + (1 - bin.exposure), 0);
    const expected = state === undefined ? null : expectedRate(state.negative, from, settings);
    const spread = state?.negative.dispersion ?? 0;
    return {
      start: new Date(from).toISOString(),
      negative: inside.reduce((sum, bin) => sum + bin.negative, 0),
      expected,
      low: expected === null ? null : quantile(0.025, expected, spread),
      high: expected === null ? null : quantile(0.975, expected, spread),
      exposure: Math.max(0, 1 - unseen / perHour),
    };
  });
}

/** Told when an incident cools or ends. */
async function recoveryNumbers(
  db: Db,
  incident: IncidentRow,
  transitions: readonly TransitionRow[],
  now: TransitionRow,
): Promise<RecoveryNumbers | null> {
  if (now.kind !== 'cooling' && now.kind !== 'resolved') return null;
  const recovery = await recoveryOf(db, incident, transitions, now.at);
  if (recovery === null) return null;
  const { answeredAt, before, after, rBefore, rAfter } = recovery;
  return {
    answeredAt: answeredAt?.toISOString() ?? null,
    negativeShareBefore: before,
    negativeShareAfter: after,
    rBefore,
    rAfter,
  };
}

/** When, and by whom, the incident came into the state it is in; null where it has not changed since it began. */
function stateSince(deps: AlertViewDeps, transitions: readonly TransitionRow[], seq: number, language: Language) {
  const change = transitions.findLast((one) => one.seq <= seq && CHANGES_STATE.has(one.kind));
  if (change === undefined) return null;
  return { at: change.at.toISOString(), by: change.by === 'earshot' ? null : nameOf(deps, change.by, language) };
}
