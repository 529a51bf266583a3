/**
 * What a process remembers of the series it judged, so that a look reads what is new and not the whole day again. It holds
 * only while the brand's last look was this process's own: the store says so with the marks (`Marks.look`).
 */
import type { BaselineState } from '../detect/types.ts';
import type { Counts } from '../store/looks.ts';

export interface RememberedSeries {
  /** Counts from this moment on are known, epoch milliseconds. */
  readonly from: number;
  readonly counts: Counts;
  /** The baseline as far as it was moved on; null: not read yet. */
  readonly state: BaselineState | null;
  /** Up to when the stored baseline goes, epoch milliseconds. */
  readonly stored: number;
}

export type RememberedBrand = ReadonlyMap<string, RememberedSeries>;

/** Some kilobytes each. */
const MOST_SERIES = 40_000;

export class SeriesMemory {
  readonly #brands = new Map<string, { readonly look: string; readonly series: RememberedBrand }>();
  #size = 0;

  /** Null where somebody else has looked since, or nothing is remembered. */
  of(brand: string, look: string | null): RememberedBrand | null {
    const known = this.#brands.get(brand);
    return known !== undefined && known.look === look ? known.series : null;
  }

  keep(brand: string, look: string, series: RememberedBrand): void {
    this.forget(brand);
    this.#brands.set(brand, { look, series });
    this.#size += series.size;
    // Those that were looked at longest ago go first.
    for (const oldest of this.#brands.keys()) {
      if (this.#size <= MOST_SERIES) return;
      this.forget(oldest);
    }
  }

  forget(brand: string): void {
    this.#size -= this.#brands.get(brand)?.series.size ?? 0;
    this.#brands.delete(brand);
  }
}
