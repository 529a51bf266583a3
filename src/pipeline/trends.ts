/**
 * What a list of hot searches says of a brand. Its entries are no posts, but one that names a brand says that a story has
 * broken out: it is kept like a post, once a day, and its heat is read like a counter.
 */
import type { Post } from '../model.ts';
import { TREND_ID } from '../store/signals.ts';
import { type Receipt, type TakeInDeps, takeIn } from './take-in.ts';

/** An entry of a list, as a crawler read it. */
export interface Trend {
  readonly term: string;
  /** 1 is the hottest. */
  readonly rank: number;
  /** In the list's own unit. */
  readonly heat: number | null;
  readonly url?: string;
}

export interface TrendOrigin {
  readonly now: Date;
  readonly target: string;
  /** Where the list stands. */
  readonly site: string;
}

/** Takes in the entries that name a brand; the others are nobody's here. Idempotent within a day. */
export function takeTrends(deps: TakeInDeps, trends: readonly Trend[], origin: TrendOrigin): Promise<Receipt> {
  const posts = trends.map((trend) => postOf(trend, origin)).filter((post) => deps.analyzer.match(post).length > 0);
  return takeIn(deps, posts, { now: origin.now, target: origin.target, about: null, backfill: false });
}

function postOf({ term, heat, url }: Trend, { now, site }: TrendOrigin): Post {
  return {
    site,
    id: `${TREND_ID}${now.toISOString().slice(0, 10)}/${term}`,
    kind: 'post',
    url: url ?? null,
    author: { name: null, id: null, followers: null, verified: null },
    title: null,
    text: term,
    lang: null,
    rating: null,
    publishedAt: null,
    editedAt: null,
    engagement: { likes: null, replies: null, reposts: null, views: heat, helpful: null },
    parent: null,
    root: null,
    brand: null,
    deleted: false,
    reply: null,
  };
}
