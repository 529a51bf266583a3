/** What a reader may do on the page of an incident: shown to whoever came by a mail's link, which is signed. */
import { type Html, html, join, localUrl } from '../../notify/mail/html.ts';
import type { Act } from '../../pipeline/people.ts';
import type { IncidentRow } from '../../store/incidents.ts';
import type { Mute } from '../../store/mutes.ts';
import { time } from '../layout/parts.ts';
import type { Reader } from '../reader.ts';

const HOUR_MS = 3_600_000;
/** How long, or how much more, a mute may last: the values of its menu. */
const MUTES = {
  h2: { ms: 2 * HOUR_MS, factor: null },
  h8: { ms: 8 * HOUR_MS, factor: null },
  d1: { ms: 24 * HOUR_MS, factor: null },
  w1: { ms: 168 * HOUR_MS, factor: null },
  x2: { ms: null, factor: 2 },
  x3: { ms: null, factor: 3 },
  x5: { ms: null, factor: 5 },
} as const;
export type MuteChoice = keyof typeof MUTES;

/** What the menu's value means at `now`; null for a value that is not in it. */
export function muteChosen(value: unknown, now: Date): { until: Date | null; factor: number | null } | null {
  if (typeof value !== 'string' || !Object.hasOwn(MUTES, value)) return null;
  const { ms, factor } = MUTES[value as MuteChoice];
  return { until: ms === null ? null : new Date(now.getTime() + ms), factor };
}

export function actForms(reader: Reader, incident: IncidentRow, mute: Mute | null, token: string): Html {
  const { words } = reader;
  const over = incident.state === 'resolved' || incident.state === 'dismissed';
  const form = (act: Act, fields: Html): Html => {
    const { button, explain } = words.acts[act];
    return html`<form method="post" action="${localUrl(`/incidents/${incident.incidentId}/${act}`)}">
<input type="hidden" name="token" value="${token}"><p class="soft">${explain}</p>
${fields}<p><button type="submit">${button}</button></p></form>`;
  };
  const note = html`<p><label>${words.note}<br><textarea name="note" maxlength="2000"></textarea></label></p>`;
  const menu = html`<p><label>${words.muteUntil} <select name="mute">${join(
    (Object.keys(MUTES) as MuteChoice[]).map((key) => html`<option value="${key}">${words.muteChoice[key]}</option>`),
  )}</select></label></p>`;
  const acts: Html[] = [];
  if (incident.state === 'open') acts.push(form('acknowledge', note));
  if (!over && incident.state !== 'answered') acts.push(form('answered', note));
  if (!over) acts.push(mute === null ? form('mute', html`${menu}${note}`) : form('unmute', html``));
  if (!over) acts.push(form('dismiss', note));
  acts.push(
    form(
      'note',
      html`<p><textarea name="note" maxlength="2000" required aria-label="${words.acts.note.button}"></textarea></p>`,
    ),
  );
  return join(acts.map((one) => html`<div class="card">${one}</div>`));
}

/** Until when it is muted, and by whom. */
export function muteLine(reader: Reader, mute: Mute, nameOf: (id: string) => string): Html {
  const { words } = reader;
  const end =
    mute.until === null
      ? words.mutedGrows((mute.above ?? 0) + 1)
      : html`${words.mutedUntil} ${time(reader, mute.until)}`;
  return html`<p class="warn">${words.muted} · ${end} · ${words.by} <bdi>${nameOf(mute.by)}</bdi></p>`;
}
