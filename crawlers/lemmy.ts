/**
 * Lemmy (any instance): search for posts and comments, newest posts of communities, comments below posts.
 *
 * Verified against: the types of API version 3 as three public clients mirror the server's own (Swift, Kotlin, R;
 * 2023): `post_view` and `comment_view` with `post`/`comment`, `creator`, `counts` (`upvotes`, `comments`,
 * `child_count`), `path`. No recorded page was at hand. Servers from version 1.0 on also have a version 4, unread here.
 * Robots and terms: the API is open and meant for clients; each instance has its own rules and limits.
 *
 * Posts and comments are numbered separately: ids are `post/12` and `comment/34`.
 */
import * as c from '../src/crawl/contract.ts';

type Fields = Readonly<Record<string, unknown>>;

export default c.defineCrawler({
  title: 'Lemmy',
  homepage: 'https://join-lemmy.org/docs/contributors/04-api.html',
  render: 'http',
  robots: 'obey',
  options: c.z.strictObject({
    instance: c.z
      .string()
      .regex(/^[\w.-]+(:\d+)?$/, 'must be a host name, as in lemmy.world')
      .default('lemmy.world')
      .describe('Host of the instance.'),
    communities: c.z
      .array(c.z.string().min(1))
      .default([])
      .describe('Communities whose newest posts are read, as in name or name@host.'),
    search: c.z
      .array(c.z.string().min(1))
      .default([])
      .describe("Words to search for; the brands' terms unless communities are given."),
    comments: c.z
      .boolean()
      .default(true)
      .describe('Search comments as well, and read those below posts of communities.'),
  }),
  requests: ({ instance, communities, search, comments }, { query }) => {
    const words = search.length > 0 || communities.length > 0 ? search : query;
    const api = `https://${instance}/api/v3`;
    const urls = [
      ...words.flatMap((q) =>
        ['Posts', ...(comments ? ['Comments'] : [])].map((type) =>
          c.withQuery(`${api}/search`, { q, type_: type, sort: 'New', listing_type: 'All', limit: 50, page: 1 }),
        ),
      ),
      ...communities.map((name) =>
        c.withQuery(`${api}/post/list`, { community_name: name, sort: 'New', limit: 50, page: 1 }),
      ),
    ];
    return urls.map((url) => ({ url }));
  },
  refresh: (posts, { instance }) =>
    posts.flatMap(({ id }) => {
      const [, kind, number] = /^(post|comment)\/(\d+)$/.exec(id) ?? [];
      return kind ? [{ url: `https://${instance}/api/v3/${kind}?id=${number}`, post: id }] : [];
    }),
  parse: (page, { options }) => {
    const body = c.record(page.json());
    const views = [...c.records(body.posts), ...c.records([body.post_view])];
    const talk = [...c.records(body.comments), ...c.records([body.comment_view])];
    if (!Array.isArray(body.posts) && !Array.isArray(body.comments) && views.length + talk.length === 0) {
      const error = c.string(body.error);
      if (error !== null && /not_logged_in|private|rate_limit/.test(error)) return { posts: [], blocked: error };
      throw new c.ParseError(`this is no answer of Lemmy${error === null ? '' : `: ${error}`}`);
    }
    const host = new URL(page.url).host;
    const posts = c.uniqueById([
      ...views.flatMap((view) => postOf(view, host)),
      ...talk.flatMap((view) => commentOf(view, host)),
    ]);
    const full = views.length + talk.length >= 50;
    const current = c.parseNumber(c.queryOf(page.url, 'page'));
    const listed =
      options.comments && page.url.includes('/post/list') ? posts.filter((post) => post.engagement?.replies) : [];
    const taken = (item: unknown, name: string) => {
      const { id, removed, deleted } = c.record(item);
      return removed === true || deleted === true ? [`${name}/${c.string(id)}`] : [];
    };
    return {
      posts,
      gone: [
        ...views.flatMap(({ post }) => taken(post, 'post')),
        ...talk.flatMap(({ comment }) => taken(comment, 'comment')),
      ],
      next: [
        ...(full && current !== null ? [{ url: c.withQuery(page.url, { page: current + 1 }) }] : []),
        ...listed.map(({ id }) => ({
          url: `https://${host}/api/v3/comment/list?post_id=${String(id).slice(5)}&sort=New&limit=50&type_=All`,
          when: 'always' as const,
          repliesOf: id,
        })),
      ],
      expected: ['author.name', 'published_at', 'url'],
    };
  },
});

function authorOf(creator: Fields) {
  const name = c.string(creator.name);
  return { name: c.string(creator.display_name) ?? name, id: c.string(creator.actor_id) ?? name };
}

/** Times without a zone (before version 0.19) are UTC. */
function time(written: unknown): string | null {
  const text = c.string(written);
  return text !== null && /\d$/.test(text) && !/[+-]\d\d:?\d\d$/.test(text) ? `${text}Z` : text;
}

function postOf(view: Fields, host: string): c.PostInput[] {
  const post = c.record(view.post);
  const id = c.string(post.id);
  if (id === null || post.removed === true || post.deleted === true) return [];
  return [
    {
      id: `post/${id}`,
      kind: 'post',
      url: c.string(post.ap_id) ?? `https://${host}/post/${id}`,
      author: authorOf(c.record(view.creator)),
      title: c.string(post.name),
      text: c.tidy(c.string(post.body) ?? ''),
      published_at: time(post.published),
      edited_at: time(post.updated),
      engagement: {
        likes: c.parseNumber(c.string(c.at(view, 'counts.upvotes'))),
        replies: c.parseNumber(c.string(c.at(view, 'counts.comments'))),
      },
    },
  ];
}

function commentOf(view: Fields, host: string): c.PostInput[] {
  const comment = c.record(view.comment);
  const id = c.string(comment.id);
  const post = c.string(comment.post_id);
  if (id === null || post === null || comment.removed === true || comment.deleted === true) return [];
  // The path names every comment above this one: `0.11.15`.
  const above = (c.string(comment.path) ?? '').split('.').slice(1, -1).at(-1);
  return [
    {
      id: `comment/${id}`,
      kind: 'comment',
      url: c.string(comment.ap_id) ?? `https://${host}/comment/${id}`,
      author: authorOf(c.record(view.creator)),
      text: c.tidy(c.string(comment.content) ?? ''),
      published_at: time(comment.published),
      edited_at: time(comment.updated),
      engagement: {
        likes: c.parseNumber(c.string(c.at(view, 'counts.upvotes'))),
        replies: c.parseNumber(c.string(c.at(view, 'counts.child_count'))),
      },
      parent: above === undefined ? `post/${post}` : `comment/${above}`,
      root: `post/${post}`,
    },
  ];
}
