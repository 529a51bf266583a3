/** Words around charts. */
import type { Language } from '../../notify/content/format.ts';

interface ChartWords {
  readonly table: string;
  readonly csvOf: (title: string) => string;
  readonly day: string;
  readonly hour: string;
}

const en: ChartWords = {
  table: 'As a table',
  csvOf: (title) => `${title} as CSV`,
  day: 'Day',
  hour: 'Hour',
};

const zh: ChartWords = {
  table: '以表格查看',
  csvOf: (title) => `${title} CSV`,
  day: '日期',
  hour: '时间',
};

export const CHART_WORDS: Readonly<Record<Language, ChartWords>> = { en, zh };
