/** What was sent, what waits, what failed. */
import { html, join } from '../../notify/mail/html.ts';
import { recentDeliveries } from '../../store/deliveries.ts';
import type { WebDeps } from '../deps.ts';
import { page } from '../layout/page.ts';
import { time } from '../layout/parts.ts';
import type { Reader } from '../reader.ts';
import { show } from '../respond.ts';
import type { Routes } from '../routes.ts';

const PAGE = 50;

export function serveOutbox(routes: Routes, deps: WebDeps): void {
  routes.get('/outbox', 'reader', async (c, reader) => show(c, reader, await outboxPage(deps, reader)));
}

async function outboxPage(deps: WebDeps, reader: Reader): Promise<string> {
  const rows = (await recentDeliveries(deps.store.db, PAGE)).map(
    (
      delivery,
    ) => html`<tr><td>${time(reader, delivery.createdAt)}</td><td>${delivery.recipient}<br><span class="soft">${delivery.channel}</span></td>
<td>${delivery.state}${delivery.lastError && html`<br><span class="negative">${delivery.lastError}</span>`}</td><td><bdi>${delivery.subject ?? delivery.key}</bdi></td></tr>`,
  );
  const { words } = reader;
  return page(
    reader,
    words.outbox,
    rows.length === 0
      ? html`<p class="soft">${words.none}</p>`
      : html`<div class="scroll"><table>${join(rows)}</table></div>`,
  );
}
