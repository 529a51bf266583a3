/** A mention in a list: what was said, by whom, where and when, and how it was read. */
import type { Span } from '../../model.ts';
import { type Html, html, join, localUrl, type Url, webUrl } from '../../notify/mail/html.ts';
import { LABELS } from '../../notify/words/labels.ts';
import { spansOf } from '../../pipeline/search.ts';
import type { Search } from '../../store/mention-filter.ts';
import type { ListedMention } from '../../store/mention-list.ts';
import { formatPostRef } from '../../store/post-ref.ts';
import type { Reader } from '../reader.ts';
import { FEED_WORDS } from '../words/feed.ts';
import { by, labelChip, time } from './parts.ts';
import { marked, quoted } from './quote.ts';

/** Characters of a text in a list. */
const SHOWN = 320;

export interface ItemOptions {
  readonly siteName: string;
  /** Where the copies are listed; null: they are not folded here. */
  readonly copies: Url | null;
  /** What is marked. */
  readonly search?: Search | undefined;
}

/** The page of a mention. */
export function mentionUrl(mention: Pick<ListedMention, 'brand' | 'month' | 'postId'>): Url {
  return localUrl(`/mentions/${encodeURIComponent(mention.brand)}/${formatPostRef(mention)}`);
}

export function mentionItem(reader: Reader, mention: ListedMention, options: ItemOptions): Html {
  const words = FEED_WORDS[reader.language];
  const { search, copies, siteName } = options;
  const original = webUrl(mention.url);
  const { title, text, followers, ratingValue, ratingBest } = mention;
  const evidence: Span[] = mention.intents.map((finding) => finding.evidence);
  const spans = search === undefined ? evidence : spansOf(text, search);
  return html`<li class="mention"><p class="soft line">${labelChip(reader, mention.label)}<span><bdi>${siteName}</bdi>${by(mention.authorName)}${
    followers !== null && followers > 0 && html` · ${words.followers(reader.format.compact(followers))}`
  }</span><a href="${mentionUrl(mention)}">${time(reader, mention.occurredAt)}</a>${
    ratingValue !== null &&
    html`<span>${words.rated(reader.format.decimal(ratingValue), reader.format.decimal(ratingBest ?? 5))}</span>`
  }${mention.uncorrected !== null && html`<span class="chip quiet">${words.corrected}</span>`}${
    original && html`<a href="${original}" rel="noreferrer nofollow">${reader.words.original}</a>`
  }</p>
${title && html`<p class="text" dir="auto"><strong><bdi>${marked(title, search === undefined ? [] : spansOf(title, search))}</bdi></strong></p>`}
<p class="text" dir="auto"><bdi>${quoted(text, spans, SHOWN)}</bdi></p>
<p class="soft line">${findings(reader, mention)}${
    copies !== null &&
    mention.copies > 1 &&
    html`<a href="${copies}">${words.copies(reader.format.integer(mention.copies - 1))}</a>`
  }</p></li>`;
}

/** What it is about, and what its writer will do. */
function findings({ language }: Reader, { aspects, intents }: ListedMention): Html {
  const labels = LABELS[language];
  const names = [
    ...new Set([
      ...aspects.map(({ aspect }) => labels.aspect[aspect] ?? aspect),
      ...intents.map(({ intent }) => labels.intent[intent]),
    ]),
  ];
  return join(names.map((name) => html`<span class="chip quiet"><bdi>${name}</bdi></span>`));
}
