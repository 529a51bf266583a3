/** Digests as they were sent: the list of them, and each. */
import { html, join, localUrl } from '../../notify/mail/html.ts';
import { listDigests } from '../../store/digests.ts';
import type { WebDeps } from '../deps.ts';
import { mailPage } from '../layout/mail-page.ts';
import { page } from '../layout/page.ts';
import type { Reader } from '../reader.ts';
import { missing, show } from '../respond.ts';
import type { Routes } from '../routes.ts';
import { digestPage } from './digest.ts';

const PAGE = 50;

export function serveDigests(routes: Routes, deps: WebDeps): void {
  routes.get('/digests', 'reader', async (c, reader) => show(c, reader, await digestsPage(deps, reader)));
  routes.get('/digests/:brand/:day', 'reader', async (c, reader) => {
    const period = c.req.query('period') === 'week' ? 'week' : 'day';
    const brand = c.req.param('brand') ?? '';
    const day = c.req.param('day') ?? '';
    const asked = { brand, day, period, recipient: c.req.query('for') } as const;
    const digest = await digestPage(deps, reader, asked);
    return digest === null ? missing(c, reader) : mailPage(c, digest);
  });
}

async function digestsPage(deps: WebDeps, reader: Reader): Promise<string> {
  const { words } = reader;
  const digests = await listDigests(deps.store.db, PAGE);
  const rows = digests.map((digest) => {
    const path = localUrl(
      `/digests/${encodeURIComponent(digest.brand)}/${digest.day}?for=${encodeURIComponent(digest.recipient)}&period=${digest.period}`,
    );
    return html`<tr><td><a href="${path}">${digest.day}</a> ${digest.period === 'week' && words.period.week}</td><td>${digest.brand}</td><td>${digest.recipient}</td></tr>`;
  });
  return page(
    reader,
    words.digests,
    rows.length === 0
      ? html`<p class="soft">${words.none}</p>`
      : html`<div class="scroll"><table>${join(rows)}</table></div>`,
  );
}
