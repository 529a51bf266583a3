import { describe, expect, it } from 'vitest';
import { json, targetOf } from './support/crawling.ts';
import { eachTestInATown, server, town } from './support/each-town.ts';

eachTestInATown();

describe('replies', () => {
  it('are read when their number has grown, and after the listing', async () => {
    let replies = 2;
    server.pages.set('/list', () =>
      json({
        posts: [
          { id: 'a', text: 'a', engagement: { replies } },
          { id: 'b', text: 'b', engagement: { replies: 0 } },
        ],
        next: [
          { url: '/a/replies', when: 'always', repliesOf: 'a' },
          { url: '/b/replies', when: 'always', repliesOf: 'b' },
        ],
      }),
    );
    server.pages.set('/a/replies', () => json({ posts: [{ id: `a-${replies}`, text: 'me too', parent: 'a' }] }));
    const target = targetOf(server.host, ['/list']);
    await town.crawl(target);
    expect(server.asked).toEqual(['/list', '/a/replies']);
    town.later(5);
    await town.crawl(target);
    expect(server.asked).toEqual(['/list', '/a/replies', '/list']);
    replies = 3;
    town.later(5);
    await town.crawl(target);
    expect(server.asked.slice(3)).toEqual(['/list', '/a/replies']);
    expect(town.posts.has('a-3')).toBe(true);
  });

  it('to a post that is gone are no failure to see', async () => {
    server.pages.set(
      '/list',
      json({ posts: [{ id: 'a', text: 'a' }], next: [{ url: '/missing', when: 'always', post: 'a' }] }),
    );
    expect(await town.crawl(targetOf(server.host, ['/list']))).toMatchObject({ outcome: 'ok', completeness: 1 });
    expect(town.gone).toEqual(['a']);
  });
});

describe('a text of which the listing shows the beginning', () => {
  it('is asked for whole when it is new, whatever its replies, and not again', async () => {
    const cut = { id: 'a', text: 'the beginning…', truncated: true, engagement: { replies: 0 } };
    server.pages.set(
      '/list',
      json({ posts: [cut], next: [{ url: '/a', when: 'always', repliesOf: 'a', wholeOf: 'a', post: 'a' }] }),
    );
    server.pages.set('/a', json({ posts: [{ id: 'a', text: 'the beginning and the end' }] }));
    const target = targetOf(server.host, ['/list']);
    await town.crawl(target);
    expect(server.asked).toEqual(['/list', '/a']);
    expect(town.posts.get('a')).toBe('the beginning and the end');
    town.later(5);
    await town.crawl(target);
    expect(server.asked).toEqual(['/list', '/a', '/list']);
  });
});
