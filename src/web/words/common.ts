/** The pages' own words; labels of the analysis come from the mails' vocabulary. */

import type { Language } from '../../notify/content/format.ts';
import type { MuteChoice } from '../pages/incident-acts.ts';

export interface PageWords {
  readonly skip: string;
  readonly navigation: string;
  readonly signOut: string;
  readonly signIn: string;
  readonly overview: string;
  readonly incidents: string;
  readonly noIncidents: string;
  readonly feed: string;
  readonly mentions: string;
  readonly latest: string;
  readonly digests: string;
  readonly targets: string;
  readonly outbox: string;
  readonly evidence: string;
  readonly evidenceOf: (count: number) => string;
  readonly none: string;
  readonly newer: string;
  readonly older: string;
  readonly severity: string;
  readonly since: string;
  readonly history: string;
  readonly posts: string;
  readonly why: string;
  readonly scored: string;
  readonly confidence: string;
  readonly original: string;
  readonly copies: (count: number) => string;
  readonly readings: string;
  readonly deleted: string;
  readonly kept: string;
  readonly asFetched: string;
  readonly viewFetched: string;
  readonly downloadFetched: string;
  readonly tooLarge: string;
  readonly answer: string;
  readonly by: string;
  readonly note: string;
  readonly state: string;
  readonly outcome: string;
  readonly lastCrawl: string;
  readonly coveredUntil: string;
  readonly acts: Readonly<
    Record<'acknowledge' | 'answered' | 'dismiss', { ask: string; button: string; explain: string }> &
      Record<'mute' | 'unmute' | 'note', { button: string; explain: string }>
  >;
  readonly period: Readonly<Record<'day' | 'week', string>>;
  readonly subscribed: string;
  readonly unsubscribed: string;
  readonly unsubscribe: string;
  readonly subscribeAgain: string;
  readonly brief: string;
  readonly handle: string;
  readonly owner: string;
  readonly notes: string;
  readonly muted: string;
  readonly mutedUntil: string;
  readonly mutedGrows: (count: number) => string;
  readonly muteUntil: string;
  readonly muteChoice: Readonly<Record<MuteChoice, string>>;
  readonly actDone: string;
  readonly actAlready: string;
  readonly linkExpired: string;
  readonly notFound: string;
  readonly failed: string;
}

const en: PageWords = {
  skip: 'Go to the content',
  navigation: 'Pages',
  signOut: 'Sign out',
  signIn: 'Sign in',
  overview: 'Overview',
  incidents: 'Incidents',
  noIncidents: 'Nothing is going on. Incidents appear here when negative word of mouth leaves its usual course.',
  feed: 'Mentions',
  mentions: 'mentions',
  latest: 'Latest mentions',
  digests: 'Digests',
  targets: 'Targets',
  outbox: 'Outbox',
  evidence: 'Evidence',
  evidenceOf: (count) => `${count} ${count === 1 ? 'mention stands' : 'mentions stand'} behind this number.`,
  none: 'None.',
  newer: 'Newest',
  older: 'Older',
  severity: 'Severity',
  since: 'Since',
  history: 'What happened',
  posts: 'Posts',
  why: 'Why it matched',
  scored: 'How it was read',
  confidence: 'confidence',
  original: 'original',
  copies: (count) => (count > 1 ? `and ${count - 1} more that say the same` : ''),
  readings: 'Engagement over time',
  deleted: 'deleted on its site, noticed',
  kept: 'Kept as evidence',
  asFetched: 'Page as fetched',
  viewFetched: 'Look at it (nothing on it works)',
  downloadFetched: 'Download its bytes',
  tooLarge: 'The page was too large to be kept; its hash, address and time were.',
  answer: 'Answer of the brand',
  by: 'by',
  note: 'Note (optional)',
  state: 'State',
  outcome: 'Last outcome',
  lastCrawl: 'Last crawl',
  coveredUntil: 'Seen until',
  acts: {
    acknowledge: {
      ask: 'Take this incident on?',
      button: 'Acknowledge',
      explain: 'The others are told that you have it, and it is not escalated further.',
    },
    answered: {
      ask: 'Has the brand answered in public?',
      button: 'Mark as answered',
      explain: 'Recovery is measured from this moment.',
    },
    dismiss: {
      ask: 'Is this not an incident?',
      button: 'Not an incident',
      explain: 'It is closed, stays closed unless it grows clearly, and counts as a false alarm when rules are tested.',
    },
    mute: {
      button: 'Mute',
      explain: 'Nobody is told for a while; it goes on being watched. A rise in severity is told all the same.',
    },
    unmute: { button: 'End the mute', explain: 'Alerts go out again; what was missed is told at once.' },
    note: { button: 'Add a note', explain: 'For the others; it stays on this page.' },
  },
  period: { day: 'every day', week: 'every week' },
  subscribed: 'You receive this digest by mail.',
  unsubscribed: 'You no longer receive this digest. Alerts are not affected.',
  unsubscribe: 'Unsubscribe',
  subscribeAgain: 'Receive it again',
  brief: 'On one page, to be printed',
  handle: 'What to do',
  owner: 'In the hands of',
  notes: 'Notes',
  muted: 'Muted',
  mutedUntil: 'until',
  mutedGrows: (count) => `until ${count} negative mentions`,
  muteUntil: 'Until',
  muteChoice: {
    h2: '2 hours from now',
    h8: '8 hours from now',
    d1: 'tomorrow at this time',
    w1: 'a week from now',
    x2: 'it is twice as large',
    x3: 'it is 3 times as large',
    x5: 'it is 5 times as large',
  },
  actDone: 'Done. Thank you.',
  actAlready: 'Somebody was first, or it is over already. Nothing was changed.',
  linkExpired: 'This link has expired or is not complete. Open the incident from a newer mail.',
  notFound: 'There is no such page.',
  failed: 'Something went wrong. It has been written to the log.',
};

