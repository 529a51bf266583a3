/** What is talked of: which topics and words rise and fall, and how each topic is felt over time. */
import { countWords, topicsOf } from '../../analyze/topics.ts';
import type { Brand } from '../../model.ts';
import { seriesNames, sumSeries, type Width } from '../../store/buckets.ts';
import type { RangeCounts } from '../../store/digests.ts';
import { sampleTexts } from '../../store/samples.ts';
import { firstBucket } from '../../store/series.ts';
import { splitSeries } from '../../store/signals.ts';
import type { Db } from '../../store/store.ts';
import { addDays, boundsOf, type DayBounds, dayAt } from './days.ts';
import { departure } from './digest-topics.ts';

/** An aspect or an intent, now and before. */
export interface TopicMove extends RangeCounts {
  readonly kind: 'aspect' | 'intent';
  readonly name: string;
  /** Mean of the same number of days before, as far back as the brand was watched; null: not watched before. */
  readonly usual: number | null;
  /** Standard deviations outside of what is usual, signed; 0 inside. */
  readonly departure: number;
}

/** A word that is used far more than before, or far less. */
export interface WordMove {
  readonly word: string;
  /** Of the sampled texts, those with it. */
  readonly texts: number;
}

export interface AspectCourse {
  readonly aspect: string;
  /** As `columns`. */
  readonly counts: readonly RangeCounts[];
}

export interface TopicsView {
  readonly from: Date;
  readonly to: Date;
  readonly days: number;
  /** What moved most first. */
  readonly moves: readonly TopicMove[];
  readonly risen: readonly WordMove[];
  readonly fallen: readonly WordMove[];
  /** Texts that the words were taken from: of the period, and of the time before. */
  readonly sampled: { readonly now: number; readonly before: number };
  /** Days, or weeks where there are many. */
  readonly columns: readonly DayBounds[];
  /** The most spoken of first. */
  readonly aspects: readonly AspectCourse[];
}

export const TOPIC_DAYS = [7, 30, 90] as const;
/** Periods before this one that say what is usual. */
const PERIODS_BEFORE = 4;
/** Longer periods are shown by weeks. */
const MOST_DAYS = 45;
const STRETCHES = 25;
/** Texts of a stretch, now and of the time before. */
const EACH_NOW = 12;
const EACH_BEFORE = 16;
const WORDS = 12;
const HOUR_MS = 3_600_000;

export async function topicsView(
  db: Db,
  brand: Brand,
  days: (typeof TOPIC_DAYS)[number],
  timezone: string,
  now: Date,
): Promise<TopicsView> {
  const today = dayAt(now, timezone);
  const to = boundsOf(today, timezone).to;
  const startOf = (back: number) => boundsOf(addDays(today, 1 - days * (back + 1)), timezone).from;
  const from = startOf(0);
  const periods = Array.from({ length: PERIODS_BEFORE + 1 }, (_, back) => ({
    from: startOf(back),
    to: back === 0 ? to : startOf(back - 1),
  }));
  const watched = await firstBucket(db, brand.id, 'all');
  const before = { from: periods.at(-1)!.from, to: from };
  const names = (await seriesNames(db, brand.id, before.from, to)).filter((name) => /^(?:aspect|intent):/.test(name));
  const columns = columnsOf(today, days, timezone);
  const starts = columns.map((column) => column.from);
  const current = await sumSeries(db, { brand: brand.id, series: names, width: widthFor([...starts, to]), starts, to });
  // What is usual is a mean: whole days of UTC are near enough.
  const earlier = periods.slice(1).reverse();
  const past = await sumSeries(db, {
    ...{ brand: brand.id, series: names, width: 1440, to: from },
    starts: earlier.map((period) => period.from),
  });
  const known = earlier.map((period) => watched !== null && period.from >= watched);
  const moves = names.map((series): TopicMove => {
    const [kind, name = ''] = splitSeries(series);
    const totals = (past.get(series) ?? []).flatMap(({ total }, index) => (known[index] ? [total] : []));
    const counts = sumOf(current.get(series) ?? []);
    return {
      ...counts,
      kind: kind === 'aspect' ? 'aspect' : 'intent',
      name,
      usual: totals.length === 0 ? null : totals.reduce((sum, total) => sum + total, 0) / totals.length,
      departure: totals.length === 0 ? 0 : departure(counts.total, totals),
    };
  });
  moves.sort(
    (a, b) => Math.abs(b.departure) - Math.abs(a.departure) || b.total - a.total || (a.name < b.name ? -1 : 1),
  );
  const spoken = moves.filter(({ kind, total }) => kind === 'aspect' && total > 0).sort((a, b) => b.total - a.total);
  return {
    ...{ from, to, days, moves, columns },
    ...(await wordMoves(db, brand, periods)),
    aspects: spoken.map(({ name }) => ({
      aspect: name,
      counts: current.get(`aspect:${name}`) ?? [],
    })),
  };
}

/** Days of the period, or its weeks, oldest first. */
function columnsOf(today: string, days: number, timezone: string): DayBounds[] {
  const step = days > MOST_DAYS ? 7 : 1;
  const columns: DayBounds[] = [];
  for (let back = days - 1; back >= 0; back -= step) {
    const day = addDays(today, -back);
    const last = addDays(today, -Math.max(0, back - step + 1));
    columns.push({ day, from: boundsOf(day, timezone).from, to: boundsOf(last, timezone).to });
  }
  return columns;
}

/** Buckets that all of these moments stand between. */
function widthFor(bounds: readonly Date[]): Width {
  return bounds.every((at) => at.getTime() % HOUR_MS === 0) ? 60 : 5;
}

function sumOf(bins: readonly RangeCounts[]): RangeCounts {
  const sum = { total: 0, negative: 0, positive: 0 };
  for (const { total, negative, positive } of bins) {
    sum.total += total;
    sum.negative += negative;
    sum.positive += positive;
  }
  return sum;
}

async function wordMoves(
  db: Db,
  brand: Brand,
  [current, ...past]: readonly { from: Date; to: Date }[],
): Promise<Pick<TopicsView, 'risen' | 'fallen' | 'sampled'>> {
  const filter = { brand: brand.id };
  const before = { from: past.at(-1)!.from, to: past[0]!.to };
  const texts = await sampleTexts(db, filter, stretchesOf(current!), EACH_NOW);
  const older = await sampleTexts(db, filter, stretchesOf(before), EACH_BEFORE);
  const exclude = [brand.name, ...brand.terms.map(({ term }) => term)];
  const options = { exclude, limit: WORDS };
  const words = (some: readonly string[], others: readonly string[]) =>
    // Without anything to compare with, every word would be news.
    some.length === 0 || others.length === 0 ? [] : topicsOf(some, countWords(others), options);
  const bare = (moved: readonly WordMove[]) => moved.map(({ word, texts: count }) => ({ word, texts: count }));
  return {
    risen: bare(words(texts, older)),
    fallen: bare(words(older, texts)),
    sampled: { now: texts.length, before: older.length },
  };
}

function stretchesOf({ from, to }: { from: Date; to: Date }): { from: Date; to: Date }[] {
  const step = (to.getTime() - from.getTime()) / STRETCHES;
  return Array.from({ length: STRETCHES }, (_, index) => ({
    from: new Date(from.getTime() + index * step),
    to: new Date(from.getTime() + (index + 1) * step),
  }));
}
