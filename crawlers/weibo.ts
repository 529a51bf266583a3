/**
 * Weibo (微博): search, users' timelines, single posts, comments and reposts, from the JSON of m.weibo.cn and the HTML of
 * weibo.cn. The two name posts differently (`HyTZc60ew` is 4383183661430868); posts are kept under the number.
 *
 * Verified against: recorded answers of m.weibo.cn (`container/getIndex`, `comments/show`, `statuses/show`,
 * `statuses/extend`, 2019) and recorded pages of weibo.cn (timeline, comments, 2020 and 2025); `comments/hotflow`,
 * `hotFlowChild`, `repostTimeline` and search cards against their documented shapes.
 * Robots and terms: both hosts ask visitors to log in for more and more pages, and their robots.txt may refuse crawlers;
 * then the outcome is `blocked` or `refused`, never a way around it. Saved pages and exports can always be brought in.
 *
 * Times are China's, whatever the target's zone.
 */
import * as c from '../src/crawl/contract.ts';

const API = 'https://m.weibo.cn';
const ORDERS = { latest: 61, hot: 60, all: 1 } as const;
type Fields = Readonly<Record<string, unknown>>;

export default c.defineCrawler({
  title: 'Weibo 微博',
  homepage: 'https://m.weibo.cn/',
  render: 'http',
  robots: 'obey',
  site: 'weibo',
  options: c.z.strictObject({
    search: c.z.array(c.z.string().min(1)).default([]).describe("Words to search for; the brands' terms unless given."),
    order: c.z.enum(['latest', 'hot', 'all']).default('latest').describe('Order of search results.'),
    users: c.z.array(c.z.string().regex(/^\d+$/)).default([]).describe('Ids of users whose posts are read.'),
    posts: c.z
      .array(c.z.string().min(1))
      .default([])
      .describe('Posts (number or short name) whose comments and reposts are read.'),
    comments: c.z.boolean().default(false).describe('Also read the comments of every post found.'),
    reposts: c.z.boolean().default(false).describe('Also read the reposts of every post found.'),
  }),
  requests: ({ search, order, users, posts }, { query }) => {
    const words = search.length + users.length + posts.length > 0 ? search : query;
    const index = (containerid: string) => c.withQuery(`${API}/api/container/getIndex`, { containerid });
    const urls = [
      ...words.map((q) => c.withQuery(index(`100103type=${ORDERS[order]}&q=${q}&t=`), { page_type: 'searchall' })),
      ...users.map((uid) => index(`107603${uid}`)),
      ...posts.map(numberOf).flatMap((id) => [showUrl(id), commentsUrl(id), repostsUrl(id)]),
    ];
    return urls.map((url) => ({ url }));
  },
  // A comment's own address carries `cid`; the site re-reads posts one by one, and comments not at all.
  refresh: (posts) =>
    posts.filter(({ url }) => !url?.includes('cid=')).map(({ id }) => ({ url: showUrl(id), post: id })),
  parse: (page, { now, options }) => {
    const json = /^\s*[[{]/.test(page.text());
    const when: When = (id, written) => timeOf(id, written, now);
    const result = json ? readJson(page.url, c.record(page.json()), when) : readHtml(page, when);
    const listed = result.list ? result.posts.filter((post) => post.kind === 'post' && post.parent === undefined) : [];
    const cut = result.posts.filter(({ truncated }) => truncated).map(({ id }) => id);
    const besides = (ids: readonly (string | number)[], url: (id: string | number) => string) =>
      ids.map((id) => ({ url: url(id), when: 'always' as const, repliesOf: id }));
    const ids = (counter: 'replies' | 'reposts') =>
      listed.filter(({ engagement }) => engagement?.[counter]).map(({ id }) => id);
    return {
      posts: c.uniqueById(result.posts),
      next: [
        ...(result.next ? [{ url: result.next }] : []),
        ...cut.map((id) => ({ url: showUrl(id), when: 'always' as const, wholeOf: id, post: id })),
        ...besides(options.comments ? ids('replies') : [], commentsUrl),
        ...besides(options.reposts ? ids('reposts') : [], repostsUrl),
      ],
      ...(result.blocked ? { blocked: result.blocked } : {}),
      ...(result.gone?.length ? { gone: result.gone } : {}),
      expected: ['text', 'author.name', 'published_at'],
    };
  },
});

interface Read {
  posts: c.PostInput[];
  next?: string | null;
  gone?: string[];
  blocked?: string;
  list?: boolean;
}
type When = (id: string, written: string | null) => Date | string | null;

/** How a list ends a text of which it shows only the beginning. */
const CUT = /\s*(?:\.{3}|…)\s*全文$/;
const LOGIN = 'Weibo asks to log in';
const statusUrl = (id: string) => `${API}/status/${c.toBase62(id) ?? id}`;
const showUrl = (id: string | number) => `${API}/statuses/show?id=${id}`;
const commentsUrl = (id: string | number) => `${API}/comments/hotflow?id=${id}&mid=${id}&max_id_type=0`;
const repostsUrl = (id: string | number) => `${API}/api/statuses/repostTimeline?id=${id}&page=1`;
const commentUrl = (post: string | null, id: string) => (post === null ? null : `${API}/detail/${post}?cid=${id}`);
const count = (value: unknown) => c.parseNumber(c.string(value));

/** The number of a post named by number or short name. */
function numberOf(name: string): string {
  return /^\d{12,}$/.test(name) ? name : (c.fromBase62(name) ?? name);
}

/** The post an address is about. */
function subjectOf(url: string): string | null {
  const path = /\/(?:status|detail|comment|repost)\/(\w+)/.exec(url)?.[1];
  const name = c.queryOf(url, 'id') ?? c.queryOf(url, 'mid') ?? path;
  return name ? numberOf(name) : null;
}

/**
 * When a post was published, as written; where only a day or nothing is written, as its number says: all but its last
 * 22 bits are seconds since 2 May 1986 (checked on 35 recorded posts and comments of 2019 to 2025).
 */
function timeOf(id: string, written: string | null, now: Date): Date | string | null {
  const coarse = written === null || /^(?:\d{4}-)?\d\d?-\d\d?$/.test(written);
  if (coarse && /^\d{16,17}$/.test(id)) return new Date((Number(BigInt(id) >> 22n) + 515_483_463) * 1000);
  return c.parseDate(written, { now, timezone: 'Asia/Shanghai' }) ?? written;
}

function readJson(url: string, body: Fields, when: When): Read {
  const data = c.record(body.data);
  const subject = subjectOf(url);
  const cards = mblogs(data.cards);
  const single = [data, body].filter((each) => each.text !== undefined && each.user);
  const statuses = [...cards, ...c.records(data.list), ...c.records(data.statuses), ...single];
  const entries = [data.data, data.hot_data, body.data, data.rootComment, body.rootComment].flatMap(c.records);
  if (statuses.length + entries.length === 0) return readNothing(body, subject, when);

  const reposts = entries.filter((entry) => entry.reposts_count !== undefined || entry.retweeted_status !== undefined);
  const posts: c.PostInput[] = [];
  const gone: string[] = [];
  for (const status of [...statuses, ...reposts]) {
    const original = c.record(status.retweeted_status);
    const originalId = c.string(original.id);
    const parent = originalId ?? (reposts.includes(status) ? subject : null);
    const post = statusPost(status, when, !single.includes(status));
    posts.push(parent === null ? post : { ...post, parent, root: parent });
    if (originalId === null) continue;
    if (original.user) posts.push(statusPost(original, when, true));
    else if (/被.{0,6}删除/.test(c.string(original.text) ?? '')) gone.push(originalId);
  }
  for (const entry of entries) if (!reposts.includes(entry)) posts.push(...commentPosts(entry, subject, null, when));
  return { posts, gone, list: cards.length > 0, next: nextUrl(url, data, body, cards.length > 0) };
}

/** An answer without posts: an empty list, a refusal, a deleted post, the rest of a long text, or something else. */
function readNothing(body: Fields, subject: string | null, when: When): Read {
  const data = c.record(body.data);
  const message = c.string(body.msg) ?? c.string(body.message) ?? '';
  if (body.ok === -100 || /passport\.weibo/.test(c.string(body.url) ?? '')) return { posts: [], blocked: LOGIN };
  if (subject !== null && longText(data) !== null) return { posts: [statusPost({ ...data, id: subject }, when)] };
  if (/登录|登陆|频繁|验证|异常|系统繁忙/.test(message)) return { posts: [], blocked: message };
  if (subject !== null && /不存在|删除|不可见|权限|屏蔽/.test(message)) return { posts: [], gone: [subject] };
  const empty = [data.cards, data.data, data.list, body.data].some(Array.isArray) || /没有|暂无|还没/.test(message);
  if (empty && body.ok !== undefined) return { posts: [] };
  throw new c.ParseError(`this is no answer of Weibo${message === '' ? '' : `: ${message}`}`);
}

function nextUrl(url: string, data: Fields, body: Fields, cards: boolean): string | null {
  const since = c.string(c.at(data, 'cardlistInfo.since_id'));
  if (cards && since !== null) return c.withQuery(url, { since_id: since });
  const page = c.string(c.at(data, 'cardlistInfo.page'));
  if (cards) return page === null ? null : c.withQuery(url, { page });
  const cursor = c.string(data.max_id ?? body.max_id);
  const type = c.string(data.max_id_type ?? body.max_id_type) ?? 0;
  if (cursor !== null) return cursor === '0' ? null : c.withQuery(url, { max_id: cursor, max_id_type: type });
  const current = Number(c.queryOf(url, 'page') ?? 1);
  return current < (count(data.max) ?? 0) ? c.withQuery(url, { page: current + 1 }) : null;
}

/** Posts in a list of cards, groups of cards opened, advertisements put in by the site left out. */
function mblogs(cards: unknown): Fields[] {
  return c.records(cards).flatMap((card) => {
    const mblog = c.record(card.mblog);
    return [...(mblog.user && mblog.promotion === undefined ? [mblog] : []), ...mblogs(card.card_group)];
  });
}

const idOf = (status: Fields) => c.string(status.id) ?? c.string(status.mid) ?? c.string(status.idstr) ?? '';
const longText = (status: Fields) =>
  c.string(c.at(status, 'longText.longTextContent')) ?? c.string(status.longTextContent);

/** `listed`: as a list shows it, where a long text is cut even if it does not say so. */
function statusPost(status: Fields, when: When, listed = false): c.PostInput {
  const id = idOf(status);
  const shown = c.htmlToText(c.string(status.text));
  const cut = longText(status) === null && (CUT.test(shown) || (listed && status.isLongText === true));
  const seen = `${c.string(status.obj_ext)} ${c.string(c.at(status, 'page_info.play_count'))}`;
  return {
    id,
    kind: 'post',
    url: statusUrl(id),
    author: authorOf(status),
    text: c.htmlToText(longText(status)) || shown.replace(CUT, '…'),
    ...(cut && { truncated: true }),
    published_at: when(id, c.string(status.created_at)),
    edited_at: c.string(status.edit_at),
    engagement: {
      likes: count(status.attitudes_count),
      replies: count(status.comments_count),
      reposts: count(status.reposts_count),
      views: count(status.reads_count) ?? count(/([\d.]+[万亿]?)次(?:观看|播放)/.exec(seen)?.[1]),
    },
  };
}

/** A comment and the answers shown below it. */
function commentPosts(comment: Fields, subject: string | null, above: string | null, when: When): c.PostInput[] {
  const id = c.string(comment.id);
  if (id === null || !comment.user) return [];
  const top = c.string(comment.rootid);
  const answered = c.string(c.at(comment, 'reply_comment.id')) ?? c.string(comment.reply_id) ?? above;
  const post: c.PostInput = {
    id,
    kind: 'comment',
    url: commentUrl(subject, id),
    author: authorOf(comment),
    text: c.htmlToText(c.string(comment.text)),
    published_at: when(id, c.string(comment.created_at)),
    engagement: { likes: count(comment.like_count ?? comment.like_counts), replies: count(comment.total_number) },
    parent: answered ?? (top === null || top === id ? subject : top),
    root: subject,
  };
  return [post, ...c.records(comment.comments).flatMap((answer) => commentPosts(answer, subject, id, when))];
}

function authorOf(post: Fields) {
  const user = c.record(post.user);
  const followers = count(user.followers_count);
  return { name: c.string(user.screen_name), id: c.string(user.id), followers, verified: c.boolean(user.verified) };
}

function readHtml(page: c.Page, when: When): Read {
  // The phone page of one post carries it as JSON.
  const embedded = /\$render_data\s*=\s*(\[[\s\S]+?\])\[0\]/.exec(page.text())?.[1];
  if (embedded)
    return readJson(page.url, { ok: 1, data: c.at(c.parseLenientJson(embedded).values, '[0][0].status') }, when);
  const $ = c.htmlOf(page);
  const wap = c.readWapMicroblog($, page.url);
  if (wap === null) {
    if (/登录|通行证|Visitor System/i.test($('title').text())) return { posts: [], blocked: LOGIN };
    throw new c.ParseError('no posts or comments of weibo.cn on this page');
  }
  const named = $('input[name="id"]').attr('value');
  const subject = subjectOf(page.url) ?? (named ? numberOf(named) : null);
  const posts = wap.items.flatMap((item): c.PostInput[] => {
    const id = item.kind === 'comment' ? item.id : item.id === '' ? subject : numberOf(item.id);
    if (id === null) return [];
    const parent = item.kind === 'post' ? (item.shares === undefined ? null : numberOf(item.shares)) : subject;
    const post: c.PostInput = {
      id,
      kind: item.kind === 'comment' ? 'comment' : 'post',
      url: item.kind === 'comment' ? commentUrl(subject, id) : statusUrl(id),
      author: item.author,
      text: item.text,
      ...(item.truncated && { truncated: true }),
      published_at: when(id, item.time),
      engagement: item.engagement,
    };
    return [parent === null ? post : { ...post, parent, root: item.kind === 'post' ? parent : subject }];
  });
  return { posts, next: wap.next, list: wap.items.some(({ kind }) => kind === 'post') };
}
