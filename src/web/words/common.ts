/** The pages' own words; labels of the analysis come from the mails' vocabulary. */

import type { Language } from '../../notify/content/format.ts';

export interface PageWords {
  /** Between a name and what it is. */
  readonly colon: string;
  readonly refused: string;
  /** `#` stands for how many. */
  readonly newMentions: string;
  readonly incidentChanged: string;
  readonly notMeant: string;
  readonly notOurForm: string;
  readonly posts: string;
  readonly skip: string;
  readonly navigation: string;
  readonly signOut: string;
  readonly signIn: string;
  readonly overview: string;
  readonly incidents: string;
  readonly noIncidents: string;
  readonly feed: string;
  readonly topics: string;
  readonly talkers: string;
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
  readonly state: string;
  readonly outcome: string;
  readonly lastCrawl: string;
  readonly coveredUntil: string;
  readonly period: Readonly<Record<'day' | 'week', string>>;
  readonly subscribed: string;
  readonly unsubscribed: string;
  readonly unsubscribe: string;
  readonly subscribeAgain: string;
  readonly owner: string;
  readonly linkExpired: string;
  readonly notFound: string;
  readonly failed: string;
  /** Titles of the pages that say why there is no other. */
  readonly problems: Readonly<Record<Problem, string>>;
  readonly toStart: string;
}

export type Problem = 'wrong' | 'refused' | 'expired' | 'form' | 'missing' | 'host' | 'failed';

const en: PageWords = {
  colon: ': ',
  refused: 'You may look here, but not do this. Ask an operator for another role.',
  posts: 'The post',
  newMentions: 'New mentions: # · Show',
  incidentChanged: 'An incident has changed · Show',
  notMeant: 'No users are configured, so these pages only open under this machine’s own name or service.public_url.',
  notOurForm: 'This form is too old, or came from another site. Nothing was changed: open the page again.',
  skip: 'Go to the content',
  navigation: 'Pages',
  signOut: 'Sign out',
  signIn: 'Sign in',
  overview: 'Overview',
  incidents: 'Incidents',
  noIncidents: 'Nothing is going on. Incidents appear here when negative word of mouth leaves its usual course.',
  feed: 'Mentions',
  topics: 'Topics',
  talkers: 'Talkers',
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
  state: 'State',
  outcome: 'Last outcome',
  lastCrawl: 'Last crawl',
  coveredUntil: 'Seen until',
  period: { day: 'every day', week: 'every week' },
  subscribed: 'You receive this digest by mail.',
  unsubscribed: 'You no longer receive this digest. Alerts are not affected.',
  unsubscribe: 'Unsubscribe',
  subscribeAgain: 'Receive it again',
  owner: 'In the hands of',
  linkExpired: 'This link has expired or is not complete. Open the incident from a newer mail.',
  notFound: 'Nothing is at this address. It may have been mistyped, or what it showed is no longer kept.',
  failed: 'The page could not be made. Why is in the log of the service; try again in a moment.',
  problems: {
    wrong: 'This was not understood',
    refused: 'Not allowed',
    expired: 'This link no longer works',
    form: 'Please do it again',
    missing: 'No such page',
    host: 'Not this address',
    failed: 'Something went wrong',
  },
  toStart: 'To the overview',
};

const zh: PageWords = {
  colon: '：',
  refused: '您可以查看，但无权进行此操作。如有需要，请联系运维人员调整角色。',
  posts: '查看帖子',
  newMentions: '新提及 # 条 · 显示',
  incidentChanged: '事件有变化 · 显示',
  notMeant: '没有配置用户，因此页面只能通过本机名称或 service.public_url 打开。',
  notOurForm: '表单已过期或来自其他网站，未做任何更改。请重新打开页面。',
  skip: '跳到正文',
  navigation: '页面',
  signOut: '退出登录',
  signIn: '登录',
  overview: '总览',
  incidents: '事件',
  noIncidents: '目前一切正常。负面口碑偏离常态时，事件会出现在这里。',
  feed: '提及',
  topics: '话题',
  talkers: '发言者',
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
  state: '状态',
  outcome: '上次结果',
  lastCrawl: '上次采集',
  coveredUntil: '已采集至',
  period: { day: '每日', week: '每周' },
  subscribed: '您正在接收这份简报。',
  unsubscribed: '您不再接收这份简报。预警不受影响。',
  unsubscribe: '退订',
  subscribeAgain: '重新订阅',
  owner: '处理人',
  linkExpired: '链接已过期或不完整，请从较新的邮件中打开该事件。',
  notFound: '此地址没有内容：可能输入有误，或原有内容已不再保存。',
  failed: '无法生成此页面，原因已记入服务日志；请稍后重试。',
  problems: {
    wrong: '无法理解该请求',
    refused: '没有权限',
    expired: '链接已失效',
    form: '请重新操作',
    missing: '没有这个页面',
    host: '地址不符',
    failed: '出了点问题',
  },
  toStart: '返回总览',
};

export const PAGE_WORDS: Readonly<Record<Language, PageWords>> = { en, zh };
