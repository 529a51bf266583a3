/** Words of the pages about topics and talkers. */
import type { Language } from '../../notify/content/format.ts';

interface TopicWords {
  readonly topics: string;
  readonly topicsLead: string;
  readonly talkers: string;
  readonly talkersLead: string;
  readonly period: string;
  readonly days: (n: number) => string;
  readonly brand: string;
  readonly moves: string;
  readonly movesLead: string;
  readonly topic: string;
  readonly now: string;
  readonly usual: string;
  readonly change: string;
  readonly risen: string;
  readonly fallen: string;
  readonly asUsual: string;
  readonly unknown: string;
  readonly negative: string;
  readonly positive: string;
  readonly neutral: string;
  readonly aspects: string;
  readonly aspectsLead: string;
  readonly wordsRisen: string;
  readonly wordsFallen: string;
  readonly wordsLead: (now: string, before: string) => string;
  readonly noWords: string;
  readonly inTexts: (count: string) => string;
  readonly intents: string;
  readonly none: string;
  readonly week: string;
  readonly kinds: string;
  readonly kind: string;
  readonly posts: string;
  readonly drivers: string;
  readonly driversLead: string;
  readonly author: string;
  readonly followers: string;
  readonly engagement: string;
  readonly site: string;
  readonly stories: string;
  readonly storiesLead: string;
  readonly story: string;
  readonly authors: string;
  readonly shared: string;
  readonly when: string;
  readonly coordinated: string;
  readonly coordinatedMeans: string;
  readonly cut: (count: string) => string;
  readonly csv: string;
}

const en: TopicWords = {
  topics: 'Topics',
  topicsLead: 'What people talk of, what rises and falls, and how each topic is felt.',
  talkers: 'Talkers',
  talkersLead: 'Who drives what is said, what many say in the same words, and what looks ordered.',
  period: 'Period',
  days: (n) => `${n} days`,
  brand: 'Brand',
  moves: 'Rising and falling',
  movesLead: 'against periods of the same length before this one',
  topic: 'Topic',
  now: 'Now',
  usual: 'Usual',
  change: 'Change',
  risen: 'risen',
  fallen: 'fallen',
  asUsual: 'as usual',
  unknown: 'not watched before',
  negative: 'Negative',
  positive: 'Positive',
  neutral: 'Neutral',
  aspects: 'Each topic over time',
  aspectsLead: 'praise upwards, criticism downwards',
  wordsRisen: 'Words that rise',
  wordsFallen: 'Words that fall',
  wordsLead: (now, before) => `From a sample: ${now} texts of the period, ${before} of the time before.`,
  noWords: 'No word stands out.',
  inTexts: (count) => `in ${count} texts`,
  intents: 'What they say they will do',
  none: 'Nothing was said in this period. Choose a longer one, or see under Targets what is crawled.',
  week: 'Week from',
  kinds: 'Who speaks',
  kind: 'Kind',
  posts: 'Posts',
  drivers: 'Authors who move most people',
  driversLead:
    'by likes, replies and reposts of all their posts; names as their sites show them or masked, as configured',
  author: 'Author',
  followers: 'Followers',
  engagement: 'Engagement',
  site: 'Site',
  stories: 'Said in the same words',
  storiesLead: 'Copies are one voice with a large reach.',
  story: 'Story',
  authors: 'Authors',
  shared: 'By the share button',
  when: 'From – until',
  coordinated: 'looks coordinated',
  coordinatedMeans:
    '“Looks coordinated”: within a day, five or more accounts, most of them with hardly any followers, posted the same words as their own. A hint to be looked at, no verdict.',
  cut: (count) => `More was said than is counted here: the latest ${count} mentions of the period were looked at.`,
  csv: 'CSV',
};

const zh: TopicWords = {
  topics: '话题',
  topicsLead: '人们在谈什么，哪些在升温或降温，各话题的情感走向。',
  talkers: '发言者',
  talkersLead: '谁在推动舆论，哪些内容被多人原样发布，哪些疑似有组织。',
  period: '时段',
  days: (n) => `${n} 天`,
  brand: '品牌',
  moves: '升温与降温',
  movesLead: '与此前同等长度的时段相比',
  topic: '话题',
  now: '现在',
  usual: '通常',
  change: '变化',
  risen: '升温',
  fallen: '降温',
  asUsual: '与平时相当',
  unknown: '此前未监测',
  negative: '负面',
  positive: '正面',
  neutral: '中性',
  aspects: '各话题走势',
  aspectsLead: '好评向上，批评向下',
  wordsRisen: '升温的词',
  wordsFallen: '降温的词',
  wordsLead: (now, before) => `取样：本时段 ${now} 条，此前 ${before} 条。`,
  noWords: '没有突出的词。',
  inTexts: (count) => `见于 ${count} 条`,
  intents: '他们表示将要做什么',
  none: '这一时段没有任何言论。请选择更长的时段，或到“采集目标”查看采集情况。',
  week: '周（起始日）',
  kinds: '谁在说',
  kind: '类型',
  posts: '帖子',
  drivers: '影响最大的作者',
  driversLead: '按其全部帖子的点赞、回复与转发合计；姓名按配置显示或隐去',
  author: '作者',
  followers: '粉丝',
  engagement: '互动量',
  site: '网站',
  stories: '相同内容',
  storiesLead: '复制的内容是一个声音，只是传得更广。',
  story: '内容',
  authors: '作者数',
  shared: '经转发按钮',
  when: '起 – 止',
  coordinated: '疑似有组织',
  coordinatedMeans:
    '“疑似有组织”：一天之内，至少五个账号（多数几乎没有粉丝）以自己的名义发布相同内容。仅供核查，并非结论。',
  cut: (count) => `实际言论多于此处统计：仅统计了本时段最近的 ${count} 条提及。`,
  csv: 'CSV',
};

export const TOPIC_WORDS: Readonly<Record<Language, TopicWords>> = { en, zh };
