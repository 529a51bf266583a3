/**
 * YouTube: comments below videos, newest first, and videos that contain a word.
 *
 * Verified against: an answer of `commentThreads` recorded in 2019 in the tests of a public client (python-youtube), field
 * by field; `comments`, `videos` and `search` against the documented resources of the Data API v3. A thread carries its
 * first replies; where it has more, they are asked for.
 * Robots and terms: the official API, with a key of one's own; a search costs 100 of 10,000 units a day, a page of
 * comments one. The terms ask that what was deleted there be deleted here: deleted comments are reported as gone.
 */
import * as c from '../src/crawl/contract.ts';

const API = 'https://www.googleapis.com/youtube/v3';
type Fields = Readonly<Record<string, unknown>>;

export default c.defineCrawler({
  title: 'YouTube',
  homepage: 'https://developers.google.com/youtube/v3/docs',
  render: 'http',
  robots: 'obey',
  site: 'youtube',
  options: c.z.strictObject({
    key: c.z.string().min(1).describe('API key; give it as an environment variable.'),
    videos: c.z
      .array(c.z.string().regex(/^[\w-]{11}$/, 'must be the 11 characters behind v='))
      .default([])
      .describe('Videos whose comments are read.'),
    channels: c.z
      .array(c.z.string().min(1))
      .default([])
      .describe('Ids of channels: comments below all their videos are read.'),
    search: c.z
      .boolean()
      .default(false)
      .describe("Search for videos about the brands' terms, and read their comments."),
  }),
  requests: ({ key, videos, channels, search }, { query, since }) => {
    const threads = (by: Record<string, string>) =>
      c.withQuery(`${API}/commentThreads`, {
        part: 'snippet,replies',
        order: 'time',
        maxResults: 100,
        textFormat: 'plainText',
        ...by,
      });
    const after = since === null ? {} : { publishedAfter: new Date(since.getTime() - 7 * 86_400_000).toISOString() };
    const urls = [
      ...(videos.length > 0
        ? [c.withQuery(`${API}/videos`, { part: 'snippet,statistics', id: videos.slice(0, 50).join(',') })]
        : []),
      ...videos.map((videoId) => threads({ videoId })),
      ...channels.map((id) => threads({ allThreadsRelatedToChannelId: id })),
      ...(search
        ? query.map((q) =>
            c.withQuery(`${API}/search`, {
              part: 'snippet',
              type: 'video',
              order: 'date',
              maxResults: 50,
              q,
              ...after,
            }),
          )
        : []),
    ];
    return urls.map((url) => ({ url, headers: { 'x-goog-api-key': key } }));
  },
  refresh: (posts, { key }) => {
    const batches = (ids: readonly string[], resource: string, part: string) =>
      Array.from({ length: Math.ceil(ids.length / 50) }, (_, batch) => {
        const asked = ids.slice(batch * 50, batch * 50 + 50);
        const url = c.withQuery(`${API}/${resource}`, { part, id: asked.join(','), textFormat: 'plainText' });
        return { url, headers: { 'x-goog-api-key': key }, posts: asked };
      });
    const comments = posts.filter(({ url }) => url?.includes('lc=')).map(({ id }) => id);
    const videos = posts.map(({ id }) => id).filter((id) => !comments.includes(id));
    return [...batches(comments, 'comments', 'snippet'), ...batches(videos, 'videos', 'snippet,statistics')];
  },
  parse: (page, { options }) => {
    const body = c.record(page.json());
    if (body.error !== undefined) return refused(c.record(body.error));
    if (!Array.isArray(body.items)) throw new c.ParseError('this is no answer of the YouTube API: no "items"');
    const items = c.records(body.items);
    const posts = c.uniqueById(items.flatMap((item) => itemPosts(item, c.queryOf(page.url, 'videoId'))));
    const headers = options.key === undefined ? {} : { headers: { 'x-goog-api-key': options.key } };
    const token = c.string(body.nextPageToken);
    const found = body.kind === 'youtube#searchListResponse' ? posts : [];
    // Replies below one comment are no listing: all their pages are read.
    const below = c.queryOf(page.url, 'parentId') !== null;
    return {
      posts,
      next: [
        ...(token === null
          ? []
          : [
              {
                url: c.withQuery(page.url, { pageToken: token }),
                ...(below && { when: 'always' as const }),
                ...headers,
              },
            ]),
        ...items.flatMap(moreReplies).map((id) => ({
          url: c.withQuery(`${API}/comments`, {
            part: 'snippet',
            parentId: id,
            maxResults: 100,
            textFormat: 'plainText',
          }),
          when: 'always' as const,
          repliesOf: id,
          ...headers,
        })),
        ...found.map(({ id }) => ({
          url: c.withQuery(`${API}/commentThreads`, {
            part: 'snippet,replies',
            order: 'time',
            maxResults: 100,
            textFormat: 'plainText',
            videoId: String(id),
          }),
          when: 'always' as const,
          ...headers,
        })),
      ],
      expected: ['author.name', 'published_at', 'url'],
    };
  },
});

