/** What changed in an incident since a recipient's last message about it. */
import type { IncidentReason } from '../../detect/incident-types.ts';
import type { TransitionKind } from '../../model.ts';
import type { IncidentDelta } from '../../notify/views/alert.ts';
import type { IncidentDelivery } from '../../store/deliveries.ts';
import type { IncidentRow, TransitionRow } from '../../store/incidents.ts';
import type { MentionFilter } from '../../store/mention-filter.ts';
import { countBy, countLabels } from '../../store/mention-list.ts';
import { formatPostRef } from '../../store/post-ref.ts';
import { trendEntries } from '../../store/signals.ts';
import type { AlertViewDeps } from './alert-view.ts';
import { stateAt } from './digest-incidents.ts';
import { figure, siteRef } from './parts.ts';

/** Transitions that say how an incident stands. */
export const CHANGES_STATE: ReadonlySet<TransitionKind> = new Set([
  'reopened',
  'acknowledged',
  'answered',
  'cooling',
  'resolved',
  'dismissed',
]);

const stateAfter = (history: readonly TransitionRow[]) => stateAt(history, new Date(8.64e15)).state;

const DAY_MS = 86_400_000;

type Pair = readonly [before: number, after: number];

/** By a tenth at least: less is within what the next reading takes back. */
const moved = ([before, after]: Pair) => before !== after && Math.abs(after - before) >= 0.1 * Math.max(before, after);

/** What a recipient does not know yet of an incident: everything that matters since the message of `previous`. */
export async function changesSince(
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
  const [stood, stands] = [told, now].map(({ seq }) => stateAfter(transitions.filter((one) => one.seq <= seq)));
  // What changes the state says so itself.
  if (stood !== stands && !CHANGES_STATE.has(now.kind)) deltas.push({ what: 'state', from: stood!, to: stands! });
  const filter: MentionFilter = {
    brand: incident.brand,
    incident: incident.incidentId,
    label: 'negative',
    from: told.at,
  };
  const added = await countLabels(deps.db, filter);
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
    const [rs, ends] = [
      [before.verdict.r.value, after.verdict.r.value],
      [before.verdict.forecast.predicted, after.verdict.forecast.predicted],
    ] as [Pair, Pair];
    if (moved(rs)) deltas.push({ what: 'r', from: rs[0], to: { value: rs[1], evidence } });
    if (moved(ends)) deltas.push({ what: 'forecast', from: ends[0], to: { value: ends[1], evidence } });
  }
  return deltas;
}

const codesOf = (transition: TransitionRow) => (transition.reason as IncidentReason).codes ?? [];

async function newSites(deps: AlertViewDeps, incident: IncidentRow, since: Date): Promise<string[]> {
  const filter: MentionFilter = { brand: incident.brand, incident: incident.incidentId };
  const before = new Set((await countBy(deps.db, { ...filter, to: since }, 'site')).map((row) => row.value));
  const all = (await countBy(deps.db, filter, 'site')).map((row) => row.value);
  return all.filter((site) => !before.has(site));
}
