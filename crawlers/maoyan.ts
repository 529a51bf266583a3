/**
 * Maoyan (猫眼): viewers' comments on films, newest first.
 *
 * Verified against: the fields that a dozen public clients of 2018–2022 read from the two answers
 * (`review/v2/comments.json`: `data.comments`, `paging.hasMore`, times in milliseconds, `ts` as a cursor;
 * `mmdb/comments/movie/ID.json` before: `cmts`, `hcmts`, `startTime`), and notes of autumn 2026 on the first one's present
 * address, its limit of 20 and its cursor. No recorded page was at hand: try it before you rely on it.
 * Robots and terms: the phone page's open data, without an account. A check page counts as blocked.
 *
 * Scores are 0 to 10 in the newer answer, half stars 0 to 5 in the older one. Times are China's.
 */
import * as c from '../src/crawl/contract.ts';

const PAGE = 15;
/** The older list ends here. */
const LAST_OFFSET = 1_000;
type Fields = Readonly<Record<string, unknown>>;

export default c.defineCrawler({
  title: 'Maoyan film comments 猫眼',
  homepage: 'https://m.maoyan.com/',
  render: 'http',
  robots: 'obey',
  site: 'maoyan',
  options: c.z.strictObject({
    movies: c.z
      .array(c.z.string().regex(/^\d+$/, "must be the number in the film's address"))
      .min(1)
      .describe('Numbers of the films.'),
  }),
  requests: ({ movies }) =>
    movies.map((movieId) => ({
      url: c.withQuery('https://m.maoyan.com/apollo/apolloapi/review/v2/comments.json', {
        movieId,
        userId: -1,
        offset: 0,
        limit: PAGE,
        ts: 0,
        type: 3,
      }),
    })),
  parse: (page, { now }) => {
    const text = page.text();
    if (/verify\.maoyan|yoda|验证中心/i.test(text.slice(0, 5_000)) && !/^\s*\{/.test(text)) {
      return { posts: [], blocked: 'Maoyan shows a check' };
    }
    const body = c.record(page.json());
    const data = c.record(body.data);
    const lists = [data.comments, data.hotComments, body.cmts, body.hcmts];
    if (!lists.some(Array.isArray)) throw new c.ParseError('this is no list of comments of Maoyan');
    const movie = c.queryOf(page.url, 'movieId') ?? /\/movie\/(\d+)/.exec(page.url)?.[1] ?? null;
    const when = (written: unknown) => {
      const words = c.string(written);
      return c.parseDate(words, { now, timezone: 'Asia/Shanghai' }) ?? words;
    };
    const newer = Array.isArray(data.comments) || Array.isArray(data.hotComments);
    const posts = lists.flatMap(c.records).flatMap((comment) => commentPost(comment, movie, newer ? 10 : 5, when));
    return {
      posts: c.uniqueById(posts),
      next: nextUrl(page.url, body).map((url) => ({ url })),
      expected: ['text', 'author.name', 'published_at', 'rating'],
    };
  },
});

function commentPost(
  comment: Fields,
  movie: string | null,
  best: number,
  when: (written: unknown) => Date | string | null,
): c.PostInput[] {
  const id = c.string(comment.id);
  const text = c.tidy(c.string(comment.content) ?? '');
  if (id === null || text === '') return [];
  const score = c.parseNumber(c.string(comment.score));
  return [
    {
      id,
      kind: 'review',
      url: movie === null ? null : `https://m.maoyan.com/movie/${movie}/comments`,
      author: { name: c.string(comment.nick) ?? c.string(comment.nickName), id: c.string(comment.userId) },
      text,
      // No score at all is written as 0 too: whoever rates gives at least half a star.
      rating: score !== null && score > 0 && score <= best ? { value: score, best, worst: 0 } : null,
      published_at: when(comment.time) ?? when(comment.startTime),
      engagement: {
        likes: c.parseNumber(c.string(comment.upCount) ?? c.string(comment.approve)),
        replies: c.parseNumber(c.string(comment.replyCount) ?? c.string(comment.reply)),
      },
    },
  ];
}

/** The newer list goes on from the time of its last comment, the older one by counting. */
function nextUrl(url: string, body: Fields): string[] {
  const listed = c.records(c.at(body, 'data.comments'));
  const older = c.records(body.cmts).length;
  if (older > 0) {
    const offset = (c.parseNumber(c.queryOf(url, 'offset')) ?? 0) + older;
    const total = c.parseNumber(c.string(body.total)) ?? LAST_OFFSET;
    return offset < Math.min(total, LAST_OFFSET) ? [c.withQuery(url, { offset })] : [];
  }
  const times = listed.flatMap((comment) => c.parseNumber(c.string(comment.time)) ?? []);
  const total = c.parseNumber(c.string(c.at(body, 'data.total'))) ?? Number.POSITIVE_INFINITY;
  if (times.length === 0 || c.at(body, 'paging.hasMore') === false || total <= listed.length) return [];
  const ts = Math.min(...times);
  return c.queryOf(url, 'ts') === String(ts) ? [] : [c.withQuery(url, { ts, offset: 0 })];
}
