/** What was sent, what waits, what failed; and each message as its recipient sees it. */
import { type Html, html, join, localUrl } from '../../notify/mail/html.ts';
import { type Mail, toStandaloneHtml } from '../../notify/mail/mail.ts';
import { renderAlert, renderDigest, renderOperatorNotice } from '../../notify/render.ts';
import type { AlertViewDeps } from '../../pipeline/views/alert-view.ts';
import { composeNotice } from '../../pipeline/views/delivery-view.ts';
import {
  DELIVERY_STATES,
  type DeliveryLine,
  type DeliveryPlace,
  type DeliveryState,
  deliveriesByState,
  findDelivery,
  listDeliveries,
} from '../../store/outbox-list.ts';
import type { WebDeps } from '../deps.ts';
import { mailPage } from '../layout/mail-page.ts';
import { personName } from '../layout/names.ts';
import { page } from '../layout/page.ts';
import { time } from '../layout/parts.ts';
import type { Reader } from '../reader.ts';
import { missing, show } from '../respond.ts';
import type { Routes } from '../routes.ts';
import { INCIDENT_WORDS } from '../words/incident.ts';
import { OUTBOX_WORDS } from '../words/outbox.ts';

const PAGE = 50;

export function serveOutbox(routes: Routes, deps: WebDeps): void {
  routes.get('/outbox', 'reader', async (c, reader) => {
    const state = DELIVERY_STATES.find((one) => one === c.req.query('state'));
    return show(c, reader, await outboxPage(deps, reader, state, placeIn(c.req.query('after'))));
  });
  routes.get('/outbox/:key', 'reader', async (c, reader) => {
    const delivery = await findDelivery(deps.store.db, c.req.param('key') ?? '');
    return show(c, reader, delivery && (await deliveryPage(deps, reader, delivery)));
  });
  routes.get('/outbox/:key/mail', 'reader', async (c, reader) => {
    const delivery = await findDelivery(deps.store.db, c.req.param('key') ?? '');
    const mail = delivery && (await mailOf(deps, reader, delivery));
    return mail === null ? missing(c, reader) : mailPage(c, toStandaloneHtml(mail));
  });
}

function placeIn(word: string | undefined): DeliveryPlace | undefined {
  const [, at = '', key = ''] = /^([^_]{1,40})_(.{1,300})$/s.exec(word ?? '') ?? [];
  const createdAt = new Date(at);
  return Number.isNaN(createdAt.getTime()) ? undefined : { createdAt, key };
}

async function outboxPage(
  deps: WebDeps,
  reader: Reader,
  state: DeliveryState | undefined,
  after: DeliveryPlace | undefined,
): Promise<string> {
  const words = OUTBOX_WORDS[reader.language];
  const { db } = deps.store;
  const counts = await deliveriesByState(db);
  const deliveries = await listDeliveries(db, { state, after, limit: PAGE });
  const tab = (value: DeliveryState | undefined, name: string, count: number) => {
    const url = localUrl(value === undefined ? '/outbox' : `/outbox?state=${value}`);
    const text = html`${name}&nbsp;<span class="soft">${reader.format.integer(count)}</span>`;
    return value === state
      ? html`<a href="${url}" aria-current="true">${text}</a>`
      : html`<a href="${url}">${text}</a>`;
  };
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const last = deliveries.length === PAGE ? deliveries.at(-1) : undefined;
  const older = new URLSearchParams(state === undefined ? {} : { state });
  if (last) older.set('after', `${last.createdAt.toISOString()}_${last.key}`);
  return page(
    reader,
    reader.words.outbox,
    html`<nav class="tabs" aria-label="${reader.words.state}">${tab(undefined, words.all, all)}${join(
      DELIVERY_STATES.map((one) => tab(one, words.states[one], counts.get(one) ?? 0)),
    )}</nav><p></p>
<section class="panel">${deliveries.length === 0 ? html`<p class="empty">${words.none}</p>` : html`<ul class="list">${join(deliveries.map((one) => line(deps, reader, one)))}</ul>`}</section>
${last && html`<p><a class="button second" href="${localUrl(`/outbox?${older}`)}">${words.older}</a></p>`}`,
    { lead: html`${words.lead}` },
  );
}

