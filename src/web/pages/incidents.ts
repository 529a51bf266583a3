/** All incidents: those that are going on first, then what was. */
import { type Html, html, join, localUrl } from '../../notify/mail/html.ts';
import { LABELS } from '../../notify/words/labels.ts';
import { type IncidentRow, listIncidents } from '../../store/incidents.ts';
import type { WebDeps } from '../deps.ts';
import { page } from '../layout/page.ts';
import { severityMark, time } from '../layout/parts.ts';
import type { Reader } from '../reader.ts';
import { show } from '../respond.ts';
import type { Routes } from '../routes.ts';
import { INCIDENT_WORDS } from '../words/incident.ts';
import { incidentTitle } from './incident-title.ts';

const MOST = 200;

export function serveIncidentList(routes: Routes, deps: WebDeps): void {
  routes.get('/incidents', 'reader', async (c, reader) => show(c, reader, await incidentsPage(deps, reader)));
}

async function incidentsPage(deps: WebDeps, reader: Reader): Promise<string> {
  const words = INCIDENT_WORDS[reader.language];
  const all = await listIncidents(deps.store.db, { limit: MOST });
  const open = all.filter(({ closedAt }) => closedAt === null);
  const over = all.filter(({ closedAt }) => closedAt !== null);
  return page(
    reader,
    reader.words.incidents,
    html`<section class="panel"><h2>${words.goingOn}</h2>${incidentTable(deps, reader, open, reader.words.noIncidents)}</section>
<section class="panel"><h2>${words.over}</h2>${incidentTable(deps, reader, over, words.noneOver)}</section>`,
  );
}

export function incidentTable(deps: WebDeps, reader: Reader, incidents: readonly IncidentRow[], none: string): Html {
  const { words } = reader;
  if (incidents.length === 0) return html`<p class="empty">${none}</p>`;
  const more = INCIDENT_WORDS[reader.language];
  return html`<div class="scroll"><table><thead><tr><th>${words.severity}</th><th>${more.what}</th><th>${words.state}</th><th>${words.owner}</th><th>${words.since}</th></tr></thead>
<tbody>${join(incidents.map((incident) => incidentRow(deps, reader, incident)))}</tbody></table></div>`;
}

function incidentRow(deps: WebDeps, reader: Reader, incident: IncidentRow): Html {
  const owner = deps.recipients.find(({ id }) => id === incident.owner)?.name ?? incident.owner ?? '–';
  return html`<tr><td>${severityMark(reader, incident.severity)}</td>
<td><a href="${localUrl(`/incidents/${incident.incidentId}`)}"><bdi>${incidentTitle(deps, reader, incident)}</bdi></a></td>
<td class="nowrap">${LABELS[reader.language].state[incident.state]}</td><td><bdi>${owner}</bdi></td><td class="nowrap">${time(reader, incident.openedAt)}</td></tr>`;
}
