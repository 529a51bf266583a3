/** The feed's address: which mentions are asked for, in the words of its form. */
import { readFilter } from '../../pipeline/search.ts';
import { addDays, boundsOf } from '../../pipeline/views/days.ts';
import type { FeedKey } from '../../store/feed.ts';
import type { MentionFilter } from '../../store/mention-filter.ts';
import { WrongRequest, wrongQuery } from '../wrong.ts';

/** Everything that a filter's form can say, in the order in which it stands in the address. */
export const FEED_FIELDS = [
  'brand',
  'q',
  'label',
  'aspect',
  'feeling',
  'intent',
  'site',
  'kind',
  'spoken',
  'talker',
  'stars',
  'since',
  'until',
  'from',
  'to',
  'answered',
  'author',
  'story',
  'incident',
  'during',
  'newcomer',
  'seenAfter',
  'everyone',
  'fold',
] as const;
export type FeedField = (typeof FEED_FIELDS)[number];

export interface FeedAsked {
  readonly filter: MentionFilter;
  readonly folded: boolean;
  /** As in the address: only what says something, in order. */
  readonly params: ReadonlyMap<FeedField, string>;
  readonly after: FeedKey | undefined;
}

/** Days are read in `timezone`. Throws `WrongRequest` that names what is not understood. */
export function readFeedQuery(query: URLSearchParams, brand: string, timezone: string): FeedAsked {
  const params = new Map<FeedField, string>();
  for (const field of FEED_FIELDS) {
    const value = query.get(field)?.trim() ?? '';
    if (value !== '') params.set(field, value);
  }
  if (!params.has('brand')) params.set('brand', brand);
  // A ticked box sends "yes" before the "no" that stands beside it.
  if (params.get('fold') !== 'no') params.delete('fold');
  const asked = new URLSearchParams([...params]);
  const since = params.get('since');
  const until = params.get('until');
  if (since !== undefined) asked.set('from', midnight('since', since, timezone).toISOString());
  if (until !== undefined) asked.set('to', midnight('until', until, timezone, 1).toISOString());
  const read = readFilter(asked);
  if ('problems' in read) throw wrongQuery(read.problems);
  return { filter: read.filter, folded: params.get('fold') !== 'no', params, after: readAfter(query.get('after')) };
}

function midnight(field: string, day: string, timezone: string, later = 0): Date {
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(Date.parse(day))) {
    const given = JSON.stringify(day.slice(0, 40));
    throw new WrongRequest(
      `${field}: must be a day like 2026-03-01, not ${given}`,
      `${field}：须为日期，如 2026-03-01，而不是 ${given}`,
    );
  }
  return boundsOf(addDays(day, later), timezone).from;
}

/** The parameters as they stand in an address, some of them changed; null takes one away. */
export function feedQuery(
  params: ReadonlyMap<FeedField, string>,
  changes: Partial<Record<FeedField | 'after', string | null>> = {},
): string {
  const query = new URLSearchParams();
  for (const field of FEED_FIELDS) {
    const value = field in changes ? changes[field] : params.get(field);
    if (value !== undefined && value !== null) query.set(field, value);
  }
  if (changes.after) query.set('after', changes.after);
  return query.toString();
}

/** Where a list goes on: time and id of the last row shown. */
export function readAfter(word: string | null): FeedKey | undefined {
  const match = word === null ? null : /^([^_]{1,40})_(\d{1,15})$/.exec(word);
  const occurredAt = new Date(match?.[1] ?? '');
  return match === null || Number.isNaN(occurredAt.getTime()) ? undefined : { occurredAt, postId: Number(match[2]) };
}

export function writeAfter({ occurredAt, postId }: FeedKey): string {
  return `${occurredAt.toISOString()}_${postId}`;
}
