/** What happened to an incident, in one line of time: posts, changes, mails, answers, notes. */
import { type Html, html, join, localUrl, webUrl } from '../../notify/mail/html.ts';
import { LABELS } from '../../notify/words/labels.ts';
import type { PersonReason } from '../../pipeline/people.ts';
import type { IncidentLife } from '../../pipeline/views/incident-view.ts';
import type { IncidentDelivery } from '../../store/deliveries.ts';
import type { FirstPost } from '../../store/incident-numbers.ts';
import type { TransitionRow } from '../../store/incidents.ts';
import { formatPostRef } from '../../store/post-ref.ts';
import type { WebDeps } from '../deps.ts';
import { personName } from '../layout/names.ts';
import { time } from '../layout/parts.ts';
import type { Reader } from '../reader.ts';
import { INCIDENT_WORDS } from '../words/incident.ts';

interface Moment {
  readonly at: Date;
  /** How its mark is filled. */
  readonly kind: 'alarm' | 'person' | 'plain';
  readonly what: Html;
}

const ALARMING: ReadonlySet<string> = new Set(['opened', 'worse', 'reopened', 'escalated']);

/** `first`: its first post. */
export function lifeLine(deps: WebDeps, reader: Reader, life: IncidentLife, first: FirstPost | null): Html {
  const moments = [
    ...posts(deps, reader, life, first),
    ...life.transitions.map((change) => changed(deps, reader, change)),
    ...messages(deps, reader, life.deliveries),
    ...life.notes.map(
      ({ at, by, text }): Moment => ({
        at,
        kind: 'person',
        what: html`<strong>${INCIDENT_WORDS[reader.language].notes}</strong> · <bdi>${personName(deps, reader, by)}</bdi><br><span class="text"><bdi>${text}</bdi></span>`,
      }),
    ),
  ];
  const ordered = moments
    .map((moment, index) => ({ moment, index }))
    .sort((a, b) => a.moment.at.getTime() - b.moment.at.getTime() || a.index - b.index);
  return html`<ol class="history">${join(
    ordered.map(
      ({ moment: { at, kind, what } }) =>
        html`<li class="${kind}"><span class="soft">${time(reader, at)}</span><br>${what}</li>`,
    ),
  )}</ol>`;
}

function posts(deps: WebDeps, reader: Reader, { answers, incident }: IncidentLife, first: FirstPost | null): Moment[] {
  const words = INCIDENT_WORDS[reader.language];
  const link = (post: { month: number; postId: number }, text: string) =>
    html`<a href="${localUrl(`/mentions/${encodeURIComponent(incident.brand)}/${formatPostRef(post)}`)}">${text}</a>`;
  const began: Moment[] =
    first === null
      ? []
      : [
          {
            at: first.at,
            kind: 'plain',
            what: html`${link(first, words.firstPost)} · <bdi>${deps.siteNames(first.site)}</bdi>`,
          },
        ];
  return [
    ...began,
    ...answers.map(({ at, post }): Moment => ({ at, kind: 'person', what: link(post, words.brandSpoke) })),
  ];
}

function changed(deps: WebDeps, reader: Reader, change: TransitionRow): Moment {
  const words = INCIDENT_WORDS[reader.language];
  const { note, link, to } = change.reason as Partial<PersonReason> & { to?: string };
  const answer = typeof link === 'string' ? webUrl(link) : null;
  const by = change.by === 'earshot' ? null : personName(deps, reader, change.by);
  return {
    at: change.at,
    kind: ALARMING.has(change.kind) ? 'alarm' : by === null ? 'plain' : 'person',
    what: html`<strong>${LABELS[reader.language].change[change.kind]}</strong>${ALARMING.has(change.kind) && html` · ${change.severity}/5`}${by && html` · ${reader.words.by} <bdi>${by}</bdi>`}${typeof to === 'string' && html` · ${words.to} <bdi>${personName(deps, reader, to)}</bdi>`}${answer && html` · <a href="${answer}" rel="noreferrer nofollow">${words.answerAt}</a>`}${typeof note === 'string' && note !== '' && html`<br><span class="text"><bdi>${note}</bdi></span>`}`,
  };
}

/** What went out about the same change in the same state is one line. */
function messages(deps: WebDeps, reader: Reader, deliveries: readonly IncidentDelivery[]): Moment[] {
  const words = INCIDENT_WORDS[reader.language];
  const groups = Map.groupBy(deliveries, ({ seq, channel, state }) => `${seq} ${channel} ${state}`);
  return [...groups.values()].map((group): Moment => {
    const first = group[0]!;
    const names = group.map(
      ({ key, recipientId }, index) =>
        html`${index > 0 && ', '}<a href="${localUrl(`/outbox/${encodeURIComponent(key)}`)}"><bdi>${personName(deps, reader, recipientId)}</bdi></a>`,
    );
    const state =
      first.state === 'sent'
        ? null
        : first.state === 'dead'
          ? html` · <span class="negative">${words.failed}</span>`
          : html` · ${first.state === 'superseded' ? words.superseded : words.waiting}`;
    return {
      at: first.sentAt ?? first.notBefore,
      kind: 'plain',
      what: html`<span aria-hidden="true">✉ </span>${words.mailed(words.channels[first.channel] ?? first.channel)} ${join(names)}${state}`,
    };
  });
}
