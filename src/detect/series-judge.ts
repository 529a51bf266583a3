/** A series as it is written down: time stamps and counts, with holes, of a width that is found on the way. */
import { BinClock } from './bin-clock.ts';
import { Detector, type DetectorOptions } from './detector.ts';
import { windowsFor } from './windows.ts';

const HOUR = 3_600_000;

export interface RowJudgement {
  /** What was usual for this row, given its exposure. */
  readonly expected: number;
  /** 0 ordinary … 1 certain; 0.5 where ordinary life reaches once in 30 days at the setting's promise of one. */
  readonly score: number;
  readonly alarm: boolean;
}

interface Row {
  readonly time: number;
  readonly value: number | null;
  readonly exposure: number;
  readonly missing: number;
}

export class SeriesJudge {
  readonly #options: DetectorOptions;
  readonly #clock = new BinClock();
  #detector: Detector | null = null;
  /** Rows so far, while the width may still turn out to be another. */
  #early: Row[] = [];

  constructor(options: DetectorOptions) {
    this.#options = options;
  }

  /**
   * The next row: `value` null where nothing was measured. Null where `time` (epoch milliseconds) is not later than
   * the row before: such a row is not used.
   */
  next(time: number, value: number | null, exposure: number): RowJudgement | null {
    const place = this.#clock.place(time);
    if (place.kind === 'late') return null;
    const row = { time, value, exposure, missing: place.missing };
    if (this.#early.length < KEPT) this.#early.push(row);
    if (place.again) this.#begin();
    if (this.#detector === null) return { expected: 0, score: 0, alarm: false };
    return this.#push(this.#detector, row);
  }

  /** A new width: what came before is learned again in bins of that width; what was said of it stays said. */
  #begin(): void {
    const width = this.#clock.width!;
    const detector = new Detector(windowsFor(width / HOUR), this.#options);
    this.#detector = detector;
    let last: number | null = null;
    this.#early = this.#early.map((row) => {
      const steps: number = last === null ? 1 : Math.max(1, Math.round((row.time - last) / width));
      last = row.time;
      return { ...row, missing: steps - 1 };
    });
    for (const row of this.#early.slice(0, -1)) this.#push(detector, row);
  }

  #push(detector: Detector, row: Row): RowJudgement {
    const width = this.#clock.width!;
    const holes = Math.min(row.missing, detector.longest + 1);
    for (let back = holes; back >= 1; back--) detector.push(row.time - back * width, 0, 0);
    const exposure = row.value === null ? 0 : row.exposure;
    const { usual, perMonth, score, unusual, alarm } = detector.push(row.time, row.value ?? 0, exposure);
    const certain = 1 / (1 + perMonth / Math.max(1e-9, this.#options.falseAlarmsPerMonth));
    // What no alarm could come from stays below a half, however tame the series is.
    const most = unusual ? 1 : 0.49;
    return { expected: usual * row.exposure, score: score > 0 ? Math.min(most, certain) : 0, alarm };
  }
}

const KEPT = 1000;
