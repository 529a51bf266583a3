/**
 * Stack Overflow and all other sites of Stack Exchange: questions that contain a word, their answers and comments.
 *
 * Verified against: the documented answers of API 2.3 (`search/advanced`, `questions/{ids}/answers`), and answers quoted in
 * public clients and their tests (wrapper, `owner`, times in seconds, titles and names with HTML entities).
 * Robots and terms: an open API, 300 requests a day and address without a key, 10,000 with one; texts are CC BY-SA. Where
 * an answer asks for a pause (`backoff`, in seconds), nothing more is asked until it is over.
 *
 * Questions and answers share one numbering; comments have their own: `comment/ID`.
 */
import * as c from '../src/crawl/contract.ts';

const API = 'https://api.stackexchange.com/2.3';
type Fields = Readonly<Record<string, unknown>>;

export default c.defineCrawler({
  title: 'Stack Exchange',
  homepage: 'https://api.stackexchange.com/docs',
  render: 'http',
  robots: 'obey',
  options: c.z.strictObject({
    site: c.z
      .string()
      .regex(/^[a-z0-9.-]+$/, 'must be a name as in stackoverflow or travel')
      .default('stackoverflow')
      .describe('Which site, by its API name.'),
    search: c.z.array(c.z.string().min(1)).default([]).describe("Words to search for; the brands' terms unless given."),
    tags: c.z.array(c.z.string().min(1)).default([]).describe('Tags whose newest questions are read.'),
    answers: c.z.boolean().default(true).describe('Also read the answers to every question found.'),
    key: c.z.string().min(1).optional().describe('Key of a registered application, for more requests a day.'),
  }),
  requests: ({ site, search, tags, key }, { query, since }) => {
    const words = search.length > 0 || tags.length > 0 ? search : query;
    const shared = {
      site,
      order: 'desc',
      sort: 'creation',
      pagesize: 100,
      filter: 'withbody',
      page: 1,
      ...(since === null ? {} : { fromdate: Math.floor(since.getTime() / 1000) - 86_400 }),
      ...(key === undefined ? {} : { key }),
    };
    const urls = [
      ...words.map((q) => c.withQuery(`${API}/search/advanced`, { q, ...shared })),
      ...tags.map((tagged) => c.withQuery(`${API}/questions`, { tagged, ...shared })),
    ];
    return urls.map((url) => ({ url }));
  },
  refresh: (posts, { site }) => {
    // Answers have numbers like questions, and are read with them.
    const questions = posts.filter(({ id, kind }) => kind !== 'comment' && /^\d+$/.test(id));
    const ids = questions.map(({ id }) => id);
    const batches: c.PageRequest[] = [];
    for (let start = 0; start < ids.length; start += 100) {
      const asked = ids.slice(start, start + 100);
      const url = c.withQuery(`${API}/questions/${asked.join(';')}`, { site, pagesize: 100, filter: 'withbody' });
      batches.push({ url, posts: asked });
    }
    return batches;
  },
  parse: (page, { options }) => {
    const body = c.record(page.json());
    const error = c.string(body.error_name);
    if (error !== null) {
      const message = c.string(body.error_message) ?? error;
      if (/throttle|access_denied|key/.test(error)) return { posts: [], blocked: message };
      throw new c.ParseError(`the API says: ${message}`);
    }
    if (!Array.isArray(body.items)) throw new c.ParseError('this is no answer of the Stack Exchange API: no "items"');
    const site = c.queryOf(page.url, 'site') ?? options.site ?? 'stackoverflow';
    const host = hostOf(site);
    const posts = c.uniqueById(c.records(body.items).flatMap((item) => itemPost(item, host)));
    const answered =
      options.answers && !page.url.includes('/answers') ? posts.filter((post) => post.engagement?.replies) : [];
    const next = c.parseNumber(c.queryOf(page.url, 'page')) ?? 1;
    const backoff = c.parseNumber(c.string(body.backoff)) ?? 0;
    return {
      posts,
      ...(backoff > 0 ? { pauseSeconds: backoff } : {}),
      next: [
        ...(body.has_more === true ? [{ url: c.withQuery(page.url, { page: next + 1 }) }] : []),
        ...answered.map(({ id }) => ({
          url: c.withQuery(`${API}/questions/${id}/answers`, {
            site,
            order: 'desc',
            sort: 'creation',
            pagesize: 100,
            filter: 'withbody',
          }),
          when: 'always' as const,
          repliesOf: id,
        })),
      ],
      expected: ['author.name', 'published_at', 'url'],
    };
  },
});

/** The host of a site named as in the API. */
function hostOf(site: string): string {
  const own = ['stackoverflow', 'superuser', 'serverfault', 'askubuntu', 'stackapps', 'mathoverflow'];
  if (site.includes('.')) return site;
  if (site === 'mathoverflow') return 'mathoverflow.net';
  return own.includes(site) ? `${site}.com` : `${site}.stackexchange.com`;
}

function itemPost(item: Fields, host: string): c.PostInput[] {
  const question = c.string(item.question_id);
  const answer = c.string(item.answer_id);
  const comment = c.string(item.comment_id);
  const id = comment === null ? (answer ?? question) : `comment/${comment}`;
  if (id === null) return [];
  const owner = c.record(item.owner);
  const own = answer === null ? `https://${host}/q/${id}` : `https://${host}/a/${id}`;
  const link = c.absoluteUrl(c.string(item.link)) ?? own;
  return [
    {
      site: URL.parse(link)?.host ?? host,
      id,
      kind: comment === null && answer === null ? 'post' : 'comment',
      url: link,
      author: { name: c.htmlToText(c.string(owner.display_name)) || null, id: c.string(owner.user_id) },
      title: answer === null && comment === null ? c.htmlToText(c.string(item.title)) || null : null,
      text: c.htmlToText(c.string(item.body)),
      published_at: c.parseNumber(c.string(item.creation_date)),
      edited_at: c.parseNumber(c.string(item.last_edit_date)),
      engagement: {
        // More against than for it is no number of likes.
        likes: Math.max(0, c.parseNumber(c.string(item.score)) ?? 0),
        replies: c.parseNumber(c.string(item.answer_count)),
        views: c.parseNumber(c.string(item.view_count)),
      },
      parent: comment === null ? (answer === null ? null : question) : c.string(item.post_id),
      root: comment === null && answer !== null ? question : null,
    },
  ];
}