/** The id of a thread that has more replies than it carries. */
function moreReplies(item: Fields): string[] {
  const id = c.string(c.at(item, 'snippet.topLevelComment.id'));
  const all = c.parseNumber(c.string(c.at(item, 'snippet.totalReplyCount'))) ?? 0;
  return id !== null && all > c.list(c.at(item, 'replies.comments')).length ? [id] : [];
}

function refused(error: Fields): c.ParseResult {
  const reason = c.string(c.at(error, 'errors[0].reason')) ?? '';
  const message = c.htmlToText(c.string(error.message)) || reason;
  // A video without comments is nothing wrong.
  if (reason === 'commentsDisabled') return { posts: [] };
  if (error.code === 401 || error.code === 403 || error.code === 429 || /key/i.test(message)) {
    return { posts: [], blocked: message || 'the API refuses the key' };
  }
  throw new c.ParseError(`the API says: ${message || 'nothing'}`);
}

function itemPosts(item: Fields, video: string | null): c.PostInput[] {
  const snippet = c.record(item.snippet);
  if (item.kind === 'youtube#commentThread') {
    const top = c.record(snippet.topLevelComment);
    const about = c.string(snippet.videoId) ?? video;
    const replies = c.parseNumber(c.string(snippet.totalReplyCount));
    const below = c.records(c.at(item, 'replies.comments')).flatMap((each) => commentPost(each, about, null));
    return [...commentPost(top, about, replies), ...below];
  }
  if (item.kind === 'youtube#comment') return commentPost(item, video, null);
  const id = c.string(c.at(item, 'id.videoId')) ?? c.string(item.id);
  if (id === null || (item.kind !== 'youtube#video' && item.kind !== 'youtube#searchResult')) return [];
  const count = (name: string) => c.parseNumber(c.string(c.at(item, `statistics.${name}`)));
  return [
    {
      id,
      kind: 'post',
      url: `https://www.youtube.com/watch?v=${id}`,
      author: { name: c.htmlToText(c.string(snippet.channelTitle)) || null, id: c.string(snippet.channelId) },
      title: c.htmlToText(c.string(snippet.title)) || null,
      text: c.htmlToText(c.string(snippet.description)),
      lang: c.string(snippet.defaultAudioLanguage) ?? c.string(snippet.defaultLanguage),
      published_at: c.string(snippet.publishedAt),
      engagement: { likes: count('likeCount'), replies: count('commentCount'), views: count('viewCount') },
    },
  ];
}

function commentPost(comment: Fields, about: string | null, replies: number | null): c.PostInput[] {
  const id = c.string(comment.id);
  const snippet = c.record(comment.snippet);
  if (id === null || snippet.textDisplay === undefined) return [];
  const video = c.string(snippet.videoId) ?? about;
  const published = c.string(snippet.publishedAt);
  const updated = c.string(snippet.updatedAt);
  return [
    {
      id,
      kind: 'comment',
      url: video === null ? null : `https://www.youtube.com/watch?v=${video}&lc=${id}`,
      author: { name: c.string(snippet.authorDisplayName), id: c.string(c.at(snippet, 'authorChannelId.value')) },
      text: c.htmlToText(c.string(snippet.textOriginal) ?? c.string(snippet.textDisplay)),
      published_at: published,
      edited_at: updated === published ? null : updated,
      engagement: { likes: c.parseNumber(c.string(snippet.likeCount)), replies },
      parent: c.string(snippet.parentId) ?? video,
      root: video,
    },
  ];
}
