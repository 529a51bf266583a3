/**
 * App Store: customers' reviews of an app, from the review feeds of every storefront.
 *
 * Verified against: recorded feeds of three storefronts (gb, cn, fr; pages 1 to 10, empty and beyond the last), with
 * and without `updated`, with one review (then no list), with a missing author or rating, and the XML form.
 * Robots and terms: the feeds are Apple's public interface; they hold the newest 500 reviews, ten pages of 50.
 *
 * The feed gives a review's last change, which is its publication unless its writer edited it. `helpful` is `voteSum`.
 */
import {
  at,
  defineCrawler,
  type Page,
  ParseError,
  type PostInput,
  parseNumber,
  queryOf,
  record,
  records,
  string,
  tidy,
  uniqueById,
  z,
} from '../src/crawl/contract.ts';

const HOST = 'https://itunes.apple.com';
const LAST_PAGE = 10;
const PAGE_SIZE = 50;

export default defineCrawler({
  title: 'App Store reviews',
  homepage: 'https://apps.apple.com/',
  render: 'http',
  robots: 'obey',
  site: 'appstore',
  options: z.strictObject({
    apps: z
      .array(z.union([z.string().regex(/^\d+$/, "must be the number in the app's address"), z.int().transform(String)]))
      .min(1)
      .describe("Ids of the apps: the number in the app's address, as in apps.apple.com/cn/app/id497799835."),
    countries: z
      .array(z.string().regex(/^[a-z]{2}$/, 'must be two lower-case letters, as in cn, us, gb'))
      .min(1)
      .default(['cn', 'us'])
      .describe('Storefronts, each with reviews of its own.'),
  }),
  requests: ({ apps, countries }) =>
    apps.flatMap((app) => countries.map((country) => ({ url: feedUrl(country, app, 1) }))),
  parse: (page) => {
    const text = page.text().trim();
    if (/^CustomerReviews RSS page depth is limited/i.test(text)) return { posts: [] };
    const { entries, links } = text.startsWith('<') ? readXml(page.$()) : readJson(record(page.json()));
    const posts = uniqueById(entries);
    const place = placeOf(page.url) ?? placeOf(links.self ?? '');
    // The feed names its last page; where it does not, a full page has another one after it.
    const last =
      links.last === undefined ? Number(posts.length >= PAGE_SIZE) * LAST_PAGE : (placeOf(links.last)?.page ?? 0);
    const more = place !== null && posts.length > 0 && place.page < Math.min(last, LAST_PAGE);
    return {
      posts,
      next: more ? [{ url: feedUrl(place.country, place.app, place.page + 1) }] : [],
      expected: ['rating', 'author.name', 'text'],
    };
  },
});

function feedUrl(country: string, app: string, page: number): string {
  return `${HOST}/${country}/rss/customerreviews/page=${page}/id=${app}/sortby=mostrecent/json`;
}

/** Storefront, app and page that a feed's address names. */
function placeOf(url: string): { country: string; app: string; page: number } | null {
  const app = /\/id=(\d+)/.exec(url)?.[1];
  const country = /apple\.com\/([a-z]{2})\/rss/.exec(url)?.[1] ?? queryOf(url, 'cc');
  return app && country ? { country, app, page: Number(/\/page=(\d+)/.exec(url)?.[1] ?? 1) } : null;
}

interface Feed {
  entries: PostInput[];
  links: Partial<Record<string, string>>;
}

function readJson(body: Readonly<Record<string, unknown>>): Feed {
  const feed = record(body.feed);
  if (string(at(feed, 'id.label')) === null) throw new ParseError('this is no review feed of the App Store');
  // One review stands alone, not in a list of one.
  const raw = Array.isArray(feed.entry) ? records(feed.entry) : records([feed.entry]);
  const links = records([feed.link].flat()).map((link) => [
    string(at(link, 'attributes.rel')),
    string(at(link, 'attributes.href')),
  ]);
  return {
    entries: raw.flatMap((entry) =>
      build({
        id: string(at(entry, 'id.label')),
        author: string(at(entry, 'author.name.label')),
        uri: string(at(entry, 'author.uri.label')),
        rating: at(entry, 'im:rating.label'),
        title: string(at(entry, 'title.label')),
        text: string(at(entry, 'content.label')),
        updated: string(at(entry, 'updated.label')),
        url: string(at(entry, 'link.attributes.href')) ?? string(at(entry, 'link[0].attributes.href')),
        helpful: string(at(entry, 'im:voteSum.label')),
      }),
    ),
    links: Object.fromEntries(links),
  };
}

function readXml($: ReturnType<Page['$']>): Feed {
  if ($('feed').length === 0) throw new ParseError('this is no review feed of the App Store');
  const links = $('feed > link')
    .toArray()
    .map((link) => [$(link).attr('rel'), $(link).attr('href')]);
  return {
    entries: $('entry')
      .toArray()
      .flatMap((entry) => {
        const read = (name: string) => $(entry).children(name).first().text().trim() || null;
        return build({
          id: read('id'),
          author: $(entry).find('author > name').text().trim() || null,
          uri: $(entry).find('author > uri').text().trim() || null,
          rating: read('im\\:rating') ?? undefined,
          title: read('title'),
          text: $(entry).children('content[type="text"]').text(),
          updated: read('updated'),
          url: $(entry).children('link').attr('href') ?? null,
          helpful: read('im\\:voteSum'),
        });
      }),
    links: Object.fromEntries(links),
  };
}

/** Nothing for the entry that describes the app itself: it has no rating field. */
function build(entry: {
  id: string | null;
  author: string | null;
  uri: string | null;
  rating: unknown;
  title: string | null;
  text: string | null;
  updated: string | null;
  url: string | null;
  helpful: string | null;
}): PostInput[] {
  const { id, rating } = entry;
  if (id === null || rating === undefined) return [];
  const stars = parseNumber(string(rating));
  return [
    {
      id,
      kind: 'review',
      url: entry.url,
      author: { name: entry.author, id: /id(\d+)/.exec(entry.uri ?? '')?.[1] ?? null },
      title: entry.title,
      text: tidy(entry.text ?? ''),
      rating: stars !== null && stars >= 1 && stars <= 5 ? { value: stars, best: 5, worst: 1 } : null,
      published_at: entry.updated,
      engagement: { helpful: parseNumber(entry.helpful) },
    },
  ];
}
