/** What was sent, what waits, what failed. */
import { type Html, html, join, localUrl } from '../../notify/mail/html.ts';
import {
  DELIVERY_STATES,
  type DeliveryLine,
  type DeliveryPlace,
  type DeliveryState,
  deliveriesByState,
  listDeliveries,
} from '../../store/outbox-list.ts';
import type { WebDeps } from '../deps.ts';
import { personName } from '../layout/names.ts';
import { page } from '../layout/page.ts';
import { time } from '../layout/parts.ts';
import type { Reader } from '../reader.ts';
import { show } from '../respond.ts';
import type { Routes } from '../routes.ts';
import { INCIDENT_WORDS } from '../words/incident.ts';
import { OUTBOX_WORDS } from '../words/outbox.ts';
import { serveDelivery } from './delivery.ts';
import { stateChip } from './outbox-state.ts';

const PAGE = 50;

export function serveOutbox(routes: Routes, deps: WebDeps): void {
  routes.get('/outbox', 'reader', async (c, reader) => {
    const state = DELIVERY_STATES.find((one) => one === c.req.query('state'));
    return show(c, reader, await outboxPage(deps, reader, state, placeIn(c.req.query('after'))));
  });
  serveDelivery(routes, deps);
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
  const tools = html`<nav class="tabs" aria-label="${reader.words.state}">${tab(undefined, words.all, all)}${join(
    DELIVERY_STATES.map((one) => tab(one, words.states[one], counts.get(one) ?? 0)),
  )}</nav>`;
  return page(
    reader,
    reader.words.outbox,
    html`<section class="panel">${deliveries.length === 0 ? html`<p class="empty">${words.none}</p>` : html`<ul class="list">${join(deliveries.map((one) => line(deps, reader, one)))}</ul>`}</section>
${last && html`<p><a class="button second" href="${localUrl(`/outbox?${older}`)}">${words.older}</a></p>`}`,
    { lead: html`${words.lead}`, tools },
  );
}

function line(deps: WebDeps, reader: Reader, delivery: DeliveryLine): Html {
  const words = OUTBOX_WORDS[reader.language];
  const { key, subject, about, recipient, channel, lastError, sentAt, createdAt } = delivery;
  const channels = INCIDENT_WORDS[reader.language].channels;
  return html`<li><div class="line">${stateChip(reader, delivery)}<a class="grow" href="${localUrl(`/outbox/${encodeURIComponent(key)}`)}"><bdi>${subject ?? `${words.kinds[about.kind]}${reader.words.colon}${words.notYet}`}</bdi></a><span class="soft">${time(reader, sentAt ?? createdAt)}</span></div>
<p class="soft">${words.kinds[about.kind]} · ${channels[channel] ?? channel} · <bdi>${personName(deps, reader, recipient)}</bdi>${lastError && html` · <span class="negative"><bdi>${lastError}</bdi></span>`}</p></li>`;
}
