/** The numbers of the overview's charts, as files. */
import type { Overview } from '../../pipeline/views/overview-view.ts';

export const OVERVIEW_CHARTS = ['net', 'mentions', 'voice', 'coverage'] as const;
export type OverviewChart = (typeof OVERVIEW_CHARTS)[number];

/** A chart's numbers, as they are drawn. */
export function overviewCsv(overview: Overview, chart: OverviewChart): (string | number | null)[][] {
  const { days, voices } = overview;
  switch (chart) {
    case 'net':
      return [
        ['day', 'net', 'usual', 'usual_low', 'usual_high'],
        ...days.map(({ day, net, netBand: band }) => [
          day,
          net,
          band?.usual ?? null,
          band?.low ?? null,
          band?.high ?? null,
        ]),
      ];
    case 'mentions':
      return [
        ['day', 'mentions', 'negative', 'positive', 'usual', 'usual_low', 'usual_high'],
        ...days.map(({ day, seen, total, negative, positive, totalBand: band }) => [
          day,
          ...(seen === null ? [null, null, null] : [total, negative, positive]),
          band?.usual ?? null,
          band?.low ?? null,
          band?.high ?? null,
        ]),
      ];
    case 'voice':
      return [
        ['day', ...voices.map(({ brand }) => brand.name)],
        ...days.map(({ day }, index) => [day, ...voices.map(({ daily }) => daily[index] ?? 0)]),
      ];
    case 'coverage':
      return [['day', 'seen'], ...days.map(({ day, seen }) => [day, seen])];
  }
}
