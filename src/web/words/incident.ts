/** Words of the incident pages. */
import type { Language } from '../../notify/content/format.ts';

interface IncidentWords {
  readonly goingOn: string;
  readonly over: string;
  readonly noneOver: string;
  readonly brief: string;
  readonly nobody: string;
  readonly course: string;
  readonly courseLead: string;
  readonly negative: string;
  readonly expected: string;
  readonly band: string;
  readonly unseen: string;
  readonly spread: string;
  readonly spreadLead: string;
  readonly shares: string;
  readonly cone: string;
  readonly spreadSays: (
    r: string,
    low: string,
    high: string,
    shares: string,
    predicted: string,
    range: string,
  ) => string;
  readonly ages: readonly [minutes: string, hour: string, day: string, week: string, month: string];
  readonly age: string;
  readonly now: string;
  readonly drivers: string;
  readonly noDrivers: string;
  readonly people: (count: string, one: boolean, atMost: boolean) => string;
  readonly aspects: string;
  readonly intents: string;
  readonly talkers: string;
  readonly followers: (count: string) => string;
  readonly positive: string;
  readonly coverage: string;
  readonly allSeen: string;
  readonly blindSince: string;
  readonly severity: string;
  readonly severityNone: string;
  readonly formula: Readonly<
    Record<'excess' | 'forecast' | 'growing' | 'grave' | 'sites' | 'points' | 'severity', string>
  >;
  readonly none: string;
  readonly formulaNote: string;
  readonly life: string;
  readonly firstPost: string;
  readonly brandSpoke: string;
  readonly mailed: (channel: string) => string;
  readonly channels: Readonly<Record<string, string>>;
  readonly waiting: string;
  readonly failed: string;
  readonly superseded: string;
  readonly to: string;
  readonly answerAt: string;
  readonly notes: string;
  readonly recovery: string;
  readonly before: string;
  readonly after: string;
  readonly recoveryLead: string;
  readonly coordination: (copies: string, accounts: string) => string;
  readonly steps: string;
  readonly stories: string;
  readonly likelihood: string;
}

const en: IncidentWords = {
  goingOn: 'Going on',
  over: 'Over',
  noneOver: 'No incident has ended yet.',
  brief: 'On one page, to be printed',
  nobody: 'nobody yet',
  course: 'Negative mentions',
  courseLead: 'Against what the brand is used to at that hour',
  negative: 'negative',
  expected: 'expected',
  band: 'the ordinary (95 of 100)',
  unseen: 'not seen',
  spread: 'How far it will go',
  spreadLead: 'Shares of the post that reaches furthest, by its age',
  shares: 'Shares',
  cone: 'forecast (80 of 100)',
  spreadSays: (r, low, high, shares, predicted, range) =>
    `Each share causes ${r} further ones (${low}–${high}). ${shares} so far, about ${predicted} in the end (${range}).`,
  ages: ['10 min', '1 h', '1 day', '7 days', '30 days'],
  age: 'Age',
  now: 'now',
  drivers: 'Posts that drive it',
  noDrivers: 'No negative post belongs to it.',
  people: (count, one, atMost) => `${atMost ? 'up to ' : ''}${count} ${one ? 'person complains' : 'people complain'}`,
  aspects: 'What about',
  intents: 'What people say they will do',
  talkers: 'Who speaks',
  followers: (count) => `${count} followers`,
  positive: 'positive',
  coverage: 'What could not be seen',
  allSeen: 'Every site of the brand is seen: nothing is missing from these numbers.',
  blindSince: 'not seen since',
  severity: 'Why this severe',
  severityNone: 'It was opened without numbers.',
  formula: {
    excess: 'Negative voices beyond the expected',
    forecast: 'Forecast shares of its furthest post',
    growing: 'Still growing (R above 1)',
    grave: 'Safety, regulator, press or legal',
    sites: 'It has left its place of origin (sites)',
    points: 'Points',
    severity: 'Severity: 1 + points, rounded down, at most 5',
  },
  none: 'none',
  formulaNote: 'As detection last saw it',
  life: 'Its life',
  firstPost: 'First post',
  brandSpoke: 'The brand answered in public',
  mailed: (channel) => `${channel} to`,
  channels: { mail: 'Mail', slack: 'Slack', feishu: 'Feishu', webhook: 'Webhook' },
  waiting: 'waiting',
  failed: 'failed',
  superseded: 'not needed any more',
  to: 'to',
  answerAt: 'the answer',
  notes: 'Note',
  recovery: 'Since the answer',
  before: 'Negative before',
  after: 'Negative since',
  recoveryLead: 'Share of negative mentions, and R: further shares that each share brings',
  coordination: (copies, accounts) =>
    `${copies} near-identical texts by ${accounts} accounts: it may be coordinated. Look before you answer.`,
  steps: 'Suggested next steps',
  stories: 'stories',
  likelihood: 'Chance that an ordinary window looks like this',
};

