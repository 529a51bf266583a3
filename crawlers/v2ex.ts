/**
 * V2EX: newest and hottest topics, topics of nodes, and the replies to them.
 *
 * Verified against: whole answers of its API version 1 quoted in public clients' documentation of 2016 and 2026
 * (`topics/latest`, `topics/hot`; the fields have not changed, `deleted` and `last_reply_by` were added) and their types.
 * `replies/show` is documented by its address only: its fields are those that clients read (2016–2024).
 * Robots and terms: the API is open, 120 requests an hour and address: set `requests_per_minute: 2`. Its page says that it
 * is meant for research, apps and extensions, and not for filling other sites with its content. robots.txt allows `/api/`.
 *
 * Topics and replies are numbered separately: ids are `t/123` and `r/456`.
 */
import * as c from '../src/crawl/contract.ts';

const API = 'https://www.v2ex.com/api';
type Fields = Readonly<Record<string, unknown>>;

export default c.defineCrawler({
  title: 'V2EX',
  homepage: 'https://www.v2ex.com/',
  render: 'http',
  robots: 'obey',
  site: 'v2ex',
  options: c.z.strictObject({
    nodes: c.z
      .array(c.z.string().regex(/^[\w-]+$/))
      .default([])
      .describe('Nodes whose topics are read.'),
    hot: c.z.boolean().default(true).describe('Also read the hottest topics of the day.'),
    replies: c.z.boolean().default(true).describe('Also read the replies to every topic found.'),
  }),
  requests: ({ nodes, hot }) =>
    [
      `${API}/topics/latest.json`,
      ...(hot ? [`${API}/topics/hot.json`] : []),
      ...nodes.map((name) => `${API}/topics/show.json?node_name=${name}`),
    ].map((url) => ({ url })),
  refresh: (posts) =>
    posts.flatMap(({ id }) =>
      id.startsWith('t/') ? [{ url: `${API}/topics/show.json?id=${id.slice(2)}`, post: id }] : [],
    ),
  parse: (page, { options }) => {
    const body = page.json();
    if (!Array.isArray(body)) {
      const message = c.string(c.record(body).message);
      if (message !== null && /rate limit|forbidden/i.test(message)) return { posts: [], blocked: message };
      throw new c.ParseError(`this is no list of V2EX${message === null ? '' : `: ${message}`}`);
    }
    const items = c.records(body);
    const about = c.queryOf(page.url, 'topic_id');
    // A reply has no title and no address of its own.
    const posts = c.uniqueById(
      items.flatMap((item) => (item.title === undefined ? replyPost(item, about) : topicPost(item))),
    );
    const talked = options.replies ? posts.filter((post) => post.kind === 'post' && post.engagement?.replies) : [];
    return {
      posts,
      next: talked.map(({ id }) => ({
        url: `${API}/replies/show.json?topic_id=${String(id).slice(2)}`,
        when: 'always' as const,
        repliesOf: id,
      })),
      expected: ['author.name', 'published_at'],
    };
  },
});

function authorOf(member: Fields) {
  return { name: c.string(member.username), id: c.string(member.id) };
}

function topicPost(topic: Fields): c.PostInput[] {
  const id = c.string(topic.id);
  if (id === null) return [];
  return [
    {
      id: `t/${id}`,
      kind: 'post',
      url: c.string(topic.url) ?? `https://www.v2ex.com/t/${id}`,
      author: authorOf(c.record(topic.member)),
      title: c.string(topic.title),
      text: c.htmlToText(c.string(topic.content_rendered)) || c.tidy(c.string(topic.content) ?? ''),
      published_at: c.parseNumber(c.string(topic.created)),
      engagement: { replies: c.parseNumber(c.string(topic.replies)) },
      deleted: topic.deleted === 1 || topic.deleted === true,
    },
  ];
}

function replyPost(reply: Fields, about: string | null): c.PostInput[] {
  const id = c.string(reply.id);
  const text = c.htmlToText(c.string(reply.content_rendered)) || c.tidy(c.string(reply.content) ?? '');
  if (id === null || text === '') return [];
  const topic = c.string(c.at(reply, 'topic.id')) ?? c.string(reply.topic_id) ?? about;
  const parent = topic === null ? null : `t/${topic}`;
  return [
    {
      id: `r/${id}`,
      kind: 'comment',
      url: topic === null ? null : `https://www.v2ex.com/t/${topic}#r_${id}`,
      author: authorOf(c.record(reply.member)),
      text,
      published_at: c.parseNumber(c.string(reply.created)),
      engagement: { likes: c.parseNumber(c.string(reply.thanks)) },
      parent,
      root: parent,
    },
  ];
}
