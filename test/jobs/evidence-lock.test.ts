/** Every figure of a digest, counted again by SQL that shares nothing with the product's, through the link it carries. */
import { load } from 'cheerio';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Post } from '../../src/model.ts';
import { renderDigest } from '../../src/notify/render.ts';
import type { DigestView } from '../../src/notify/views/digest.ts';
import { readFilter } from '../../src/pipeline/search.ts';
import { takeIn } from '../../src/pipeline/take-in.ts';
import { composeDigest } from '../../src/pipeline/views/digest-view.ts';
import { registerTargets } from '../../src/store/crawls.ts';
import { countTotal } from '../../src/store/mention-list.ts';
import type { Db } from '../../src/store/store.ts';
import { brandNamed, desk, type Running, startEarshot } from '../e2e/support.ts';
import { coverageBehind, crawled } from '../pipeline/support/crawls.ts';
import { makePost } from '../pipeline/support/posts.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { counted, type Figured, figuresIn } from './support/rows-behind.ts';

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

const writer = (n: number, i: number) => ({ name: `Writer ${n}`, id: `u${n}`, followers: i * 100, verified: false });

function posts(days: readonly number[]): Post[] {
  return days.flatMap((day) =>
    Array.from({ length: 24 }, (_, i) =>
      makePost({
        text: `${TEXTS[(i * 7 + day) % TEXTS.length]}, says number ${i} of day ${day}`,
        site: i % 3 === 0 ? 'forum.example' : 'weibo',
        // Writer 9 speaks for the first time on the day itself.
        author: writer(day === 0 && i === 6 ? 9 : i % 8, i),
        publishedAt: new Date(DAY - day * 24 * HOUR + i * HOUR),
        ...(i % 5 === 0 && { reply: { text: 'Sorry!', at: new Date(DAY - day * 24 * HOUR + i * HOUR + 30 * 60_000) } }),
      }),
    ),
  );
}

/** Means, shares, medians and audiences: each is derived again by a formula of its own, below. */
const NO_COUNT = /\.(usual|netUsual|net|share|responseMinutes|coverage|reach|newcomers|authors)$/;

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const link = (query: Record<string, string>) => `/evidence?${new URLSearchParams(query)}`;
/** As both languages write these. */
const percent = (share: number) => `${Math.round(share * 100)}%`;
const points = (score: number) => {
  const value = Math.round(score * 100);
  return value === 0 ? '0' : `${value > 0 ? '+' : '−'}${Math.abs(value)}`;
};
const decimal = (n: number) => String(n >= 10 ? Math.round(n) : Math.round(n * 10) / 10);

