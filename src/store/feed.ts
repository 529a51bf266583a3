/**
 * The feed: mentions in order of time, whatever is asked for, however many there are. A page costs what it shows: where
 * much matches, the latest mentions are looked through; where little does, the index of words names what matches.
 */
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { type MentionFilter, matching, mentionsFor, wordsQuery } from './mention-filter.ts';
import { type ListedMention, mentionsByRef } from './mention-list.ts';
import { monthOf, monthStart } from './months.ts';
import type { PostRef } from './post-ref.ts';
import type { Db } from './store.ts';

/** Where a list goes on: the time and id of the last row shown. */
export interface FeedKey {
  readonly occurredAt: Date;
  readonly postId: number;
}

export interface FeedQuery {
  readonly filter: MentionFilter;
  /** Of each story only the latest mention that matches. */
  readonly folded: boolean;
  readonly after?: FeedKey | undefined;
  readonly limit: number;
}

export interface FeedPage {
  /** Newest first. */
  readonly mentions: readonly ListedMention[];
  /** Null: there are no more. */
  readonly next: FeedKey | null;
}

interface Hit extends PostRef, FeedKey {
  readonly storyId: number;
}

/** When which way of looking is taken; other values give the same answers. */
export interface FeedSizes {
  /** Mentions that are looked through before the index of words is asked: few, then some. */
  readonly few: number;
  readonly some: number;
  /** A month with more mentions than this that may match is looked through in order of time. */
  readonly many: number;
}
const SIZES: FeedSizes = { few: 400, some: 6000, many: 5000 };

export async function readFeed(db: Db, query: FeedQuery, sizes: FeedSizes = SIZES): Promise<FeedPage> {
  const hits = await collect(db, query, sizes);
  const shown = hits.slice(0, query.limit);
  const last = shown.at(-1);
  const more = hits.length > query.limit && last !== undefined;
  return {
    mentions: await mentionsByRef(db, query.filter.brand, shown),
    next: more ? { occurredAt: last.occurredAt, postId: last.postId } : null,
  };
}

/** One more than is shown, to know whether there is more. */
async function collect(db: Db, { filter, folded, after, limit }: FeedQuery, sizes: FeedSizes): Promise<Hit[]> {
  const wanted = limit + 1;
  const found: Hit[] = [];
  /** Stories that are not to be shown (again). */
  const told = new Set<number>();
  let from: FeedKey | null = after ?? null;
  let finder = firstFinder(db, filter, folded, sizes);
  while (found.length < wanted) {
    const left = folded ? [...told] : [];
    const { hits, on }: Found = await finder(from, wanted - found.length, left);
    const fresh = folded ? await firstOfTheirStory(db, filter, after, hits, told) : hits;
    found.push(...fresh);
    if (on === null) break;
    from = on.from;
    finder = on.finder;
  }
  return found;
}

/** Answers with hits in order, and how to go on; null: there are no more. */
type Finder = (after: FeedKey | null, wanted: number, left: readonly number[]) => Promise<Found>;
interface Found {
  readonly hits: Hit[];
  readonly on: { readonly from: FeedKey; readonly finder: Finder } | null;
}

/** Keeps of each story what comes first, unless a page before this one has shown it. */
async function firstOfTheirStory(
  db: Db,
  filter: MentionFilter,
  after: FeedKey | undefined,
  hits: readonly Hit[],
  told: Set<number>,
): Promise<Hit[]> {
  const candidates: Hit[] = [];
  for (const hit of hits) {
    if (told.has(hit.storyId)) continue;
    told.add(hit.storyId);
    candidates.push(hit);
  }
  if (after === undefined || candidates.length === 0) return candidates;
  const stories = candidates.map(({ storyId }) => storyId);
  const { rows } = await sql<{ storyId: number }>`
    select s.story_id as "storyId" from unnest(${stories}::bigint[]) as s(story_id)
    where exists (select 1 from mentions m join posts p on p.month = m.month and p.post_id = m.post_id
      where m.story_id = s.story_id and ${matching(filter)}
        and (m.occurred_at, m.post_id) >= (${after.occurredAt}::timestamptz, ${after.postId}::bigint))`.execute(db);
  const before = new Set(rows.map(({ storyId }) => storyId));
  return candidates.filter(({ storyId }) => !before.has(storyId));
}

function firstFinder(db: Db, filter: MentionFilter, folded: boolean, { few, some, many }: FeedSizes): Finder {
  const words = wordsQuery(filter);
  // Without words to ask the index for, nearly everything matches: the plain order finds it soon.
  if (words === null) return lookingThrough(db, filter, few, inOrder(db, filter));
  return lookingThrough(
    db,
    filter,
    few,
    lookingThrough(db, filter, some, byWords(db, filter, words, { folded, many })),
  );
}

const HIT = sql`m.month, m.post_id as "postId", m.occurred_at as "occurredAt", m.story_id as "storyId"`;

function onward(after: FeedKey | null): RawBuilder<SqlBool> {
  if (after === null) return sql`true`;
  const { occurredAt, postId } = after;
  return sql`(m.occurred_at, m.post_id) < (${occurredAt}::timestamptz, ${postId}::bigint)
    and m.month <= ${monthOf(occurredAt)}`;
}

const notOf = (stories: readonly number[]): RawBuilder<SqlBool> =>
  stories.length === 0 ? sql`true` : sql`m.story_id <> all(${[...stories]}::bigint[])`;

