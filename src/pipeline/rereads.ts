/** When posts are read again: decided after every reading, whichever page it came from. */
import { nextReread } from '../crawl/reread.ts';
import { ENGAGEMENT_KEYS, type Engagement, type Post } from '../model.ts';
import type { NextReread, ReadingState } from '../store/rereads.ts';
import { endRereads, saveRereads } from '../store/rereads.ts';
import type { Db } from '../store/store.ts';
import { mergeEngagement, type Origin, type Prepared } from './prepare.ts';

export interface Rereading extends Origin {
  /** Whether the target's crawler can read this post again by itself. Absent: none of them. */
  readonly canReread?: (post: Post) => boolean;
}

/** Two readings nearer to each other than this do not show a course. */
const APART_MS = 10 * 60_000;

/** The state after a reading of `total` at `now`, and when to read again: null where the post has come to rest. */
export function afterReading(
  state: ReadingState,
  total: number,
  now: Date,
): { readonly state: ReadingState; readonly dueAt: Date | null } {
  const { bornAt, readAt, beforeAt } = state;
  const moves = readAt !== null && (beforeAt === null || readAt.getTime() - beforeAt.getTime() >= APART_MS);
  const next: ReadingState = {
    bornAt,
    readAt: now,
    total,
    beforeAt: moves ? readAt : beforeAt,
    beforeTotal: moves ? state.total : state.beforeTotal,
  };
  const readings = [
    ...(next.beforeAt === null ? [] : [{ at: next.beforeAt, total: next.beforeTotal ?? 0 }]),
    { at: now, total },
  ];
  return { state: next, dueAt: nextReread(bornAt, readings) };
}

/** Whether a page showed how a post moves. Views alone do not count. */
function showsCourse({ likes, replies, reposts }: Engagement): boolean {
  return likes !== null || replies !== null || reposts !== null;
}

/** Whether a post that is as stored was read in the sense of the queue. */
export function isAwaited(item: Prepared): boolean {
  return item.known?.reading != null && showsCourse(item.post.engagement);
}

/**
 * Plans the next reading of each post that was just read: new ones that are about a brand, and those that wait for their
 * next reading already.
 */
export async function planRereads(
  db: Db,
  items: readonly Prepared[],
  postIdOf: (item: Prepared) => number | undefined,
  context: Rereading,
): Promise<void> {
  const { target } = context;
  // What is brought in by hand is no reading of now.
  if (target === null) return;
  const due: NextReread[] = [];
  const ended: { month: number; postId: number }[] = [];
  for (const item of items) {
    const { post, known, month } = item;
    const postId = postIdOf(item);
    const reading = known?.reading ?? null;
    if (postId === undefined || (reading === null && !isNewHere(item, context))) continue;
    if (post.deleted) {
      if (reading !== null) ended.push({ month, postId });
      continue;
    }
    if (reading !== null && !showsCourse(post.engagement)) continue;
    const before = reading ?? { bornAt: item.occurredAt, readAt: null, total: null, beforeAt: null, beforeTotal: null };
    const { state, dueAt } = afterReading(before, totalOf(item), context.now);
    if (dueAt !== null) due.push({ month, postId, target, dueAt, ...state });
    else if (reading !== null) ended.push({ month, postId });
  }
  await saveRereads(db, due);
  await endRereads(db, ended);
}

/** A post about a brand that is not waiting yet, on a site where it can be read again. */
function isNewHere({ post, known, mentions }: Prepared, { canReread }: Rereading): boolean {
  if (post.deleted || !mentions?.length) return false;
  // A post seen before that waits no more has come to rest; an edit does not wake it.
  return known === null && canReread?.(post) === true;
}

function totalOf({ post, known }: Prepared): number {
  const nothing = Object.fromEntries(ENGAGEMENT_KEYS.map((key) => [key, null])) as unknown as Engagement;
  const { likes, replies, reposts } = mergeEngagement(known ?? nothing, post.engagement).merged;
  return (likes ?? 0) + (replies ?? 0) + (reposts ?? 0);
}
