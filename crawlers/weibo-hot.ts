/**
 * Weibo's hot-search list (微博热搜): what the whole country talks about right now, by rank and heat. It gives no posts of
 * people; an entry that names a brand says that a story has broken out, and is kept as a mention of it, once a day.
 *
 * Verified against: a recorded answer of `ajax/side/hotSearch` (50 entries, 2026), and the documented shapes of
 * `ajax/statuses/hot_band` and of the advertisements in both.
 * Robots and terms: the list is open without an account; robots.txt of weibo.com may refuse crawlers, and so do we then.
 */
import * as c from '../src/crawl/contract.ts';

export default c.defineCrawler({
  title: 'Weibo hot search 微博热搜',
  homepage: 'https://weibo.com/ajax/side/hotSearch',
  render: 'http',
  robots: 'obey',
  site: 'weibo',
  options: c.z.strictObject({
    most: c.z.int().min(1).max(60).default(60).describe('How many entries of the list are read.'),
  }),
  requests: () => [{ url: 'https://weibo.com/ajax/side/hotSearch' }],
  parse: (page, { options }) => {
    const body = c.record(page.json());
    const data = c.record(body.data);
    const entries = Array.isArray(data.realtime) ? data.realtime : data.band_list;
    if (!Array.isArray(entries)) {
      if (body.ok === -100) return { posts: [], blocked: 'Weibo asks to log in' };
      throw new c.ParseError('this is no hot-search list of Weibo');
    }
    // Advertisements stand in the list without a place of their own.
    const real = c
      .records(entries)
      .filter((entry) => entry.is_ad !== 1 && entry.topic_ad !== 1 && c.string(entry.word ?? entry.note) !== null);
    const trends = real.map((entry, index) => {
      const term = c.string(entry.word) ?? c.string(entry.note) ?? '';
      const scheme = c.string(entry.word_scheme) ?? term;
      return {
        term,
        rank: c.parseNumber(c.string(entry.realpos)) ?? index + 1,
        heat: c.parseNumber(c.string(entry.num) ?? c.string(entry.raw_hot)),
        url: c.withQuery('https://s.weibo.com/weibo', { q: scheme }),
      };
    });
    return { posts: [], trends: trends.slice(0, options.most) };
  },
});
