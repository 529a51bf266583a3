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
    html`<section class="panel"><h2>${words.goingOn}</h2>${incidentList(deps, reader, open, reader.words.noIncidents)}</section>
<section class="panel"><h2>${words.over}</h2>${incidentList(deps, reader, over, words.noneOver)}</section>`,
    { live: {} },
  );
}

export function incidentList(deps: WebDeps, reader: Reader, incidents: readonly IncidentRow[], none: string): Html {
  if (incidents.length === 0) return html`<p class="empty">${none}</p>`;
  return html`<ul class="list">${join(incidents.map((incident) => incidentLine(deps, reader, incident)))}</ul>`;
}

function incidentLine(deps: WebDeps, reader: Reader, incident: IncidentRow): Html {
  const { words } = reader;
  const owner = deps.recipients.find(({ id }) => id === incident.owner)?.name ?? incident.owner;
  const until = incident.closedAt && html` – ${time(reader, incident.closedAt)}`;
  return html`<li class="line">${severityMark(reader, incident.severity)}
<a class="grow" href="${localUrl(`/incidents/${incident.incidentId}`)}"><bdi>${incidentTitle(deps, reader, incident)}</bdi></a>
<span class="chip quiet">${LABELS[reader.language].state[incident.state]}</span>
<span class="soft">${owner && html`${words.owner} <bdi>${owner}</bdi> · `}${words.since} ${time(reader, incident.openedAt)}${until}</span></li>`;
}
