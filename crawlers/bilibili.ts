/**
 * Bilibili (哔哩哔哩): the comments below videos, with the answers to them, and the videos' own counters.
 *
 * Verified against: the community's documentation of `x/v2/reply` (bilibili-API-collect) with its whole recorded answer of
 * 2022, field by field (`page`, `replies`, `hots`, `upper.top`, `member`, `content`, `parent_str` "0" for a first comment);
 * `x/v2/reply/reply` and `x/web-interface/view` against its tables.
 * Robots and terms: that documentation lists an account's cookie for the comments; without one they were open until
 * recently, and public notes of autumn 2026 say that only the first three comments are shown then. Earshot logs in
 * nowhere: what is shown is what it reads. Heavy readers get −352 or −412, which counts as blocked. Keep the rate low.
 *
 * A video's id is `avNUMBER` (BV names are converted), a comment's its `rpid`.
 */
import * as c from '../src/crawl/contract.ts';

const API = 'https://api.bilibili.com';
type Fields = Readonly<Record<string, unknown>>;

export default c.defineCrawler({
  title: 'Bilibili 哔哩哔哩',
  homepage: 'https://www.bilibili.com/',
  render: 'http',
  robots: 'obey',
  site: 'bilibili',
  options: c.z.strictObject({
    videos: c.z
      .array(c.z.string().regex(/^(?:av\d+|BV[0-9A-Za-z]{10})$/, 'must be as in BV17x411w7KC or av170001'))
      .min(1)
      .describe('Videos whose comments are read.'),
    answers: c.z.boolean().default(true).describe('Also read the answers to comments.'),
  }),
  requests: ({ videos }) =>
    videos
      .map(aidOf)
      .flatMap((aid) => [
        { url: `${API}/x/web-interface/view?aid=${aid}` },
        { url: `${API}/x/v2/reply?type=1&oid=${aid}&sort=0&ps=20&pn=1` },
      ]),
  refresh: (posts) =>
    posts.flatMap(({ id }) =>
      id.startsWith('av') ? [{ url: `${API}/x/web-interface/view?aid=${id.slice(2)}`, post: id }] : [],
    ),
  parse: (page, { options }) => {
    const body = c.record(page.json());
    const data = c.record(body.data);
    const code = body.code;
    if (code === undefined) throw new c.ParseError('this is no answer of Bilibili: no "code"');
    if (code !== 0) return refused(Number(code), c.string(body.message) ?? '', page.url);
    if (data.bvid !== undefined && data.title !== undefined)
      return { posts: [videoPost(data)], expected: ['title', 'published_at'] };
    if (!('replies' in data)) throw new c.ParseError('this is no list of comments of Bilibili');
    const oid = c.queryOf(page.url, 'oid');
    const lists = [data.replies, data.hots, data.top_replies, [c.at(data, 'upper.top')]];
    const found = lists.flatMap(c.records);
    const posts = c.uniqueById(found.flatMap((reply) => replyPosts(reply, oid)));
    const total = c.parseNumber(c.string(c.at(data, 'page.count'))) ?? 0;
    const size = c.parseNumber(c.string(c.at(data, 'page.size'))) ?? 20;
    const number = c.parseNumber(c.string(c.at(data, 'page.num'))) ?? 1;
    const more = c.records(data.replies).length > 0 && number * size < total;
    // A comment shows up to three answers; where there are more, they have pages of their own.
    const deep = options.answers
      ? found.filter((reply) => (c.parseNumber(c.string(reply.rcount)) ?? 0) > c.list(reply.replies).length)
      : [];
    return {
      posts,
      next: [
        ...(more ? [{ url: c.withQuery(page.url, { pn: number + 1 }) }] : []),
        ...deep.flatMap((reply) => {
          const id = idOf(reply);
          if (id === null) return [];
          const type = c.string(reply.type) ?? '1';
          const url = c.withQuery(`${API}/x/v2/reply/reply`, {
            type,
            oid: c.string(reply.oid) ?? oid,
            root: id,
            ps: 20,
            pn: 1,
          });
          return [{ url, when: 'always' as const, repliesOf: id }];
        }),
      ],
      expected: ['text', 'author.name', 'published_at'],
    };
  },
});

