import { describe, expect, it } from 'vitest';
import { normalisePost, normalisePosts } from '../../src/crawl/normalise.ts';

const context = { site: 'example.com', now: new Date('2024-05-01T12:00:00Z'), timezone: 'Asia/Shanghai' };

describe('normalisePost', () => {
  it('reads the example of the public format', () => {
    const { post, problems } = normalisePost(
      {
        site: 'trustpilot',
        id: '57a3a5ec',
        kind: 'review',
        url: 'https://example.com/r/1',
        author: { name: 'A. B.', id: 'u1', followers: 12, verified: true },
        title: 'Refund refused',
        text: 'Waited three weeks …',
        lang: 'EN',
        rating: { value: 1, best: 5 },
        published_at: '2016-08-04T20:30:36Z',
        edited_at: null,
        engagement: { likes: 3, replies: 1, reposts: 0, views: null, helpful: 2 },
        parent: null,
        root: null,
        brand: null,
        deleted: false,
        reply: { text: 'We are sorry …', at: '2016-08-05T09:00:00Z' },
      },
      context,
    );
    expect(problems).toEqual([]);
    expect(post).toEqual({
      site: 'trustpilot',
      id: '57a3a5ec',
      kind: 'review',
      url: 'https://example.com/r/1',
      author: { name: 'A. B.', id: 'u1', followers: 12, verified: true },
      title: 'Refund refused',
      text: 'Waited three weeks …',
      lang: 'en',
      rating: { value: 1, best: 5, worst: 1 },
      publishedAt: new Date('2016-08-04T20:30:36Z'),
      editedAt: null,
      engagement: { likes: 3, replies: 1, reposts: 0, views: null, helpful: 2 },
      parent: null,
      root: null,
      brand: null,
      deleted: false,
      reply: { text: 'We are sorry …', at: new Date('2016-08-05T09:00:00Z') },
    });
  });

  it('needs only an id, a text or rating, and a site', () => {
    const { post } = normalisePost({ id: 7, rating: { value: 2 } }, { ...context, brand: 'acme' });
    expect(post).toMatchObject({ site: 'example.com', id: '7', kind: 'review', text: '', brand: 'acme' });
    expect(normalisePost({ id: 7, text: 'x' }, context).post?.kind).toBe('post');
  });

  it('reads dates in the zone of the page, and addresses relative to it', () => {
    const input = { id: 1, text: 'x', published_at: '昨天 14:05', url: '/p/1#c2' };
    const { post } = normalisePost(input, { ...context, baseUrl: 'https://example.com/list?page=2' });
    expect(post?.publishedAt?.toISOString()).toBe('2024-04-30T06:05:00.000Z');
    expect(post?.url).toBe('https://example.com/p/1#c2');
  });

  it('understands numbers written as text and text written as numbers', () => {
    const input = {
      id: 1,
      text: 404,
      engagement: { likes: '1.2万', views: '12,345' },
      rating: { value: '4', best: '5' },
    };
    const { post, problems } = normalisePost(input, context);
    expect(problems).toEqual([]);
    expect(post).toMatchObject({ text: '404', engagement: { likes: 12_000, views: 12_345 }, rating: { value: 4 } });
  });

  it.each([
    [{ text: 'x' }, 'id is missing'],
    [{ id: 2 ** 53, text: 'x' }, 'id 9007199254740992 is no exact whole number; give it as a string'],
    [{ id: ' ', text: 'x' }, 'id is empty'],
    [{ id: 1 }, 'text is missing, and there is neither rating nor title'],
    ['post', 'the post is not an object'],
    [null, 'the post is not an object'],
  ])('cannot use %j: %s', (input, message) => {
    const { post, problems } = normalisePost(input, context);
    expect(post).toBeNull();
    expect(problems).toMatchObject([{ effect: 'unusable', message }]);
  });

  it('needs a site from somewhere', () => {
    const { problems } = normalisePost({ id: 1, text: 'x' }, { ...context, site: null });
    expect(problems).toMatchObject([{ field: 'site', effect: 'unusable', message: 'site is missing' }]);
  });

  it('drops what makes no sense and names it, and keeps the rest', () => {
    const input = {
      id: 3,
      text: 'x',
      kind: 'rant',
      author: 'someone',
      engagement: { likes: -1, replies: 4 },
      published_at: 'soon',
      edited_at: '2031-01-01',
      url: 'javascript:alert(1)',
      rating: { value: 9, best: 5 },
    };
    const { post, problems } = normalisePost(input, context);
    expect(post).toMatchObject({ kind: 'post', url: null, rating: null, publishedAt: null, editedAt: null });
    expect(post?.engagement).toMatchObject({ likes: null, replies: 4 });
    expect(problems.map((p) => p.message).sort()).toEqual([
      'author is not an object',
      'edited_at "2031-01-01" lies in the future',
      'engagement.likes is negative',
      'kind is none of review, post, comment, article',
      'published_at "soon" is no date',
      'rating {"value":9,"best":5} is off its scale',
      'url "javascript:alert(1)" is no web address',
    ]);
    expect(new Set(problems.map((p) => p.effect))).toEqual(new Set(['dropped-field']));
  });

  it('clips absurd sizes and says so', () => {
    const { post, problems } = normalisePost({ id: 1, text: '好'.repeat(60_000) }, context);
    expect(post?.text.length).toBe(50_000);
    expect(problems).toMatchObject([{ field: 'text', effect: 'clipped' }]);
  });

  it('lets a target decide the site', () => {
    const { post } = normalisePost({ id: 1, text: 'x', site: 'a' }, { ...context, siteWins: true });
    expect(post?.site).toBe('example.com');
  });
});

it('normalisePosts goes on after a bad post', () => {
  const { posts, problems } = normalisePosts([{ id: 1, text: 'a' }, {}, { id: 3, text: 'c' }], context);
  expect(posts.map((post) => post.id)).toEqual(['1', '3']);
  expect(problems).toMatchObject([{ index: 1, effect: 'unusable' }]);
});
