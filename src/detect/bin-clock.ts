/** Equal bins out of time stamps: how wide they are, and how many are missing before each. */

/** A row's place: `missing` bins lie between it and the row before; `again`: the width was found to be another. */
export type Place =
  | { readonly kind: 'next'; readonly missing: number; readonly again: boolean }
  /** Not later than the row before, or nearer to it than to the next bin. */
  | { readonly kind: 'late' };

/** After so many rows the width is settled. */
const SETTLED = 1000;

/** The width is the most common gap so far, the smaller of two equally common ones. */
export class BinClock {
  /** Milliseconds; null before the second row. */
  width: number | null = null;
  #last: number | null = null;
  #rows = 0;
  readonly #gaps = new Map<number, number>();

  /** Where the row of `time` (epoch milliseconds) belongs. */
  place(time: number): Place {
    const last = this.#last;
    if (last === null) {
      this.#last = time;
      return { kind: 'next', missing: 0, again: false };
    }
    const gap = time - last;
    if (gap <= 0) return { kind: 'late' };
    const again = this.#rows < SETTLED && this.#learn(gap);
    const steps = Math.round(gap / this.width!);
    if (steps < 1) return { kind: 'late' };
    this.#last = time;
    this.#rows++;
    return { kind: 'next', missing: steps - 1, again };
  }

  #learn(gap: number): boolean {
    this.#gaps.set(gap, (this.#gaps.get(gap) ?? 0) + 1);
    const before = this.width;
    let best = before ?? gap;
    for (const [candidate, times] of this.#gaps) {
      const most = this.#gaps.get(best) ?? 0;
      if (times > most || (times === most && candidate < best)) best = candidate;
    }
    this.width = best;
    return best !== before;
  }
}