const zh: PageWords = {
  skip: '跳到正文',
  navigation: '页面',
  signOut: '退出登录',
  signIn: '登录',
  overview: '总览',
  incidents: '事件',
  noIncidents: '目前一切正常。负面口碑偏离常态时，事件会出现在这里。',
  feed: '提及',
  mentions: '条提及',
  latest: '最新提及',
  digests: '日报',
  targets: '采集目标',
  outbox: '发件箱',
  evidence: '依据',
  evidenceOf: (count) => `这个数字对应 ${count} 条提及。`,
  none: '无。',
  newer: '最新',
  older: '更早',
  severity: '严重程度',
  since: '开始于',
  history: '经过',
  posts: '相关帖子',
  why: '匹配原因',
  scored: '判读结果',
  confidence: '置信度',
  original: '原文',
  copies: (count) => (count > 1 ? `另有 ${count - 1} 条内容相同` : ''),
  readings: '互动数据变化',
  deleted: '原站已删除，发现于',
  kept: '已取证',
  asFetched: '抓取时的页面',
  viewFetched: '查看（页面上的一切均不运行）',
  downloadFetched: '下载原始字节',
  tooLarge: '页面过大，未保存内容；已保存其哈希值、地址与时间。',
  answer: '品牌回应',
  by: '操作人',
  note: '备注（可不填）',
  state: '状态',
  outcome: '上次结果',
  lastCrawl: '上次采集',
  coveredUntil: '已采集至',
  acts: {
    acknowledge: { ask: '由您处理这一事件？', button: '确认处理', explain: '其他人会收到通知，事件不再继续升级提醒。' },
    answered: { ask: '品牌已公开回应？', button: '标记为已回应', explain: '从此刻起衡量口碑恢复情况。' },
    dismiss: {
      ask: '这不是事件？',
      button: '不是事件',
      explain: '事件将关闭，除非明显扩大否则不再打开；检验规则时计为误报。',
    },
    mute: { button: '静音', explain: '暂不通知任何人，但继续监测；级别上升时仍会通知。' },
    unmute: { button: '结束静音', explain: '恢复提醒，并立即告知期间错过的变化。' },
    note: { button: '添加备注', explain: '供其他同事参考，保留在本页。' },
  },
  period: { day: '每日', week: '每周' },
  subscribed: '您正在接收这份简报。',
  unsubscribed: '您不再接收这份简报。预警不受影响。',
  unsubscribe: '退订',
  subscribeAgain: '重新订阅',
  brief: '单页简报（可打印）',
  handle: '处理',
  owner: '处理人',
  notes: '备注',
  muted: '已静音',
  mutedUntil: '直到',
  mutedGrows: (count) => `直到负面提及达到 ${count} 条`,
  muteUntil: '直到',
  muteChoice: {
    h2: '2 小时后',
    h8: '8 小时后',
    d1: '明天此时',
    w1: '一周后',
    x2: '规模达到 2 倍',
    x3: '规模达到 3 倍',
    x5: '规模达到 5 倍',
  },
  actDone: '已完成，谢谢。',
  actAlready: '已有人先行处理，或事件已结束。未做任何更改。',
  linkExpired: '链接已过期或不完整，请从较新的邮件中打开该事件。',
  notFound: '没有这个页面。',
  failed: '出了点问题，已记入日志。',
};

export const PAGE_WORDS: Readonly<Record<Language, PageWords>> = { en, zh };
