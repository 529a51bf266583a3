/**
 * Baidu Tieba (百度贴吧): the threads of a forum, and the floors of a thread.
 *
 * Verified against: a recorded forum page (52 threads, 2020), and thread pages in the shape that public clients read
 * (`l_post`, `data-field`, `d_post_content`, `tail-info`).
 * Robots and terms: robots.txt of tieba.baidu.com names search engines and refuses all others at times; then the outcome
 * is `refused`. Visitors without an account get a security check after some pages: `blocked`.
 *
 * A thread's id is its number (it is the first floor), a floor's `THREAD/POST`. Times are China's.
 */
import * as c from '../src/crawl/contract.ts';

const HOST = 'https://tieba.baidu.com';
/** How the list of threads ends a text that goes on. */
const CUT = /(?:\.{3}|…)$/;
type Document = ReturnType<c.Page['$']>;
type When = (written: string | undefined) => Date | string | null;

export default c.defineCrawler({
  title: 'Baidu Tieba 百度贴吧',
  homepage: 'https://tieba.baidu.com/',
  render: 'http',
  robots: 'obey',
  site: 'tieba',
  options: c.z.strictObject({
    forums: c.z.array(c.z.string().min(1)).default([]).describe('Forums (吧) to read; the brands’ terms unless given.'),
    threads: c.z.array(c.z.string().regex(/^\d+$/)).default([]).describe('Threads to read, by number.'),
    replies: c.z.boolean().default(true).describe('Also read the floors of every thread found.'),
  }),
  requests: ({ forums, threads }, { query }) => {
    const names = forums.length > 0 || threads.length > 0 ? forums : query;
    const urls = [
      ...names.map((kw) => c.withQuery(`${HOST}/f`, { kw, ie: 'utf-8' })),
      ...threads.map((id) => `${HOST}/p/${id}`),
    ];
    return urls.map((url) => ({ url }));
  },
  parse: (page, { options, now }) => {
    const when: When = (written) =>
      c.parseDate(written?.trim(), { now, timezone: 'Asia/Shanghai' }) ?? (written?.trim() || null);
    let $ = c.htmlOf(page);
    if (/安全验证|百度安全/.test($('title').text())) return { posts: [], blocked: 'Tieba shows a security check' };
    // The list of threads may stand in a comment, for a script to show.
    const hidden = /<code[^>]*id="pagelet_html_frs-list\/pagelet\/thread_list"[^>]*><!--([\s\S]*?)--><\/code>/.exec(
      page.text(),
    )?.[1];
    if (hidden !== undefined && $('.j_thread_list').length === 0) $ = c.parseHtml(hidden);
    const cut = c.isCutOff(page.text());
    const threads = $('.j_thread_list[data-field]')
      .toArray()
      .slice(0, cut ? -1 : undefined)
      .flatMap((item) => threadPost($(item), when));
    const floors = $('.l_post[data-field]')
      .toArray()
      .slice(0, cut ? -1 : undefined)
      .flatMap((item) => floorPost($, $(item), page.url, when));
    if (threads.length + floors.length === 0) {
      if ($('#thread_list, .page404').length > 0) return { posts: [] };
      throw new c.ParseError('no threads or floors of Tieba on this page');
    }
    const next = c.absoluteUrl($('a.next, a:contains("下一页")').first().attr('href'), page.url);
    const read = threads.flatMap((post) => {
      const repliesOf = options.replies && post.engagement?.replies ? post.id : undefined;
      const wholeOf = CUT.test(post.text ?? '') ? post.id : undefined;
      if (repliesOf === undefined && wholeOf === undefined) return [];
      const request = { url: `${HOST}/p/${post.id}`, when: 'always' as const, post: post.id };
      return { ...request, ...(repliesOf && { repliesOf }), ...(wholeOf && { wholeOf }) };
    });
    return {
      posts: c.uniqueById([...threads, ...floors]),
      next: [...(next === null ? [] : [{ url: next }]), ...read],
      expected: ['author.name', 'url'],
    };
  },
});

function fieldOf(item: ReturnType<Document>): Readonly<Record<string, unknown>> {
  return c.record(c.parseLenientJson(item.attr('data-field') ?? '').values[0]);
}

function threadPost(item: ReturnType<Document>, when: When): c.PostInput[] {
  const field = fieldOf(item);
  const id = c.string(item.attr('data-tid')) ?? c.string(field.id);
  const title = item.find('a.j_th_tit').first().attr('title') ?? item.find('a.j_th_tit').first().text();
  if (id === null || title.trim() === '') return [];
  const user = fieldOf(item.find('.tb_icon_author').first());
  return [
    {
      id,
      kind: 'post',
      url: `${HOST}/p/${id}`,
      author: { name: c.string(field.author_nickname) ?? c.string(field.author_name), id: c.string(user.user_id) },
      title: title.trim(),
      text: c.textOf(item.find('.threadlist_abs_onlyline, .threadlist_abs').first()),
      // Of the first floor, and without its line breaks.
      truncated: true,
      // The list shows when a thread was created only in words: `9-5`, `14:05`, `2019-08`.
      published_at: when(item.find('.is_show_create_time').first().text()),
      engagement: { replies: c.parseNumber(c.string(field.reply_num)) },
    },
  ];
}

function floorPost($: Document, item: ReturnType<Document>, url: string, when: When): c.PostInput[] {
  const field = fieldOf(item);
  const id = c.string(c.at(field, 'content.post_id')) ?? c.string(item.attr('data-pid'));
  const thread = c.string(c.at(field, 'content.thread_id')) ?? /\/p\/(\d+)/.exec(url)?.[1] ?? null;
  const text = c.textOf(item.find('.d_post_content').first());
  const first = c.string(c.at(field, 'content.post_no')) === '1';
  const title = first ? $('.core_title_txt').first().attr('title') || $('.core_title_txt').first().text() : '';
  if (id === null || thread === null || (text === '' && title === '')) return [];
  const tails = item
    .find('.tail-info')
    .toArray()
    .map((tail) => $(tail).text());
  const shown =
    tails.find((tail) => /\d{4}-\d\d-\d\d/.test(tail)) ?? c.string(c.at(field, 'content.date')) ?? undefined;
  const author = c.record(field.author);
  const replies = c.parseNumber(c.string(c.at(field, 'content.comment_num')));
  return [
    {
      id: first ? thread : `${thread}/${id}`,
      kind: first ? 'post' : 'comment',
      url: `${HOST}/p/${thread}${first ? '' : `?pid=${id}#${id}`}`,
      author: {
        name:
          c.string(author.user_nickname) ?? c.string(author.user_name) ?? c.string(item.find('.p_author_name').text()),
        id: c.string(author.user_id),
      },
      title: title || null,
      text,
      published_at: when(shown),
      engagement: first ? { replies: c.parseNumber($('.l_reply_num .red').first().text()) } : { replies },
      parent: first ? null : thread,
      root: first ? null : thread,
    },
  ];
}
