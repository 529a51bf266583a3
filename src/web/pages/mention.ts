/** One mention: the post as published, what was said around it, why it matched, how it was read, and what people say. */
import { EarshotError } from '../../errors.ts';
import type { Span } from '../../model.ts';
import { clip } from '../../notify/content/excerpt.ts';
import { type Html, html, join, localUrl, webUrl } from '../../notify/mail/html.ts';
import { correct } from '../../pipeline/corrections.ts';
import { LOCAL } from '../../pipeline/people.ts';
import { CORRECTIONS, correctionsOf } from '../../store/corrections.ts';
import { findMention, type ListedMention, readingsOf } from '../../store/mention-list.ts';
import { formatPostRef, type PostRef, parsePostRef } from '../../store/post-ref.ts';
import { feelingsOf, threadOf } from '../../store/threads.ts';
import { csvFile } from '../csv.ts';
import type { WebDeps } from '../deps.ts';
import { mentionUrl } from '../layout/mention-item.ts';
import { brandName } from '../layout/names.ts';
import { page } from '../layout/page.ts';
import { labelChip, time } from '../layout/parts.ts';
import { marked } from '../layout/quote.ts';
import { may, type Reader } from '../reader.ts';
import { missing, show } from '../respond.ts';
import type { Routes } from '../routes.ts';
import { FEED_WORDS } from '../words/feed.ts';
import { MENTION_WORDS } from '../words/mention.ts';
import { WrongRequest } from '../wrong.ts';
import { keptPages } from './fetched.ts';
import { engagementChart, engagementRows } from './mention-engagement.ts';
import { correctionPanel, readingPanel, whyPanel } from './mention-reading.ts';
import { threadPanel } from './mention-thread.ts';

/** Posts of a thread that are shown. */
const MOST_THREAD = 40;
const LONGEST_TITLE = 120;

export function serveMention(routes: Routes, deps: WebDeps): void {
  routes.get('/mentions/:brand/:ref', 'reader', async (c, reader) =>
    show(c, reader, await mentionPage(deps, reader, c.req.param('brand') ?? '', c.req.param('ref') ?? '')),
  );
  routes.get('/mentions/:brand/:ref/engagement.csv', 'reader', async (c, reader) => {
    const ref = refIn(c.req.param('ref') ?? '');
    const mention = await findMention(deps.store.db, c.req.param('brand') ?? '', ref);
    if (mention === null) return missing(c, reader);
    const rows = engagementRows(await readingsOf(deps.store.db, ref));
    return csvFile(c, `mention-${formatPostRef(ref)}-engagement`, rows);
  });
  routes.post('/mentions/:brand/:ref/correct', 'responder', async (c, reader) => {
    const brand = c.req.param('brand') ?? '';
    const ref = refIn(c.req.param('ref') ?? '');
    const { verdict: said } = await c.req.parseBody();
    const verdict = said === 'undo' ? null : CORRECTIONS.find((one) => one === said);
    if (verdict === undefined)
      throw new WrongRequest(
        `verdict: must be undo or one of ${CORRECTIONS.join(', ')}`,
        `verdict：须为 undo 或 ${CORRECTIONS.join('、')} 之一`,
      );
    const request = { brand, ref, verdict, by: reader.user?.id ?? LOCAL };
    const result = await correct(deps.store, request, deps.clock.now());
    if (result === 'unknown') return missing(c, reader);
    return c.redirect(mentionUrl({ brand, ...ref }).href, 303);
  });
}

function refIn(word: string): PostRef {
  try {
    return parsePostRef(word);
  } catch (error) {
    if (!(error instanceof EarshotError)) throw error;
    throw new WrongRequest(error.message, `${JSON.stringify(word)} 不是帖子编号；编号形如 202611-42`);
  }
}