function line(deps: WebDeps, reader: Reader, delivery: DeliveryLine): Html {
  const words = OUTBOX_WORDS[reader.language];
  const { key, subject, about, recipient, channel, lastError, sentAt, createdAt } = delivery;
  const channels = INCIDENT_WORDS[reader.language].channels;
  return html`<li><div class="line">${stateChip(reader, delivery)}<a class="grow" href="${localUrl(`/outbox/${encodeURIComponent(key)}`)}"><bdi>${subject ?? `${words.kinds[about.kind]}: ${words.notYet}`}</bdi></a><span class="soft">${time(reader, sentAt ?? createdAt)}</span></div>
<p class="soft">${words.kinds[about.kind]} · ${channels[channel] ?? channel} · <bdi>${personName(deps, reader, recipient)}</bdi>${lastError && html` · <span class="negative"><bdi>${lastError}</bdi></span>`}</p></li>`;
}

function stateChip(reader: Reader, { state }: DeliveryLine): Html {
  const [tone, sign] = {
    sent: ['positive', '✓'],
    dead: ['negative', '!'],
    pending: ['warn', '…'],
    superseded: ['neutral', '·'],
  }[state];
  return html`<span class="chip ${tone}"><span aria-hidden="true">${sign}</span>${OUTBOX_WORDS[reader.language].states[state]}</span>`;
}

async function deliveryPage(deps: WebDeps, reader: Reader, delivery: DeliveryLine): Promise<string> {
  const words = OUTBOX_WORDS[reader.language];
  const { key, subject, about, response, lastError, sentAt, createdAt, notBefore, attempt } = delivery;
  const mail = await mailOf(deps, reader, delivery);
  const path = localUrl(`/outbox/${encodeURIComponent(key)}/mail`);
  const row = (name: string, value: Html | null) =>
    value && html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`;
  const later = delivery.supersededBy;
  return page(
    reader,
    subject ?? mail?.subject ?? words.kinds[about.kind],
    html`<section class="panel"><p>${stateChip(reader, delivery)}</p>${delivery.unconfirmed && html`<p class="warn">${words.unconfirmed}</p>`}<table><tbody>
${row(words.planned, time(reader, createdAt))}${row(words.due, delivery.state === 'pending' ? time(reader, notBefore) : null)}${row(words.sent, sentAt && time(reader, sentAt))}${row(words.attempts, html`${attempt}`)}${row(words.answered, response === null ? null : html`<bdi>${response}</bdi>`)}${row(words.error, lastError === null ? null : html`<span class="negative"><bdi>${lastError}</bdi></span>`)}${row(words.supersededBy, later === null ? null : html`<a href="${localUrl(`/outbox/${encodeURIComponent(later)}`)}"><bdi>${later}</bdi></a>`)}${row(words.about, aboutLink(reader, delivery))}
</tbody></table></section>
<section><div class="panel-head"><h2>${words.message}</h2>${mail && html`<a href="${path}">${words.alone}</a>`}</div>${mail === null ? html`<p class="empty">${words.gone}</p>` : html`<p class="soft">${words.asKnown}</p><iframe class="mail" title="${words.message}" src="${path}" sandbox=""></iframe>`}</section>`,
    {
      crumb: html`<a href="${localUrl('/outbox')}">${reader.words.outbox}</a>`,
      lead: html`${words.kinds[about.kind]} · <bdi>${personName(deps, reader, delivery.recipient)}</bdi>`,
    },
  );
}

function aboutLink(reader: Reader, { about }: DeliveryLine): Html | null {
  if (about.kind !== 'alert') return null;
  return html`<a href="${localUrl(`/incidents/${about.incidentId}`)}">${OUTBOX_WORDS[reader.language].incident} ${about.incidentId}</a>`;
}

/**
 * The message as a mail, in its recipient's words. Whoever looks at it here is somebody else: what only its recipient
 * may do by its links is left out.
 */
async function mailOf(deps: WebDeps, reader: Reader, { about, recipient: id }: DeliveryLine): Promise<Mail | null> {
  const { language, timezone } = reader;
  const unknown = { id, name: id, email: null, language, timezone };
  const recipient = deps.recipients.find((one) => one.id === id) ?? unknown;
  const views: AlertViewDeps = { ...deps.views, actionPath: (incidentId) => `/incidents/${incidentId}` };
  const notice = await composeNotice(views, about, recipient);
  if (notice === null || notice.kind === 'test') return null;
  const { publicUrl, serviceName } = deps;
  const options = { language: recipient.language, timezone: recipient.timezone, publicUrl, serviceName };
  switch (notice.kind) {
    case 'alert':
      return renderAlert(notice.view, options);
    case 'operator':
      return renderOperatorNotice(notice.view, options);
    case 'digest':
      return renderDigest({ ...notice.view, links: { ...notice.view.links, unsubscribe: null } }, options);
  }
}