function refused(code: number, message: string, url: string): c.ParseResult {
  // −404, 62002: the video is gone; 12002, 12061: its comments are closed.
  const aid = c.queryOf(url, 'aid');
  if (code === -404 || code === 62002 || code === 62004)
    return { posts: [], ...(aid === null ? {} : { gone: [`av${aid}`] }) };
  if (code === 12002 || code === 12061 || code === 12009) return { posts: [] };
  if ([-352, -412, -401, -403, -509, -799, -101].includes(code))
    return { posts: [], blocked: `Bilibili answers ${code} ${message}`.trim() };
  throw new c.ParseError(`Bilibili answers ${code} ${message}`.trim());
}

const idOf = (reply: Fields) => c.string(reply.rpid_str) ?? c.string(reply.rpid);

function replyPosts(reply: Fields, about: string | null): c.PostInput[] {
  const id = idOf(reply);
  const message = c.string(c.at(reply, 'content.message'));
  if (id === null || message === null) return [];
  const oid = c.string(reply.oid_str) ?? c.string(reply.oid) ?? about;
  // 1 is a video; articles (12), posts (11, 17) and others are named by their kind.
  const type = c.string(reply.type) ?? '1';
  const subject = oid === null ? null : type === '1' ? `av${oid}` : `${type}/${oid}`;
  const parent = c.string(reply.parent_str) ?? c.string(reply.parent);
  const member = c.record(reply.member);
  const verified = c.parseNumber(c.string(c.at(member, 'official_verify.type')));
  const post: c.PostInput = {
    id,
    kind: 'comment',
    url: type === '1' && oid !== null ? `https://www.bilibili.com/video/av${oid}#reply${id}` : null,
    author: {
      name: c.string(member.uname),
      id: c.string(member.mid) ?? c.string(reply.mid),
      verified: verified === null ? null : verified >= 0,
    },
    text: c.tidy(message),
    published_at: c.parseNumber(c.string(reply.ctime)),
    engagement: { likes: c.parseNumber(c.string(reply.like)), replies: c.parseNumber(c.string(reply.rcount)) },
    parent: parent === null || parent === '0' ? subject : parent,
    root: subject,
  };
  return [post, ...c.records(reply.replies).flatMap((answer) => replyPosts(answer, oid))];
}

function videoPost(video: Fields): c.PostInput {
  const aid = c.string(video.aid) ?? aidOf(c.string(video.bvid) ?? '');
  const count = (name: string) => c.parseNumber(c.string(c.at(video, `stat.${name}`)));
  return {
    id: `av${aid}`,
    kind: 'post',
    url: `https://www.bilibili.com/video/${c.string(video.bvid)}`,
    author: { name: c.string(c.at(video, 'owner.name')), id: c.string(c.at(video, 'owner.mid')) },
    title: c.string(video.title),
    text: c.tidy(c.string(video.desc) ?? ''),
    published_at: c.parseNumber(c.string(video.pubdate)),
    engagement: { likes: count('like'), replies: count('reply'), reposts: count('share'), views: count('view') },
  };
}

const ALPHABET = 'FcwAPNKTMug3GV5Lj7EJnHpWsx4tb8haYeviqBz6rkCy12mUSDQX9Rdo';

/** The number of a video named `av170001` or `BV17x411w7KC`. */
function aidOf(name: string): string {
  if (/^av\d+$/i.test(name)) return name.slice(2);
  const digits = [...name];
  for (const [a, b] of [
    [3, 9],
    [4, 7],
  ] as const)
    [digits[a], digits[b]] = [digits[b] ?? '', digits[a] ?? ''];
  const number = digits.slice(3).reduce((sum, digit) => sum * 58n + BigInt(Math.max(0, ALPHABET.indexOf(digit))), 0n);
  return String((number & ((1n << 51n) - 1n)) ^ 23_442_827_791_579n);
}
