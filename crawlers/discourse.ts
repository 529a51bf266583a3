/**
 * Discourse forums (any host): newest posts of the whole forum, topics with their posts, search.
 *
 * Verified against: the answers recorded in the tests of Discourse's own API client: `/posts.json` (2020) and `/t/ID.json`
 * (2013), field by field (names may be null, moderators' actions have `post_type` 2, likes are action 2); `/search.json`
 * against its documentation only (docs.discourse.org).
 * Robots and terms: most forums let crawlers read topics and forbid `/search`; then search is refused, and the newest
 * posts are read all the same. Some forums show nothing without an account.
 *
 * A post's id is `TOPIC/NUMBER`: what it answers and where the thread began can be named even where they are not shown.
 */
import * as c from '../src/crawl/contract.ts';

type Fields = Readonly<Record<string, unknown>>;

export default c.defineCrawler({
  title: 'Discourse forums',
  homepage: 'https://docs.discourse.org/',
  render: 'http',
  robots: 'obey',
  options: c.z.strictObject({
    forum: c.z.url().describe('Address of the forum, as in https://forum.example.com.'),
    latest: c.z.boolean().default(true).describe('Read the newest posts of the whole forum.'),
    topics: c.z.array(c.z.int().positive()).default([]).describe('Numbers of topics to read with all their posts.'),
    search: c.z
      .boolean()
      .default(false)
      .describe("Also search for the brands' terms; each post found is then read whole."),
  }),
  requests: ({ forum, latest, topics, search }, { query }) => {
    const base = forum.replace(/\/$/, '');
    const urls = [
      ...(latest ? [`${base}/posts.json`] : []),
      ...topics.map((id) => `${base}/t/${id}.json`),
      ...(search ? query.map((q) => c.withQuery(`${base}/search.json`, { q: `"${q}" order:latest` })) : []),
    ];
    return urls.map((url) => ({ url }));
  },
  refresh: (posts) =>
    posts.flatMap(({ id, url }) => {
      const base = url === null ? undefined : /^(https?:\/\/.+?)\/t\//.exec(url)?.[1];
      return base === undefined ? [] : [{ url: postUrl(base, id), post: id }];
    }),
  parse: (page) => {
    const body = c.record(page.json());
    const base = /^(https?:\/\/.+?)\/(?:t|posts|search|latest|c)\b/.exec(page.url)?.[1] ?? new URL(page.url).origin;
    const stream = c.record(body.post_stream);
    const topics = new Map(c.records(body.topics).map((topic) => [c.string(topic.id), topic]));
    if (body.id !== undefined && Array.isArray(stream.posts)) topics.set(c.string(body.id), body);
    const single = body.cooked !== undefined && body.topic_id !== undefined ? [body] : [];
    const known = [body.latest_posts, stream.posts, body.posts].some(Array.isArray) || single.length > 0;
    if (!known) {
      const errors = c.list(body.errors).map(c.string).join(' ');
      if (/not_logged_in|invalid_access/.test(c.string(body.error_type) ?? '')) {
        return { posts: [], blocked: errors || 'the forum asks to log in' };
      }
      if (body.error_type === 'rate_limit') return { posts: [], blocked: errors || 'the forum limits the rate' };
      // Search answers without these lists where nothing was found.
      if (body.grouped_search_result !== undefined) return { posts: [] };
      throw new c.ParseError(`this is no answer of Discourse${errors === '' ? '' : `: ${errors}`}`);
    }
    const raw = [body.latest_posts, stream.posts, body.posts].flatMap(c.records).concat(single);
    const posts = c.uniqueById(raw.flatMap((post) => postOf(post, base, topics)));
    const cut = posts.filter(({ truncated }) => truncated);
    return {
      posts,
      next: [
        ...nextUrl(page.url, body, raw).map((url) => ({ url })),
        ...cut.map(({ id }) => ({ url: postUrl(base, id), when: 'always' as const, wholeOf: id, post: id })),
      ],
      expected: ['author.id', 'published_at', 'text'],
    };
  },
});

const postUrl = (base: string, id: string | number) => `${base}/posts/by_number/${id}.json`;

function nextUrl(url: string, body: Fields, raw: readonly Fields[]): string[] {
  if (Array.isArray(body.latest_posts)) {
    const ids = raw.flatMap((post) => c.parseNumber(c.string(post.id)) ?? []);
    return ids.length > 0 ? [c.withQuery(url, { before: Math.min(...ids) - 1 })] : [];
  }
  const page = c.parseNumber(c.queryOf(url, 'page')) ?? 1;
  const shown = c.list(c.at(body, 'post_stream.posts')).length;
  if (shown > 0) {
    const all = c.parseNumber(c.string(body.posts_count)) ?? 0;
    return page * 20 < all ? [c.withQuery(url, { page: page + 1 })] : [];
  }
  return c.at(body, 'grouped_search_result.more_full_page_results') === true
    ? [c.withQuery(url, { page: page + 1 })]
    : [];
}

function postOf(post: Fields, base: string, topics: ReadonlyMap<string | null, Fields>): c.PostInput[] {
  const topicId = c.string(post.topic_id) ?? [...topics.keys()][0];
  const number = c.string(post.post_number);
  // Types 2 to 4 are moderators' actions and whispers.
  if (!topicId || number === null || (c.parseNumber(c.string(post.post_type)) ?? 1) > 1) return [];
  const topic = topics.get(topicId) ?? {};
  const answered = c.string(post.reply_to_post_number);
  const slug = c.string(post.topic_slug) ?? c.string(topic.slug) ?? 'topic';
  const first = number === '1';
  const likes = c.records(post.actions_summary).find((action) => action.id === 2)?.count;
  // Quotations of others are no words of the writer's.
  const whole = c.string(post.cooked);
  // Search shows a few words around what was found.
  const blurb = whole === null ? c.string(post.blurb) : null;
  const said = (whole ?? blurb ?? c.string(post.raw) ?? '').replace(/<aside class="quote[\s\S]*?<\/aside>/g, '');
  return [
    {
      id: `${topicId}/${number}`,
      kind: first ? 'post' : 'comment',
      url: `${base}/t/${slug}/${topicId}/${number}`,
      author: { name: c.string(post.name) ?? c.string(post.username), id: c.string(post.username) },
      title: first ? c.htmlToText(c.string(post.topic_title) ?? c.string(topic.title)) || null : null,
      text: c.htmlToText(said),
      ...(blurb !== null && { truncated: true }),
      published_at: c.string(post.created_at),
      edited_at: (c.parseNumber(c.string(post.version)) ?? 1) > 1 ? c.string(post.updated_at) : null,
      engagement: {
        likes: c.parseNumber(c.string(likes ?? post.like_count)) ?? (Array.isArray(post.actions_summary) ? 0 : null),
        replies: first ? repliesOf(topic, post) : c.parseNumber(c.string(post.reply_count)),
        views: first ? c.parseNumber(c.string(topic.views)) : null,
      },
      parent: first ? null : `${topicId}/${answered ?? 1}`,
      root: first ? null : `${topicId}/1`,
      deleted: post.user_deleted === true || c.string(post.deleted_at) !== null,
    },
  ];
}

/** All that came after the first post, where the topic says so; else what answers it directly. */
function repliesOf(topic: Fields, first: Fields): number | null {
  const posts = c.parseNumber(c.string(topic.posts_count));
  return posts === null ? c.parseNumber(c.string(first.reply_count)) : Math.max(0, posts - 1);
}
