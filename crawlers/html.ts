/**
 * Any HTML page, by CSS selectors from the target's YAML.
 *
 * Verified against: our own fixtures (a review list, a forum thread, a page in GBK).
 * Robots and terms: the host's robots.txt is obeyed; whether its terms allow reading it is for the operator to check.
 *
 * A field is a selector within the item (`.body`), or the item itself (`&`), optionally followed by `@attribute`:
 * `time@datetime`, `&@data-id`, `a.author@href`. Several, separated by ` || `, are tried in turn. Text fields take what
 * the reader sees; numbers are read from it (`1.2万` is 12000), ratings too (`★★★☆☆`, `4/5`).
 */
import {
  absoluteUrl,
  contentId,
  defineCrawler,
  fillTemplate,
  firstMatch,
  htmlOf,
  htmlToText,
  isCutOff,
  ParseError,
  parseNumber,
  parseRating,
  textOf,
  uniqueById,
  z,
} from '../src/crawl/contract.ts';

const selector = z.string().min(1);
const fields = z.strictObject({
  id: selector
    .optional()
    .describe('Id; without one, the address, or else author, time and text together, identify a post.'),
  text: selector.describe('Text.'),
  title: selector.optional().describe('Title.'),
  url: selector.optional().describe('Address; `@href` is understood for links.'),
  author: selector.optional().describe("Author's name."),
  author_id: selector.optional().describe("Author's id."),
  followers: selector.optional().describe("Author's number of followers."),
  published_at: selector.optional().describe('Time of publication, in any form; `@datetime` is understood for <time>.'),
  edited_at: selector.optional().describe('Time of the last edit.'),
  rating: selector.optional().describe('Rating: a number, stars, "4 of 5", a percentage.'),
  likes: selector.optional().describe('Number of likes.'),
  replies: selector.optional().describe('Number of replies or comments.'),
  reposts: selector.optional().describe('Number of reposts or shares.'),
  views: selector.optional().describe('Number of views.'),
  helpful: selector.optional().describe('Number of people who found it helpful.'),
  parent: selector.optional().describe('Id of the post it answers.'),
  reply: selector.optional().describe("Text of the brand's own answer."),
  reply_at: selector.optional().describe("Time of the brand's answer."),
});

export default defineCrawler({
  title: 'HTML, by selectors',
  homepage: 'https://developer.mozilla.org/docs/Web/CSS/CSS_selectors',
  render: 'http',
  robots: 'obey',
  options: z.strictObject({
    urls: z
      .array(z.string().regex(/^https?:\/\//, 'must begin with http:// or https://'))
      .min(1)
      .describe('Addresses to begin with; `{query}` stands for a search word of the brands.'),
    item: selector.describe('Selector of one post; every match is one.'),
    fields: fields.describe('Where each field stands within an item.'),
    kind: z.enum(['review', 'post', 'comment', 'article']).default('post').describe('What the items are.'),
    best: z.number().positive().optional().describe('Highest rating possible; 5 unless the page says.'),
    worst: z.number().min(0).optional().describe('Lowest rating possible; 1 unless said.'),
    next: selector.optional().describe('Selector of the link to the next page.'),
    empty: selector.optional().describe('Selector that is found when there is rightly nothing ("no reviews yet").'),
    wait: selector.optional().describe('With `render: browser`: selector that must appear first; `item` unless said.'),
    click: selector.optional().describe('With `render: browser`: "load more" button, clicked until it is gone.'),
    scroll: z.boolean().default(false).describe('With `render: browser`: scroll down until nothing new loads.'),
  }),
  requests: ({ urls }, { query }) =>
    urls.flatMap((url) =>
      (url.includes('{query}') ? query : ['']).map((words) => ({ url: fillTemplate(url, { query: words }) })),
    ),
  browser: ({ item, empty, wait, click, scroll }) => ({
    waitFor: wait ?? (empty === undefined ? item : `${item}, ${empty}`),
    scroll,
    ...(click === undefined ? {} : { click }),
  }),
  parse: (page, { options }) => {
    const $ = htmlOf(page);
    const { fields, best, worst } = options;
    const found = $(options.item);
    if (found.length === 0 && (options.empty === undefined || $(options.empty).length === 0)) {
      throw new ParseError(`nothing on this page matches "${options.item}"`);
    }

    const ways = new Map(fieldNames(fields).map((name) => [name, waysOf(fields[name] ?? '', name)]));
    const read = (item: Parameters<ReturnType<typeof firstMatch>>[1], name: keyof typeof fields): string | null => {
      for (const { find, named, textToo } of ways.get(name) ?? []) {
        const element = find === null ? item : find($, item);
        if (element === null) continue;
        const attribute = named !== null && Object.hasOwn(element.attribs, named) ? element.attribs[named] : undefined;
        const value = (attribute ?? (textToo ? textOf(element) : '')).trim();
        if (value !== '') return value;
      }
      return null;
    };

    const elements = found.toArray().filter((node) => 'attribs' in node);
    const whole = isCutOff(page.text()) ? elements.slice(0, -1) : elements;
    const posts = whole.flatMap((item) => {
      const number = (name: keyof typeof fields) => parseNumber(read(item, name));
      const text = read(item, 'text') ?? '';
      const written = parseRating(read(item, 'rating') ?? '');
      const title = read(item, 'title');
      if (text === '' && title === null && written === null) return [];
      const url = absoluteUrl(read(item, 'url'), page.url);
      const author = read(item, 'author');
      const published = read(item, 'published_at');
      const reply = read(item, 'reply');
      return {
        id: read(item, 'id') ?? url ?? contentId(author, published, title, text, written?.value),
        kind: options.kind,
        url: url ?? page.url,
        author: { name: author, id: read(item, 'author_id'), followers: number('followers') },
        title: htmlToText(title) || null,
        text: htmlToText(text),
        rating:
          written === null
            ? null
            : { ...written, ...(best === undefined ? {} : { best }), ...(worst === undefined ? {} : { worst }) },
        published_at: published,
        edited_at: read(item, 'edited_at'),
        engagement: {
          likes: number('likes'),
          replies: number('replies'),
          reposts: number('reposts'),
          views: number('views'),
          helpful: number('helpful'),
        },
        parent: read(item, 'parent'),
        reply: reply === null ? null : { text: reply, at: read(item, 'reply_at') },
      };
    });
    const next = options.next === undefined ? null : absoluteUrl($(options.next).first().attr('href'), page.url);
    return {
      posts: uniqueById(posts),
      next: next === null || next === page.url ? [] : [{ url: next }],
      expected: (['text', 'published_at', 'rating'] as const).filter((name) => fields[name] !== undefined),
    };
  },
});

function fieldNames(given: z.output<typeof fields>): (keyof typeof given)[] {
  return Object.keys(given) as (keyof typeof given)[];
}

/** One way to a field's value: the element (null: the item itself), its attribute, and whether its text would do. */
interface Way {
  readonly find: ReturnType<typeof firstMatch> | null;
  readonly named: string | null;
  readonly textToo: boolean;
}

function waysOf(written: string, name: string): Way[] {
  const understood = name === 'url' ? 'href' : name.endsWith('_at') ? 'datetime' : null;
  return written.split('||').map((way) => {
    const [, within = '', attribute] = /^\s*(.*?)(?:@([\w:-]+))?\s*$/.exec(way) ?? [];
    const find = within === '&' || within === '' ? null : firstMatch(within);
    return { find, named: attribute ?? understood, textToo: attribute === undefined };
  });
}
