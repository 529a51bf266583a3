/** How one aspect is felt over time: praise upwards, criticism downwards. */
import type { Html, Url } from '../../notify/mail/html.ts';
import { LABELS } from '../../notify/words/labels.ts';
import type { AspectCourse, TopicsView } from '../../pipeline/views/topics-view.ts';
import { chartFigure } from '../layout/chart/figure.ts';
import { bars, plot } from '../layout/chart/plot.ts';
import type { Reader } from '../reader.ts';
import { CHART_WORDS } from '../words/chart.ts';
import { TOPIC_WORDS } from '../words/topics.ts';

const HEIGHT = 76;

/** `csv`: where its numbers are a file. */
export function aspectChart(reader: Reader, view: TopicsView, { aspect, counts }: AspectCourse, csv: Url): Html {
  const words = TOPIC_WORDS[reader.language];
  const { format } = reader;
  const name = LABELS[reader.language].aspect[aspect] ?? aspect;
  const { columns } = view;
  const most = Math.max(1, ...counts.flatMap(({ negative, positive }) => [negative, positive]));
  const scale = { columns: columns.length, least: -most, most };
  const sum = (pick: 'negative' | 'positive') => counts.reduce((all, count) => all + count[pick], 0);
  const day = (index: number) => format.shortDay(columns[index]!.day);
  const zero = counts.map(() => 0);
  return chartFigure(reader, {
    title: name,
    plot: plot({
      label: `${name}, ${day(0)} – ${day(columns.length - 1)}: ${words.positive} ${format.integer(sum('positive'))}, ${words.negative} ${format.integer(sum('negative'))}`,
      height: HEIGHT,
      ...scale,
      ticks: [
        { value: most, text: format.integer(most) },
        { value: 0, text: '' },
        { value: -most, text: format.integer(most) },
      ],
      labels: [
        { at: 0.5, text: day(0) },
        { at: columns.length - 0.5, text: day(columns.length - 1) },
      ],
      shapes: [
        bars(
          scale,
          counts.map(({ positive }) => positive),
          'positive',
          zero,
        ),
        bars(
          scale,
          counts.map(({ negative }) => -negative),
          'negative',
          zero,
        ),
      ],
    }),
    legend: [
      { kind: 'positive', shape: 'bar', text: `${words.positive} ${format.integer(sum('positive'))}` },
      { kind: 'negative', shape: 'bar', text: `${words.negative} ${format.integer(sum('negative'))}` },
    ],
    table: {
      head: [
        view.days > 45 ? words.week : CHART_WORDS[reader.language].day,
        words.positive,
        words.neutral,
        words.negative,
      ],
      rows: counts.map(({ total, negative, positive }, index) => [
        day(index),
        positive,
        total - negative - positive,
        negative,
      ]),
    },
    csv,
  });
}
