/** The windows that are tried together. */

/** Hours, 5 minutes … 24 hours; neighbours differ by at most half, so that a burst of any length fits one of them. */
const HOURS = [1 / 12, 1 / 6, 1 / 4, 1 / 3, 1 / 2, 2 / 3, 1, 4 / 3, 2, 8 / 3, 4, 16 / 3, 8, 12, 16, 24];

export interface Windows {
  /** Width of a bin, hours. */
  readonly width: number;
  /** Window lengths in bins, ascending; the last is the longest. */
  readonly bins: readonly number[];
  readonly hours: readonly number[];
  /** Bins of the longest window: what is younger is judged, what is older is history. */
  readonly longest: number;
  /** Index of the window of an hour, or of the next shorter one. */
  readonly hour: number;
}

/** Windows for bins of `width` hours: those of 5 min … 24 h that bins can make; for bins of 6 h and more, 1 … 8 bins. */
export function windowsFor(width: number): Windows {
  const wanted = width < 6 ? HOURS.map((hours) => Math.round(hours / width)) : [1, 2, 3, 4, 6, 8];
  const bins = [...new Set(wanted.filter((n) => n >= 1))];
  const hours = bins.map((n) => n * width);
  const hour = Math.max(
    0,
    hours.findLastIndex((length) => length <= 1),
  );
  return { width, bins, hours, longest: bins.at(-1)!, hour };
}

/** Windows of the store's five-minute buckets. */
export const BUCKET_WINDOWS = windowsFor(1 / 12);
