/** One mention: the post as published, why it matched, how it was read. */
import { html, join, webUrl } from '../../notify/mail/html.ts';
import { LABELS } from '../../notify/words/labels.ts';
import { findMention, readingsOf } from '../../store/mention-list.ts';
import { formatPostRef, parsePostRef } from '../../store/post-ref.ts';
import type { WebDeps } from '../deps.ts';
import { page } from '../layout/page.ts';
import { by, labelChip, time } from '../layout/parts.ts';
import type { Reader } from '../reader.ts';
import { show } from '../respond.ts';
import type { Routes } from '../routes.ts';
import { keptPages } from './fetched.ts';

export function serveMention(routes: Routes, deps: WebDeps): void {
  routes.get('/mentions/:brand/:ref', 'reader', async (c, reader) =>
    show(c, reader, await mentionPage(deps, reader, c.req.param('brand') ?? '', c.req.param('ref') ?? '')),
  );
}

/** Null where there is none. */
async function mentionPage(deps: WebDeps, reader: Reader, brand: string, ref: string): Promise<string | null> {
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
