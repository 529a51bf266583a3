/** Every figure of a digest, counted again by SQL that shares nothing with the product's, through the link it carries. */
import { load } from 'cheerio';
import { type RawBuilder, sql } from 'kysely';
import { afterEach, expect, it } from 'vitest';
import type { Post } from '../../src/model.ts';
import { renderDigest } from '../../src/notify/render.ts';
import { takeIn } from '../../src/pipeline/take-in.ts';
import { composeDigest } from '../../src/pipeline/views/digest-view.ts';
import type { Db } from '../../src/store/store.ts';
import { brandNamed, desk, type Running, startEarshot } from '../e2e/support.ts';
import { makePost } from '../pipeline/support/posts.ts';
import { describeOnEachStore } from '../support/stores.ts';

const acme = brandNamed('acme', 'Acme');
const bolt = { ...brandNamed('bolt', 'Bolt'), role: 'competitor' as const };
const DAY = Date.parse('2026-03-02T00:00:00Z');
const HOUR = 3_600_000;

const TEXTS = [
  'Acme support was rude and I will never come back',
  'Acme delivery was late again, I want a refund',
  'I love Acme, great quality and friendly service',
  'Acme opened a shop in Leeds',
  'Bolt broke after a day, terrible quality',
  'Bolt is cheaper than Acme',
];

function posts(days: readonly number[]): Post[] {
  return days.flatMap((day) =>
    Array.from({ length: 24 }, (_, i) =>
      makePost({
        text: `${TEXTS[(i * 7 + day) % TEXTS.length]}, says number ${i} of day ${day}`,
        site: i % 3 === 0 ? 'forum.example' : 'weibo',
        author: { name: `Writer ${i % 9}`, id: `u${i % 9}`, followers: i * 100, verified: false },
        publishedAt: new Date(DAY - day * 24 * HOUR + i * HOUR),
        ...(i % 5 === 0 && { reply: { text: 'Sorry!', at: new Date(DAY - day * 24 * HOUR + i * HOUR + 30 * 60_000) } }),
      }),
    ),
  );
}

/** The rows that an evidence link means, counted the long way: posts, or distinct authors. */
async function counted(db: Db, link: string, what: 'posts' | 'authors' = 'posts'): Promise<number> {
  const query = new URL(link, 'http://x').searchParams;
  const conditions: RawBuilder<unknown>[] = [];
  for (const [key, value] of query) {
    if (key === 'brand') conditions.push(sql`x.brand = ${value}`);
    else if (key === 'from') conditions.push(sql`x.occurred_at >= ${value}::timestamptz`);
    else if (key === 'to') conditions.push(sql`x.occurred_at < ${value}::timestamptz`);
    else if (key === 'label') conditions.push(sql`x.label = ${value}`);
    else if (key === 'site') conditions.push(sql`y.site = ${value}`);
    else if (key === 'author') conditions.push(sql`y.author_key = ${value}`);
    else if (key === 'story') conditions.push(sql`x.story_id = ${value}::bigint`);
    else if (key === 'q') conditions.push(sql`strpos(lower(concat_ws(' ', y.title, y.text)), lower(${value})) > 0`);
    else if (key === 'answered') conditions.push(sql`(y.reply_at is not null) = ${value}::boolean`);
    else if (key === 'intent')
      conditions.push(
        sql`(select count(*) from jsonb_array_elements(x.intents) e where e ->> 'intent' = ${value}) > 0`,
      );
    else if (key === 'aspect') {
      const feeling = query.get('feeling');
      conditions.push(sql`(select count(*) from jsonb_array_elements(x.aspects) e where e ->> 'aspect' = ${value}
        and (${feeling}::text is null or e ->> 'label' = ${feeling})) > 0`);
    } else if (key !== 'feeling' && key !== 'everyone') throw new Error(`no idea what ${key} means`);
  }
  if (query.get('everyone') !== 'true') conditions.push(sql`x.talker <> all (array['brand', 'advertising'])`);
  const number = what === 'posts' ? sql`count(*)` : sql`count(distinct y.author_key)`;
  const { rows } = await sql<{ n: number }>`select (${number})::int as n
    from mentions x, posts y where y.post_id = x.post_id and y.month = x.month
      and ${sql.join(conditions, sql` and `)}`.execute(db);
  return rows[0]!.n;
}

