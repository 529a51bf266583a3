/** What stands behind a signal: the mentions of a spike's window, the course of a post, the brand's answers. */
import { type SqlBool, sql } from 'kysely';
import type { Intent, Label, PostKind } from '../model.ts';
import { COUNTED } from './buckets.ts';
import { recordset } from './bulk.ts';
import type { PostRef } from './post-ref.ts';
import type { Db } from './store.ts';

/**
 * The mentions that a series counts, as a condition on `m`; `label` null: all. An aspect is counted as it was felt: a
 * friendly review that complains of the app is a complaint about the app.
 */
function inSeries(series: string, label: Label | null) {
  const [dimension, value = ''] = splitSeries(series);
  if (dimension === 'aspect') {
    const felt = sql<SqlBool>`m.aspects @> ${JSON.stringify([{ aspect: value, label }])}::jsonb`;
    return sql<SqlBool>`m.aspect_names @> array[${value}]::text[] and ${label === null ? sql<SqlBool>`true` : felt}`;
  }
  const labelled = sql<SqlBool>`(${label}::text is null or m.label = ${label})`;
  if (dimension === 'site') return sql<SqlBool>`m.site = ${value} and ${labelled}`;
  if (dimension === 'intent') return sql<SqlBool>`m.intent_names @> array[${value}]::text[] and ${labelled}`;
  return labelled;
}

/** `site:forum.example.com` → [`site`, `forum.example.com`]. */
export function splitSeries(series: string): [dimension: string, value?: string] {
  const colon = series.indexOf(':');
  return colon < 0 ? [series] : [series.slice(0, colon), series.slice(colon + 1)];
}

/** A mention that stands behind a spike. */
export interface SpikeMention extends PostRef {
  readonly storyId: number;
  readonly site: string;
  readonly aspects: string[];
  readonly intents: Intent[];
}

/** Which mentions stand behind a spike: `label` null is all. */
export interface BehindQuery {
  readonly brand: string;
  readonly series: string;
  readonly from: Date;
  readonly to: Date;
  readonly label: Label | null;
  readonly limit: number;
}

/** Mentions of a series in a window (negative ones, or all), newest first. */
export async function mentionsBehind(db: Db, query: BehindQuery): Promise<SpikeMention[]> {
  const { rows } = await sql<SpikeMention>`
    select m.month, m.post_id as "postId", m.story_id as "storyId", m.site,
           m.aspect_names as aspects, m.intent_names as intents
    from mentions m
    where m.brand = ${query.brand} and m.occurred_at >= ${query.from} and m.occurred_at < ${query.to}
      and ${COUNTED}
      and ${inSeries(query.series, query.label)}
    order by m.occurred_at desc, m.post_id desc limit ${query.limit}`.execute(db);
  return rows;
}

/** A mention and who said it: `author` null is not known. */
export interface Voice {
  readonly at: Date;
  readonly author: string | null;
}

/** Who said the mentions of a series in a window (negative ones, or all), newest first. */
export async function voicesBehind(db: Db, query: BehindQuery): Promise<Voice[]> {
  const { rows } = await sql<Voice>`
    select m.occurred_at as at, p.author_key as author
    from mentions m join posts p on p.month = m.month and p.post_id = m.post_id
    where m.brand = ${query.brand} and m.occurred_at >= ${query.from} and m.occurred_at < ${query.to}
      and ${COUNTED}
      and ${inSeries(query.series, query.label)}
    order by m.occurred_at desc, m.post_id desc limit ${query.limit}`.execute(db);
  return rows;
}

/** A mention that may come to stand behind a spike. */
export interface TimedMention extends SpikeMention, Voice {
  readonly label: Label;
  /** Its aspects with what was felt of each. */
  readonly felt: readonly { readonly aspect: string; readonly label: Label }[];
}

/** All mentions of a brand in [from, to) that series count, newest first. */
export async function mentionsIn(db: Db, brand: string, from: Date, to: Date): Promise<TimedMention[]> {
  const { rows } = await sql<TimedMention>`
    select m.month, m.post_id as "postId", m.story_id as "storyId", m.site, m.occurred_at as at, m.label,
           m.aspects as felt, m.aspect_names as aspects, m.intent_names as intents, p.author_key as author
    from mentions m join posts p on p.month = m.month and p.post_id = m.post_id
    where m.brand = ${brand} and m.occurred_at >= ${from} and m.occurred_at < ${to}
      and ${COUNTED}
    order by m.occurred_at desc, m.post_id desc`.execute(db);
  return rows;
}

/** Ids of entries of trend lists begin with it. */
export const TREND_ID = 'hot-search/';

/** Marks from here on, of 0 (worst) to 1, are praise: four stars of five are 0.75. */
const HIGH_RATING = 0.75;

/**
 * Mentions that may raise or feed an incident by themselves: negative ones, and what a trend list says without praise, for
 * its few words are hardly ever more than a name. Not those that give the best marks: what is read as grave in them is
 * mostly what the brand helped with.
 */
