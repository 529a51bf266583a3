/** The forum: an empty page and a script that fetches the threads and shows them. Without JavaScript there is nothing. */
import { countAt, type TownPost } from '../posts.ts';
import { localIso, type Shelf, sliceOf } from './shelf.ts';
import { type Answer, htmlPage } from './site.ts';

const PAGE_SIZE = 40;

export function forumSite(shelf: Shelf): (url: URL, now: number) => Answer | null {
  return (url, now) => {
    const { pathname, searchParams } = url;
    const id = /^\/t\/(\w+)$/.exec(pathname)?.[1];
    if (pathname === '/' || pathname === '/board' || (id !== undefined && shelf.get(id, now) !== null)) return SHELL;
    if (pathname === '/app.js') return { type: 'js', body: SCRIPT };
    if (pathname === '/api/threads') return threads(shelf, searchParams.get('before'), now);
    const post = shelf.get(/^\/api\/threads\/(\w+)$/.exec(pathname)?.[1] ?? '', now);
    return post === null ? null : json({ threads: [thread(post, now)], next: null });
  };
}

function threads(shelf: Shelf, before: string | null, now: number): Answer {
  const { posts, next } = sliceOf(shelf.all(), now, PAGE_SIZE, before);
  return json({ threads: posts.map((post) => thread(post, now)), next });
}

function thread(post: TownPost, now: number) {
  return {
    id: post.id,
    title: post.title,
    body: post.text,
    author: post.author.name,
    authorId: post.author.id,
    at: localIso(post.at),
    replies: countAt(post.comments, post, now),
    likes: countAt(post.likes, post, now),
  };
}

function json(value: object): Answer {
  return { type: 'json', body: JSON.stringify(value) };
}

const SHELL: Answer = {
  type: 'html',
  body: htmlPage('旅人茶座 Wayfarers', 'zh', '', '<main></main><script type="module" src="/app.js"></script>'),
};

/** Texts go into the page as text, never as markup. */
const SCRIPT = `
const add = (parent, tag, className, text) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  parent.append(element);
  return element;
};
const id = /^\\/t\\/(\\w+)$/.exec(location.pathname)?.[1];
const response = await fetch(id ? '/api/threads/' + id : '/api/threads' + location.search);
const { threads, next } = await response.json();
const main = document.querySelector('main');
add(main, 'h1', '', '旅人茶座 Wayfarers');
for (const thread of threads) {
  const item = add(main, 'article', 'thread');
  item.dataset.id = thread.id;
  const link = add(add(item, 'h2'), 'a', '', thread.title ?? '…');
  link.href = '/t/' + thread.id;
  const meta = add(item, 'p', 'meta');
  const author = add(meta, 'span', 'author', thread.author);
  author.dataset.id = thread.authorId;
  meta.append(' ');
  const time = add(meta, 'time', '', thread.at.slice(0, 16).replace('T', ' '));
  time.dateTime = thread.at;
  meta.append(' · ');
  add(meta, 'span', 'replies', thread.replies);
  meta.append(' 回复 · ');
  add(meta, 'span', 'likes', thread.likes);
  meta.append(' 赞');
  add(item, 'div', 'content', thread.body);
}
if (threads.length === 0) add(main, 'p', 'no-threads', '还没有帖子 No threads yet');
if (next) {
  const more = add(main, 'a', 'next', '更早 Older');
  more.href = '/board?before=' + next;
}
`;
