/** Stories: mentions of one brand that say the same thing. Joined by fingerprint bands, never by scanning. */
import { sql } from 'kysely';
import { columnsOf, namesOf, recordset } from './bulk.ts';
import type { Db } from './store.ts';

/** A text of a story that shares a band with a new mention: near enough to be compared. */
export interface StoryCandidate {
  simhash: string;
  storyId: number;
}

/**
 * So many different texts are kept and looked at under one band. A band that more share is made of a phrase that everybody
 * uses and says little; without a limit each new text would be compared with a share of all there ever were.
 */
export const BAND_LIMIT = 64;

/** Hexadecimal digits of a band, and of the end of a SimHash under which its exact copies are found: a number holds them. */
const BAND_DIGITS = 13;

/** Under what the exact copies of a text are found, whatever is in its bands. */
export function exactBand(simhash: string): string {
  return `=${simhash}`;
}

/**
 * A band as it is stored: ten rows a mention are most of what there is, so they are numbers. Those of exact copies are
 * negative; what collides is told apart by the whole SimHash beside it.
 */
function bandKey(band: string): number {
  const exact = band.startsWith('=');
  const value = Number.parseInt(exact ? band.slice(-BAND_DIGITS) : band, 16);
  if (!Number.isSafeInteger(value)) throw new TypeError(`not a band: ${band}`);
  return exact ? -1 - value : value;
}

const SIMHASH_DIGITS = 16;
/** A SimHash as the column holds it: its 64 bits as a signed number. */
const storedSimhash = (simhash: string) => BigInt.asIntN(64, BigInt(`0x${simhash}`)).toString();

/** Texts of the brand's stories under each of these bands, at most `BAND_LIMIT` of each. Bands without any are left out. */
export async function findStories(
  db: Db,
  brand: string,
  bands: Iterable<string>,
): Promise<Map<string, StoryCandidate[]>> {
  const asked = [...new Set(bands)];
  if (asked.length === 0) return new Map();
  // One row a band: a row a text would cost as much again. Put together at the end, not once for every band asked.
  const { rows } = await sql<{ place: number; found: string }>`
    select b.place, string_agg(lpad(to_hex(t.simhash), ${SIMHASH_DIGITS}, '0') || t.story_id, ' ') as found
    from unnest(${`{${asked.map(bandKey).join(',')}}`}::bigint[]) with ordinality as b(band, place)
    cross join lateral (
      select simhash, story_id from story_bands
      where brand = ${brand} and band = b.band order by simhash limit ${BAND_LIMIT}
    ) t
    group by b.place`.execute(db);
  return new Map(rows.map(({ place, found }) => [asked[place - 1]!, found.split(' ').map(candidateOf)]));
}

function candidateOf(text: string): StoryCandidate {
  return { simhash: text.slice(0, SIMHASH_DIGITS), storyId: Number(text.slice(SIMHASH_DIGITS)) };
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

/** A story that begins with this batch, with all that the batch adds to it. */
export interface NewStory extends Omit<StoryChange, 'story_id'> {
  head_month: number;
  head_post_id: number;
}

/** Opens stories; their ids come back in the order given. */
export async function openStories(db: Db, stories: readonly NewStory[]): Promise<number[]> {
  if (stories.length === 0) return [];
  const { rows: opened } = await sql<{ storyId: number; post: number }>`
    insert into stories (${namesOf(NEW_COLUMNS)})
    select ${columnsOf(NEW_COLUMNS)} from ${recordset(stories, NEW_COLUMNS)}
    returning story_id as "storyId", head_post_id as post`.execute(db);
  const byPost = new Map(opened.map((row) => [row.post, row.storyId]));
  return stories.map((story) => byPost.get(story.head_post_id)!);
}

/**
 * Remembers under which bands a text of a story is found. The caller holds the brand's lock and has looked under these
 * bands (`findStories`): none of them is there already. Asking again with `on conflict` would cost twice the writing.
 */
export async function addBands(
  db: Db,
  brand: string,
  bands: readonly { band: string; simhash: string; story_id: number }[],
): Promise<void> {
  if (bands.length === 0) return;
  const rows = bands.map(({ band, simhash, story_id }) => ({
    ...{ band: bandKey(band), simhash: storedSimhash(simhash), story_id },
  }));
  const columns = { band: 'bigint', simhash: 'bigint', story_id: 'bigint' } as const;
  await sql`insert into story_bands (brand, band, simhash, story_id)
    select ${brand}, r.band, r.simhash, r.story_id from ${recordset(rows, columns)}`.execute(db);
}

export interface StoryChange {
  brand: string;
  story_id: number;
  posts: number;
  negative: number;
  first_at: Date;
  last_at: Date;
}

const CHANGE_COLUMNS = {
  brand: 'text',
  posts: 'integer',
  negative: 'integer',
  first_at: 'timestamptz',
  last_at: 'timestamptz',
} as const;
const NEW_COLUMNS = { ...CHANGE_COLUMNS, head_month: 'integer', head_post_id: 'bigint' } as const;

/** Adds mentions to stories' counts (negative numbers take them out) and widens their time. */
export async function countStories(db: Db, changes: readonly StoryChange[]): Promise<void> {
  if (changes.length === 0) return;
  const columns = { ...CHANGE_COLUMNS, story_id: 'bigint' } as const;
  await sql`update stories s set
      posts = s.posts + r.posts,
      negative = s.negative + r.negative,
      first_at = least(s.first_at, r.first_at),
      last_at = greatest(s.last_at, r.last_at)
    from ${recordset(changes, columns)}
    where s.brand = r.brand and s.story_id = r.story_id`.execute(db);
}