/** The time that the filter leaves open: a condition on `m` that its order by time can use. */
function within({ brand, from, to }: MentionFilter): RawBuilder<SqlBool> {
  return sql`m.brand = ${brand} and ${from ? sql`m.occurred_at >= ${from} and m.month >= ${monthOf(from)}` : sql`true`}
    and ${to ? sql`m.occurred_at < ${to} and m.month <= ${monthOf(to)}` : sql`true`}`;
}

/** Looks through the next `window` mentions of the brand; where they hold too few that match, `rest` goes on. */
function lookingThrough(db: Db, filter: MentionFilter, window: number, rest: Finder): Finder {
  const self: Finder = async (after, wanted, left) => {
    // Whether a row is meant is asked of the row itself, while it is at hand.
    const { rows } = await sql<Hit & { hit: boolean; seen: number }>`
      with looked as materialized (
        select ${HIT}, ${matching(filter)} and ${notOf(left)} as hit from ${mentionsFor(filter)}
        where ${within(filter)} and ${onward(after)} order by m.occurred_at desc, m.post_id desc limit ${window}
      )
      (select *, 0 as seen from looked where hit order by "occurredAt" desc, "postId" desc limit ${wanted})
      union all
      (select month, "postId", "occurredAt", "storyId", false, (select count(*)::int from looked)
        from looked order by "occurredAt", "postId" limit 1)`.execute(db);
    const hits = rows.filter(({ hit }) => hit).sort(newestFirst);
    const end = rows.find(({ hit }) => !hit);
    if (hits.length === wanted) return { hits, on: { from: keyOf(hits.at(-1)!), finder: self } };
    if (end === undefined || end.seen < window) return { hits, on: null };
    return { hits, on: { from: keyOf(end), finder: rest } };
  };
  return self;
}

/** Plainly in order of time until enough is found. */
function inOrder(db: Db, filter: MentionFilter): Finder {
  const self: Finder = async (after, wanted, left) => {
    const hits = await inOrderOf(db, filter, onward(after), wanted, left);
    return { hits, on: hits.length < wanted ? null : { from: keyOf(hits.at(-1)!), finder: self } };
  };
  return self;
}

/** What the index of words names, sorted; where that is too much at once, month by month. */
function byWords(
  db: Db,
  filter: MentionFilter,
  words: string,
  { folded, many }: { folded: boolean; many: number },
): Finder {
  const months: Finder = async (after, wanted, left) => {
    const month = await monthBefore(db, filter, after);
    if (month === null) return { hits: [], on: null };
    const here = sql<SqlBool>`m.month = ${month} and ${onward(after)}`;
    const end = { from: beginningOf(month), finder: months };
    const all = await named(here, left);
    if (all !== null) return answer(all, wanted, end);
    const hits = await inOrderOf(db, filter, here, wanted, left);
    return { hits, on: hits.length < wanted ? end : { from: keyOf(hits.at(-1)!), finder: self } };
  };
  const self: Finder = async (after, wanted, left) => {
    const hits = await named(onward(after), left);
    if (hits === null) return months(after, wanted, left);
    return answer(hits, wanted, null);
  };
  /** Null: more than `many`. */
  const named = async (here: RawBuilder<SqlBool>, left: readonly number[]): Promise<Hit[] | null> => {
    const { rows } = await sql<Hit>`
      select ${HIT} from ${mentionsFor(filter)}
      where ${here} and m.words @@ ${words}::tsquery and ${matching(filter)} and ${notOf(left)}
      limit ${many + 1}`.execute(db);
    return rows.length > many ? null : rows.sort(newestFirst);
  };
  /** Of `all` that are left as many as are wanted: where stories are folded, so many stories, however often each is told. */
  const answer = (all: Hit[], wanted: number, end: Found['on']): Found => {
    const hits = all.slice(0, folded ? lengthOf(all, wanted) : wanted);
    return { hits, on: hits.length === all.length ? end : { from: keyOf(hits.at(-1)!), finder: self } };
  };
  return self;
}

/** How many of the hits it takes to have so many stories; all, where there are fewer. */
function lengthOf(hits: readonly Hit[], stories: number): number {
  const seen = new Set<number>();
  for (const [index, { storyId }] of hits.entries()) {
    seen.add(storyId);
    if (seen.size === stories) return index + 1;
  }
  return hits.length;
}

async function inOrderOf(
  db: Db,
  filter: MentionFilter,
  here: RawBuilder<SqlBool>,
  wanted: number,
  left: readonly number[],
): Promise<Hit[]> {
  const { rows } = await sql<Hit>`
    select ${HIT} from ${mentionsFor(filter)} where ${here} and ${matching(filter)} and ${notOf(left)}
    order by m.occurred_at desc, m.post_id desc limit ${wanted}`.execute(db);
  return rows;
}

/** The month of the brand's next mention; null where there is none. */
async function monthBefore(db: Db, filter: MentionFilter, after: FeedKey | null): Promise<number | null> {
  const { rows } = await sql<{ month: number }>`
    select m.month from mentions m where ${within(filter)} and ${onward(after)}
    order by m.occurred_at desc, m.post_id desc limit 1`.execute(db);
  return rows[0]?.month ?? null;
}

/** Whatever comes after it lies before the month. */
function beginningOf(month: number): FeedKey {
  const at = monthStart(month);
  return { occurredAt: at, postId: 0 };
}

const keyOf = ({ occurredAt, postId }: FeedKey): FeedKey => ({ occurredAt, postId });

function newestFirst(a: FeedKey, b: FeedKey): number {
  return b.occurredAt.getTime() - a.occurredAt.getTime() || b.postId - a.postId;
}
