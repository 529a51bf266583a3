/**
 * Steam: players' reviews of a game, newest first, in all languages, reviews in a storm of them included.
 *
 * Verified against: Valve's documentation of `appreviews` ("User Reviews - Get List"), every parameter and field; and the
 * types with which four public clients read live answers (ids and steamids are strings, times epoch seconds,
 * `developer_response` only where there is one). No whole recorded page was at hand.
 * Robots and terms: Valve documents the address for reading reviews; 100 reviews a request. Unless told otherwise it
 * leaves out what Valve calls off-topic activity ("review bombs"): just what must not be missed here, so it is asked for.
 *
 * A review recommends a game or does not: 1 of 1, or 0 of 1.
 */
import * as c from '../src/crawl/contract.ts';

const LANGUAGES: Readonly<Record<string, string>> = {
  schinese: 'zh-Hans',
  tchinese: 'zh-Hant',
  english: 'en',
  japanese: 'ja',
  koreana: 'ko',
  russian: 'ru',
  german: 'de',
  french: 'fr',
  spanish: 'es',
  latam: 'es',
  portuguese: 'pt',
  brazilian: 'pt',
  italian: 'it',
  polish: 'pl',
  turkish: 'tr',
  thai: 'th',
  ukrainian: 'uk',
  vietnamese: 'vi',
  dutch: 'nl',
  czech: 'cs',
  hungarian: 'hu',
  swedish: 'sv',
  danish: 'da',
  finnish: 'fi',
  norwegian: 'no',
  greek: 'el',
  romanian: 'ro',
  bulgarian: 'bg',
  arabic: 'ar',
  indonesian: 'id',
};

export default c.defineCrawler({
  title: 'Steam reviews',
  homepage: 'https://partner.steamgames.com/doc/store/getreviews',
  render: 'http',
  robots: 'obey',
  site: 'steam',
  options: c.z.strictObject({
    apps: c.z
      .array(c.z.int().positive())
      .min(1)
      .describe('Numbers of the games, as in the address of their store page.'),
    language: c.z.string().default('all').describe('Language by its Steam name (schinese, english, …), or all.'),
  }),
  requests: ({ apps, language }) =>
    apps.map((app) => ({
      url: c.withQuery(`https://store.steampowered.com/appreviews/${app}`, {
        json: 1,
        filter: 'recent',
        language,
        purchase_type: 'all',
        num_per_page: 100,
        filter_offtopic_activity: 0,
        cursor: '*',
      }),
    })),
  parse: (page) => {
    const body = c.record(page.json());
    if (body.success !== 1 || !Array.isArray(body.reviews))
      throw new c.ParseError('this is no list of reviews of Steam');
    const app = /\/appreviews\/(\d+)/.exec(page.url)?.[1];
    const summary = c.record(body.query_summary);
    const positive = c.parseNumber(c.string(summary.total_positive));
    const total = c.parseNumber(c.string(summary.total_reviews));
    const cursor = c.string(body.cursor);
    const known = c.queryOf(page.url, 'cursor');
    const posts = c.records(body.reviews).flatMap((review) => reviewPost(review, app));
    return {
      posts: c.uniqueById(posts),
      // Only the first page carries the totals.
      ...(positive !== null && total
        ? { aggregate: { rating: { value: positive / total, best: 1, worst: 0 }, count: total } }
        : {}),
      next: posts.length > 0 && cursor !== null && cursor !== known ? [{ url: c.withQuery(page.url, { cursor }) }] : [],
      expected: ['rating', 'published_at', 'author.id'],
    };
  },
});

function reviewPost(review: Readonly<Record<string, unknown>>, app: string | undefined): c.PostInput[] {
  const id = c.string(review.recommendationid);
  const recommended = c.boolean(review.voted_up);
  if (id === null || recommended === null) return [];
  const steamid = c.string(c.at(review, 'author.steamid'));
  const created = c.parseNumber(c.string(review.timestamp_created));
  const updated = c.parseNumber(c.string(review.timestamp_updated));
  const answer = c.string(review.developer_response);
  const language = c.string(review.language) ?? '';
  return [
    {
      id,
      kind: 'review',
      url: steamid && app ? `https://steamcommunity.com/profiles/${steamid}/recommended/${app}/` : null,
      author: { name: c.string(c.at(review, 'author.personaname')), id: steamid },
      text: plainText(c.string(review.review) ?? ''),
      lang: LANGUAGES[language] ?? null,
      rating: { value: recommended ? 1 : 0, best: 1, worst: 0 },
      published_at: created,
      edited_at: updated === created ? null : updated,
      engagement: {
        helpful: c.parseNumber(c.string(review.votes_up)),
        replies: c.parseNumber(c.string(review.comment_count)),
      },
      reply:
        answer === null ? null : { text: c.tidy(answer), at: c.parseNumber(c.string(review.timestamp_dev_responded)) },
    },
  ];
}

/** Reviews are written in the site's own markup: `[b]…[/b]`, `[list][*]…[/list]`. */
function plainText(markup: string): string {
  const lines = markup.replace(/\[\/?(?:h\d|list|olist|\*|hr|table|tr|quote)(?:=[^\]]*)?\]/gi, '\n');
  return c.tidy(lines.replace(/\[\/?(?:b|i|u|spoiler|strike|td|th|url)(?:=[^\]]*)?\]/gi, '')).replace(/\n{2,}/g, '\n');
}
