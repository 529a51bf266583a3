/** Words of the overview. */
import type { Language } from '../../notify/content/format.ts';

interface OverviewWords {
  readonly now: string;
  readonly days: (count: number) => string;
  readonly period: string;
  readonly brands: string;
  readonly open: (count: number) => string;
  readonly net: string;
  readonly netToday: string;
  readonly netLead: string;
  readonly mentions: string;
  readonly mentionsToday: string;
  readonly negativeToday: string;
  readonly negative: string;
  readonly others: string;
  readonly voice: string;
  readonly voiceIn: (days: number) => string;
  readonly voiceLead: string;
  readonly coverage: string;
  readonly coverageToday: string;
  readonly coverageLead: string;
  readonly usual: (range: string) => string;
  readonly learning: string;
  readonly position: Readonly<Record<'above' | 'within' | 'below', string>>;
  readonly ordinary: string;
  readonly unseen: string;
  readonly notWatched: string;
  readonly knownCause: string;
  readonly marks: string;
  readonly latest: string;
  readonly all: string;
  readonly brand: string;
  readonly share: string;
  readonly low: string;
  readonly high: string;
  readonly seen: string;
  readonly noBrands: string;
  readonly summary: (title: string, from: string, to: string, least: string, most: string, last: string) => string;
}

const en: OverviewWords = {
  now: 'What is going on',
  days: (count) => `${count} days`,
  period: 'Period',
  brands: 'Brands',
  open: (count) => `${count} open`,
  net: 'Net sentiment',
  netToday: 'Net sentiment today',
  netLead: 'Positive less negative mentions, per 100',
  mentions: 'Mentions',
  mentionsToday: 'Mentions today',
  negativeToday: 'Negative today',
  negative: 'negative',
  others: 'neutral and positive',
  voice: 'Share of voice',
  voiceIn: (days) => `Share of voice, ${days} days`,
  voiceLead: 'Mentions of each brand among all of these brands',
  coverage: 'Coverage',
  coverageToday: 'Coverage, 24 hours',
  coverageLead: 'Share of what should have been looked at that was',
  usual: (range) => `usually ${range}`,
  learning: 'usual course not known yet',
  position: { above: 'above usual', within: 'as usual', below: 'below usual' },
  ordinary: 'the ordinary',
  unseen: 'not fully seen',
  notWatched: 'not watched yet',
  knownCause: 'Known cause',
  marks: 'What happened',
  latest: 'Latest mentions',
  all: 'All',
  brand: 'Brand',
  share: 'Share',
  low: 'Usually from',
  high: 'to',
  seen: 'Seen',
  noBrands:
    'No brand is configured as your own. Brands are files in config/brands; earshot check says what is missing.',
  summary: (title, from, to, least, most, last) =>
    `${title}, ${from} to ${to}: between ${least} and ${most}, last ${last}.`,
};

const zh: OverviewWords = {
  now: '当前情况',
  days: (count) => `${count} 天`,
  period: '时间范围',
  brands: '品牌',
  open: (count) => `${count} 起进行中`,
  net: '净情感值',
  netToday: '今日净情感值',
  netLead: '每 100 条提及中正面减去负面',
  mentions: '提及量',
  mentionsToday: '今日提及',
  negativeToday: '今日负面',
  negative: '负面',
  others: '中性与正面',
  voice: '声量份额',
  voiceIn: (days) => `声量份额（${days} 天）`,
  voiceLead: '各品牌提及占这些品牌总提及的比例',
  coverage: '覆盖率',
  coverageToday: '覆盖率（24 小时）',
  coverageLead: '应查看的内容中实际查看到的比例',
  usual: (range) => `通常为 ${range}`,
  learning: '尚不了解其常态',
  position: { above: '高于常态', within: '符合常态', below: '低于常态' },
  ordinary: '常态范围',
  unseen: '未完整覆盖',
  notWatched: '尚未开始监测',
  knownCause: '已知原因',
  marks: '期间发生',
  latest: '最新提及',
  all: '全部',
  brand: '品牌',
  share: '份额',
  low: '常态下限',
  high: '常态上限',
  seen: '已覆盖',
  noBrands: '尚未配置自有品牌。品牌文件位于 config/brands；earshot check 会指出缺少什么。',
  summary: (title, from, to, least, most, last) =>
    `${title}，${from}至${to}：介于 ${least} 与 ${most} 之间，最近为 ${last}。`,
};

export const OVERVIEW_WORDS: Readonly<Record<Language, OverviewWords>> = { en, zh };
