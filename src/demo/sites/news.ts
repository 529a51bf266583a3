/** The news site: an RSS feed of its newest articles, and a page for each. */
import type { TownPost } from '../posts.ts';
import { localIso, type Shelf, sliceOf } from './shelf.ts';
import { type Answer, escaped, htmlPage } from './site.ts';

const FEED_SIZE = 60;

export function newsSite(shelf: Shelf): (url: URL, now: number) => Answer | null {
  return (url, now) => {
    const { pathname } = url;
    const { posts } = sliceOf(shelf.all(), now, FEED_SIZE, null);
    if (pathname === '/feed.xml') return feed(posts, url.origin);
    if (pathname === '/') {
      return { type: 'html', body: htmlPage('长街报 Long Street', 'zh', '', posts.map(article).join('')) };
    }
    const post = shelf.get(/^\/article\/(\w+)$/.exec(pathname)?.[1] ?? '', now);
    return post === null ? null : { type: 'html', body: htmlPage(post.title ?? '', post.lang, '', article(post)) };
  };
}

function feed(posts: readonly TownPost[], origin: string): Answer {
  const items = posts.map((post) => {
    const url = `${origin}/article/${post.id}`;
    return (
      `<item><title>${escaped(post.title ?? '')}</title><link>${url}</link><guid isPermaLink="false">${post.id}</guid>` +
      `<pubDate>${new Date(post.at).toUTCString()}</pubDate><dc:creator>${escaped(post.author.name)}</dc:creator>` +
      `<dc:language>${post.lang}</dc:language><description>${escaped(post.text)}</description></item>`
    );
  });
  const body =
    '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>' +
    `<title>长街报 Long Street</title><link>${origin}/</link><description>旅游与消费 Travel and trade</description>` +
    `${items.join('')}</channel></rss>`;
  return { type: 'rss', body, ...(posts[0] !== undefined && { changedAt: posts[0].at }) };
}

function article(post: TownPost): string {
  return (
    `<article><h2><a href="/article/${post.id}">${escaped(post.title ?? '')}</a></h2>` +
    `<p class="meta">${escaped(post.author.name)}, ${localIso(post.at).slice(0, 16).replace('T', ' ')}</p>` +
    `<p>${escaped(post.text)}</p></article>`
  );
}
