/** Stories: mentions of one brand that say the same thing. Joined by fingerprint bands, never by scanning. */
import { sql } from 'kysely';
import { recordset } from './bulk.ts';
import type { Db } from './store.ts';

/** A story that shares a band with a new mention: near enough to be compared. */
export interface StoryCandidate {
  band: string;
  simhash: string;
  storyId: number;
}

/**
 * So many different texts are kept and looked at under one band. A band that more share is made of a phrase that everybody
 * uses and says little; without a limit each new text would be compared with a share of all there ever were.
 */
export const BAND_LIMIT = 64;

/** Stories of the brand that stand under any of these bands, of each band at most `BAND_LIMIT` texts. */
export async function findStories(db: Db, brand: string, bands: readonly string[]): Promise<StoryCandidate[]> {
  if (bands.length === 0) return [];
  const { rows } = await sql<StoryCandidate>`
    select b.band, s.simhash, s.story_id as "storyId"
    from unnest(${[...new Set(bands)]}::text[]) as b(band)
    cross join lateral (
      select simhash, story_id from story_bands
      where brand = ${brand} and band = b.band order by simhash limit ${BAND_LIMIT}
    ) s
    order by s.story_id, b.band`.execute(db);
  return rows;
}

/** The stories that posts on this brand already belong to, by site and external id: a repost joins what it shares. */
export async function storiesOfPosts(
  db: Db,
  brand: string,
  posts: readonly { site: string; id: string }[],
): Promise<Map<string, number>> {
  if (posts.length === 0) return new Map();
  const { rows } = await sql<{ site: string; id: string; storyId: number }>`
    select r.site, r.id, m.story_id as "storyId"
    from ${recordset(
      posts.map(({ site, id }) => ({ site, id })),
      { site: 'text', id: 'text' },
    )}
    join post_keys k on k.site = r.site and k.external_id = r.id
    join mentions m on m.month = k.month and m.brand = ${brand} and m.post_id = k.post_id`.execute(db);
  return new Map(rows.map((row) => [`${row.site}\n${row.id}`, row.storyId]));
}

export interface NewStory {
  brand: string;
  at: Date;
  month: number;
  postId: number;
}

/** Opens stories; their ids come back in the order given. */
export async function openStories(db: Db, stories: readonly NewStory[]): Promise<number[]> {
  if (stories.length === 0) return [];
  const rows = stories.map(({ brand, at, month, postId }) => ({ brand, at, month, post: postId }));
  const columns = { brand: 'text', at: 'timestamptz', month: 'integer', post: 'bigint' } as const;
  const { rows: opened } = await sql<{ storyId: number; post: number }>`
    insert into stories (brand, first_at, last_at, posts, negative, head_month, head_post_id)
    select r.brand, r.at, r.at, 0, 0, r.month, r.post from ${recordset(rows, columns)}
    returning story_id as "storyId", head_post_id as post`.execute(db);
  const byPost = new Map(opened.map((row) => [row.post, row.storyId]));
  return stories.map((story) => byPost.get(story.postId)!);
}

/** Remembers under which bands a story is found. */
export async function addBands(
  db: Db,
  bands: readonly { brand: string; band: string; simhash: string; story_id: number }[],
): Promise<void> {
  if (bands.length === 0) return;
  const columns = { brand: 'text', band: 'text', simhash: 'text', story_id: 'bigint' } as const;
  await sql`insert into story_bands (brand, band, simhash, story_id)
    select r.brand, r.band, r.simhash, r.story_id from ${recordset(bands, columns)}
    on conflict do nothing`.execute(db);
}

export interface StoryChange {
  brand: string;
  story_id: number;
  posts: number;
  negative: number;
  first_at: Date;
  last_at: Date;
}

/** Adds mentions to stories' counts (negative numbers take them out) and widens their time. */
export async function countStories(db: Db, changes: readonly StoryChange[]): Promise<void> {
  if (changes.length === 0) return;
  const columns = {
    brand: 'text',
    story_id: 'bigint',
    posts: 'integer',
    negative: 'integer',
    first_at: 'timestamptz',
    last_at: 'timestamptz',
  } as const;
  await sql`update stories s set
      posts = s.posts + r.posts,
      negative = s.negative + r.negative,
      first_at = least(s.first_at, r.first_at),
      last_at = greatest(s.last_at, r.last_at)
    from ${recordset(changes, columns)}
    where s.brand = r.brand and s.story_id = r.story_id`.execute(db);
}
