/**
 * Douban (豆瓣): short comments (短评) on films, books and music, newest first.
 *
 * Verified against: comment pages in public clients and their tests of 2019–2026 (film): `data-cid`, `.comment-info`,
 * `allstarN0`, `.comment-time` (a span, of late a link to the comment), `.votes`, `.short` or `.full`, and the link to the
 * next page in both forms. Books and music, and m.douban.com's `interests`, only as older clients read them.
 * Robots and terms: robots.txt of movie.douban.com asks for five seconds between requests and forbids some paths; without
 * an account only the first pages are shown. A check page ("异常请求") counts as blocked.
 *
 * Times are China's. The rating is one to five stars.
 */
import * as c from '../src/crawl/contract.ts';

const KINDS = { movie: 'movie', book: 'book', music: 'music' } as const;
type Fields = Readonly<Record<string, unknown>>;

export default c.defineCrawler({
  title: 'Douban short comments 豆瓣短评',
  homepage: 'https://www.douban.com/',
  render: 'http',
  robots: 'obey',
  site: 'douban',
  options: c.z.strictObject({
    subjects: c.z
      .array(c.z.string().regex(/^\d+$/, "must be the number in the subject's address"))
      .min(1)
      .describe('Numbers of films, books or records.'),
    kind: c.z.enum(['movie', 'book', 'music']).default('movie').describe('What the subjects are.'),
  }),
  requests: ({ subjects, kind }) =>
    subjects.map((id) => ({
      url: `https://${KINDS[kind]}.douban.com/subject/${id}/comments/?status=P&sort=time&start=0&limit=20`,
    })),
  parse: (page, { now }) => {
    const when = (written: string | null | undefined) =>
      c.parseDate(written?.trim(), { now, timezone: 'Asia/Shanghai' }) ?? (written?.trim() || null);
    if (/^\s*\{/.test(page.text())) return readJson(c.record(page.json()), page.url, when);
    const $ = c.htmlOf(page);
    const title = $('title').text();
    if (/登录豆瓣|禁止访问|检测到/.test(title) || /sec\.douban\.com|异常请求/.test(page.text().slice(0, 5_000))) {
      return { posts: [], blocked: 'Douban asks to log in or shows a check' };
    }
    const items = $('.comment-item').toArray();
    // 还没有人写过短评: a subject nobody has commented on.
    if (
      items.length === 0 &&
      !/还没有人|暂无|没有任何/.test($('.comment-item, #comments, .comments, #content').text())
    ) {
      throw new c.ParseError('no short comments of Douban on this page');
    }
    const posts = items.slice(0, c.isCutOff(page.text()) ? -1 : undefined).flatMap((element): c.PostInput[] => {
      const item = $(element);
      const id =
        item.attr('data-cid') ??
        item.find('[data-cid]').first().attr('data-cid') ??
        item.find('input[value]').first().attr('value');
      // A long comment is cut in `.short` and stands whole beside it.
      const full = c.textOf(item.find('.full').first());
      const text = full || c.textOf(item.find('.short').first());
      if (!id || text === '' || id === 'id') return [];
      const writer = item.find('.comment-info a').first();
      const stars = /allstar(\d)0/.exec(item.find('.rating').first().attr('class') ?? '')?.[1];
      const time = item.find('.comment-time').first();
      const shown =
        time.length > 0
          ? time.attr('title') || time.text()
          : item.find('.comment-info > span:not(.rating)').last().text();
      return [
        {
          id,
          kind: 'review',
          url: c.absoluteUrl(time.attr('href'), page.url) ?? page.url.split('?')[0] ?? page.url,
          author: {
            name: writer.text().trim() || null,
            id: /people\/([^/]+)/.exec(writer.attr('href') ?? '')?.[1] ?? null,
          },
          text,
          rating: stars === undefined ? null : { value: Number(stars), best: 5, worst: 1 },
          published_at: when(shown),
          engagement: { helpful: c.parseNumber(item.find('.votes, .vote-count').first().text()) },
        },
      ];
    });
    const next = c.absoluteUrl(
      $('#paginator a.next, #paginator a[data-page="next"], .paginator a.next, .paginator .next a')
        .first()
        .attr('href'),
      page.url,
    );
    return {
      posts: c.uniqueById(posts),
      next: next === null ? [] : [{ url: next }],
      expected: ['text', 'author.name', 'published_at'],
    };
  },
});

/** The phone page's list: `interests`, each with its comment. */
function readJson(body: Fields, url: string, when: (written: string | null) => Date | string | null): c.ParseResult {
  if (!Array.isArray(body.interests)) {
    const message = c.string(body.localized_message) ?? c.string(body.msg);
    if (message !== null && /need_login|登录|频繁|forbidden|invalid_request/i.test(message))
      return { posts: [], blocked: message };
    throw new c.ParseError(`this is no list of comments of Douban${message === null ? '' : `: ${message}`}`);
  }
  const interests = c.records(body.interests);
  const posts = interests.flatMap((interest): c.PostInput[] => {
    const id = c.string(interest.id);
    const text = c.tidy(c.string(interest.comment) ?? '');
    if (id === null || text === '') return [];
    const stars = c.parseNumber(c.string(c.at(interest, 'rating.value')));
    const best = c.parseNumber(c.string(c.at(interest, 'rating.max'))) ?? 5;
    return [
      {
        id,
        kind: 'review',
        url: c.string(interest.sharing_url),
        author: {
          name: c.string(c.at(interest, 'user.name')),
          id: c.string(c.at(interest, 'user.uid')) ?? c.string(c.at(interest, 'user.id')),
        },
        text,
        rating: stars ? { value: stars, best, worst: 1 } : null,
        published_at: when(c.string(interest.create_time)),
        engagement: { helpful: c.parseNumber(c.string(interest.vote_count)) },
      },
    ];
  });
  const start = c.parseNumber(c.string(body.start)) ?? 0;
  const after = start + interests.length;
  const more = interests.length > 0 && after < (c.parseNumber(c.string(body.total)) ?? 0);
  return {
    posts: c.uniqueById(posts),
    next: more ? [{ url: c.withQuery(url, { start: after }) }] : [],
    expected: ['text', 'author.name', 'published_at'],
  };
}
