import { describe, expect, it } from 'vitest';
import { canRefresh, refreshPosts } from '../../src/crawl/refresh.ts';
import { htmlPages, json, jsonPages, targetOf } from './support/crawling.ts';
import { eachTestInATown, server, town } from './support/each-town.ts';

eachTestInATown();

const known = (...ids: string[]) => ids.map((id) => ({ id, url: null }));
const refresh = (posts: { id: string; url: null }[], overrides = {}, crawler = jsonPages) =>
  refreshPosts({ target: targetOf(server.host, ['/list'], overrides), crawler, query: [] }, posts, town.deps());

it('reads known posts again and hands their counters over', async () => {
  server.pages.set('/post/1', json({ posts: [{ id: '1', text: 'a', engagement: { reposts: 70 } }] }));
  expect(await refresh(known('1'))).toMatchObject({ outcome: 'ok', postsSeen: 1, completeness: 1 });
  expect(town.pages[0]?.posts[0]?.engagement.reposts).toBe(70);
});

it('reports a post whose page is gone, and is not blind for it', async () => {
  server.pages.set('/post/1', json({ posts: [{ id: '1', text: 'a' }] }));
  const result = await refresh(known('2', '1'));
  expect(result).toMatchObject({ postsGone: 1, postsSeen: 1, completeness: 1 });
  expect(town.gone).toEqual(['2']);
});

it('names posts that a whole answer leaves out, and only those', async () => {
  const batches = {
    ...jsonPages,
    refresh: (posts: readonly { id: string }[]) => [
      { url: `${server.origin}/batch`, posts: posts.map(({ id }) => id) },
    ],
  } as typeof jsonPages;
  const answer = (more: object) =>
    server.pages.set(
      '/batch',
      json({
        posts: [{ id: '1', text: 'a' }, { id: '2' }],
        ...more,
      }),
    );
  answer({ gone: ['3'] });
  // 2 is there, though it cannot be used; of 3 the site has spoken; 4 is missing.
  expect((await refresh(known('1', '2', '3', '4'), {}, batches)).leftOut).toEqual(['4']);
  answer({ next: [{ url: '/batch?page=2' }] });
  expect((await refresh(known('1', '4'), {}, batches)).leftOut).toEqual([]);
  server.pages.set('/batch', { status: 500 });
  expect((await refresh(known('1', '4'), {}, batches)).leftOut).toEqual([]);
});

it('stops where the door is shut, and asks no more than it may', async () => {
  server.pages.set('/post/1', { status: 403 });
  expect(await refresh(known('1', '2', '3'))).toMatchObject({ outcome: 'blocked', completeness: 0 });
  expect(server.asked).toEqual(['/post/1']);
  server.asked.length = 0;
  expect(await refresh(known('2', '3', '4'), { maxPages: 2 })).toMatchObject({ truncated: true });
  expect(server.asked).toEqual(['/post/2', '/post/3']);
});

it('says so where a crawler cannot', async () => {
  const { refresh: _, ...crawler } = htmlPages;
  expect(canRefresh({ crawler })).toBe(false);
  expect(await refresh(known('1'), {}, crawler)).toMatchObject({ outcome: 'failed', requests: 0 });
});

describe('pages that are wanted as evidence', () => {
  const wanted = (path: string, id: string) => ({ id, site: 'town', url: `${server.origin}${path}` });
  const keep = (pages: ReturnType<typeof wanted>[]) =>
    refreshPosts({ target: targetOf(server.host, ['/list']), crawler: jsonPages, query: [] }, [], town.deps(), pages);

  it('are fetched as they are, a shared one once; a post whose own page is gone is gone', async () => {
    server.pages.set('/a', { body: '<html><body>as it was</body></html>' });
    const pages = [wanted('/a#1', '1'), wanted('/a#2', '2'), wanted('/missing', '3'), wanted('/missing#4', '4')];
    expect(await keep(pages.slice(0, 2))).toMatchObject({ completeness: 1, postsGone: 0 });
    expect(town.evidence.kept).toMatchObject([{ url: `${server.origin}/a`, ids: ['1', '2'] }]);
    expect(await keep(pages.slice(2, 3))).toMatchObject({ postsGone: 1 });
    expect(town.gone).toEqual(['3']);
    // A page that others share says nothing of one of them.
    expect(await keep(pages.slice(3))).toMatchObject({ postsGone: 0, outcome: 'gone' });
    expect(server.asked).toEqual(['/a', '/missing', '/missing']);
  });

  it('are read where the target begins, if several stand there; a gate is no page of theirs', async () => {
    server.pages.set('/list', json({ posts: ['1', '2', '3'].map((id) => ({ id, text: 'a' })) }));
    town.keepEvidence = true;
    await keep(['1', '2', '3', '4'].map((id) => wanted('/captcha', id)));
    expect(server.asked).toEqual(['/list', '/captcha']);
    expect(town.evidence.kept.map(({ ids }) => ids)).toEqual([['1', '2', '3']]);
  });
});
