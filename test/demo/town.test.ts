import { readFileSync } from 'node:fs';
import nodemailer from 'nodemailer';
import { describe, expect, it } from 'vitest';
import { SteppedClock } from '../../src/clock.ts';
import { countAt, sharesAt, type TownPost } from '../../src/demo/posts.ts';
import { startTown } from '../../src/demo/town.ts';
import { checkedOptions, readAll, readPage, registry, START, targetOf, townAt } from './support.ts';

const HOUR = 3_600_000;
const day3 = new Date(START.getTime() + 50 * HOUR);

describe('targets', () => {
  it('name crawlers there are, with complete options', async () => {
    const { town } = await townAt(START);
    expect(new Set(town.targets.map(({ id }) => id)).size).toBe(town.targets.length);
    for (const target of town.targets) {
      expect(registry.has(target.crawler)).toBe(true);
      expect(checkedOptions(target)).toEqual(target.options);
      const begin = registry
        .get(target.crawler)
        .requests(target.options, { query: ['芦笛'], now: START, since: null, cursor: null });
      for (const { url } of begin) expect(target.allowHosts).toContain(new URL(url).host);
    }
  });
});

describe('the review site', () => {
  it('shows every review by then, newest first, with dates, stars and answers', async () => {
    const { town } = await townAt(day3);
    const target = targetOf(town, 'reviews');
    const pages = await readAll(target, `${town.sites.reviews.origin}/company/reedpipe`, day3);
    const posts = pages.flatMap((page) => page.posts);
    const written = town.chronicle.posts.reviews.filter(
      ({ at, brand }) => brand === 'reedpipe' && at <= day3.getTime(),
    );
    expect(written.length).toBeGreaterThan(350);
    expect(posts.map(({ id }) => id)).toEqual(written.map(({ id }) => id).reverse());
    const byId = new Map(written.map((post) => [post.id, post]));
    for (const post of posts) {
      const original = byId.get(String(post.id))!;
      expect(post.text).toBe(original.text);
      expect(Date.parse(String(post.published_at))).toBe(original.at);
      expect(post.rating?.value).toBe(original.stars);
      expect(post.author?.name).toBe(original.author.name);
      const answered = original.reply !== null && original.reply.at <= day3.getTime();
      expect(post.reply?.text ?? null).toBe(answered ? original.reply!.text : null);
    }
    expect(posts.filter(({ reply }) => reply).length).toBeGreaterThan(30);
    expect(pages[0]!.aggregate?.count).toBe(written.length);
  });
});

describe('the microblog', () => {
  it('finds what holds a word, page after page, with counters and threads', async () => {
    const { town } = await townAt(day3);
    const target = targetOf(town, 'microblog');
    const url = `${town.sites.microblog.origin}/api/search?q=${encodeURIComponent('芦笛')}`;
    const posts = (await readAll(target, url, day3)).flatMap((page) => page.posts);
    const written = town.chronicle.posts.microblog.filter(
      ({ at, text }) => text.includes('芦笛') && at <= day3.getTime(),
    );
    expect(posts.map(({ id }) => id)).toEqual(written.map(({ id }) => id).reverse());
    const first = posts.find(({ id }) => id === town.disaster.id)!;
    expect(first.engagement?.reposts).toBe(town.disaster.sharesAt(day3));
    expect(first.engagement?.likes).toBeGreaterThan(first.engagement!.reposts!);
    const answer = posts.find(({ id }) => id === town.disaster.answer.id)!;
    expect(answer).toMatchObject({ root: town.disaster.id, author: { name: town.brands[0]!.accounts[0]!.author } });
    expect(posts.filter(({ root }) => root === town.disaster.id).length).toBeGreaterThan(100);
  });

  it('lists what moves, so that its counters are read again', async () => {
    const hourAfter = (minutes: number) => new Date(Date.parse('2026-03-03T02:12:00Z') + minutes * 60_000);
    const { town, clock } = await townAt(hourAfter(20));
    expect(town.disaster.firstPostAt).toEqual(hourAfter(0));
    const target = targetOf(town, 'microblog');
    const url = `${town.sites.microblog.origin}/api/hot?q=${encodeURIComponent('芦笛')}`;
    const reposts = async () => {
      const { posts, next } = await readPage(target, url, clock.now());
      expect(next).toEqual([]);
      return posts.find(({ id }) => id === town.disaster.id)?.engagement?.reposts ?? 0;
    };
    const early = await reposts();
    clock.advanceTo(hourAfter(180));
    expect(await reposts()).toBeGreaterThan(10 * early);
    expect(early).toBeGreaterThan(0);
  });

  it('gives every share with its parent', async () => {
    const { town } = await townAt(day3);
    const shares: { id: string; parent_id: string }[] = [];
    let cursor: string | null = '0';
    while (cursor !== null) {
      const url = `${town.sites.microblog.origin}/api/statuses/${town.disaster.id}/shares?cursor=${cursor}`;
      const page = (await (await fetch(url)).json()) as { shares: typeof shares; next_cursor: string | null };
      shares.push(...page.shares);
      cursor = page.next_cursor;
    }
    expect(shares.length).toBe(town.disaster.sharesAt(day3));
    const known = new Set([town.disaster.id]);
    for (const { id, parent_id } of shares) {
      expect(known.has(parent_id)).toBe(true);
      known.add(id);
    }
  });
});

