/** Words of the back-test. */
import type { Language } from '../../notify/content/format.ts';

interface BacktestWords {
  readonly title: string;
  readonly lead: string;
  readonly brand: string;
  readonly period: string;
  readonly days: (count: number) => string;
  readonly falseAlarms: string;
  readonly viral: string;
  readonly minSeverity: string;
  readonly cooldown: string;
  readonly asConfigured: (value: string) => string;
  readonly run: string;
  readonly running: (percent: string) => string;
  readonly wait: string;
  readonly failed: string;
  readonly gone: string;
  readonly both: string;
  readonly onlyWould: string;
  readonly onlySent: string;
  readonly missed: string;
  readonly none: string;
  readonly summary: (would: number, sent: number, days: number) => string;
  readonly perMonth: (count: string) => string;
  readonly chart: string;
  readonly negative: string;
  readonly again: string;
  readonly busy: string;
  readonly configNote: string;
  readonly changed: string;
  readonly unchanged: string;
}

const en: BacktestWords = {
  title: 'Back-test',
  lead: 'Which alerts changed rules would have sent over the stored history, beside those that were sent',
  brand: 'Brand',
  period: 'Over the last',
  days: (count) => `${count} days`,
  falseAlarms: 'False alarms accepted a month',
  viral: 'Shares that make one post an incident',
  minSeverity: 'Alerts from severity',
  cooldown: 'Minutes between two alerts',
  asConfigured: (value) => `now: ${value}`,
  run: 'Run it',
  running: (percent) => `Running: ${percent}`,
  wait: 'This page looks again by itself. Nothing is stored, and nobody is told.',
  failed: 'It could not be run',
  gone: 'This back-test is no longer kept. Run it again.',
  both: 'Sent, and would be sent',
  onlyWould: 'Would be sent, and was not',
  onlySent: 'Was sent, and would not be',
  missed: 'Taken up by people, and nothing would have told them',
  none: 'None.',
  summary: (would, sent, days) => `${would} alerts in ${days} days, where ${sent} were sent.`,
  perMonth: (count) => `${count} a month`,
  chart: 'Negative mentions by day, with the alerts',
  negative: 'negative',
  again: 'Try other rules',
  busy: 'Another back-test is running; wait for its end.',
  configNote: 'To make it so, change config/earshot.yaml or the brand’s file: nothing here does.',
  changed: 'Changed',
  unchanged: 'Nothing was changed: the rules as they are.',
};

const zh: BacktestWords = {
  title: '回溯检验',
  lead: '若更改规则，历史数据会触发哪些预警，并与实际发送的对照',
  brand: '品牌',
  period: '时间范围',
  days: (count) => `最近 ${count} 天`,
  falseAlarms: '每月可接受的误报数',
  viral: '单个帖子成为事件的转发数',
  minSeverity: '预警的最低级别',
  cooldown: '两次预警的最短间隔（分钟）',
  asConfigured: (value) => `当前：${value}`,
  run: '开始检验',
  running: (percent) => `进行中：${percent}`,
  wait: '页面会自动刷新。不会保存任何内容，也不会通知任何人。',
  failed: '无法完成检验',
  gone: '该检验结果已不再保留，请重新运行。',
  both: '已发送，且仍会发送',
  onlyWould: '会发送，但当时未发送',
  onlySent: '当时已发送，但不会再发送',
  missed: '有人处理过，但不会触发任何预警',
  none: '无。',
  summary: (would, sent, days) => `${days} 天内会发送 ${would} 次预警，实际发送 ${sent} 次。`,
  perMonth: (count) => `每月 ${count} 次`,
  chart: '每日负面提及与预警',
  negative: '负面',
  again: '尝试其他规则',
  busy: '另一项检验正在进行，请等待其结束。',
  configNote: '如需采用，请修改 config/earshot.yaml 或品牌文件；此处不会更改任何配置。',
  changed: '更改',
  unchanged: '未作更改：按当前规则检验。',
};

export const BACKTEST_WORDS: Readonly<Record<Language, BacktestWords>> = { en, zh };
