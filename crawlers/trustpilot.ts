/**
 * Trustpilot: reviews of a company, newest first, with the company's answers.
 *
 * Verified against: the page data (`__NEXT_DATA__`, `props.pageProps`) as typed field by field from live pages by a public
 * client, 2024 or later (`businessUnit`, `reviews` with `consumer`, `dates`, `labels`, `reply`, and `filters.pagination`), all as
 * read here; and the schema.org data of the same pages. The shape of a `reply` is that of older clients: it was null there.
 * Robots and terms: robots.txt lets crawlers read `/review/`, the terms of use forbid it to automated readers without
 * consent; companies get their own reviews through Trustpilot's API or export, which can be imported. Ask first.
 */
import * as c from '../src/crawl/contract.ts';

type Fields = Readonly<Record<string, unknown>>;

export default c.defineCrawler({
  title: 'Trustpilot',
  homepage: 'https://www.trustpilot.com/',
  render: 'http',
  robots: 'obey',
  site: 'trustpilot',
  options: c.z.strictObject({
    businesses: c.z
      .array(c.z.string().regex(/^[\w.-]+$/, 'must be as in example.com'))
      .min(1)
      .describe("Companies, by the domain in their page's address."),
    languages: c.z.string().default('all').describe('Language of the reviews (ISO 639-1), or all.'),
  }),
  requests: ({ businesses, languages }) =>
    businesses.map((name) => ({
      url: c.withQuery(`https://www.trustpilot.com/review/${name}`, { languages, sort: 'recency' }),
    })),
  parse: (page) => {
    const json = /^\s*\{/.test(page.text());
    const $ = json ? null : c.htmlOf(page);
    const data = json ? page.json() : c.parseLenientJson($?.('#__NEXT_DATA__').text() ?? '').values[0];
    const props = c.record(c.at(data, 'props.pageProps') ?? c.at(data, 'pageProps'));
    if (!Array.isArray(props.reviews)) {
      if ($ === null) throw new c.ParseError('this is no page of Trustpilot');
      return fallback($, page);
    }
    const unit = c.record(props.businessUnit);
    const score = c.parseNumber(c.string(unit.trustScore));
    const count = c.parseNumber(c.string(c.at(unit, 'numberOfReviews.total')) ?? c.string(unit.numberOfReviews));
    const current = c.parseNumber(c.string(c.at(props, 'filters.pagination.currentPage'))) ?? 1;
    const last = c.parseNumber(c.string(c.at(props, 'filters.pagination.totalPages'))) ?? current;
    return {
      posts: c.uniqueById(c.records(props.reviews).flatMap(reviewPost)),
      ...(score ? { aggregate: { rating: { value: score, best: 5, worst: 1 }, count } } : {}),
      next: current < last ? [{ url: c.withQuery(page.url, { page: current + 1 }) }] : [],
      expected: ['rating', 'author.name', 'published_at', 'text'],
    };
  },
});

/** Pages whose data has moved still carry schema.org reviews for search engines. */
function fallback($: ReturnType<c.Page['$']>, page: c.Page): c.ParseResult {
  const { reviews, aggregate } = c.schemaReviews($, page.url, c.isCutOff(page.text()));
  if (reviews.length === 0 && aggregate === null) throw new c.ParseError('no reviews of Trustpilot on this page');
  const posts = reviews.map((review) => ({
    ...review,
    id: /\/([0-9a-f]{24})\b/.exec(String(review.id))?.[1] ?? review.id,
  }));
  return { posts, ...(aggregate === null ? {} : { aggregate }), expected: ['rating', 'author.name', 'published_at'] };
}

function reviewPost(review: Fields): c.PostInput[] {
  const id = c.string(review.id);
  const stars = c.parseNumber(c.string(review.rating) ?? c.string(review.stars));
  if (id === null || stars === null || review.pending === true) return [];
  const consumer = c.record(review.consumer);
  const dates = c.record(review.dates);
  const answer = c.string(c.at(review, 'reply.message'));
  return [
    {
      id,
      kind: 'review',
      url: `https://www.trustpilot.com/reviews/${id}`,
      author: {
        name: c.string(consumer.displayName),
        id: c.string(consumer.id),
        verified: c.boolean(consumer.isVerified),
      },
      title: c.htmlToText(c.string(review.title)) || null,
      text: c.htmlToText(c.string(review.text)),
      lang: c.string(review.language),
      rating: { value: stars, best: 5, worst: 1 },
      published_at: c.string(dates.publishedDate) ?? c.string(review.createdAt),
      edited_at: c.string(dates.updatedDate),
      engagement: { helpful: c.parseNumber(c.string(review.likes)) },
      reply: answer === null ? null : { text: c.htmlToText(answer), at: c.string(c.at(review, 'reply.publishedDate')) },
    },
  ];
}
