/** What is going on now. */
import { type Html, html, join } from '../../notify/mail/html.ts';
import { listIncidents } from '../../store/incidents.ts';
import { listMentions } from '../../store/mention-list.ts';
import type { WebDeps } from '../deps.ts';
import { page } from '../layout/page.ts';
import { mentionCard } from '../layout/parts.ts';
import type { Reader } from '../reader.ts';
import { show } from '../respond.ts';
import type { Routes } from '../routes.ts';
import { incidentTable } from './incidents.ts';

const LATEST = 20;

export function serveOverview(routes: Routes, deps: WebDeps): void {
  routes.get('/', 'reader', async (c, reader) => show(c, reader, await overviewPage(deps, reader)));
}

async function overviewPage(deps: WebDeps, reader: Reader): Promise<string> {
  const { db } = deps.store;
  const { words } = reader;
  const incidents = await listIncidents(db, { limit: 20 });
  const latest: Html[] = [];
  for (const brand of deps.brands.filter((candidate) => candidate.role === 'own')) {
    const mentions = await listMentions(db, { brand: brand.id }, { order: 'newest', limit: LATEST });
    latest.push(html`<h2><bdi>${brand.name}</bdi>: ${words.latest}</h2>
${mentions.length === 0 ? html`<p class="soft">${words.none}</p>` : join(mentions.map((mention) => mentionCard(reader, mention, deps.siteNames(mention.site))))}`);
  }
  return page(
    reader,
    words.overview,
    html`<h2>${words.incidents}</h2>
${incidentTable(deps, reader, incidents, words.noIncidents)}
${latest}`,
  );
}
