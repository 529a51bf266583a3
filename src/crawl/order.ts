/** How a listing is sorted, seen from its posts: paging stops differently where the oldest come first. */
import type { Post } from '../model.ts';

/** Pairs of neighbours needed before an order is told. */
const LEAST_PAIRS = 3;

/** `newest-first`, `oldest-first`, or `mixed` (by relevance, or too few dates to tell). */
export function orderOf(posts: readonly Post[]): 'newest-first' | 'oldest-first' | 'mixed' {
  const times = posts.flatMap((post) => (post.publishedAt ? [post.publishedAt.getTime()] : []));
  let older = 0;
  let newer = 0;
  for (let i = 1; i < times.length; i++) {
    const step = (times[i] ?? 0) - (times[i - 1] ?? 0);
    if (step > 0) newer++;
    else if (step < 0) older++;
  }
  if (older + newer < LEAST_PAIRS) return 'mixed';
  // One pinned post breaks one pair.
  if (newer >= 4 * older) return 'oldest-first';
  return older >= 4 * newer ? 'newest-first' : 'mixed';
}

/** Whether every dated post lies before `horizon`, and there are any. Undated posts decide nothing. */
export function allBefore(posts: readonly Post[], horizon: Date): boolean {
  const dated = posts.filter((post) => post.publishedAt !== null);
  return dated.length > 0 && dated.every((post) => (post.publishedAt as Date) < horizon);
}
