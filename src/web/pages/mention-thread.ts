/** What was said around a post, as far as it is stored. */
import { type Html, html, join, webUrl } from '../../notify/mail/html.ts';
import type { ListedMention } from '../../store/mention-list.ts';
import type { ThreadPost } from '../../store/threads.ts';
import { mentionUrl } from '../layout/mention-item.ts';
import { by, time } from '../layout/parts.ts';
import { quoted } from '../layout/quote.ts';
import type { Reader } from '../reader.ts';
import { FEED_WORDS } from '../words/feed.ts';
import { MENTION_WORDS } from '../words/mention.ts';

const SHOWN = 240;

export function threadPanel(reader: Reader, mention: ListedMention, thread: readonly ThreadPost[]): Html {
  const words = MENTION_WORDS[reader.language];
  const kinds = FEED_WORDS[reader.language].kinds;
  const depths = depthsOf(thread);
  const posts = thread.map((post) => {
    const here = post.postId === mention.postId;
    const brand = post.brands.includes(mention.brand) ? mention.brand : post.brands[0];
    const original = webUrl(post.url);
    const at = time(reader, post.occurredAt);
    const link = here
      ? html`<strong>${words.here}</strong>`
      : brand !== undefined
        ? html`<a href="${mentionUrl({ ...post, brand })}">${at}</a>`
        : original
          ? html`<a href="${original}" rel="noreferrer nofollow">${at}</a>`
          : at;
    return html`<li class="depth${String(Math.min(depths.get(post.externalId) ?? 0, 3))}"><p class="soft line"><span>${kinds[post.kind]}${by(post.authorName)}</span>${link}</p>
<p class="text" dir="auto"><bdi>${quoted(post.text, [], SHOWN)}</bdi></p></li>`;
  });
  return html`<section class="panel"><div class="panel-head"><h2>${words.thread}</h2><span class="soft">${words.threadLead}</span></div><ul class="list thread">${join(posts)}</ul></section>`;
}

/** How many answers deep each post stands; a parent that is not there counts as the beginning. */
function depthsOf(thread: readonly ThreadPost[]): Map<string, number> {
  const depths = new Map<string, number>();
  for (const { externalId, parent } of thread) {
    depths.set(externalId, parent === null ? 0 : (depths.get(parent) ?? 0) + 1);
  }
  return depths;
}
