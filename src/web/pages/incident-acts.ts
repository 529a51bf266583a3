/** What a reader may do on the page of an incident. */
import { type Html, html, join, localUrl } from '../../notify/mail/html.ts';
import type { Act } from '../../pipeline/people.ts';
import type { IncidentRow } from '../../store/incidents.ts';
import type { Mute } from '../../store/mutes.ts';
import { time } from '../layout/parts.ts';
import type { Reader } from '../reader.ts';
import { ACT_WORDS } from '../words/acts.ts';

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

/** Whom an incident can be given to. */
export interface Person {
  readonly id: string;
  readonly name: string;
}

const OVER: ReadonlySet<string> = new Set(['resolved', 'dismissed']);

/** What may be done with it as it stands, the most likely first. */
function possible({ state, owner }: IncidentRow, mute: Mute | null, people: readonly Person[]): Act[] {
  if (OVER.has(state)) return ['note'];
  const acts: Act[] = [];
  if (state === 'open') acts.push('acknowledge');
  if (state !== 'answered') acts.push('answered');
  acts.push('resolve');
  if (people.some(({ id }) => id !== owner)) acts.push('assign');
  return [...acts, 'note', mute === null ? 'mute' : 'unmute', 'dismiss'];
}

/** `permit`: the hidden fields that allow it. */
export function actForms(
  reader: Reader,
  incident: IncidentRow,
  mute: Mute | null,
  people: readonly Person[],
  permit: Html,
): Html {
  const words = ACT_WORDS[reader.language];
  const forms = possible(incident, mute, people).map((act, index) => {
    const { button, explain } = words.acts[act];
    const form = html`<form method="post" action="${localUrl(`/incidents/${incident.incidentId}/${act}`)}">${permit}
<p class="soft">${explain}</p>${fieldsOf(reader, act, incident, people)}<p><button type="submit">${button}</button></p></form>`;
    return index === 0 && act !== 'note'
      ? html`<div class="act">${form}</div>`
      : html`<details class="act"><summary>${button}</summary>${form}</details>`;
  });
  return join(forms);
}

/** What is asked for beside the click. */
export function fieldsOf(reader: Reader, act: Act, incident: IncidentRow, people: readonly Person[]): Html {
  const words = ACT_WORDS[reader.language];
  const id = `${act}-note`;
  const note = html`<div class="field"><label for="${id}">${act === 'note' ? words.noteText : words.note}</label>${
    act === 'note'
      ? html`<textarea id="${id}" name="note" maxlength="2000" required></textarea>`
      : html`<textarea id="${id}" name="note" maxlength="2000" rows="2"></textarea>`
  }</div>`;
  if (act === 'unmute') return html``;
  if (act === 'answered') {
    return html`<div class="field"><label for="answer-link">${words.link}</label><input type="url" id="answer-link" name="link" maxlength="2000" placeholder="${words.linkHint}"></div>${note}`;
  }
  if (act === 'mute') {
    const choices = (Object.keys(MUTES) as MuteChoice[]).map(
      (key) => html`<option value="${key}">${words.muteChoice[key]}</option>`,
    );
    return html`<div class="field"><label for="mute-until">${words.muteUntil}</label><select id="mute-until" name="mute">${join(choices)}</select></div>${note}`;
  }
  if (act === 'assign') {
    const choices = people
      .filter(({ id: one }) => one !== incident.owner)
      .map(({ id: one, name }) => html`<option value="${one}">${name}</option>`);
    return html`<div class="field"><label for="assign-to">${words.to}</label><select id="assign-to" name="to">${join(choices)}</select></div>${note}`;
  }
  return note;
}

/** Until when it is muted, and by whom. */
export function muteLine(reader: Reader, mute: Mute, nameOf: (id: string) => string): Html {
  const words = ACT_WORDS[reader.language];
  const end =
    mute.until === null
      ? words.mutedGrows((mute.above ?? 0) + 1)
      : html`${words.mutedUntil} ${time(reader, mute.until)}`;
  return html`<p class="notice warning">${words.muted} · ${end} · ${reader.words.by} <bdi>${nameOf(mute.by)}</bdi></p>`;
}