/** Null where there is none. */
async function mentionPage(deps: WebDeps, reader: Reader, brand: string, ref: string): Promise<string | null> {
  const { db } = deps.store;
  const where = refIn(ref);
  const mention = await findMention(db, brand, where);
  if (mention === null) return null;
  const readings = await readingsOf(db, where);
  const feelings = await feelingsOf(db, where);
  const corrections = await correctionsOf(db, brand, where);
  const thread = await threadOf(db, where, MOST_THREAD);
  const kept = await keptPages(deps, reader, where);
  const words = MENTION_WORDS[reader.language];
  const name = mention.authorName === null ? deps.siteNames(mention.site) : clip(mention.authorName, 40);
  return page(
    reader,
    clip(mention.title?.trim() || mention.text.trim() || name, LONGEST_TITLE),
    html`<div class="aside"><div>
${postPanel(deps, reader, mention)}
${thread.length > 1 && threadPanel(reader, mention, thread)}
${readings.length > 1 && html`<section class="panel"><div class="panel-head"><h2>${words.engagement}</h2><span class="soft">${words.engagementLead}</span></div>${engagementChart(reader, readings, localUrl(`${mentionUrl(mention).href}/engagement.csv`))}</section>`}
</div><div>
${readingPanel(deps, reader, mention, feelings, corrections)}
${may(reader, 'responder') && correctionPanel(reader, mention, corrections)}
${whyPanel(reader, mention)}
${storyPanel(reader, mention)}
<section class="panel">${kept ?? html`<h2>${reader.words.kept}</h2><p class="soft">${words.noKept}</p>`}</section>
</div></div>`,
    {
      crumb: html`<a href="${localUrl(`/mentions?brand=${encodeURIComponent(brand)}`)}"><bdi>${brandName(deps.brands, brand)}</bdi> · ${reader.words.feed}</a>`,
    },
  );
}

function postPanel(deps: WebDeps, reader: Reader, mention: ListedMention): Html {
  const words = MENTION_WORDS[reader.language];
  const feed = FEED_WORDS[reader.language];
  const { format } = reader;
  const { title, text, replyText, replyAt, ratingValue, ratingBest, followers, authorKey, brand } = mention;
  const original = webUrl(mention.url);
  const spans: Span[] = [...mention.intents, ...mention.aspects].map(({ evidence }) => evidence);
  const counters = (['likes', 'replies', 'reposts', 'views'] as const).flatMap((counter) => {
    const count = mention[counter];
    return count === null ? [] : [html`<span>${format.integer(count)} ${words.counters[counter]}</span>`];
  });
  const more = new URLSearchParams({ brand, author: authorKey ?? '', everyone: 'true' });
  return html`<section class="panel"><h2 class="sr">${words.published}</h2>
<p class="soft line">${labelChip(reader, mention.label)}<span><bdi>${deps.siteNames(mention.site)}</bdi> · ${feed.kinds[mention.kind]}</span>
<span><bdi>${mention.authorName}</bdi>${followers !== null && html` · ${feed.followers(format.compact(followers))}`}</span>${time(reader, mention.occurredAt)}${
    ratingValue !== null &&
    html`<span>${feed.rated(format.decimal(ratingValue), format.decimal(ratingBest ?? 5))}</span>`
  }</p>
${mention.deletedAt && html`<p class="notice warning">${reader.words.deleted} ${time(reader, mention.deletedAt)}</p>`}
<div class="post" dir="auto">${title && html`<p class="text"><strong><bdi>${title}</bdi></strong></p>`}
<p class="text"><bdi>${marked(text, spans)}</bdi></p></div>
<p class="soft line">${join(counters)}</p>
<p class="soft line">${original ? html`<a href="${original}" rel="noreferrer nofollow">${words.source}</a>` : html`<span>${words.noSource}</span>`}${
    authorKey !== null && html`<a href="${localUrl(`/mentions?${more}`)}">${words.moreOf}</a>`
  }<span>${words.seen} ${time(reader, mention.firstSeenAt)}</span>${mention.target !== null && html`<span>${words.target} <bdi>${mention.target}</bdi></span>`}</p>
${replyText && html`<h3>${reader.words.answer}${replyAt && html` <span class="soft">${time(reader, replyAt)}</span>`}</h3><blockquote dir="auto"><bdi>${replyText}</bdi></blockquote>`}</section>`;
}

function storyPanel(reader: Reader, { brand, storyId, copies }: ListedMention): Html {
  const words = MENTION_WORDS[reader.language];
  const query = new URLSearchParams({ brand, story: String(storyId), everyone: 'true', fold: 'no' });
  return html`<section class="panel"><h2>${words.story}</h2>${
    copies > 1
      ? html`<p><a href="${localUrl(`/mentions?${query}`)}">${words.storyOf(reader.format.integer(copies))}</a></p>`
      : html`<p class="soft">${words.alone}</p>`
  }</section>`;
}
