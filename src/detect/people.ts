/**
 * People where mentions are few: one customer's row of complaints is one voice. An alarm of small numbers is held against
 * those who spoke, each counted once; whose name is not known counts each time.
 */
import { BUCKET_MS } from '../model.ts';
import type { Bin } from './types.ts';

/** A negative mention, and who said it; null: not known. */
export interface Said {
  readonly at: Date;
  readonly author: string | null;
}

/** Who spoke in the day that is judged. */
export interface People {
  /** When mentions were made whose author was heard again later in the day: the last one counts, in every window. */
  readonly repeats: readonly Date[];
  /** Share of the series' mentions that usually are their author's only one or last of a day, above 0 … 1. */
  readonly usual: number;
}

/** Mentions' worth of belief that everybody speaks once. */
const SPEAKS_ONCE = 10;
const DAY = 24 * 3_600_000;

/** `day`: what was said in the day that is judged, `before`: earlier, the last few hundred; both newest first. */
export function peopleIn(day: readonly Said[], before: readonly Said[]): People {
  const earlier = repeatsOf(before).length;
  return {
    repeats: repeatsOf(day),
    usual: (before.length - earlier + SPEAKS_ONCE) / (before.length + SPEAKS_ONCE),
  };
}

/** Those after which the same author spoke again within a day; `said` is newest first. */
function repeatsOf(said: readonly Said[]): Date[] {
  const next = new Map<string, number>();
  return said.flatMap(({ at, author }) => {
    if (author === null) return [];
    const again = next.get(author);
    next.set(author, at.getTime());
    return again !== undefined && again - at.getTime() < DAY ? [at] : [];
  });
}

/** The bins without what was said by somebody who speaks again. */
export function withoutRepeats(bins: readonly Bin[], repeats: readonly Date[]): readonly Bin[] {
  if (repeats.length === 0) return bins;
  const less = new Map<number, number>();
  for (const at of repeats) {
    const start = Math.floor(at.getTime() / BUCKET_MS) * BUCKET_MS;
    less.set(start, (less.get(start) ?? 0) + 1);
  }
  return bins.map((bin) => {
    const repeated = Math.min(bin.negative, less.get(bin.start.getTime()) ?? 0);
    return repeated === 0 ? bin : { ...bin, total: bin.total - repeated, negative: bin.negative - repeated };
  });
}
