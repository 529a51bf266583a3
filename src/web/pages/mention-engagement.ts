/** How a post's counters moved. */
import type { Html, Url } from '../../notify/mail/html.ts';
import type { readingsOf } from '../../store/mention-list.ts';
import { chartFigure } from '../layout/chart/figure.ts';
import { line, niceTicks, plot } from '../layout/chart/plot.ts';
import { time } from '../layout/parts.ts';
import type { Reader } from '../reader.ts';
import { CHART_WORDS } from '../words/chart.ts';
import { MENTION_WORDS } from '../words/mention.ts';

type Reading = Awaited<ReturnType<typeof readingsOf>>[number];

const HEIGHT = 110;
const MOST_COLUMNS = 60;
/** Rows of the table: the latest, for the chart shows the course. */
const MOST_ROWS = 100;

const totalOf = ({ likes, replies, reposts }: Reading) => (likes ?? 0) + (replies ?? 0) + (reposts ?? 0);

/** `csv`: where its numbers are a file. */
export function engagementChart(reader: Reader, readings: readonly Reading[], csv: Url): Html {
  const words = MENTION_WORDS[reader.language];
  const { format } = reader;
  const [first, last] = [readings[0]!, readings.at(-1)!];
  const columns = Math.min(MOST_COLUMNS, Math.max(2, readings.length * 2));
  const length = Math.max(1, last.at.getTime() - first.at.getTime());
  const values = Array.from({ length: columns }, (_, column): number => {
    const until = first.at.getTime() + (length * column) / (columns - 1);
    return totalOf(readings.findLast(({ at }) => at.getTime() <= until) ?? first);
  });
  const ticks = niceTicks(0, Math.max(1, ...values));
  const scale = { columns, least: 0, most: ticks.at(-1)! };
  const label = (reading: Reading) => format.moment(reading.at.toISOString());
  return chartFigure(reader, {
    title: words.engagement,
    plot: plot({
      label: `${words.engagement}: ${label(first)} ${format.integer(totalOf(first))}, ${label(last)} ${format.integer(totalOf(last))}`,
      height: HEIGHT,
      ...scale,
      ticks: ticks.map((value) => ({ value, text: format.compact(value) })),
      labels: [
        { at: 0, text: label(first) },
        { at: columns, text: label(last) },
      ],
      shapes: [line(scale, values, '')],
    }),
    legend: [],
    table: {
      head: [
        CHART_WORDS[reader.language].hour,
        ...(['likes', 'replies', 'reposts', 'views'] as const).map((one) => words.counters[one]),
      ],
      rows: readings
        .slice(-MOST_ROWS)
        .map((reading) => [
          time(reader, reading.at),
          ...[reading.likes, reading.replies, reading.reposts, reading.views].map((count) =>
            count === null ? null : format.integer(count),
          ),
        ]),
    },
    csv,
  });
}

/** The same as rows of a file, all of them. */
export function engagementRows(readings: readonly Reading[]): (string | number | null)[][] {
  const rows = readings.map(({ at, likes, replies, reposts, views }) => [
    at.toISOString(),
    likes,
    replies,
    reposts,
    views,
  ]);
  return [['at', 'likes', 'replies', 'reposts', 'views'], ...rows];
}
