/**
 * Any feed: RSS, Atom, RDF, JSON Feed.
 *
 * Verified against: the reference feeds of all versions (RSS 0.90–2.0, Atom 0.3 and 1.0, RSS 1.0, with namespaces), and
 * each of them cut off at every tenth of its length.
 * Robots and terms: feeds are published to be read by machines; robots.txt of the host is obeyed all the same.
 */
import { defineCrawler, ParseError, readFeed, z } from '../src/crawl/contract.ts';

export default defineCrawler({
  title: 'Feeds (RSS, Atom, RDF, JSON Feed)',
  homepage: 'https://www.rssboard.org/rss-specification',
  render: 'http',
  robots: 'obey',
  options: z.strictObject({
    urls: z.array(z.url()).min(1).describe('Addresses of the feeds.'),
    kind: z
      .enum(['article', 'post', 'comment', 'review'])
      .default('article')
      .describe('What the entries are: articles of a blog or news site, or posts, comments, reviews.'),
  }),
  requests: ({ urls }) => urls.map((url) => ({ url })),
  parse: (page, { options }) => {
    const feed = readFeed(page.text(), page.url);
    if (feed === null) throw new ParseError('this is no feed (RSS, Atom, RDF or JSON Feed)');
    if (feed.cut && feed.posts.length === 0) throw new ParseError('the feed breaks off before its first entry');
    return {
      posts: feed.posts.map((post) => ({ ...post, kind: options.kind })),
      next: feed.next === null || feed.next === page.url ? [] : [{ url: feed.next }],
      expected: ['url'],
    };
  },
});
