/** One message of the outbox: how it fared, what it says, and sending it once more. */
import { type Html, html, localUrl } from '../../notify/mail/html.ts';
import { renderNotice } from '../../notify/mail/identity.ts';
import { toStandaloneHtml } from '../../notify/mail/mail.ts';
import { planAgain } from '../../notify/plan.ts';
import { type SentBody, unpackBody, withoutPersonalLinks } from '../../notify/sent-body.ts';
import type { AlertViewDeps } from '../../pipeline/views/alert-view.ts';
import { composeNotice } from '../../pipeline/views/delivery-view.ts';
import { addDeliveries } from '../../store/deliveries.ts';
import { type DeliveryLine, findDelivery } from '../../store/outbox-list.ts';
import { findSentBody } from '../../store/sent-bodies.ts';
import type { WebDeps } from '../deps.ts';
import { mailPage } from '../layout/mail-page.ts';
import { personName } from '../layout/names.ts';
import { page } from '../layout/page.ts';
import { time } from '../layout/parts.ts';
import { may, type Reader } from '../reader.ts';
import { missing, show } from '../respond.ts';
import type { Routes } from '../routes.ts';
import { OUTBOX_WORDS } from '../words/outbox.ts';
import { stateChip } from './outbox-state.ts';

export function serveDelivery(routes: Routes, deps: WebDeps): void {
  const { db } = deps.store;
  routes.get('/outbox/:key', 'reader', async (c, reader) => {
    const delivery = await findDelivery(db, c.req.param('key') ?? '');
    return show(c, reader, delivery && (await deliveryPage(deps, reader, delivery)));
  });
  routes.get('/outbox/:key/mail', 'reader', async (c, reader) => {
    const delivery = await findDelivery(db, c.req.param('key') ?? '');
    const message = delivery && (await messageOf(deps, reader, delivery));
    return message === null || message.html === null ? missing(c, reader) : mailPage(c, message.html);
  });
  routes.post('/outbox/:key/again', 'responder', async (c, reader) => {
    const delivery = await findDelivery(db, c.req.param('key') ?? '');
    if (delivery === null || (await findSentBody(db, delivery.key)) === null) return missing(c, reader);
    const now = deps.clock.now();
    const { recipient: recipientId, ...sent } = delivery;
    const again = planAgain({ ...sent, recipientId }, now);
    await addDeliveries(db, [again], now);
    deps.log.info({ delivery: delivery.key, by: reader.user?.id }, 'to be sent once more, from the pages');
    return c.redirect(`/outbox/${encodeURIComponent(again.key)}`, 303);
  });
}

/** A message as it may be looked at: what only its recipient may do by its links is left out. */
interface Shown {
  readonly subject: string;
  /** As a mail; null for chats. */
  readonly html: string | null;
  /** As it was posted to a chat; null for mails. */
  readonly json: string | null;
  /** Whether it is what was sent, or was composed from what is known now. */
  readonly sent: boolean;
}

async function messageOf(deps: WebDeps, reader: Reader, delivery: DeliveryLine): Promise<Shown | null> {
  const { db } = deps.store;
  const packed = await findSentBody(db, delivery.state === 'sent' ? delivery.key : (delivery.againOf ?? delivery.key));
  if (packed !== null) return shownBody(unpackBody(packed), delivery.subject ?? '');
  const { about, recipient: id } = delivery;
  const { language, timezone } = reader;
  const unknown = { id, name: id, email: null, language, timezone };
  const recipient = deps.recipients.find((one) => one.id === id) ?? unknown;
  const views: AlertViewDeps = { ...deps.views, actionPath: (incidentId) => `/incidents/${incidentId}` };
  const notice = await composeNotice(views, about, recipient);
  if (notice === null || notice.kind === 'test') return null;
  const mail = await renderNotice(notice, deps);
  return { subject: mail.subject, html: withoutPersonalLinks(toStandaloneHtml(mail)), json: null, sent: false };
}

function shownBody(body: SentBody, subject: string): Shown {
  if (body.form === 'mail') {
    const { mail } = body;
    return { subject: mail.subject, html: withoutPersonalLinks(toStandaloneHtml(mail)), json: null, sent: true };
  }
  const json = withoutPersonalLinks(JSON.stringify(JSON.parse(body.json), null, 2));
  return { subject, html: null, json, sent: true };
}

async function deliveryPage(deps: WebDeps, reader: Reader, delivery: DeliveryLine): Promise<string> {
  const words = OUTBOX_WORDS[reader.language];
  const { key, subject, about, response, lastError, sentAt, createdAt, notBefore, attempt, againOf } = delivery;
  const message = await messageOf(deps, reader, delivery);
  const row = (name: string, value: Html | null) =>
    value && html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`;
  const link = (one: string | null) => (one === null ? null : html`<a href="${pathOf(one)}"><bdi>${one}</bdi></a>`);
  return page(
    reader,
    subject ?? message?.subject ?? words.kinds[about.kind],
    html`<section class="panel"><p>${stateChip(reader, delivery)}</p>${delivery.unconfirmed && html`<p class="warn">${words.unconfirmed}</p>`}<table><tbody>
${row(words.planned, time(reader, createdAt))}${row(words.due, delivery.state === 'pending' ? time(reader, notBefore) : null)}${row(words.sent, sentAt && time(reader, sentAt))}${row(words.attempts, html`${attempt}`)}${row(words.answered, response === null ? null : html`<bdi>${response}</bdi>`)}${row(words.error, lastError === null ? null : html`<span class="negative"><bdi>${lastError}</bdi></span>`)}${row(words.supersededBy, link(delivery.supersededBy))}${row(words.againOf, link(againOf))}${row(words.about, aboutLink(reader, delivery))}
</tbody></table>${message?.sent && delivery.state === 'sent' && may(reader, 'responder') && html`<form method="post" action="${pathOf(key, '/again')}"><input type="hidden" name="csrf" value="${reader.csrf}"><button class="second">${words.again}</button> <span class="soft">${words.againExplain}</span></form>`}</section>
<section><div class="panel-head"><h2>${words.message}</h2>${message?.html && html`<a href="${pathOf(key, '/mail')}">${words.alone}</a>`}</div>${message === null ? html`<p class="empty">${words.gone}</p>` : html`<p class="soft">${message.sent ? words.asSent : words.asKnown}</p>${message.html === null ? html`<pre class="panel">${message.json}</pre>` : html`<iframe class="mail" title="${words.message}" src="${pathOf(key, '/mail')}" sandbox=""></iframe>`}`}</section>`,
    {
      crumb: html`<a href="${localUrl('/outbox')}">${reader.words.outbox}</a>`,
      lead: html`${words.kinds[about.kind]} · <bdi>${personName(deps, reader, delivery.recipient)}</bdi>`,
    },
  );
}

const pathOf = (key: string, more = '') => localUrl(`/outbox/${encodeURIComponent(key)}${more}`);

function aboutLink(reader: Reader, { about }: DeliveryLine): Html | null {
  if (about.kind !== 'alert') return null;
  return html`<a href="${localUrl(`/incidents/${about.incidentId}`)}">${OUTBOX_WORDS[reader.language].incident} ${about.incidentId}</a>`;
}
