/**
 * The Numenta Anomaly Benchmark's score (Lavin & Ahmad 2015), standard profile, written from its description: each
 * window that is caught counts up to 1, the more the earlier; a false alarm costs 0.11, less shortly after a window; a
 * missed window costs 1. 100: every window at its start and no false alarm; 0: silence.
 */

export interface Scored {
  readonly time: number;
  readonly alarm: boolean;
}

export interface NabScore {
  readonly score: number;
  readonly windows: number;
  readonly caught: number;
  readonly falseAlarms: number;
}

const FALSE_ALARM = 0.11;
/** Share of a series, of at most so many rows, in which nothing is scored. */
const PROBATION = { share: 0.15, rows: 5000 };

const sigmoid = (y: number) => 2 / (1 + Math.exp(5 * y)) - 1;

/** `windows`: first and last moment of each anomaly, epoch milliseconds, in order. Raw sums, to be added over series. */
function rawScore(rows: readonly Scored[], windows: readonly (readonly [number, number])[]) {
  const bounds = windows.map(([from, to]) => ({
    left: rows.findIndex(({ time }) => time >= from),
    right: rows.findLastIndex(({ time }) => time <= to),
  }));
  const probation = Math.floor(PROBATION.share * Math.min(rows.length, PROBATION.rows));
  const best = new Map<number, number>();
  let [sum, falseAlarms] = [0, 0];
  for (const [i, { alarm }] of rows.entries()) {
    if (!alarm || i < probation) continue;
    const inside = bounds.findIndex(({ left, right }) => left <= i && i <= right);
    if (inside >= 0) {
      const { left, right } = bounds[inside]!;
      const value = sigmoid(-(right - i + 1) / (right - left + 1)) / sigmoid(-1);
      best.set(inside, Math.max(best.get(inside) ?? Number.NEGATIVE_INFINITY, value));
      continue;
    }
    falseAlarms++;
    const before = bounds.findLast(({ right }) => right < i);
    const past = before === undefined ? 9 : (i - before.right) / Math.max(1, before.right - before.left);
    sum += FALSE_ALARM * (past > 3 ? -1 : sigmoid(past));
  }
  for (let w = 0; w < windows.length; w++) sum += best.get(w) ?? -1;
  return { sum, caught: best.size, falseAlarms };
}

export function nabScore(
  series: readonly { readonly rows: readonly Scored[]; readonly windows: readonly (readonly [number, number])[] }[],
): NabScore {
  const raw = series.map(({ rows, windows }) => rawScore(rows, windows));
  const windows = series.reduce((sum, one) => sum + one.windows.length, 0);
  const total = raw.reduce((sum, one) => sum + one.sum, 0);
  return {
    score: (100 * (total + windows)) / (2 * windows),
    windows,
    caught: raw.reduce((sum, one) => sum + one.caught, 0),
    falseAlarms: raw.reduce((sum, one) => sum + one.falseAlarms, 0),
  };
}
