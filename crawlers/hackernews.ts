/**
 * Hacker News: stories and comments, newest first, by the search service Algolia runs for it.
 *
 * Verified against: a recorded answer of `/api/v1/search` (stories), the API's documentation at hn.algolia.com/api
 * (`search_by_date`, `items/ID`), and comments in the documented shape.
 * Robots and terms: an open API without a key, 10,000 requests an hour and address.
 */
import {
  at,
  defineCrawler,
  htmlToText,
  list,
  type PageRequest,
  ParseError,
  type PostInput,
  parseNumber,
  queryOf,
  record,
  records,
  string,
  uniqueById,
  withQuery,
  z,
} from '../src/crawl/contract.ts';

const API = 'https://hn.algolia.com/api/v1';
const ITEM = 'https://news.ycombinator.com/item?id=';

export default defineCrawler({
  title: 'Hacker News',
  homepage: 'https://hn.algolia.com/api',
  render: 'http',
  robots: 'obey',
  site: 'hackernews',
  options: z.strictObject({
    query: z.array(z.string().min(1)).default([]).describe("Words to search for; the brands' terms unless given."),
    include: z
      .enum(['stories', 'comments', 'both'])
      .default('both')
      .describe('What to search: stories, comments, or both.'),
  }),
  requests: ({ query, include }, context) => {
    const tags = { stories: 'story', comments: 'comment', both: '(story,comment)' }[include];
    return (query.length > 0 ? query : context.query).map((words) => ({
      url: withQuery(`${API}/search_by_date`, {
        query: words.includes(' ') ? `"${words}"` : words,
        tags,
        hitsPerPage: 100,
        advancedSyntax: 'true',
        typoTolerance: 'false',
      }),
    }));
  },
  refresh: (posts) => {
    // One question for up to 50 stories, answered with those that exist; comments have no counters of their own.
    const stories = posts.filter(({ kind }) => kind !== 'comment').map(({ id }) => id);
    const batches: PageRequest[] = [];
    for (let start = 0; start < stories.length; start += 50) {
      const ids = stories.slice(start, start + 50);
      const tags = `story,(${ids.map((id) => `story_${id}`).join(',')})`;
      batches.push({ url: withQuery(`${API}/search`, { tags, hitsPerPage: 50 }), posts: ids });
    }
    return batches;
  },
  parse: (page) => {
    const body = record(page.json());
    if (body.hits === undefined && body.id !== undefined) return { posts: uniqueById(thread(body)) };
    if (!Array.isArray(body.hits)) throw new ParseError('this is no answer of the Hacker News search: no "hits"');
    const current = parseNumber(string(body.page)) ?? 0;
    const more = current + 1 < (parseNumber(string(body.nbPages)) ?? 0) && queryOf(page.url, 'query') !== null;
    return {
      posts: uniqueById(records(body.hits).flatMap((hit) => hitPost(hit) ?? [])),
      next: more ? [{ url: withQuery(page.url, { page: current + 1 }) }] : [],
      expected: ['author.name', 'published_at'],
    };
  },
});

function hitPost(hit: Readonly<Record<string, unknown>>): PostInput | null {
  const id = string(hit.objectID);
  if (id === null) return null;
  const tags = list(hit._tags);
  const comment = hit.comment_text !== undefined || tags.includes('comment');
  // Of a deleted comment only the place is left.
  if (comment && string(hit.comment_text) === null) return null;
  return build({
    id,
    comment,
    author: hit.author,
    title: hit.title,
    text: comment ? hit.comment_text : (hit.story_text ?? hit.text),
    created: hit.created_at ?? hit.created_at_i,
    points: hit.points,
    replies: hit.num_comments,
    parent: hit.parent_id,
    root: hit.story_id,
  });
}

/** `/items/ID`: a story or comment with everything below it. */
function thread(item: Readonly<Record<string, unknown>>): PostInput[] {
  const posts: PostInput[] = [];
  const queue = [item];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const id = string(next.id);
    const kind = string(next.type);
    if (
      id !== null &&
      next.author !== null &&
      kind !== 'pollopt' &&
      (kind !== 'comment' || string(next.text) !== null)
    ) {
      posts.push(
        build({
          id,
          comment: kind === 'comment',
          author: next.author,
          title: next.title,
          text: next.text,
          created: next.created_at ?? next.created_at_i,
          points: next.points,
          replies: kind === 'comment' ? list(next.children).length : undefined,
          parent: next.parent_id,
          root: next.story_id ?? at(item, 'story_id') ?? item.id,
        }),
      );
    }
    queue.push(...records(next.children));
  }
  return posts;
}

function build(item: Readonly<Record<string, unknown>> & { id: string; comment: boolean }): PostInput {
  const author = string(item.author);
  const { id, comment } = item;
  return {
    id,
    kind: comment ? 'comment' : 'post',
    url: ITEM + id,
    author: { name: author, id: author },
    title: comment ? null : htmlToText(string(item.title)) || null,
    text: htmlToText(string(item.text)),
    published_at: string(item.created),
    engagement: { likes: parseNumber(string(item.points)), replies: parseNumber(string(item.replies)) },
    parent: comment ? string(item.parent) : null,
    root: comment ? string(item.root) : null,
  };
}
