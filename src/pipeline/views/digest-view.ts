/** A brand's day for one reader, from rows: the five T's. */

import type { Brand } from '../../model.ts';
import type { DigestView } from '../../notify/views/digest.ts';
import type { PostView } from '../../notify/views/parts.ts';
import { countRanges, type RangeCounts } from '../../store/digests.ts';
import type { MentionFilter } from '../../store/mention-filter.ts';
import { mentionsByRef } from '../../store/mention-list.ts';
import { readPeriod } from '../../store/period.ts';
import { formatPostRef, type PostRef } from '../../store/post-ref.ts';
import { firstBucket } from '../../store/series.ts';
import type { Db } from '../../store/store.ts';
import { addDays, type DayBounds, lastDay, periodOf } from './days.ts';
import { takingPart } from './digest-taking-part.ts';
import { talkers } from './digest-talkers.ts';
import { tools } from './digest-tools.ts';
import { digestTopics } from './digest-topics.ts';
import { tracking } from './digest-tracking.ts';
import { risenWords } from './digest-words.ts';
import { postView, type SiteNames } from './parts.ts';

export interface DigestViewDeps {
  readonly db: Db;
  readonly brands: readonly Brand[];
  readonly siteNames: SiteNames;
}

/** What every part of a digest is made from. */
export interface DigestPeriod {
  readonly brand: Brand;
  readonly timezone: string;
  readonly bounds: DayBounds;
  /** Its mentions. */
  readonly filter: MentionFilter & { readonly from: Date; readonly to: Date };
  /** The start of the brand's first day with a mention; null where there is none. */
  readonly watched: Date | null;
  /** The same weekday of past weeks, newest first, as far back as the brand was watched, with their counts. */
  readonly past: readonly { readonly week: DayBounds; readonly counts: RangeCounts }[];
}

const COMPARED_WEEKS = 4;
const TOP_POSTS = 3;
const LOUD = 3;

/** Composes the digest of `day` (`YYYY-MM-DD` in `timezone`), or of the week that begins with it. */
export async function composeDigest(
  deps: DigestViewDeps,
  brand: Brand,
  day: string,
  timezone: string,
  period: DigestView['period'] = 'day',
): Promise<DigestView> {
  const { db } = deps;
  const bounds = periodOf(day, timezone, period);
  const filter = { brand: brand.id, from: bounds.from, to: bounds.to };
  const watched = await firstBucket(db, brand.id, 'all');
  const past = await pastWeeks(db, brand.id, watched, day, timezone, period);
  const of: DigestPeriod = { brand, timezone, bounds, filter, watched, past };
  const said = await readPeriod(db, filter, { top: TOP_POSTS, loud: LOUD });
  const quote = await quotes(deps, brand.id, [...said.top, ...said.voices]);
  const topics = await digestTopics(db, of, said, quote);
  // Aspects come first: they have names that mean the same every day.
  const risen = [...topics.risen, ...(await risenWords(deps, of))];
  const top = (label: 'negative' | 'positive') =>
    said.top.filter((post) => post.label === label).flatMap((post) => quote(post) ?? []);
  return {
    brand: { id: brand.id, name: brand.name },
    period,
    day,
    timezone,
    from: bounds.from.toISOString(),
    to: bounds.to.toISOString(),
    amends: null,
    tracking: await tracking(deps, of, lastDay(day, period), said.counts),
    topics: { ...topics, risen },
    talkers: await talkers(deps, of, said),
    tools: await tools(deps, of, said.sites),
    takingPart: await takingPart(deps, of),
    top: { negative: top('negative'), positive: top('positive') },
    links: { page: pagePath(brand.id, day, period), unsubscribe: null },
  };
}

/** The posts as they are quoted, read at once. */
async function quotes(
  { db, siteNames }: DigestViewDeps,
  brand: string,
  refs: readonly PostRef[],
): Promise<(ref: PostRef) => PostView | null> {
  const distinct = [...new Map(refs.map((ref) => [formatPostRef(ref), ref])).values()];
  const posts = await mentionsByRef(db, brand, distinct);
  const known = new Map(posts.map((mention) => [formatPostRef(mention), postView(mention, siteNames)]));
  return (ref) => known.get(formatPostRef(ref)) ?? null;
}

async function pastWeeks(
  db: Db,
  brand: string,
  watched: Date | null,
  day: string,
  timezone: string,
  period: DigestView['period'],
): Promise<DigestPeriod['past']> {
  const weeks = Array.from({ length: COMPARED_WEEKS }, (_, index) =>
    periodOf(addDays(day, -7 * (index + 1)), timezone, period),
  );
  const counts = await countRanges(db, brand, 'all', weeks);
  const all = weeks.map((week, index) => ({ week, counts: counts[index]! }));
  if (watched !== null && watched < weeks.at(-1)!.from) return all;
  return all.slice(0, all.findLastIndex((past) => past.counts.total > 0) + 1);
}

function pagePath(brand: string, day: string, period: DigestView['period']): string {
  return `/digests/${encodeURIComponent(brand)}/${day}${period === 'week' ? '?period=week' : ''}`;
}
