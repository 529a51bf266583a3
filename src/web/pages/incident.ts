/** The page of an incident, and the pages that ask for the click behind a mail's link. */
import { html, join, localUrl } from '../../notify/mail/html.ts';
import { LABELS } from '../../notify/words/labels.ts';
import type { Move } from '../../pipeline/people.ts';
import { findIncident, transitionsOf } from '../../store/incidents.ts';
import { filterToQuery } from '../../store/mention-filter.ts';
import { countMentions, topStories } from '../../store/mention-list.ts';
import { muteOf, notesOf } from '../../store/mutes.ts';
import type { WebDeps } from '../deps.ts';
import { page } from '../layout/page.ts';
import { mentionCard, time } from '../layout/parts.ts';
import type { Reader } from '../reader.ts';
import { actForms, muteLine } from './incident-acts.ts';
import { incidentTitle } from './incident-title.ts';

const DRIVERS = 10;

/** `token`: permits its reader to handle the incident; null: to look only. Null where there is no such incident. */
export async function incidentPage(
  deps: WebDeps,
  reader: Reader,
  incidentId: number,
  token: string | null,
): Promise<string | null> {
  const { db } = deps.store;
  const { words } = reader;
  const incident = await findIncident(db, incidentId);
  if (incident === null) return null;
  const labels = LABELS[reader.language];
  const filter = { brand: incident.brand, incident: incidentId };
  const counts = await countMentions(db, filter);
  const posts = await topStories(db, { ...filter, label: 'negative' }, DRIVERS);
  const name = (id: string) => deps.recipients.find((recipient) => recipient.id === id)?.name ?? id;
  const history = (await transitionsOf(db, incidentId)).map((transition) => {
    const note = (transition.reason as { note?: unknown }).note;
    return html`<li>${time(reader, transition.at)} · <strong>${labels.change[transition.kind]}</strong> · ${transition.severity}/5
${transition.by !== 'earshot' && html` · ${words.by} <bdi>${name(transition.by)}</bdi>`}
${typeof note === 'string' && note !== '' && html`<br><bdi>${note}</bdi>`}</li>`;
  });
  const mute = await muteOf(db, incidentId);
  const notes = (await notesOf(db, incident.brand, incidentId)).map(
    ({ at, by, text }) => html`<li>${time(reader, at)} · <bdi>${name(by)}</bdi><br><bdi>${text}</bdi></li>`,
  );
  return page(
    reader,
    incidentTitle(deps, reader, incident),
    html`<p><span class="chip">${incident.severity}/5 ${labels.severity[incident.severity]}</span> <span class="chip">${labels.state[incident.state]}</span>
<span class="soft">${words.since} ${time(reader, incident.openedAt)}</span></p>
${incident.owner && html`<p>${words.owner}: <strong><bdi>${name(incident.owner)}</bdi></strong></p>`}
${mute && muteLine(reader, mute, name)}
<p><a href="${localUrl(`/incidents/${incidentId}/brief?lang=${reader.language}`)}">${words.brief}</a></p>
<p><a href="${localUrl(`/evidence?${filterToQuery(filter)}`)}">${counts.total} ${words.mentions}</a></p>
<h2>${words.history}</h2><ol class="history">${join(history)}</ol>
${notes.length > 0 && html`<h2>${words.notes}</h2><ol class="history">${join(notes)}</ol>`}
${token !== null && html`<h2>${words.handle}</h2>${actForms(reader, incident, mute, token)}`}
<h2>${words.posts}</h2>${join(posts.map((mention) => mentionCard(reader, mention, deps.siteNames(mention.site))))}`,
  );
}

/** Asks for the click: opening a link changes nothing. Null where there is no such incident. */
export async function askPage(
  deps: WebDeps,
  reader: Reader,
  ask: { incidentId: number; act: Move; token: string },
): Promise<string | null> {
  const incident = await findIncident(deps.store.db, ask.incidentId);
  if (incident === null) return null;
  const { words } = reader;
  const { ask: question, button, explain } = words.acts[ask.act];
  return page(
    reader,
    question,
    html`<div class="card"><p><strong><bdi>${incidentTitle(deps, reader, incident)}</bdi></strong> · ${incident.severity}/5 ·
${LABELS[reader.language].state[incident.state]} · ${time(reader, incident.openedAt)}</p><p>${explain}</p></div>
<form method="post"><input type="hidden" name="token" value="${ask.token}">
<p><label>${words.note}<br><textarea name="note" maxlength="2000"></textarea></label></p>
<p><button type="submit">${button}</button></p></form>`,
  );
}

export function saidPage(reader: Reader, title: string, text: string, incidentId: number, token = ''): string {
  const path = localUrl(`/incidents/${incidentId}${token && `?token=${encodeURIComponent(token)}`}`);
  return page(reader, title, html`<p>${text}</p><p><a href="${path}">${reader.words.incidents}</a></p>`);
}
