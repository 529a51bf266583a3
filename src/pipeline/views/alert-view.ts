/** One change of an incident as the reader of its mail sees it, from rows. */
import { expectedRate } from '../../detect/baseline.ts';
import { quantile } from '../../detect/counts.ts';
import type { IncidentChange, IncidentReason } from '../../detect/incident-types.ts';
import type { BaselineState } from '../../detect/types.ts';
import { type Brand, BUCKET_MS, type PlaybookStep, type Recipient } from '../../model.ts';
import type {
  AlertView,
  ChartBin,
  IncidentDelta,
  RecoveryNumbers,
  SpikeNumbers,
  SpreadNumbers,
} from '../../notify/views/alert.ts';
import type { Path } from '../../notify/views/parts.ts';
import { deliveriesOf, type IncidentDelivery } from '../../store/deliveries.ts';
import { findIncident, type IncidentRow, type TransitionRow, transitionsOf } from '../../store/incidents.ts';
import type { MentionFilter } from '../../store/mention-filter.ts';
import { countAuthors, countBy, countMentions, listMentions, topStories } from '../../store/mention-list.ts';
import { formatPostRef } from '../../store/post-ref.ts';
import { loadSeriesStates } from '../../store/series.ts';
import { splitSeries, trendEntries } from '../../store/signals.ts';
import type { Db } from '../../store/store.ts';
import { type JudgeSettings, settingsOf } from '../brand-settings.ts';
import type { EscalationReason } from '../escalations.ts';
import { readBins } from '../series-source.ts';
import { blindSites } from './blind-sites.ts';
import { coordinationOf } from './coordination.ts';
import { aspectCounts, figure, intentCounts, postView, type SiteNames, siteRef, talkerView } from './parts.ts';
import { recoveryOf } from './recovery.ts';

export interface AlertViewDeps extends JudgeSettings {
  readonly db: Db;
  readonly brands: readonly Brand[];
  readonly recipients: readonly Recipient[];
  readonly siteNames: SiteNames;
  /** Signed addresses of one incident's actions. */
  readonly actionPath: (incidentId: number, action: 'acknowledge' | 'dismiss' | 'handle', recipient: string) => string;
}

const CHART_HOURS = 24;
const HOUR_MS = 3_600_000;
const TOP_POSTS = 5;
const TOP_TALKERS = 5;

