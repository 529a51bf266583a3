/** What alerts say, in Chinese. */
import { line, strong } from '../content/inline.ts';
import type { AlertWords } from './alert.en.ts';

/** A space where Latin letters meet Chinese ones. */
const spaced = (word: string): string => (/[\w.)]$/.test(word) ? `${word} ` : word);

/** `每小时`, `每 15 分钟`. */
const each = (bin: string): string => (bin === '1 小时' ? '每小时' : `每 ${bin}`);

export const alertZh: AlertWords = {
  about: (brand, topic) => (topic ? `${brand} ${topic}` : brand),
  times: (about, what, times, spread, on) => `${about}：${spaced(on)}${what.many}为平时 ${times} 倍${spread}`,
  fromNothing: (about, what, count, usual, spread, on) =>
    `${about}：${spaced(on)}${what.many} ${count} 条，平时 ${usual} 条${spread}`,
  negativePosts: { one: '负面帖子', many: '负面帖子' },
  allPosts: { one: '帖子', many: '帖子' },
  onePost: (about, r, on) => `${about}：${spaced(on)}一条负面帖子正在升温${r && `（R ${r}）`}`,
  news: (about, on, state) => `${about}${on && `（${on}）`}：${state}`,
  spreading: (r) => `，正在扩散（R ${r}）`,
  maySpread: (r) => `，可能在扩散（R ${r}）`,
  dying: (r) => `，趋于平息（R ${r}）`,
  reply: 'Re: ',

  kicker: (service, change) => `${service} 预警 · ${change}`,
  severity: (word) => word,

  factWhat: '发生什么',
  factSince: '从何时起',
  factSure: '有多确定',
  factFar: '会传多远',
  factState: '状态',
  factOwner: '处理人',
  factRecovery: '恢复情况',
  observed: (count, what, span, expected, range) =>
    line`${span}内${strong(line`${what.many} ${count.shown} 条`)}，平时约 ${expected} 条（${range}）`,
  people: (count, atMost) => line`出自${atMost ? '至多' : ''} ${count.shown} 人，`,
  stories: (count, window) => line`归为 ${count.shown} 个不同话题，${window}`,
  oneStrongPost: (posts) =>
    line`${posts === null ? '只有一条帖子' : line`同一件事，已有 ${strong([posts.shown])} 条帖子在说`}；投诉数量尚未超出平时`,
  since: (first) => line`${strong(first)}`,
  noticed: (clock, later) => line`${clock} 发现，距首帖 ${later}`,
  chance: (odds) => line`平常时段出现这种情况的机会不到 ${strong(`1/${odds}`)}`,
  chancePlain: (percent) => line`平常时段有 ${strong(percent)} 的机会出现这种情况`,
  r: (value, range) => line`R ${strong([value])}（${range}）：每次转发再带来 ${value} 次转发`,
  forecast: (shares, predicted, range) => line`${shares}预计最终 ${predicted} 次（80% 区间 ${range}）`,
  sharesSoFar: (count) => line`目前转发 ${count.shown} 次，`,
  onlyShares: (count) => line`目前转发 ${count.shown} 次`,
  spreadUnknown: line`暂不清楚：读数太少`,
  by: (who) => line`（${who}）`,
  stateSince: (state, at) => line`${state}，${at}`,
  negativeShare: (before, after) => line`负面占比 ${before} → ${strong([after])}`,
  rMoved: (before, after) => line`R ${before} → ${strong([after])}`,
  answeredAt: (at) => line`${at} 回应`,

  unacknowledged: (waited) => `${waited}无人认领：`,
  escalatedTitle: (waited) => `${waited}无人认领`,
  toldFirst: (names, at) => line`${strong(names)} 已于 ${at} 收到通知。`,
  nobodyTold: (at) => line`自 ${at} 起未能通知到任何人。`,
  yourTurn: line`现按预案通知您。如由您处理，请点「我来处理」。`,
  comma: '、',

  changedTitle: (last) => `自 ${last} 的邮件以来`,
  severityMoved: (from, to) => line`级别 ${from}/5 → ${strong(`${to}/5`)}`,
  stateMoved: (from, to) => line`状态：${from} → ${strong(to)}`,
  moreNegative: (count) => strong(line`新增负面帖子 ${count.shown} 条`),
  nowTrending: (entries) => line`已登上热搜：${strong(entries)}`,
  newSites: (names) => line`新出现在 ${strong(names)}`,
  forecastMoved: (from, to) => line`预计转发 ${from} → ${strong([to])} 次`,

  blindTitle: '有的地方看不到',
  blindNote: line`数字与预测已按此校正；那里的帖子可能没有列在下面。`,
  coordinationTitle: '可能有组织',
  coordination: (copies, accounts) =>
    line`${copies.shown} 条几乎相同的帖子，来自 ${accounts.shown} 个新注册或相似的账号。仅为提示，不作定论。`,

  chartCaption: (bin) => line`${each(bin)}的负面帖子数；阴影为平时的范围`,
  chartAlternative: (total, bin, peak, at, expected) =>
    `${each(bin)}负面帖子数的柱状图：共 ${total} 条，${at} 最多，为 ${peak} 条${expected && `，平时约 ${expected} 条`}。`,
  peak: (n, bin) => `${each(bin)} ${n} 条`,

  open: '查看事件',
  acknowledge: '我来处理',
  dismiss: '不是事件',
  postsTitle: '推动事态的帖子',
  aboutTitle: '说的是什么',
  talkersTitle: '谁在说',
  stepsTitle: '建议的下一步',
  stepsNote: (brand) => `来自 ${brand} 的预案`,
  postsOf: (count) => line`${count.shown} 条`,
  footerZone: (zone) => line`时间均为 ${zone} 时区。`,
  footerWhy: (service, brand) => line`您在 ${brand} 的预警名单上，因此收到 ${service} 的这封邮件。`,
};
