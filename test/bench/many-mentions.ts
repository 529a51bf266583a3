/**
 * A store with many mentions, made in minutes: one day of posts goes through the pipeline as it is, and stands for the days
 * before it, moved back in time by the database itself. Every table holds what the pipeline would have written.
 */
import { sql } from 'kysely';
import { shippedScorer } from '../../src/cli/shipped-scorer.ts';
import type { Brand, Post } from '../../src/model.ts';
import { createAnalyzer } from '../../src/pipeline/analyzer.ts';
import { takeIn } from '../../src/pipeline/take-in.ts';
import { monthOf } from '../../src/store/months.ts';
import type { Store } from '../../src/store/store.ts';
import { countFirsts } from './pages-world.ts';

const DAY_MS = 86_400_000;
const BATCH = 500;
const SITES = ['weibo', 'trustpilot', 'forum.example.com', 'mastodon', 'appstore'];

const brand = (id: string, role: Brand['role'], ...names: string[]): Brand => ({
  id,
  name: names[0]!,
  role,
  terms: names.map((term) => ({ term, notIn: [], caseSensitive: false })),
  exclude: [],
  accounts: [],
  aspects: {},
  playbook: {},
  viralThreshold: 2_000,
});

/** The brand that every post is about, and two competitors that some name as well. */
export const BRANDS: readonly Brand[] = [
  brand('acme', 'own', 'Acme', '阿克米'),
  brand('orbit', 'competitor', 'Orbit'),
  brand('vela', 'competitor', 'Vela'),
];

const ENGLISH = [
  'the support desk never answered my mail',
  'works well after two months',
  'broke after a week and nobody cares',
  'I want a refund for this',
  'the delivery was fast and the box was fine',
  'the app crashes when I open the cart',
  'lovely design, good value',
  'far too expensive for what it is',
  'would buy again without thinking',
  'the hotel room was clean and quiet',
  'I will report them to the regulator',
  'is it worth the price?',
];
const CHINESE = [
  '客服态度很差，等了三天没人理',
  '发货很快，包装也不错',
  '质量不错，性价比高',
  '再也不买了，大家避雷',
  '退款拖了两个星期',
  '房间很干净，会再来',
  '应用一打开就闪退',
  '价格有点贵，不过还行',
  '准备打12315投诉',
  '这家怎么样，有人用过吗',
];

/** The last stored day, UTC; days before it are its copies. */
export const LAST_DAY = '2026-03-19';
const LAST = new Date(`${LAST_DAY}T00:00:00Z`);
/** A morning on which the last day's digest is written. */
export const NOW = new Date(LAST.getTime() + DAY_MS + 8 * 3_600_000);

/** Fills an empty store with about `mentions` mentions of `BRANDS[0]`, spread over `days` days. */
export async function fillStore(store: Store, mentions: number, days: number): Promise<void> {
  const posts = postsOfADay(Math.ceil(mentions / days));
  const analyzer = createAnalyzer(BRANDS, shippedScorer(), 'bench');
  const deps = { store, analyzer, brandIds: new Set(BRANDS.map(({ id }) => id)), privacy: { authorSecret: 'bench' } };
  const context = { now: new Date(LAST.getTime() + DAY_MS), target: null, about: null, backfill: true };
  for (let from = 0; from < posts.length; from += BATCH) await takeIn(deps, posts.slice(from, from + BATCH), context);
  const copies = Array.from({ length: days - 1 }, (_, i) => i + 1);
  await store.months.ensure(copies.map((back) => monthOf(new Date(LAST.getTime() - back * DAY_MS))));
  const { rows } = await sql<{ post: number; story: number }>`
    select (select max(post_id) from posts) as post, (select max(story_id) from stories) as story`.execute(store.db);
  const { post, story } = rows[0]!;
  for (const back of copies) {
    for (const table of TABLES) await copyDay(store, table, back, { post, story });
  }
  await countFirsts(store.db);
  for (const [table, column, highest] of [
    ['post_keys', 'post_id', post * days],
    ['stories', 'story_id', story * days],
  ] as const) {
    await sql.raw(`alter table ${table} alter column ${column} restart with ${highest + 1}`).execute(store.db);
  }
  await sql`analyze`.execute(store.db);
}

const TABLES = ['post_keys', 'posts', 'stories', 'mentions', 'readings', 'buckets'] as const;
/** Columns that name a moment of the day that is copied. */
const MOVED = new Set([
  'occurred_at',
  'published_at',
  'first_seen_at',
  'first_at',
  'last_at',
  'start',
  'at',
  'read_at',
]);

/** One statement a table and day: its first day's rows again, `back` days earlier, under numbers of their own. */
async function copyDay(
  store: Store,
  table: string,
  back: number,
  last: { post: number; story: number },
): Promise<void> {
  const columns = await sql<{ name: string }>`
    select column_name as name from information_schema.columns
    where table_name = ${table} and table_schema = 'public' order by ordinal_position`.execute(store.db);
  const ago = `interval '${back} days'`;
  // All posts of the day that is copied are of one month; which one the copies are of, the day says.
  const moved = monthOf(new Date(LAST.getTime() - back * DAY_MS));
  const value = (name: string): string => {
    if (name === 'month' || name === 'head_month') return String(moved);
    if (name === 'post_id' || name === 'head_post_id') return `${name} + ${back * last.post}`;
    if (name === 'story_id') return `story_id + ${back * last.story}`;
    if (name === 'external_id') return `external_id || '-${back}'`;
    return MOVED.has(name) ? `${name} - ${ago}` : `"${name}"`;
  };
  const names = columns.rows.map(({ name }) => name);
  const first = names.includes('post_id')
    ? `post_id <= ${last.post}`
    : table === 'stories'
      ? `story_id <= ${last.story}`
      : `start >= '${LAST.toISOString()}'`;
  const overriding = table === 'post_keys' || table === 'stories' ? 'overriding system value' : '';
  await sql
    .raw(
      `insert into ${table} (${names.map((name) => `"${name}"`).join(', ')}) ${overriding}
       select ${names.map(value).join(', ')} from ${table} where ${first}`,
    )
    .execute(store.db);
}

/** The same posts in every run: a linear congruential generator picks the words, the moment and the writer. */
function postsOfADay(count: number): Post[] {
  let seed = 42;
  const next = (n: number) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * n);
  };
  const pick = <T>(from: readonly T[]): T => from[next(from.length)]!;
  return Array.from({ length: count }, (_, index) => {
    const chinese = next(2) === 0;
    const said = Array.from({ length: 1 + next(3) }, () => pick(chinese ? CHINESE : ENGLISH));
    const rival = next(10) === 0 ? ` ${pick(['Orbit', 'Vela'])}` : '';
    const at = new Date(LAST.getTime() + next(DAY_MS / 1000) * 1000);
    const writer = next(40_000);
    return {
      site: pick(SITES),
      id: `b${index}`,
      kind: next(3) === 0 ? 'review' : 'post',
      url: `https://example.com/${index}`,
      author: { name: `Writer ${writer}`, id: `w${writer}`, followers: next(5_000), verified: next(50) === 0 },
      title: null,
      text: `${chinese ? '阿克米' : 'Acme'}${rival}: ${said.join(chinese ? '。' : '. ')} ${index}`,
      lang: null,
      rating: null,
      publishedAt: at,
      editedAt: null,
      engagement: { likes: next(50), replies: next(5), reposts: next(9), views: null, helpful: null },
      parent: null,
      root: null,
      brand: null,
      deleted: false,
      reply: null,
    };
  });
}
