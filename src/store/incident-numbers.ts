/** What an incident consists of: of a large one what was counted before is kept, piece by piece, and only the rest is counted. */
import { sql } from 'kysely';
import { type Counted, countPosts, MOST_TOP } from './counted.ts';
import { keepPiece, piecesOf, stalePieces } from './incident-pieces.ts';
import type { AuthorCount, DimensionCount } from './mention-list.ts';
import { mergeCounted } from './merge-counted.ts';
import type { PeopleCount } from './people-behind.ts';
import type { PostRef } from './post-ref.ts';
import type { Db, Store } from './store.ts';

/** The first post of an incident: where and when it was said. */
export interface FirstPost extends PostRef {
  readonly at: Date;
  readonly site: string;
}

export interface IncidentNumbers {
  /** Mentions that count, and how many of them are negative. */
  readonly total: number;
  readonly negative: number;
  /** Null where there are none. */
  readonly first: FirstPost | null;
  /** The most negative first. An aspect counts as it was felt, not as its post. */
  readonly aspects: readonly DimensionCount[];
  readonly intents: readonly DimensionCount[];
  /** Who speaks negatively, those with most followers first. Posts whose author the site hides are left out. */
  readonly authors: readonly AuthorCount[];
  /** How many people speak negatively. */
  readonly people: PeopleCount;
  /** The furthest-reaching negative mentions, one a story. */
  readonly top: readonly PostRef[];
  /** Stories told at least `fewest` times, here or elsewhere, the most told first. */
  readonly stories: readonly number[];
}

/** How many authors, posts (at most ten) and stories are wanted, and of what size the stories. */
export interface NumbersWanted {
  readonly authors: number;
  readonly top: number;
  readonly stories: number;
  readonly fewest: number;
}

/** An incident of at most so many pieces is counted each time: that takes no longer than a page should. */
const FEW_PIECES = 2;
/** What moved is counted again after so long at the earliest: posts of a crisis are read again all the time. */
const MOVED_MS = 60_000;

/**
 * Counts are those of the rows at this moment. Of a large incident followers and reach, by which people and posts are put
 * in order, are those of when `keepIncidentNumbers` last counted their piece.
 */
export async function incidentNumbers(
  db: Db,
  brand: string,
  incidentId: number,
  wanted: NumbersWanted,
): Promise<IncidentNumbers> {
  if (wanted.top > MOST_TOP) throw new RangeError(`top ${wanted.top}: at most ${MOST_TOP}`);
  const { stories, first, ...numbers } = mergeCounted(await countedOf(db, brand, incidentId), wanted);
  return {
    ...numbers,
    first: first === null ? null : { ...first, at: new Date(first.at) },
    stories: await toldOf(db, brand, stories, wanted),
  };
}

async function countedOf(db: Db, brand: string, incidentId: number): Promise<Counted[]> {
  const pieces = await piecesOf<Counted>(db, brand, incidentId);
  if (pieces.length <= FEW_PIECES) return [await countPosts(db, brand, incidentId, null)];
  const counted: Counted[] = [];
  for (const { piece, numbers } of pieces) counted.push(numbers ?? (await countPosts(db, brand, incidentId, piece)));
  return counted;
}

async function toldOf(db: Db, brand: string, stories: readonly number[], wanted: NumbersWanted): Promise<number[]> {
  if (stories.length === 0) return [];
  const { rows } = await sql<{ story: number }>`
    select s.story_id as story from unnest(${`{${stories.join(',')}}`}::bigint[]) as d(story_id)
    join stories s on s.brand = ${brand} and s.story_id = d.story_id and s.posts >= ${wanted.fewest}
    order by s.posts desc, s.story_id limit ${wanted.stories}`.execute(db);
  return rows.map(({ story }) => story);
}

/**
 * Counts what of a large incident is not known, each piece in a transaction of its own, and of what has moved at most
 * `moved` pieces: so that whoever looks next finds it done.
 */
export async function keepIncidentNumbers(
  store: Store,
  { brand, incidentId }: { readonly brand: string; readonly incidentId: number },
  now: Date,
  moved: number,
): Promise<void> {
  const few = await sql`select 1 from incident_pieces where brand = ${brand} and incident_id = ${incidentId}
    offset ${FEW_PIECES} limit 1`.execute(store.db);
  if (few.rows.length === 0) return;
  const before = new Date(now.getTime() - MOVED_MS);
  for (const piece of await stalePieces(store.db, brand, incidentId, { moved, before })) {
    await store.write((trx) =>
      keepPiece(trx, { brand, incidentId, piece }, now, () => countPosts(trx, brand, incidentId, piece)),
    );
  }
}