const TELLING = sql<SqlBool>`((m.label = 'negative' and coalesce(p.rating, 0) < ${HIGH_RATING})
  or (m.label = 'neutral' and p.external_id like ${`${TREND_ID}%`}))`;

/** A negative mention, or an entry of a trend list, and how its counters moved. */
export interface Trajectory extends PostRef {
  readonly storyId: number;
  readonly publishedAt: Date;
  readonly followers: number | null;
  readonly label: Label;
  readonly site: string;
  readonly kind: PostKind;
  readonly aspects: string[];
  readonly intents: Intent[];
  /** It is an entry of a trend list. */
  readonly trending: boolean;
  readonly readings: readonly {
    readonly at: Date;
    readonly likes: number | null;
    readonly replies: number | null;
    readonly reposts: number | null;
    readonly views: number | null;
  }[];
}

/** The telling ones among a brand's mentions of these posts, with all their readings; each is looked up by its key. */
export async function trajectoriesOf(db: Db, brand: string, posts: readonly PostRef[]): Promise<Trajectory[]> {
  return (await trajectoriesOfEach(db, [{ brand, posts }])).get(brand) ?? [];
}

/** The same of several brands; those of which none is telling are missing. */
export async function trajectoriesOfEach(
  db: Db,
  asked: readonly { readonly brand: string; readonly posts: readonly PostRef[] }[],
): Promise<Map<string, Trajectory[]>> {
  const keys = asked.flatMap(({ brand, posts }) =>
    posts.map(({ month, postId }) => ({ brand, month, post_id: postId })),
  );
  if (keys.length === 0) return new Map();
  const columns = { month: 'integer', post_id: 'bigint' } as const;
  const { rows: mentions } = await sql<Omit<Trajectory, 'readings'> & { brand: string }>`
    select m.brand, m.month, m.post_id as "postId", m.story_id as "storyId", m.occurred_at as "publishedAt",
           p.author_followers as followers, m.label, m.site, m.kind,
           m.aspect_names as aspects, m.intent_names as intents,
           p.external_id like ${`${TREND_ID}%`} as trending
    from ${recordset(keys, { brand: 'text', ...columns })}
    cross join lateral (
      select * from mentions where month = r.month and brand = r.brand and post_id = r.post_id offset 0
    ) m
    cross join lateral (
      select external_id, author_followers, rating from posts where month = r.month and post_id = r.post_id offset 0
    ) p
    where ${TELLING} and ${COUNTED}
    order by m.post_id`.execute(db);
  if (mentions.length === 0) return new Map();
  const { rows: readings } = await sql<PostRef & Trajectory['readings'][number]>`
    select g.month, g.post_id as "postId", g.at, g.likes, g.replies, g.reposts, g.views
    from ${recordset(
      // One post may be about several of the brands.
      [...new Map(mentions.map(({ month, postId }) => [postId, { month, post_id: postId }])).values()],
      columns,
    )}
    join readings g on g.month = r.month and g.post_id = r.post_id
    order by g.at`.execute(db);
  const byPost = Map.groupBy(readings, (reading) => reading.postId);
  const all = mentions.map(({ brand, ...mention }) => ({
    brand,
    trajectory: { ...mention, readings: byPost.get(mention.postId) ?? [] },
  }));
  return new Map(
    [...Map.groupBy(all, ({ brand }) => brand)].map(([brand, told]) => [brand, told.map((one) => one.trajectory)]),
  );
}

/** Entries of trend lists that name the brand and were first seen in [from, to], the latest first. */
export async function trendEntries(
  db: Db,
  brand: string,
  from: Date,
  to: Date,
): Promise<(PostRef & { text: string })[]> {
  const { rows } = await sql<PostRef & { text: string }>`
    select m.month, m.post_id as "postId", p.text
    from mentions m join posts p on p.month = m.month and p.post_id = m.post_id
    where m.brand = ${brand} and m.occurred_at >= ${from} and m.occurred_at <= ${to}
      and p.external_id like ${`${TREND_ID}%`}
    order by m.occurred_at desc, m.post_id desc limit 5`.execute(db);
  return rows;
}

/** All telling mentions of a brand in [from, to), with their readings, oldest first. */
export async function tellingTrajectories(db: Db, brand: string, from: Date, to: Date): Promise<Trajectory[]> {
  const rows = await db
    .selectFrom('mentions')
    .select(['month', 'post_id as postId'])
    .where('brand', '=', brand)
    .where('label', 'in', ['negative', 'neutral'])
    .where('occurred_at', '>=', from)
    .where('occurred_at', '<', to)
    .execute();
  const trajectories = await trajectoriesOf(db, brand, rows);
  return trajectories.sort((a, b) => a.publishedAt.getTime() - b.publishedAt.getTime());
}
