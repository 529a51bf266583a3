/**
 * Bluesky and other services of the AT Protocol: search, authors' feeds, threads.
 *
 * Verified against: a recorded thread with quoted post and pictures, recorded post records (with and without time zone,
 * with unknown fields), and the lexicons `app.bsky.feed.searchPosts`, `getAuthorFeed`, `getPosts`, `getPostThread`.
 * Robots and terms: the public API is open without an account and meant to be read (3,000 requests in five minutes).
 *
 * A post's id is its `at://` address. What a quotation quotes counts as shared: it is the `parent` if nothing is answered.
 */
import * as c from '../src/crawl/contract.ts';

type Fields = Readonly<Record<string, unknown>>;
const POST = 'app.bsky.feed.post';

export default c.defineCrawler({
  title: 'Bluesky',
  homepage: 'https://bsky.app/',
  render: 'http',
  robots: 'obey',
  site: 'bluesky',
  options: c.z.strictObject({
    search: c.z.array(c.z.string().min(1)).default([]).describe("Words to search for; the brands' terms unless given."),
    authors: c.z.array(c.z.string().min(3)).default([]).describe('Handles or DIDs of accounts whose posts are read.'),
    lang: c.z.string().min(2).optional().describe('Only posts in this language (ISO 639-1).'),
    replies: c.z.boolean().default(false).describe('Also read the thread below every post found.'),
    api: c.z.url().default('https://api.bsky.app').describe('Address of the API.'),
  }),
  requests: ({ search, authors, lang, api }, { query, since }) => {
    const words = search.length > 0 || authors.length > 0 ? search : query;
    const urls = [
      ...words.map((q) =>
        c.withQuery(method(api, 'searchPosts'), {
          q: q.includes(' ') ? `"${q}"` : q,
          sort: 'latest',
          limit: 100,
          ...(lang === undefined ? {} : { lang }),
          // A day of overlap: posts are found some time after they were written.
          ...(since === null ? {} : { since: new Date(since.getTime() - 86_400_000).toISOString() }),
        }),
      ),
      ...authors.map((actor) => c.withQuery(method(api, 'getAuthorFeed'), { actor, limit: 100 })),
    ];
    return urls.map((url) => ({ url }));
  },
  refresh: (posts, { api }) => {
    const batches: c.PageRequest[] = [];
    // The method takes up to 25 posts, and answers with those that exist.
    for (let start = 0; start < posts.length; start += 25) {
      const ids = posts.slice(start, start + 25).map(({ id }) => id);
      const uris = ids.map((id) => `uris=${encodeURIComponent(id)}`);
      batches.push({ url: `${method(api, 'getPosts')}?${uris.join('&')}`, posts: ids });
    }
    return batches;
  },
  parse: (page, { options }) => {
    const body = c.record(page.json());
    const found: c.PostInput[] = [];
    const gone: string[] = [];
    // A search or a batch, a feed, a thread, records as authors wrote them, one record.
    for (const view of c.records(body.posts)) found.push(...viewPosts(view));
    for (const entry of c.records(body.feed)) {
      found.push(...viewPosts(c.record(entry.post)));
      for (const above of [c.at(entry, 'reply.root'), c.at(entry, 'reply.parent')])
        found.push(...viewPosts(c.record(above)));
    }
    if (body.thread !== undefined) readThread(c.record(body.thread), found, gone);
    for (const record of c.records(body.records)) found.push(...recordPosts(record));
    if (body.value !== undefined) found.push(...recordPosts(body));
    const known = ['posts', 'feed', 'thread', 'records', 'value'].some((key) => typeof body[key] === 'object');
    if (!known) {
      const error = c.string(body.error);
      if (error !== null && /auth|forbidden/i.test(error))
        return { posts: [], blocked: c.string(body.message) ?? error };
      throw new c.ParseError(error === null ? 'this is no answer of the AT Protocol' : `the service says: ${error}`);
    }
    const posts = c.uniqueById(found);
    const cursor = c.string(body.cursor);
    const talked = options.replies && body.thread === undefined ? posts.filter((post) => post.engagement?.replies) : [];
    return {
      posts,
      gone,
      next: [
        ...(cursor === null || found.length === 0 ? [] : [{ url: c.withQuery(page.url, { cursor }) }]),
        ...talked.map(({ id }) => ({
          url: c.withQuery(method(options.api, 'getPostThread'), { uri: String(id), depth: 10, parentHeight: 0 }),
          when: 'always' as const,
          repliesOf: id,
        })),
      ],
      expected: ['author.id', 'published_at', 'url'],
    };
  },
});