describeOnEachStore('figures', (stores) => {
  let earshot: Running;
  let db: Db;
  let view: DigestView;
  let figures: Figured[];
  beforeAll(async () => {
    earshot = await startEarshot(await stores.place(), new Date(DAY + 30 * HOUR), {
      brands: [acme, bolt],
      targets: [],
    });
    const { app } = earshot;
    db = app.store.db;
    const origin = { now: earshot.clock.now(), target: null, about: null, backfill: false };
    await takeIn(app, posts([0, 1, 7, 14, 21]), origin);
    // Writer 8 only ever praises.
    const praise = [0, 7, 14].map((day) =>
      makePost({
        text: `I love Acme, great quality and friendly service, as I said ${day} days ago`,
        author: writer(8, 3),
        publishedAt: new Date(DAY - day * 24 * HOUR + 9 * HOUR),
      }),
    );
    await takeIn(app, praise, origin);
    await registerTargets(
      db,
      ['weibo', 'forum.example'].map((site) => ({ target: `on-${site}`, crawler: 'json', site, brands: ['acme'] })),
    );
    for (const hours of [-1, 8, 11, 25]) {
      for (const target of ['on-weibo', 'on-forum.example']) {
        // The forum's posts between 08:00 and 11:00 were out of reach.
        const missed = hours === 11 && target !== 'on-weibo';
        await crawled(db, target, new Date(DAY + hours * HOUR), { complete: !missed });
      }
    }
    view = await composeDigest(app, acme, '2026-03-02', 'UTC');
    figures = figuresIn(view);
  }, 120_000);
  afterAll(() => earshot.close());

  /** A day's counts by label, and the days of past weeks likewise. */
  const labelled = async (days: number, more: Record<string, string> = {}) => {
    const from = new Date(DAY - days * 24 * HOUR).toISOString();
    const to = new Date(DAY - (days - 1) * 24 * HOUR).toISOString();
    const of = (label: Record<string, string>) => counted(db, link({ brand: 'acme', from, to, ...label, ...more }));
    return { all: await of({}), negative: await of({ label: 'negative' }), positive: await of({ label: 'positive' }) };
  };
  const pastWeeks = () => Promise.all([7, 14, 21].map((days) => labelled(days)));

  it('that count are the number of rows behind their links', async () => {
    const counts = figures.filter(({ path }) => !NO_COUNT.test(path));
    expect(counts.length).toBeGreaterThan(25);
    for (const { path, value, evidence } of counts) {
      expect({ path, value }).toEqual({ path, value: await counted(db, evidence) });
    }
    const { tracking, talkers } = view;
    expect(tracking.mentions.now.value).toBeGreaterThan(10);
    expect(talkers.authors.value).toBe(await counted(db, talkers.authors.evidence, 'authors'));
    expect(talkers.newcomers.value).toBe(await counted(db, talkers.newcomers.evidence, 'authors'));
    expect(talkers.newcomers.value).toBe(1);
    // The page behind a link reads it as it was meant.
    for (const { path, evidence } of figures.filter((one) => one.evidence.startsWith('/evidence?'))) {
      const read = readFilter(new URL(evidence, 'http://x').searchParams);
      if ('problems' in read) throw new Error(read.problems.join());
      expect([path, await countTotal(db, read.filter)]).toEqual([path, await counted(db, evidence)]);
    }
    for (const { day, mentions, negative, evidence } of tracking.history) {
      if (mentions === null) continue;
      expect([day, mentions]).toEqual([day, await counted(db, evidence)]);
      expect([day, negative]).toEqual([day, await counted(db, `${evidence}&label=negative`)]);
    }
  }, 60_000);

  it('that are derived follow from those rows', async () => {
    const { tracking, topics, takingPart } = view;
    const now = tracking.mentions.now.value;
    const past = await pastWeeks();
    expect(past.every((week) => week.all > 0)).toBe(true);
    for (const [shown, kind] of [
      [tracking.mentions, 'all'],
      [tracking.negative, 'negative'],
      [tracking.positive, 'positive'],
    ] as const) {
      const values = past.map((week) => week[kind]);
      expect(shown.usual?.value).toBeCloseTo(mean(values), 10);
      // The link lists those days and none between them.
      expect(await counted(db, shown.usual!.evidence)).toBe(values.reduce((sum, n) => sum + n, 0));
      const sample = values.reduce((sum, n) => sum + (n - mean(values)) ** 2, 0) / 2;
      const half = 1.96 * Math.sqrt(Math.max(sample, mean(values), 1));
      expect(shown.usual?.low).toBeCloseTo(Math.max(0, mean(values) - half), 10);
      expect(shown.usual?.high).toBeCloseTo(mean(values) + half, 10);
    }
    const { rows } = await sql<{ score: number }>`select case x.label when 'positive' then 1 when 'negative' then -1
      else 0 end as score from mentions x where x.brand = 'acme' and x.occurred_at >= ${view.from}::timestamptz
      and x.occurred_at < ${view.to}::timestamptz`.execute(db);
    const scores = rows.map(({ score }) => score);
    expect(scores).toHaveLength(now);
    const variance = mean(scores.map((score) => (score - mean(scores)) ** 2));
    const half = 1.96 * Math.sqrt(Math.max(variance, 1 / now) / now);
    expect(tracking.net?.value).toBeCloseTo(mean(scores), 10);
    expect(tracking.net?.low).toBeCloseTo(mean(scores) - half, 10);
    expect(tracking.net?.high).toBeCloseTo(mean(scores) + half, 10);
    const nets = past.map(({ all, negative, positive }) => (positive - negative) / all);
    expect(tracking.netUsual?.value).toBeCloseTo(mean(nets), 10);
    const sampled = nets.reduce((sum, net) => sum + (net - mean(nets)) ** 2, 0) / (nets.length - 1);
    const chance = mean(past.map((week, i) => ((week.negative + week.positive) / week.all - nets[i]! ** 2) / week.all));
    const usualHalf = 1.96 * Math.sqrt(Math.max(sampled, chance));
    expect(tracking.netUsual?.low).toBeCloseTo(mean(nets) - usualHalf, 10);
    expect(tracking.netUsual?.high).toBeCloseTo(mean(nets) + usualHalf, 10);
    const all = tracking.voice.reduce((sum, { mentions }) => sum + mentions.value, 0);
    for (const { share, mentions, net, brand } of tracking.voice) {
      expect(share.value).toBeCloseTo(mentions.value / all, 10);
      const of = (label: string) => counted(db, link({ brand: brand.id, from: view.from, to: view.to, label }));
      expect(net?.value).toBeCloseTo(((await of('positive')) - (await of('negative'))) / mentions.value, 10);
    }
    for (const { now, usual, topic } of [...topics.risen, ...topics.fallen]) {
      const about = 'aspect' in topic ? { aspect: topic.aspect } : { q: topic.words };
      const weeks = await Promise.all([7, 14, 21].map((days) => labelled(days, about)));
      expect(usual.value).toBeCloseTo(mean(weeks.map((week) => week.all)), 10);
      expect(await counted(db, usual.evidence)).toBe(weeks.reduce((sum, week) => sum + week.all, 0));
      expect(now.value).toBe((await labelled(0, about)).all);
    }
    const { rows: answers } = await sql<{
      minutes: number;
    }>`select extract(epoch from y.reply_at - x.occurred_at)::float8 / 60
      as minutes from mentions x, posts y where y.post_id = x.post_id and x.brand = 'acme' and x.label = 'negative'
      and x.occurred_at < ${view.to}::timestamptz and x.occurred_at >= ${view.to}::timestamptz - interval '7 days'
      and y.reply_at is not null order by 1`.execute(db);
    expect(takingPart.answered.value).toBe(answers.length);
    const middle = [answers[Math.floor((answers.length - 1) / 2)]!, answers[Math.ceil((answers.length - 1) / 2)]!];
    expect(takingPart.responseMinutes?.value).toBeCloseTo(mean(middle.map(({ minutes }) => minutes)), 6);
    expect(view.tools.sites.map(({ coverage }) => coverage.value).sort()).toEqual([0.875, 1]);
    for (const { value, evidence } of [...view.tools.sites.map(({ coverage }) => coverage), view.tools.coverage!]) {
      expect(value).toBeCloseTo(await coverageBehind(db, evidence), 10);
    }
    for (const { postId, reach, author } of [...view.top.negative, ...view.top.positive]) {
      const [, id] = postId.split('-');
      const { rows: written } = await sql<{
        followers: number;
        views: number;
      }>`select coalesce(author_followers, 0)::int as
        followers, coalesce(views, 0)::int as views from posts where post_id = ${Number(id)}`.execute(db);
      expect(author.followers ?? 0).toBe(written[0]!.followers);
      expect(reach?.value ?? 0).toBe(written[0]!.followers + written[0]!.views);
    }
  }, 60_000);

  it('name people who came back by what they said over weeks', async () => {
    const { loyal, leaving } = view.talkers;
    expect(loyal.length).toBeGreaterThan(0);
    expect(leaving.length).toBeGreaterThan(0);
    for (const { posts: said, earlier } of loyal) {
      const author = new URL(said.evidence, 'http://x').searchParams.get('author');
      expect(earlier?.value).toBeGreaterThan(0);
      const { rows } = await sql<{ praised: number; complained: number; first: Date }>`
        select (count(*) filter (where x.label = 'positive'))::int as praised,
          (count(*) filter (where x.label = 'negative'))::int as complained, min(x.occurred_at) filter (where x.label = 'positive') as first
        from mentions x, posts y where y.post_id = x.post_id and x.brand = 'acme' and y.author_key = ${author}
          and x.occurred_at < ${view.from}::timestamptz`.execute(db);
      expect(rows[0]!.praised).toBe(earlier?.value);
      expect(rows[0]!.praised).toBeGreaterThanOrEqual(2 * rows[0]!.complained);
      expect(DAY - rows[0]!.first.getTime()).toBeGreaterThanOrEqual(7 * 24 * HOUR);
    }
    // Heard before first, then those whom nobody knew.
    const known = leaving.map(({ earlier }) => (earlier?.value ?? 0) > 0);
    expect(known).toEqual([...known].sort((a, b) => Number(b) - Number(a)));
  }, 60_000);

  it.each(['en', 'zh'] as const)(
    'are all that a mail shows (%s)',
    async (language) => {
      const options = { ...desk, language, timezone: 'UTC', serviceName: 'Earshot', publicUrl: 'http://e.test' };
      const mail = await renderDigest(view, options);
      const page = load(mail.html);
      const perDay = view.tracking.history.map(({ mentions, evidence }) => ({ value: mentions, evidence }));
      const known = new Set([...figures, ...perDay].map(({ value, evidence }) => `${value} ${evidence}`));
      const shown = page('a[href*="/evidence?"]')
        .toArray()
        .map((a) => ({ text: page(a).text().trim(), path: page(a).attr('href')!.replace('http://e.test', '') }))
        .filter(({ text }) => /^\d+$/.test(text));
      expect(shown.length).toBeGreaterThan(10);
      expect(shown.filter(({ text, path }) => !known.has(`${text} ${path}`))).toEqual([]);

      // Every number in either part is one that was counted or derived above, a moment, or somebody's own words.
      const { tracking, topics, top, takingPart } = view;
      const past = await pastWeeks();
      const now = tracking.mentions.now.value;
      const range = (of: { low: number; high: number } | null, write: (n: number) => string) =>
        of === null ? [] : [write(of.low), write(of.high)];
      const whole = (n: number) => Math.round(n).toLocaleString('en');
      const days = tracking.history.filter(({ mentions }) => mentions !== null);
      const allowed = new Set<string>([
        ...figures.filter(({ path }) => !NO_COUNT.test(path)).map(({ value }) => whole(value)),
        ...[view.talkers.authors.value, view.talkers.newcomers.value, past.length, days.length].map(whole),
        ...[tracking.mentions, tracking.negative, tracking.positive].flatMap(({ usual }) => range(usual, whole)),
        ...[tracking.negative, tracking.positive].map((of) => percent(of.now.value / now)),
        ...tracking.voice.flatMap(({ share, net }) => [percent(share.value), points(net?.value ?? 0)]),
        ...[points(tracking.net?.value ?? 0), ...range(tracking.net, points), ...range(tracking.netUsual, points)],
        ...[...topics.risen, ...topics.fallen].map(({ usual }) => decimal(usual.value)),
        // The chart in words: its days' sums and its highest day.
        ...(['mentions', 'negative'] as const).map((of) => whole(days.reduce((sum, day) => sum + (day[of] ?? 0), 0))),
        whole(Math.max(...days.map(({ mentions }) => mentions ?? 0))),
        ...[...top.negative, ...top.positive, ...takingPart.waiting].flatMap(({ author, reach }) =>
          [author.followers, reach?.value].map((n) => whole(n ?? 0)),
        ),
        ...view.talkers.loud
          .concat(view.talkers.loyal, view.talkers.leaving)
          .map((t) => whole(t.author.followers ?? 0)),
        whole(takingPart.responseMinutes?.value ?? 0),
        ...view.tools.sites.map(({ coverage }) => percent(coverage.value)),
        // Said by the template itself: the weeks that people are remembered, the days of complaints, 95 %.
        ...['12', '7', '95', '95%'],
      ]);
      const quoted = [...top.negative, ...top.positive, ...takingPart.waiting]
        .concat(topics.aspects.flatMap(({ criticism, praise }) => [criticism, praise]).filter((post) => post !== null))
        .concat([...topics.risen, ...topics.fallen].map(({ quote }) => quote).filter((post) => post !== null));
      page('style, title, head').remove();
      for (const part of [mail.text, page('body').text(), page('img').attr('alt') ?? '', mail.subject]) {
        let rest = part.replace(/<https?:[^>]*>|https?:\S+/g, ' ');
        for (const { text } of quoted) rest = rest.replaceAll(text, ' ');
        rest = rest
          .replace(/\d{4}年\d{1,2}月\d{1,2}日|\d{1,2}月\d{1,2}日|\d{1,2} [A-Z][a-z]{2,8}( \d{4})?/g, ' ')
          .replace(/\d{2}:\d{2}/g, ' ')
          .replace(/[1-5]\/5/g, ' ');
        const numbers = rest.match(/[+−]?\d[\d,.]*%?/g) ?? [];
        const strange = numbers.map((n) => n.replace(/[.,]$/, '')).filter((n) => !allowed.has(n));
        expect(strange).toEqual([]);
      }
      // Every quotation stands in a stored post, to the letter.
      for (const post of quoted) {
        const [, id] = post.postId.split('-');
        const stored = await db.selectFrom('posts').select('text').where('post_id', '=', Number(id)).executeTakeFirst();
        expect(stored?.text).toBe(post.text);
      }
    },
    60_000,
  );
});