interface Figured {
  readonly path: string;
  readonly value: number;
  readonly evidence: string;
}

/** Every number with its link, wherever it stands in a view. */
function figuresIn(value: unknown, path = ''): Figured[] {
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.entries(value).flatMap(([key, inner]) => figuresIn(inner, `${path}.${key}`));
  const { value: number, evidence } = value as { value?: unknown; evidence?: unknown };
  return typeof number === 'number' && typeof evidence === 'string'
    ? [{ path, value: number, evidence }, ...inside]
    : inside;
}

/** Means, shares, medians and audiences: checked by formulas of their own, or on the post's own page. */
const NO_COUNT = /\.(usual|netUsual|net|share|responseMinutes|coverage|reach|newcomers|authors)$/;

describeOnEachStore('figures', (stores) => {
  let earshot: Running;
  afterEach(() => earshot.close());

  it('are those of the rows behind their links', async () => {
    earshot = await startEarshot(await stores.place(), new Date(DAY + 30 * HOUR), {
      brands: [acme, bolt],
      targets: [],
    });
    const { app } = earshot;
    const { db } = app.store;
    const origin = { now: earshot.clock.now(), target: null, about: null, backfill: false };
    await takeIn(app, posts([0, 1, 7, 14, 21]), origin);
    const view = await composeDigest(app, acme, '2026-03-02', 'UTC');
    const figures = figuresIn(view);
    const counts = figures.filter(({ path }) => !NO_COUNT.test(path));
    expect(counts.length).toBeGreaterThan(25);
    for (const { path, value, evidence } of counts) {
      expect({ path, value }).toEqual({ path, value: await counted(db, evidence) });
    }
    const { tracking, talkers } = view;
    expect(tracking.mentions.now.value).toBeGreaterThan(10);
    expect(talkers.authors.value).toBe(await counted(db, talkers.authors.evidence, 'authors'));
    const now = tracking.mentions.now.value;
    expect(tracking.net?.value).toBeCloseTo((tracking.positive.now.value - tracking.negative.now.value) / now, 10);
    const all = tracking.voice.reduce((sum, { mentions }) => sum + mentions.value, 0);
    for (const { share, mentions } of tracking.voice) expect(share.value).toBeCloseTo(mentions.value / all, 10);
    const weeks = [7, 14, 21].map((days) => {
      const from = new Date(DAY - days * 24 * HOUR).toISOString();
      const to = new Date(DAY - (days - 1) * 24 * HOUR).toISOString();
      return counted(db, `/evidence?${new URLSearchParams({ brand: 'acme', from, to })}`);
    });
    const past = await Promise.all(weeks);
    expect(tracking.mentions.usual?.value).toBeCloseTo(past.reduce((sum, n) => sum + n, 0) / 3, 10);
    for (const { day, mentions, evidence } of tracking.history) {
      if (mentions !== null) expect([day, mentions]).toEqual([day, await counted(db, evidence)]);
    }

    // What the mail shows is what the view says: each linked number is one of its figures.
    const options = {
      ...desk,
      language: 'en',
      timezone: 'UTC',
      serviceName: 'Earshot',
      publicUrl: 'http://e.test',
    } as const;
    const page = load((await renderDigest(view, options)).html);
    // Copies are shown without the quoted post itself, which its link lists with them.
    const known = new Set(
      figures.map(({ path, value, evidence }) => `${path.endsWith('.copies') ? value - 1 : value} ${evidence}`),
    );
    const shown = page('a[href*="/evidence?"]')
      .toArray()
      .map((a) => ({ text: page(a).text().trim(), path: page(a).attr('href')!.replace('http://e.test', '') }))
      .filter(({ text }) => /^\d+$/.test(text));
    expect(shown.length).toBeGreaterThan(10);
    expect(shown.filter(({ text, path }) => !known.has(`${text} ${path}`))).toEqual([]);
    // Every quotation stands in a stored post, to the letter.
    for (const post of [...view.top.negative, ...view.top.positive, ...view.takingPart.waiting]) {
      const [, id] = post.postId.split('-');
      const stored = await db.selectFrom('posts').select('text').where('post_id', '=', Number(id)).executeTakeFirst();
      expect(stored?.text).toBe(post.text);
    }
  }, 60_000);
});
