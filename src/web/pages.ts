/** The pages that mails lead to: overview, evidence, mention, digests, targets, outbox. */
import { type Html, html, join, localUrl, webUrl } from '../notify/mail/html.ts';
import { LABELS } from '../notify/words/labels.ts';
import { recentDeliveries } from '../store/deliveries.ts';
import { listDigests } from '../store/digests.ts';
import { listIncidents } from '../store/incidents.ts';
import { filterToQuery, type MentionFilter } from '../store/mention-filter.ts';
import { countMentions, findMention, listMentions, readingsOf } from '../store/mention-list.ts';
import { formatPostRef, parsePostRef } from '../store/post-ref.ts';
import { keptPages } from './fetched-page.ts';
import { incidentRow } from './incident-page.ts';
import { by, labelChip, mentionCard, page, type Reader, time } from './layout.ts';
import type { WebDeps } from './server.ts';

const LATEST = 20;
const PAGE = 50;

export async function overviewPage(deps: WebDeps, reader: Reader): Promise<string> {
  const { db } = deps.store;
  const { words } = reader;
  const incidents = await listIncidents(db, { limit: 20 });
  const latest: Html[] = [];
  for (const brand of deps.brands.filter((candidate) => candidate.role === 'own')) {
    const mentions = await listMentions(db, { brand: brand.id }, { order: 'newest', limit: LATEST });
    latest.push(html`<h2><bdi>${brand.name}</bdi>: ${words.latest}</h2>
${mentions.length === 0 ? html`<p class="soft">${words.none}</p>` : join(mentions.map((mention) => mentionCard(reader, mention, deps.siteNames(mention.site))))}`);
  }
  const rows = incidents.map((incident) => incidentRow(deps, reader, incident));
  return page(
    reader,
    words.overview,
    html`<h2>${words.incidents}</h2>
${rows.length === 0 ? html`<p class="soft">${words.noIncidents}</p>` : html`<div class="scroll"><table>${join(rows)}</table></div>`}
${latest}`,
  );
}

/** The rows behind a number: exactly the mentions its filter means. */
export async function evidencePage(
  deps: WebDeps,
  reader: Reader,
  filter: MentionFilter,
  after: { occurredAt: Date; postId: number } | undefined,
): Promise<string> {
  const { words } = reader;
  const { db } = deps.store;
  const { total } = await countMentions(db, filter);
  const mentions = await listMentions(db, filter, { order: 'newest', limit: PAGE, ...(after && { after }) });
  const last = mentions.length === PAGE ? mentions.at(-1) : undefined;
  const older = filterToQuery(filter);
  if (last) older.set('after', `${last.occurredAt.toISOString()}_${last.postId}`);
  return page(
    reader,
    words.evidence,
    html`<p>${words.evidenceOf(total)}</p>
${join(mentions.map((mention) => mentionCard(reader, mention, deps.siteNames(mention.site))))}
${last && html`<p><a href="${localUrl(`/evidence?${older}`)}">${words.older}</a></p>`}`,
  );
}

/** One mention: the post as published, why it matched, how it was read. Null where there is none. */
export async function mentionPage(deps: WebDeps, reader: Reader, brand: string, ref: string): Promise<string | null> {
  const { words } = reader;
  const { db } = deps.store;
  const where = parsePostRef(ref);
  const mention = await findMention(db, brand, where);
  if (mention === null) return null;
  const readings = await readingsOf(db, where);
  const kept = await keptPages(deps, reader, where);
  const labels = LABELS[reader.language];
  const original = webUrl(mention.url);
  const marks = [
    ...mention.aspects.map(({ aspect, evidence }) => ({ name: labels.aspect[aspect] ?? aspect, evidence })),
    ...mention.intents.map(({ intent, evidence }) => ({ name: labels.intent[intent], evidence })),
  ];
  const why = mention.why.map((reason) =>
    'term' in reason
      ? html`<li><mark>${reason.term}</mark> · ${reason.field} ${reason.start}–${reason.end}</li>`
      : html`<li>${'target' in reason ? reason.target : reason.page}</li>`,
  );
  return page(
    reader,
    mention.title ?? `${deps.siteNames(mention.site)} · ${formatPostRef(mention)}`,
    html`<p class="soft">${labelChip(reader, mention.label)} <bdi>${deps.siteNames(mention.site)}</bdi>${by(mention.authorName)} · ${time(reader, mention.occurredAt)}
${original && html` · <a href="${original}" rel="noreferrer nofollow">${words.original}</a>`}${mention.deletedAt && html` · <span class="warn">${words.deleted} ${time(reader, mention.deletedAt)}</span>`}</p>
<blockquote dir="auto">${mention.text}</blockquote>
${mention.replyText && html`<h2>${words.answer}</h2><blockquote dir="auto">${mention.replyText}</blockquote>`}
<h2>${words.why}</h2><ul>${join(why)}</ul>
<h2>${words.scored}</h2>
<p>${labels.label[mention.label]} ${mention.score.toFixed(2)} · ${words.confidence} ${(mention.confidence * 100).toFixed(0)} %</p>
<ul>${join(marks.map(({ name, evidence }) => html`<li>${name}: <mark>${mention.text.slice(...evidence)}</mark></li>`))}</ul>
${
  readings.length > 0 &&
  html`<h2>${words.readings}</h2><div class="scroll"><table>
<tr><th></th><th>likes</th><th>replies</th><th>reposts</th><th>views</th></tr>
${join(
  readings.map(
    (reading) => html`<tr><td>${time(reader, reading.at)}</td><td class="number">${reading.likes ?? '–'}</td>
<td class="number">${reading.replies ?? '–'}</td><td class="number">${reading.reposts ?? '–'}</td><td class="number">${reading.views ?? '–'}</td></tr>`,
  ),
)}</table></div>`
}
${kept}`,
  );
}

export async function digestsPage(deps: WebDeps, reader: Reader): Promise<string> {
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

export async function outboxPage(deps: WebDeps, reader: Reader): Promise<string> {
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
