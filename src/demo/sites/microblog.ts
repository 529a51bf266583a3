/** The microblog: a JSON API with search, a list of what is shared most, and every status's shares; pages for people. */
import { countAt, sharesAt, type TownPost } from '../posts.ts';
import { localIso, type Shelf, sliceOf } from './shelf.ts';
import { type Answer, escaped, htmlPage } from './site.ts';

const PAGE_SIZE = 50;
const SHARES_PAGE = 200;
const HOT_SIZE = 30;
const HOT_MS = 48 * 3_600_000;
/** Shares from which a status is listed as hot. */
const HOT_SHARES = 5;

export function microblogSite(shelf: Shelf): (url: URL, now: number) => Answer | null {
  return (url, now) => {
    const { pathname, searchParams } = url;
    const query = searchParams.get('q') ?? '';
    const cursor = searchParams.get('cursor');
    if (pathname === '/') return home(shelf, now);
    if (pathname === '/api/search') return search(shelf, query, cursor, now);
    if (pathname === '/api/hot') return hot(shelf, query, now);
    const [, id = '', what] = /^\/api\/statuses\/(\d+)(\/shares)?$/.exec(pathname) ?? [];
    const post = shelf.get(id || (/^\/status\/(\d+)$/.exec(pathname)?.[1] ?? ''), now);
    if (post === null) return null;
    if (id === '') return { type: 'html', body: htmlPage(post.author.name, post.lang, '', article(post, now)) };
    return json(what === undefined ? status(post, now) : shares(post, cursor, now));
  };
}

function search(shelf: Shelf, query: string, cursor: string | null, now: number): Answer {
  const { posts, next } = sliceOf(found(shelf, query), now, PAGE_SIZE, cursor);
  return json({ statuses: posts.map((post) => status(post, now)), next_cursor: next });
}

/** What moves: statuses of the last two days that are shared, the newest first; this is where counters are re-read. */
function hot(shelf: Shelf, query: string, now: number): Answer {
  const recent = found(shelf, query).filter(({ at }) => at <= now && at > now - HOT_MS);
  const moving = recent.filter((post) => sharesAt(post.shares, now) >= HOT_SHARES);
  const most = moving.toSorted((a, b) => sharesAt(b.shares, now) - sharesAt(a.shares, now)).slice(0, HOT_SIZE);
  const statuses = most.sort((a, b) => b.at - a.at).map((post) => status(post, now));
  return json({ statuses, next_cursor: null });
}

function found(shelf: Shelf, query: string): readonly TownPost[] {
  const words = query.toLowerCase();
  return shelf.having(words, ({ text }) => text.toLowerCase().includes(words));
}

function status(post: TownPost, now: number) {
  const { id, author } = post;
  return {
    id,
    url: `/status/${id}`,
    created_at: localIso(post.at),
    text: post.text,
    lang: post.lang,
    user: { id: author.id, screen_name: author.name, followers_count: author.followers, verified: author.verified },
    reposts_count: sharesAt(post.shares, now),
    comments_count: countAt(post.comments, post, now),
    attitudes_count: countAt(post.likes, post, now),
    ...(post.parent !== null && { in_reply_to: { id: post.parent, root_id: post.root } }),
  };
}

/** Every share there is so far, oldest first: when, by whom of how many followers, seen through which other share. */
function shares(post: TownPost, cursor: string | null, now: number) {
  const from = Math.max(0, Number.parseInt(cursor ?? '0', 10) || 0);
  const count = sharesAt(post.shares, now);
  const to = Math.min(count, from + SHARES_PAGE);
  return {
    total: count,
    shares: post.shares.slice(from, to).map((share, i) => ({
      id: `${post.id}.${from + i}`,
      created_at: localIso(share.at),
      parent_id: share.parent === null ? post.id : `${post.id}.${share.parent}`,
      user: { followers_count: share.followers },
    })),
    next_cursor: to < count ? String(to) : null,
  };
}

function home(shelf: Shelf, now: number): Answer {
  const { posts } = sliceOf(shelf.all(), now, PAGE_SIZE, null);
  const body = `<h1>微语 Weiyu</h1>${posts.map((post) => article(post, now)).join('')}`;
  return { type: 'html', body: htmlPage('微语 Weiyu', 'zh', '', body) };
}

function article(post: TownPost, now: number): string {
  return (
    `<article><p class="meta"><b>${escaped(post.author.name)}</b> ` +
    `<a href="/status/${post.id}">${localIso(post.at).slice(0, 16).replace('T', ' ')}</a></p><p>${escaped(post.text)}</p>` +
    `<p class="meta">转发 ${sharesAt(post.shares, now)} 评论 ${countAt(post.comments, post, now)} ` +
    `赞 ${countAt(post.likes, post, now)}</p></article>`
  );
}

function json(value: object): Answer {
  return { type: 'json', body: JSON.stringify(value) };
}
