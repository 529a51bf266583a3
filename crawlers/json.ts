/**
 * Any JSON API or file, by paths from the target's YAML.
 *
 * Verified against: our own fixtures in the shapes of list, cursor, page-number and next-address APIs.
 * Robots and terms: the host's robots.txt is obeyed; whether its terms allow reading the API is for the operator to check.
 *
 * A path is keys joined by dots: `data.items`, `user.name`, `posts[0].id`, `edges[*].node`. `{query}` in an address is
 * replaced by each of the target's search words, `{page}` and `{cursor}` by what paging gives.
 */
import {
  absoluteUrl,
  at,
  boolean,
  defineCrawler,
  fillTemplate,
  ParseError,
  parseNumber,
  parseRating,
  queryOf,
  string,
  uniqueById,
  withQuery,
  z,
} from '../src/crawl/contract.ts';

const path = z.string().min(1);
const fields = z.strictObject({
  id: path.describe('Path of the id, within an item.'),
  text: path.optional().describe('Path of the text; HTML is turned into plain text.'),
  title: path.optional().describe('Path of the title.'),
  url: path.optional().describe('Path of the address; relative ones are read from the page.'),
  author: path.optional().describe("Path of the author's name."),
  author_id: path.optional().describe("Path of the author's id."),
  followers: path.optional().describe("Path of the author's number of followers."),
  verified: path.optional().describe('Path of true or false: a verified author.'),
  published_at: path.optional().describe('Path of the time of publication, in any form.'),
  edited_at: path.optional().describe('Path of the time of the last edit.'),
  rating: path.optional().describe('Path of the rating.'),
  lang: path.optional().describe('Path of the language code.'),
  likes: path.optional().describe('Path of the number of likes.'),
  replies: path.optional().describe('Path of the number of replies or comments.'),
  reposts: path.optional().describe('Path of the number of reposts or shares.'),
  views: path.optional().describe('Path of the number of views.'),
  helpful: path.optional().describe('Path of the number of people who found it helpful.'),
  parent: path.optional().describe('Path of the id it answers or shares.'),
  root: path.optional().describe('Path of the id with which the thread began.'),
  reply: path.optional().describe("Path of the text of the brand's own answer."),
  reply_at: path.optional().describe("Path of the time of the brand's answer."),
});

export default defineCrawler({
  title: 'JSON, by paths',
  homepage: 'https://www.rfc-editor.org/rfc/rfc8259',
  render: 'http',
  robots: 'obey',
  options: z.strictObject({
    urls: z
      .array(z.string().regex(/^https?:\/\//, 'must begin with http:// or https://'))
      .min(1)
      .describe('Addresses to begin with; `{query}` stands for a search word, `{page}` for the page number.'),
    items: z.string().default('$').describe('Path of the list of items; `$` if the answer itself is the list.'),
    fields: fields.describe('Where each field stands within an item.'),
    kind: z.enum(['review', 'post', 'comment', 'article']).default('post').describe('What the items are.'),
    best: z.number().positive().optional().describe('Highest rating possible; 5 unless the rating itself says.'),
    worst: z.number().min(0).optional().describe('Lowest rating possible; 1 unless said.'),
    url: z.string().optional().describe("Address of an item's page, with `{id}`, where items carry none."),
    next: z
      .strictObject({
        url: path.optional().describe("Path of the next page's address."),
        cursor: path.optional().describe('Path of the cursor of the next page.'),
        parameter: z.string().min(1).optional().describe('Query parameter that takes the cursor or the page number.'),
        first: z.int().default(1).describe('Number of the first page, where pages are numbered.'),
      })
      .optional()
      .describe('How the next page is found: its address, a cursor, or (neither given) the next page number.'),
  }),
  requests: ({ urls, next }, { query }) =>
    urls.flatMap((url) =>
      (url.includes('{query}') ? query : ['']).map((words) => ({
        url: fillTemplate(url, { query: words, page: String(next?.first ?? 1), cursor: '' }),
      })),
    ),
  parse: (page, { options }) => {
    const { fields, best, worst, next } = options;
    const body = page.json();
    const items = at(body, options.items);
    if (!Array.isArray(items)) throw new ParseError(`there is no list at "${options.items}"`);
    const posts = items.flatMap((item: unknown) => {
      const read = (name: keyof typeof fields) => (fields[name] === undefined ? null : string(at(item, fields[name])));
      const number = (name: keyof typeof fields) => parseNumber(read(name));
      const id = read('id');
      if (id === null) return [];
      const written = read('rating') === null ? null : parseRating(read('rating') ?? '');
      const rating =
        written === null
          ? null
          : { ...written, ...(best === undefined ? {} : { best }), ...(worst === undefined ? {} : { worst }) };
      const reply = read('reply');
      const address = read('url') ?? (options.url === undefined ? null : fillTemplate(options.url, { id }));
      return {
        id,
        kind: options.kind,
        url: absoluteUrl(address, page.url),
        author: {
          name: read('author'),
          id: read('author_id'),
          followers: number('followers'),
          verified: fields.verified === undefined ? null : boolean(at(item, fields.verified)),
        },
        title: read('title'),
        text: read('text'),
        lang: read('lang'),
        rating,
        published_at: read('published_at'),
        edited_at: read('edited_at'),
        engagement: {
          likes: number('likes'),
          replies: number('replies'),
          reposts: number('reposts'),
          views: number('views'),
          helpful: number('helpful'),
        },
        parent: read('parent'),
        root: read('root'),
        reply: reply === null ? null : { text: reply, at: read('reply_at') },
      };
    });
    const following = next === undefined || items.length === 0 ? null : nextUrl(page.url, body, next);
    return {
      posts: uniqueById(posts),
      next: following === null || following === page.url ? [] : [{ url: following }],
      expected: (['text', 'published_at', 'rating'] as const).filter((name) => fields[name] !== undefined),
    };
  },
});

function nextUrl(
  current: string,
  body: unknown,
  next: { url?: string | undefined; cursor?: string | undefined; parameter?: string | undefined; first: number },
): string | null {
  if (next.url !== undefined) return absoluteUrl(string(at(body, next.url)), current);
  if (next.cursor !== undefined) {
    const cursor = string(at(body, next.cursor));
    return cursor === null ? null : withQuery(current, { [next.parameter ?? 'cursor']: cursor });
  }
  const parameter = next.parameter ?? 'page';
  return withQuery(current, { [parameter]: (parseNumber(queryOf(current, parameter)) ?? next.first) + 1 });
}
