/** A series' counts as a process keeps them: flat lists of bin number, total and negatives, in order. */
import { BUCKET_MS } from '../model.ts';
import type { Counts } from '../store/looks.ts';

/** Counts of the bins that begin before `time`, and those from it on. */
export const until = (counts: Counts, time: number) => counts.slice(0, placeOf(counts, time / BUCKET_MS));
export const since = (counts: Counts, time: number) => counts.slice(placeOf(counts, time / BUCKET_MS));

/** Where the first bin from number `bin` on stands. */
export function placeOf(counts: Counts, bin: number): number {
  let place = counts.length;
  while (place > 0 && counts[place - 3]! >= bin) place -= 3;
  return place;
}

/** Negative mentions from `from` on, epoch milliseconds. */
export function negatives(counts: Counts, from: number): number {
  let sum = 0;
  for (let i = placeOf(counts, from / BUCKET_MS); i < counts.length; i += 3) sum += counts[i + 2]!;
  return sum;
}

/** As detection takes them, without their exposure. */
export function binsOf(counts: Counts) {
  const bins = [];
  for (let i = 0; i < counts.length; i += 3) {
    bins.push({
      start: new Date(counts[i]! * BUCKET_MS),
      total: counts[i + 1]!,
      negative: counts[i + 2]!,
      positive: 0,
    });
  }
  return bins;
}