describe('the forum', () => {
  it('is empty without JavaScript', async () => {
    const { town } = await townAt(day3);
    const target = targetOf(town, 'forum');
    expect(target.render).toBe('browser');
    await expect(readPage(target, `${town.sites.forum.origin}/board`, day3)).rejects.toThrow(/article\.thread/);
  });
});

describe('the news', () => {
  it('reports the disaster the next morning, not before', async () => {
    const { town, clock } = await townAt(new Date('2026-03-03T22:00:00Z'));
    const target = targetOf(town, 'news');
    const titles = async () =>
      (await readPage(target, `${town.sites.news.origin}/feed.xml`, clock.now())).posts.map(({ title }) => title);
    expect((await titles()).join()).not.toContain('打车');
    clock.advanceTo(new Date('2026-03-04T00:00:00Z'));
    expect((await titles())[0]).toContain('打车');
    const posts = (await readPage(target, `${town.sites.news.origin}/feed.xml`, clock.now())).posts;
    expect(posts[0]).toMatchObject({ published_at: 'Tue, 03 Mar 2026 23:25:00 GMT' });
    expect((await fetch(posts[0]!.url!)).status).toBe(200);
  });
});

describe('every site', () => {
  it('has robots.txt and honest validators, and keeps the town’s time', async () => {
    const { town, clock } = await townAt(START);
    const pages = ['reviews/company/reedpipe', 'microblog/api/search?q=Reedpipe', 'forum/api/threads', 'news/feed.xml'];
    for (const place of pages) {
      const [name, ...path] = place.split('/');
      const { origin } = town.sites[name as keyof typeof town.sites];
      expect(await (await fetch(`${origin}/robots.txt`)).text()).toContain('Disallow: /private/');
      expect((await fetch(`${origin}/private/members`)).status).toBe(403);
      expect((await fetch(`${origin}/nothing`)).status).toBe(404);
      const url = `${origin}/${path.join('/')}`;
      const page = await fetch(url);
      expect(page.headers.get('date')).toBe(clock.now().toUTCString());
      const etag = page.headers.get('etag')!;
      expect((await fetch(url, { headers: { 'if-none-match': etag } })).status).toBe(304);
      expect((await fetch(url, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
    }
    const url = `${town.sites.news.origin}/feed.xml`;
    const changed = (await fetch(url)).headers.get('last-modified')!;
    expect(Date.parse(changed)).toBeLessThanOrEqual(START.getTime());
    expect((await fetch(url, { headers: { 'if-modified-since': changed } })).status).toBe(304);
    clock.advanceTo(new Date(START.getTime() + 24 * HOUR));
    expect((await fetch(url, { headers: { 'if-modified-since': changed } })).status).toBe(200);
  });

  it('shows nothing that has not been written yet', async () => {
    const { town } = await townAt(START);
    const { origin } = town.sites.microblog;
    expect((await fetch(town.disaster.url)).status).toBe(404);
    expect(await (await fetch(`${origin}/api/search?q=智利`)).json()).toEqual({ statuses: [], next_cursor: null });
  });

  it('ends with the town', async () => {
    const town = await startTown({ seed: 1, clock: new SteppedClock(START), start: START });
    await town.close();
    await expect(fetch(town.sites.news)).rejects.toThrow();
  });
});

describe('counters', () => {
  it('never fall, and begin at nothing', async () => {
    const { town } = await townAt(START);
    const posts: TownPost[] = Object.values(town.chronicle.posts).flat();
    const fallen: string[] = [];
    for (const post of posts) {
      let before = [0, 0, 0];
      for (let time = post.at; time <= town.timeline.end.getTime(); time += 7 * HOUR) {
        const now = [sharesAt(post.shares, time), countAt(post.likes, post, time), countAt(post.comments, post, time)];
        if (now.some((value, i) => value < before[i]!)) fallen.push(post.id);
        before = now;
      }
      if (countAt(post.likes, post, post.at) !== 0) fallen.push(post.id);
    }
    expect(fallen).toEqual([]);
  });
});

describe('the post office', () => {
  it('keeps a mail as it came, with its envelope', async () => {
    const { town } = await townAt(START);
    const transport = nodemailer.createTransport(town.smtp.url);
    const mail = { from: 'a@example.com', to: 'pr@example.com', subject: '警报 Alert', text: '打车过去' };
    await transport.sendMail(mail);
    transport.close();
    const [received] = town.smtp.received();
    expect(received).toMatchObject({ from: 'a@example.com', to: ['pr@example.com'] });
    expect(received!.raw.toString()).toContain('Subject: =?UTF-8?');
  });
});

it('imports nothing of the service but its words and its clock', () => {
  const source = readFileSync(new URL('../../src/demo/town.ts', import.meta.url), 'utf8');
  const outside = [...source.matchAll(/from '\.\.\/([^']+)'/g)].map(([, path]) => path);
  expect(new Set(outside)).toEqual(new Set(['clock.ts', 'model.ts']));
});
