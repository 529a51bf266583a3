/** Judges one series bin by bin, as it comes: constant time and memory, and nothing but the past. */
import { Course } from './course.ts';
import { isLasting, scanDays } from './days.ts';
import { hourOfWeek } from './hour-of-week.ts';
import { type Finding, type Sums, scan } from './scan.ts';
import { TUNING } from './tuning.ts';
import type { Windows } from './windows.ts';

export interface Judged extends Finding {
  /** Mentions usually expected in this bin at full exposure. */
  usual: number;
  /** How many windows as unusual as this the series' ordinary life brings in 30 days. */
  perMonth: number;
  /** Beyond what chance alone brings; an alarm is more. */
  unusual: boolean;
  /** An alert goes out: the first of it, or clearly worse. */
  alarm: boolean;
}

/** See `Detector.push`. `falseAlarmsPerMonth`: the setting's promise for this series; `timezone`: of its public. */
export interface DetectorOptions {
  readonly falseAlarmsPerMonth: number;
  readonly timezone: string;
}

export class Detector implements Sums {
  readonly #windows: Windows;
  readonly #options: DetectorOptions;
  readonly #course: Course;
  /** Running totals by bin, a ring over the longest window. */
  readonly #counts: Float64Array;
  readonly #clipped: Float64Array;
  readonly #expected: Float64Array;
  readonly #exposures: Float64Array;
  readonly #times: Float64Array;
  #pushed = 0;
  /** The alarm now running: bins since it last was one, and the score people were told. */
  #quiet = Number.POSITIVE_INFINITY;
  #told = 0;
  /** The same of slow rises: a burst amid one is news of its own. */
  #still = Number.POSITIVE_INFINITY;
  #lasting = false;

  constructor(windows: Windows, options: DetectorOptions) {
    this.#windows = windows;
    this.#options = options;
    this.#course = new Course(windows);
    const size = windows.longest + 1;
    this.#counts = new Float64Array(size);
    this.#clipped = new Float64Array(size);
    this.#expected = new Float64Array(size);
    this.#exposures = new Float64Array(size);
    this.#times = new Float64Array(size);
  }

  /** Bins after which a count has become history. */
  get longest(): number {
    return this.#windows.longest;
  }

  /**
   * The next bin: `count` mentions from `time` (epoch milliseconds) on, seen with `exposure` 0…1. A bin that was not
   * seen at all is passed with exposure 0; its count is not used.
   */
  push(time: number, count: number, exposure: number): Judged {
    const { longest, width } = this.#windows;
    const size = longest + 1;
    const now = this.#pushed % size;
    const before = (this.#pushed + size - 1) % size;
    if (this.#pushed >= longest) this.#settle((now + 1) % size);
    const hour = hourOfWeek(time, this.#options.timezone);
    const usual = this.#course.expected(hour) * width;
    const seen = exposure > 0 ? count : 0;
    const expected = usual * exposure;
    this.#times[now] = time;
    this.#counts[now] = this.#counts[before]! + seen;
    this.#clipped[now] = this.#clipped[before]! + this.#course.clipped(seen, expected);
    this.#expected[now] = this.#expected[before]! + expected;
    this.#exposures[now] = this.#exposures[before]! + exposure * width;
    this.#pushed++;
    const finding = scan(this.#course, this);
    const piling = this.clipped(longest) > this.expected(longest) && this.#isPilingUp();
    const long = scanDays(this.#course, this, hour);
    const lasting = piling || (long !== null && isLasting(long, this.#options.falseAlarmsPerMonth));
    return this.#judge(finding, { piling, lasting }, usual, exposure);
  }

  /** The oldest bin leaves the longest window and becomes history. */
  #settle(oldest: number): void {
    const size = this.#windows.longest + 1;
    const before = (oldest + size - 1) % size;
    const exposure = this.#exposures[oldest]! - this.#exposures[before]!;
    const count = this.#counts[oldest]! - this.#counts[before]!;
    this.#course.fold(count, exposure, hourOfWeek(this.#times[oldest]!, this.#options.timezone));
  }

  #isPilingUp(): boolean {
    const { longest } = this.#windows;
    const count = this.clipped(longest);
    if (count < TUNING.leastMentions) return false;
    return this.#course.pileUp(count, this.expected(longest)) > TUNING.pileUpAlarm;
  }

  #judge(finding: Finding, slow: { piling: boolean; lasting: boolean }, usual: number, exposure: number): Judged {
    const { longest } = this.#windows;
    const perDay = this.#course.perDay(this.clipped(longest), this.exposure(longest));
    const perMonth = this.#course.perMonth(finding.score, perDay);
    const least = this.#course.leastScore(perDay);
    const unusual = finding.score > least;
    const enough = unusual && perMonth <= this.#options.falseAlarmsPerMonth;
    const hours = this.#windows.width;
    if (++this.#quiet * hours >= TUNING.quietHours) this.#told = 0;
    if (++this.#still * hours >= TUNING.quietHours) this.#lasting = false;
    let alarm = false;
    if (exposure > 0 && enough && finding.score > this.#told * TUNING.worseFactor) {
      alarm = true;
      this.#told = finding.score;
    } else if (exposure > 0 && slow.lasting && this.#told === 0 && !this.#lasting) {
      alarm = true;
      this.#lasting = true;
    }
    if (this.#told > 0 && (unusual || slow.piling)) this.#quiet = 0;
    if (slow.lasting) this.#still = 0;
    return { ...finding, usual, perMonth, unusual, alarm };
  }

  count(bins: number): number {
    return this.#sum(this.#counts, bins);
  }

  clipped(bins: number): number {
    return this.#sum(this.#clipped, bins);
  }

  expected(bins: number): number {
    return this.#sum(this.#expected, bins);
  }

  exposure(bins: number): number {
    return this.#sum(this.#exposures, bins);
  }

  #sum(totals: Float64Array, bins: number): number {
    const size = this.#windows.longest + 1;
    const last = (this.#pushed + size - 1) % size;
    if (bins >= this.#pushed) return totals[last]!;
    return totals[last]! - totals[(last + size - bins) % size]!;
  }
}