function method(api: string, name: string): string {
  return `${api.replace(/\/$/, '')}/xrpc/app.bsky.feed.${name}`;
}

function readThread(node: Fields, found: c.PostInput[], gone: string[]): void {
  const queue = [node];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const uri = c.string(next.uri);
    if (next.notFound === true && uri !== null) gone.push(uri);
    found.push(...viewPosts(c.record(next.post)));
    queue.push(...c.records(next.replies).reverse(), ...c.records([next.parent]));
  }
}

/** A post as the service shows it. */
function viewPosts(view: Fields): c.PostInput[] {
  const uri = c.string(view.uri);
  const record = c.record(view.record);
  if (uri === null || !uri.includes(`/${POST}/`) || record.createdAt === undefined) return [];
  const author = c.record(view.author);
  // An account whose name does not check out has none.
  const handle = author.handle === 'handle.invalid' ? null : c.string(author.handle);
  const verified = c.string(c.at(author, 'verification.verifiedStatus'));
  const post = build(uri, record, handle);
  // A quotation without a word of its own says what it quotes; a picture without words says nothing to us.
  const quoted =
    c.string(c.at(view, 'embed.record.value.text')) ?? c.string(c.at(view, 'embed.record.record.value.text'));
  const title = c.string(c.at(view, 'embed.external.title')) ?? c.string(c.at(view, 'embed.media.external.title'));
  const text = post.text || c.tidy(quoted ?? '');
  if (text === '' && title === null) return [];
  return [
    {
      ...post,
      title,
      text,
      author: {
        name: c.string(author.displayName) ?? handle,
        id: c.string(author.did),
        followers: c.parseNumber(c.string(author.followersCount)),
        verified: verified === null ? null : verified === 'valid',
      },
      engagement: {
        likes: c.parseNumber(c.string(view.likeCount)),
        replies: c.parseNumber(c.string(view.replyCount)),
        reposts: c.parseNumber(c.string(view.repostCount)),
      },
    },
  ];
}

/** A record as its author's repository keeps it: without counters. */
function recordPosts(entry: Fields): c.PostInput[] {
  const uri = c.string(entry.uri);
  const value = c.record(entry.value);
  const type = c.string(value.$type);
  if (uri === null || !uri.includes(`/${POST}/`) || type === null || c.string(value.text) === null) return [];
  return [build(uri, value, null)];
}

function build(uri: string, record: Fields, handle: string | null): c.PostInput {
  const [, did = '', , key = ''] = /^at:\/\/([^/]+)\/([^/]+)\/([^/]+)/.exec(uri) ?? [];
  const answered = c.string(c.at(record, 'reply.parent.uri'));
  const quoted = c.string(c.at(record, 'embed.record.uri')) ?? c.string(c.at(record, 'embed.record.record.uri'));
  const shared = quoted?.includes(`/${POST}/`) ? quoted : null;
  const pictures = [...c.records(c.at(record, 'embed.images')), ...c.records(c.at(record, 'embed.media.images'))];
  const described = pictures.flatMap((picture) => c.string(picture.alt) ?? []);
  return {
    id: uri,
    kind: answered === null ? 'post' : 'comment',
    url: `https://bsky.app/profile/${handle ?? did}/post/${key}`,
    author: { name: null, id: did },
    text: c.tidy(c.string(record.text) ?? described.join('\n')),
    lang: c.string(c.list(record.langs)[0]),
    published_at: c.string(record.createdAt),
    parent: answered ?? shared,
    root: c.string(c.at(record, 'reply.root.uri')) ?? shared,
  };
}