const zh: IncidentWords = {
  goingOn: '进行中',
  over: '已结束',
  noneOver: '还没有结束的事件。',
  brief: '单页简报（可打印）',
  nobody: '暂无',
  course: '负面提及',
  courseLead: '与该品牌同一时段的常态相比',
  negative: '负面',
  expected: '预期',
  band: '常态范围（95%）',
  unseen: '未覆盖',
  spread: '传播预测',
  spreadLead: '传播最广的帖子，按发布时长的转发数',
  shares: '转发',
  cone: '预测区间（80%）',
  spreadSays: (r, low, high, shares, predicted, range) =>
    `每次转发带来 ${r} 次后续转发（${low}–${high}）。目前 ${shares} 次，最终约 ${predicted} 次（${range}）。`,
  ages: ['10 分钟', '1 小时', '1 天', '7 天', '30 天'],
  age: '发布时长',
  now: '现在',
  drivers: '主要帖子',
  noDrivers: '没有相关的负面帖子。',
  people: (count, _one, atMost) => `${atMost ? '至多 ' : ''}${count} 人抱怨`,
  aspects: '涉及方面',
  intents: '人们打算怎么做',
  talkers: '谁在说',
  followers: (count) => `${count} 粉丝`,
  positive: '正面',
  coverage: '未能看到的内容',
  allSeen: '该品牌的所有站点均可看到，数字没有缺漏。',
  blindSince: '自此无法看到：',
  severity: '级别依据',
  severityNone: '事件打开时没有数字依据。',
  formula: {
    excess: '超出预期的负面声音',
    forecast: '传播最广的帖子的预测转发数',
    growing: '仍在扩散（R 大于 1）',
    grave: '涉及安全、监管、媒体或法律',
    sites: '已扩散到其他站点（站点数）',
    points: '得分',
    severity: '级别：1 + 得分取整，最高为 5',
  },
  none: '无',
  formulaNote: '以检测最近一次判断为准',
  life: '经过',
  firstPost: '首个帖子',
  brandSpoke: '品牌公开回应',
  mailed: (channel) => `${channel}发送至`,
  channels: { mail: '邮件', slack: 'Slack ', feishu: '飞书', webhook: 'Webhook ' },
  waiting: '等待发送',
  failed: '发送失败',
  superseded: '已无需发送',
  to: '给',
  answerAt: '回应链接',
  notes: '备注',
  recovery: '回应之后',
  before: '回应前负面',
  after: '回应后负面',
  recoveryLead: '负面提及占比，以及 R（每次转发带来的后续转发数）',
  coordination: (copies, accounts) =>
    `${accounts} 个账号发布了 ${copies} 条近乎相同的文字：可能有组织，请先核实再回应。`,
  steps: '建议步骤',
  stories: '个话题',
  likelihood: '常态下出现这种情况的概率',
};

export const INCIDENT_WORDS: Readonly<Record<Language, IncidentWords>> = { en, zh };