/** Null where the incident, its transition or its brand no longer exists. */
export async function composeAlert(
  deps: AlertViewDeps,
  incidentId: number,
  seq: number,
  recipient: Recipient,
): Promise<AlertView | null> {
  const { db, siteNames } = deps;
  const incident = await findIncident(db, incidentId);
  if (incident === null) return null;
  const brand = deps.brands.find((candidate) => candidate.id === incident.brand);
  const transitions = await transitionsOf(db, incidentId);
  const transition = transitions.find((candidate) => candidate.seq === seq);
  if (brand === undefined || transition === undefined) return null;

  const filter: MentionFilter = { brand: brand.id, incident: incidentId };
  const negative: MentionFilter = { ...filter, label: 'negative' };
  const reason = lastReason(transitions, seq);
  const [first] = await listMentions(db, filter, { order: 'oldest', limit: 1 });
  const previous = await lastTold(db, incidentId, recipient.id, seq);
  const ended = incident.state === 'resolved' || incident.state === 'dismissed';
  const title = incident.title as IncidentChange['title'];
  return {
    brand: { id: brand.id, name: brand.name },
    incidentId: String(incidentId),
    change: {
      kind: transition.kind,
      at: transition.at.toISOString(),
      by: transition.by === 'earshot' ? null : nameOf(deps, transition.by),
      note: noteOf(transition),
    },
    escalation: escalationOf(deps, transition),
    state: incident.state,
    severity: transition.severity,
    owner: incident.owner === null ? null : nameOf(deps, incident.owner),
    title: { ...title, site: title.site === null ? null : siteRef(title.site, siteNames) },
    since: (first?.occurredAt ?? incident.openedAt).toISOString(),
    spike: await spikeNumbers(db, brand.id, reason, deps.actionPath(incidentId, 'handle', recipient.id)),
    spread: spreadNumbers(brand.id, reason),
    chart: await chartOf(deps, brand.id, transition.at),
    posts: (await topStories(db, negative, TOP_POSTS)).map((mention) => postView(mention, siteNames)),
    aspects: aspectCounts(await countBy(db, filter, 'aspect'), filter),
    intents: intentCounts(await countBy(db, filter, 'intent'), filter),
    talkers: (await countAuthors(db, negative, TOP_TALKERS)).map((author) => talkerView(author, negative, siteNames)),
    coverage: await blindSites(db, siteNames, {
      brand: brand.id,
      from: new Date(transition.at.getTime() - CHART_HOURS * HOUR_MS),
      to: transition.at,
    }),
    coordination: await coordinationOf(db, brand.id, incidentId),
    recovery: await recoveryNumbers(db, incident, transitions, transition),
    previous: previous && { at: previous.sentAt!.toISOString(), subject: previous.subject ?? '' },
    changed: previous === null ? [] : await changesSince(deps, incident, transitions, previous, seq),
    steps: playbookSteps(brand, title),
    links: {
      incident: deps.actionPath(incidentId, 'handle', recipient.id),
      acknowledge: incident.state === 'open' ? deps.actionPath(incidentId, 'acknowledge', recipient.id) : null,
      dismiss: ended ? null : deps.actionPath(incidentId, 'dismiss', recipient.id),
    },
  };
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

function escalationOf({ recipients }: AlertViewDeps, { kind, at, reason }: TransitionRow): AlertView['escalation'] {
  if (kind !== 'escalated') return null;
  const { toldAt, told } = reason as EscalationReason;
  const minutes = (at.getTime() - Date.parse(toldAt)) / 60_000;
  const names = told.map((id) => nameOf({ recipients }, id));
  return { toldAt, minutes, told: names };
}

/** A person's name as configured; their id where they are not. */
export function nameOf({ recipients }: Pick<AlertViewDeps, 'recipients'>, id: string): string {
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

/** The mentions that a series counts between two moments, as a filter. */
function seriesFilter(brand: string, series: string, from: Date, to: Date): MentionFilter {
  const [dimension, value] = splitSeries(series);
  return { brand, from, to, ...(value === undefined ? {} : { [dimension]: value }) };
}

/** `course`: the page that shows the ordinary course, which what was expected follows from. */
async function spikeNumbers(
  db: Db,
  brand: string,
  reason: IncidentReason | null,
  course: Path,
): Promise<SpikeNumbers | null> {
  if (reason?.spike == null) return null;
  const { series, verdict } = reason.spike;
  // Reasons are stored as JSON: their times come back as text.
  const start = new Date(verdict.window.start);
  const end = new Date(verdict.window.end);
  const all = seriesFilter(brand, series, start, end);
  const felt: MentionFilter =
    all.aspect === undefined ? { ...all, label: 'negative' } : { ...all, feeling: 'negative' };
  const filter = verdict.counted === 'negative' ? felt : all;
  const counts = await countMentions(db, filter);
  const [low, high] = verdict.interval;
  return {
    counted: verdict.counted === 'negative' ? 'negative' : 'all',
    observed: figure(counts.total, filter),
    expected: { value: verdict.expected, evidence: course, low, high },
    windowStart: start.toISOString(),
    windowEnd: end.toISOString(),
    probability: verdict.probability,
    stories: figure(counts.stories, filter),
  };
}

function spreadNumbers(brand: string, reason: IncidentReason | null): SpreadNumbers {
  if (reason?.viral == null) return { r: null, shares: null, forecast: null };
  const { post, verdict } = reason.viral;
  const evidence = `/mentions/${encodeURIComponent(brand)}/${post}`;
  const { r, forecast, observed } = verdict;
  const moves = observed > 0;
  return {
    r: moves ? { value: r.value, low: r.low, high: r.high, evidence } : null,
    shares: moves ? { value: observed, evidence } : null,
    forecast: moves ? { value: forecast.predicted, low: forecast.low, high: forecast.high, evidence } : null,
  };
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

async function changesSince(
  deps: AlertViewDeps,
  incident: IncidentRow,
  transitions: readonly TransitionRow[],
  previous: IncidentDelivery,
  seq: number,
): Promise<IncidentDelta[]> {
  const told = transitions.find((transition) => transition.seq === previous.seq);
  const now = transitions.find((transition) => transition.seq === seq);
  if (told === undefined || now === undefined) return [];
  const deltas: IncidentDelta[] = [];
  if (told.severity !== now.severity) deltas.push({ what: 'severity', from: told.severity, to: now.severity });
  const filter: MentionFilter = {
    brand: incident.brand,
    incident: incident.incidentId,
    label: 'negative',
    from: told.at,
  };
  const added = await countMentions(deps.db, filter);
  if (added.total > 0) deltas.push({ what: 'negative', added: figure(added.total, filter) });
  const sites = await newSites(deps, incident, told.at);
  if (sites.length > 0) deltas.push({ what: 'sites', added: sites.map((site) => siteRef(site, deps.siteNames)) });
  if (codesOf(now).includes('trending') && !codesOf(told).includes('trending')) {
    const entries = await trendEntries(deps.db, incident.brand, new Date(told.at.getTime() - DAY_MS), now.at);
    if (entries.length > 0) {
      deltas.push({
        what: 'trending',
        entries: entries.map(({ text, ...ref }) => ({
          text,
          evidence: `/mentions/${encodeURIComponent(incident.brand)}/${formatPostRef(ref)}`,
        })),
      });
    }
  }
  const [before, after] = [told, now].map((transition) => (transition.reason as IncidentReason).viral);
  if (before && after) {
    const evidence = `/mentions/${encodeURIComponent(incident.brand)}/${after.post}`;
    deltas.push({ what: 'r', from: before.verdict.r.value, to: { value: after.verdict.r.value, evidence } });
    const to = { value: after.verdict.forecast.predicted, evidence };
    deltas.push({ what: 'forecast', from: before.verdict.forecast.predicted, to });
  }
  return deltas;
}

const DAY_MS = 86_400_000;

const codesOf = (transition: TransitionRow) => (transition.reason as IncidentReason).codes ?? [];

async function newSites(deps: AlertViewDeps, incident: IncidentRow, since: Date): Promise<string[]> {
  const filter: MentionFilter = { brand: incident.brand, incident: incident.incidentId };
  const before = new Set((await countBy(deps.db, { ...filter, to: since }, 'site')).map((row) => row.value));
  const all = (await countBy(deps.db, filter, 'site')).map((row) => row.value);
  return all.filter((site) => !before.has(site));
}

function playbookSteps(brand: Brand, title: IncidentChange['title']): readonly PlaybookStep[] {
  const steps = [title.intent, title.aspect].flatMap((key) => (key === null ? [] : (brand.playbook[key] ?? [])));
  return steps.length > 0 ? steps : (brand.playbook.default ?? []);
}
