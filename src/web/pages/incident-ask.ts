/** The pages around an act that a mail links to: the question, and the word that it is done. */
import { type Html, html, localUrl } from '../../notify/mail/html.ts';
import { LABELS } from '../../notify/words/labels.ts';
import type { Move } from '../../pipeline/people.ts';
import { findIncident } from '../../store/incidents.ts';
import type { WebDeps } from '../deps.ts';
import { page } from '../layout/page.ts';
import { severityMark, time } from '../layout/parts.ts';
import type { Reader } from '../reader.ts';
import { ACT_WORDS } from '../words/acts.ts';
import { fieldsOf } from './incident-acts.ts';
import { incidentTitle } from './incident-title.ts';

/** Asks for the click: opening a link changes nothing. Null where there is no such incident. */
export async function askPage(
  deps: WebDeps,
  reader: Reader,
  ask: { incidentId: number; act: Move; permit: Html },
): Promise<string | null> {
  const incident = await findIncident(deps.store.db, ask.incidentId);
  if (incident === null) return null;
  const { ask: question, button, explain } = ACT_WORDS[reader.language].acts[ask.act];
  return page(
    reader,
    question,
    html`<section class="panel"><h2><bdi>${incidentTitle(deps, reader, incident)}</bdi></h2>
<p>${severityMark(reader, incident.severity)} <span class="chip quiet">${LABELS[reader.language].state[incident.state]}</span> <span class="soft">${reader.words.since} ${time(reader, incident.openedAt)}</span></p>
<p>${explain}</p>
<form method="post">${ask.permit}${fieldsOf(reader, ask.act, incident, [])}<p><button type="submit">${button}</button></p></form></section>`,
    { narrow: true },
  );
}

export function saidPage(reader: Reader, title: string, text: string, incidentId: number, token = ''): string {
  const path = localUrl(`/incidents/${incidentId}${token && `?token=${encodeURIComponent(token)}`}`);
  const back = ACT_WORDS[reader.language].back;
  return page(
    reader,
    title,
    html`<p class="notice">${text}</p><p><a class="button second" href="${path}">${back}</a></p>`,
    {
      narrow: true,
    },
  );
}
