/**
 * Any page with schema.org reviews or an aggregate rating, in JSON-LD, microdata or RDFa.
 *
 * Verified against: 30 recorded pages of 24 recipe and shop sites (JSON-LD and microdata, rating-only and with up to 60
 * reviews; all 28 averages and counts as their collection states them), and the shapes of the examples at
 * https://schema.org/Review and in Google's guide to review snippets, in all three syntaxes.
 * Robots and terms: schema.org data is published for machines; each site's robots.txt decides. Read its terms.
 *
 * A page that states only an average gives no posts but an `aggregate`. Nothing of the kind at all is an error, for the
 * operator has chosen this page for its reviews; with `optional: true` it is an empty page.
 */
import { absoluteUrl, defineCrawler, htmlOf, isCutOff, ParseError, schemaReviews, z } from '../src/crawl/contract.ts';

export default defineCrawler({
  title: 'Pages with schema.org reviews',
  homepage: 'https://schema.org/Review',
  render: 'http',
  robots: 'obey',
  options: z.strictObject({
    urls: z.array(z.url()).min(1).describe('Pages to read, each the first of its list of reviews.'),
    next: z
      .string()
      .default('link[rel~="next"], a[rel~="next"]')
      .describe('CSS selector of the link to the next page of reviews.'),
    optional: z.boolean().default(false).describe('Pages without any review or rating are normal here, not an error.'),
  }),
  requests: ({ urls }) => urls.map((url) => ({ url })),
  parse: (page, { options }) => {
    const $ = htmlOf(page);
    const { reviews, aggregate } = schemaReviews($, page.url, isCutOff(page.text()));
    if (reviews.length === 0 && aggregate === null && !options.optional) {
      throw new ParseError('no schema.org Review or AggregateRating on this page');
    }
    const next = absoluteUrl($(options.next).first().attr('href'), page.url);
    return {
      posts: [...reviews],
      ...(aggregate === null ? {} : { aggregate }),
      next: next === null || next === page.url ? [] : [{ url: next }],
      expected: ['author.name', 'published_at'],
    };
  },
});
