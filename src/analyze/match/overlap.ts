/** Which of several overlapping occurrences counts. */
import type { Hit } from './scan.ts';

/** Title before text, left to right, longer before shorter. */
export const inOrder = (a: Place, b: Place): number =>
  a.field === b.field ? a.start - b.start || b.end - a.end : a.field === 'title' ? -1 : 1;

type Place = Pick<Hit, 'field' | 'start' | 'end'>;

/**
 * Drops the places that lie inside a longer one of `covers`. `mayCover` can spare a pair.
 * Both lists are sorted by `inOrder`; linear but for places nested in each other.
 */
export function uncovered<T extends Place, C extends Place>(
  places: readonly T[],
  covers: readonly C[],
  mayCover: (place: T, cover: C) => boolean,
): T[] {
  if (covers.length === 0) return [...places];
  const kept: T[] = [];
  let next = 0;
  /** Covers that began before and reach beyond the present place; outer ones first. */
  let open: C[] = [];
  for (const place of places) {
    while (next < covers.length && inOrder(covers[next]!, place) <= 0) open.push(covers[next++]!);
    open = open.filter((c) => c.field === place.field && c.end > place.start);
    if (!open.some((c) => c.end >= place.end && c.end - c.start > place.end - place.start && mayCover(place, c)))
      kept.push(place);
  }
  return kept;
}

/** Merges equal places (the first stays) and drops those inside a longer one. */
export function longest<T extends Place>(places: readonly T[]): T[] {
  const kept: T[] = [];
  for (const place of [...places].sort(inOrder)) {
    const last = kept.at(-1);
    if (last !== undefined && last.field === place.field && place.end <= last.end) continue;
    kept.push(place);
  }
  return kept;
}
