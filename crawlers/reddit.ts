/**
 * Reddit: search, subreddits, and the comments below posts.
 *
 * Verified against: two recorded listings (a subreddit in 2026, a search in 2014), and comment pages in the documented
 * shape of the API.
 * Robots and terms: robots.txt of www.reddit.com refuses crawlers since 2024, and so do we. With a token of a registered
 * application (`token`), the API at oauth.reddit.com may be read within its terms (100 requests a minute).
 */
import {
  boolean,
  defineCrawler,
  htmlToText,
  list,
  type PageRequest,
  ParseError,
  type PostInput,
  parseNumber,
  record,
  records,
  string,
  uniqueById,
  withQuery,
  z,
} from '../src/crawl/contract.ts';

type Fields = Readonly<Record<string, unknown>>;

export default defineCrawler({
  title: 'Reddit',
  homepage: 'https://www.reddit.com/',
  render: 'http',
  robots: 'obey',
  site: 'reddit',
  options: z.strictObject({
    subreddits: z
      .array(z.string().regex(/^\w+$/, 'must be a name without r/'))
      .default([])
      .describe('Subreddits to read; with `search`, to search in.'),
    search: z
      .array(z.string().min(1))
      .default([])
      .describe("Words to search for; the brands' terms unless subreddits are given."),
    comments: z.boolean().default(false).describe('Also read the comments of every post found.'),
    token: z
      .string()
      .min(1)
      .optional()
      .describe('Access token of a registered application; without it, robots.txt refuses.'),
  }),
  requests: ({ subreddits, search, token }, { query }) => {
    const words = search.length > 0 || subreddits.length > 0 ? search : query;
    const base = hostOf(token);
    const places = subreddits.length > 0 ? subreddits.map((name) => `/r/${name}`) : [''];
    const urls =
      words.length === 0
        ? subreddits.map((name) => `${base}/r/${name}/new.json?limit=100&raw_json=1`)
        : places.flatMap((place) =>
            words.map((q) =>
              withQuery(`${base}${place}/search.json`, {
                q: q.includes(' ') ? `"${q}"` : q,
                sort: 'new',
                limit: 100,
                raw_json: 1,
                ...(place === '' ? {} : { restrict_sr: 1 }),
              }),
            ),
          );
    return urls.map((url) => ({ url, ...authorised(token) }));
  },
  refresh: (posts, { token }) => {
    const batches: PageRequest[] = [];
    for (let start = 0; start < posts.length; start += 100) {
      const ids = posts.slice(start, start + 100).map(({ id }) => id);
      const url = withQuery(`${hostOf(token)}/api/info.json`, { id: ids.join(','), raw_json: 1 });
      batches.push({ url, posts: ids, ...authorised(token) });
    }
    return batches;
  },
  parse: (page, { options }) => {
    const body = page.json();
    // A post's own page is two listings: the post, and its comments.
    const listings = (Array.isArray(body) ? body : [body]).map(record).filter(({ kind }) => kind === 'Listing');
    if (listings.length === 0) {
      const message = string(record(body).message);
      const refused = [401, 403].includes(Number(record(body).error));
      if (refused) return { posts: [], blocked: `Reddit answers: ${message ?? 'forbidden'}` };
      throw new ParseError('this is no listing of Reddit');
    }
    const shown = listings.flatMap(things);
    const posts = uniqueById(shown.flatMap(thingPosts));
    const after = listings.length === 1 ? string(record(listings[0]?.data).after) : null;
    const always = { ...authorised(options.token), when: 'always' as const };
    const talked = options.comments && listings.length === 1 ? posts.filter((post) => post.engagement?.replies) : [];
    return {
      posts,
      gone: shown.flatMap(emptied),
      next: [
        ...(after === null ? [] : [{ url: withQuery(page.url, { after }), ...authorised(options.token) }]),
        ...talked.map(({ id }) => ({
          url: `${hostOf(options.token)}/comments/${String(id).replace('t3_', '')}.json?sort=new&limit=500&raw_json=1`,
          repliesOf: id,
          ...always,
        })),
      ],
      expected: ['author.name', 'published_at', 'url'],
    };
  },
});

function hostOf(token: string | undefined): string {
  return token === undefined ? 'https://www.reddit.com' : 'https://oauth.reddit.com';
}

function authorised(token: string | undefined) {
  return token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } };
}

function things(listing: Fields): Fields[] {
  return records(record(listing.data).children);
}

/** What stands where a text was taken down. */
const REMOVED = /^\[(?:removed|deleted)\]$/;

/** Ids of comments of which nothing is left, with those below. */
function emptied(thing: Fields): string[] {
  const data = record(thing.data);
  const name = string(data.name);
  const own = thing.kind === 't1' && name !== null && REMOVED.test(string(data.body) ?? '') ? [name] : [];
  return [...own, ...things(record(data.replies)).flatMap(emptied)];
}

/** A post (`t3`), or a comment (`t1`) with the answers below it; other kinds ("more", users, subreddits) give none. */
function thingPosts(thing: Fields): PostInput[] {
  const data = record(thing.data);
  const id = string(data.name) ?? (string(data.id) === null ? null : `${string(thing.kind)}_${string(data.id)}`);
  if (id === null || (thing.kind !== 't3' && thing.kind !== 't1')) return [];
  const comment = thing.kind === 't1';
  const said = string(comment ? data.body : data.selftext) ?? '';
  const author = data.author === '[deleted]' ? null : string(data.author);
  const shared = list(data.crosspost_parent_list).length > 0 ? string(data.crosspost_parent) : null;
  const post: PostInput = {
    id,
    kind: comment ? 'comment' : 'post',
    url: string(data.permalink) === null ? null : `https://www.reddit.com${string(data.permalink)}`,
    author: { name: author, id: string(data.author_fullname) ?? author },
    title: comment ? null : htmlToText(string(data.title)) || null,
    text: REMOVED.test(said) ? '' : htmlToText(said),
    published_at: parseNumber(string(data.created_utc)),
    edited_at: boolean(data.edited) === null ? parseNumber(string(data.edited)) : null,
    engagement: {
      // More against than for it is no number of likes.
      likes: data.score_hidden === true ? null : Math.max(0, parseNumber(string(data.score)) ?? 0),
      replies: comment ? null : parseNumber(string(data.num_comments)),
      reposts: comment ? null : parseNumber(string(data.num_crossposts)),
      views: parseNumber(string(data.view_count)),
    },
    parent: comment ? string(data.parent_id) : shared,
    root: comment ? string(data.link_id) : shared,
  };
  const removed = REMOVED.test(said);
  // What was removed has nothing left to read; a post's title stays.
  const own = removed && post.title === null ? [] : [{ ...post, deleted: removed }];
  return [...own, ...things(record(data.replies)).flatMap(thingPosts)];
}
