/** The incidents of a day, as they stood when it ended. */
import type { IncidentChange } from '../../detect/incident-types.ts';
import type { Brand, IncidentState, Severity } from '../../model.ts';
import type { IncidentLine } from '../../notify/views/digest.ts';
import { recentIncidents, type TransitionRow, transitionsOf } from '../../store/incidents.ts';
import type { MentionFilter } from '../../store/mention-filter.ts';
import { countSinceFirst } from '../../store/mention-list.ts';
import type { Db } from '../../store/store.ts';
import { figure, type SiteNames, siteRef } from './parts.ts';

/** Incidents that were open at some moment in [from, to). */
export async function incidentLines(
  { db, siteNames }: { db: Db; siteNames: SiteNames },
  brand: Brand,
  { from, to }: { from: Date; to: Date },
): Promise<IncidentLine[]> {
  const lines: IncidentLine[] = [];
  // Whatever was closed later was open then.
  for (const row of (await recentIncidents(db, brand.id, from)).filter(({ openedAt }) => openedAt < to)) {
    const then = stateAt(await transitionsOf(db, row.incidentId), to);
    const filter: MentionFilter = { brand: brand.id, incident: row.incidentId, label: 'negative', to };
    const { total, first } = await countSinceFirst(db, filter);
    const title = row.title as IncidentChange['title'];
    lines.push({
      incidentId: String(row.incidentId),
      severity: then.severity ?? row.severity,
      state: then.state,
      title: { ...title, site: title.site === null ? null : siteRef(title.site, siteNames) },
      since: (first ?? row.openedAt).toISOString(),
      negative: figure(total, filter),
      link: `/incidents/${row.incidentId}`,
    });
  }
  return lines;
}

/** State and severity that an incident's history had led to before `at`; severity null where it had not begun. */
export function stateAt(
  history: readonly Pick<TransitionRow, 'kind' | 'at' | 'severity'>[],
  at: Date,
): { state: IncidentState; severity: Severity | null } {
  let state: IncidentState = 'open';
  let severity: Severity | null = null;
  for (const change of history) {
    if (change.at >= at) break;
    severity = change.severity;
    switch (change.kind) {
      case 'opened':
      case 'reopened':
        state = 'open';
        break;
      case 'worse':
        // What people did stays done.
        if (state !== 'acknowledged' && state !== 'answered') state = 'open';
        break;
      case 'escalated':
      case 'assigned':
      case 'muted':
      case 'unmuted':
        break;
      default:
        state = change.kind;
    }
  }
  return { state, severity };
}
