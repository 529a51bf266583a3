/** What digests say, in Chinese. */
import { line, strong } from '../content/inline.ts';
import type { DigestWords } from './digest.en.ts';

const POSITION = { above: '高于平时', below: '低于平时' } as const;

export const digestZh: DigestWords = {
  subject: (brand, day, week, parts) => `${brand} ${day}${week ? '起一周' : ''}：${parts.join('，')}`,
  subjectMentions: (n) => `提及 ${n} 条`,
  subjectNegative: (n) => `负面 ${n} 条`,
  subjectIncidents: (n) => `事件 ${n} 起`,
  subjectSilent: '没有提及',
  subjectUnseen: '什么都没能看到',

  kicker: (service, week) => `${service} ${week ? '周报' : '日报'}`,
  title: (brand, day, week) => `${brand} · ${day}${week ? '起一周' : ''}`,

  volume: (mentions, negative, position, range) =>
    line`${strong(line`提及 ${mentions.shown} 条`)}${position === null ? [] : line`（${position === 'within' ? line`与平时的 ${range} 相当` : line`${POSITION[position]}的 ${range}`}）`}，${negative}。`,
  ofThemNegative: (negative, share, position, range) =>
    line`${strong(line`其中负面 ${negative.shown} 条`)}（占 ${share}${position === null ? [] : position === 'within' ? '，与平时相当' : line`；平时 ${range} 条`}）`,
  noneNegative: line`没有负面`,
  topicRose: (topic, now, usual) => line`最不寻常的是${strong([topic])}（${now} 条，平时 ${usual} 条）`,
  incidentsToday: (count) => line`事件 ${count.shown} 起`,
  waiting: (count, days) => line`近 ${days} 天有 ${count.shown} 条投诉还没有回应`,
  clause: '；',
  stop: '。',
  gap: '',
  silent: (brand) => line`在看得到的地方，没有人提到 ${brand}。`,
  allSeen: (sites) => line`${sites.shown} 个站点全部读取正常。`,
  unseen: (brand) => line`所有站点都看不到：这不代表没有声音，我们不知道别人怎么说 ${brand}。`,

  amendsTitle: '更正',
  amends: (late, sent) => line`${sent} 发出之后，又收到属于这段时间的 ${late.shown} 条提及。以本篇为准。`,

  tracking: '走势',
  trackingNote: '',
  against: (weeks, weekday) => (weeks === 1 ? `与上个${weekday}相比` : `与前 ${weeks} 个${weekday}相比`),
  againstWeeks: (weeks) => (weeks === 1 ? '与上周相比' : `与前 ${weeks} 周相比`),
  net: '净情感值',
  mentions: '提及',
  negative: '负面',
  positive: '正面',
  usual: (range) => line`平时 ${range}`,
  noPast: '还没有往周数据',
  interval: (range) => `95% 区间 ${range}`,
  historyCaption: (days, total, negative, peak, at) =>
    line`近 ${days} 天每日提及数：共 ${total} 条，负面 ${negative} 条（红色）；${at}最多，为 ${peak} 条`,
  historyAlternative: (days, total, negative, peak, at) =>
    `近 ${days} 天每日提及数的柱状图：共 ${total} 条，负面 ${negative} 条；${at}最多，为 ${peak} 条。`,
  perDay: (n) => `每天 ${n} 条`,
  voice: '声量占比',
  voiceValue: (share, mentions, net) => line`${strong([share])} · ${mentions.shown} 条${net}`,
  netShort: (value) => line` · 净值 ${value}`,

  topics: '话题',
  topicsNote: '',
  risen: '比平时多',
  fallen: '比平时少',
  topicMoved: (topic, now, usual) => line`${strong([topic])}：${now} 条，平时 ${usual} 条`,
  aspects: '方面与意图',
  criticism: '原话：批评',
  praise: '原话：称赞',
  top: '触达最广的帖子',
  topUnranked: '当日帖子',
  topNote: '每个话题一条',
  topNegative: '负面',
  topPositive: '正面',

  talkers: '谁在说',
  talkersNote: '',
  authors: (all, fresh) => line`${all.shown} 位作者，其中 ${fresh.shown} 位是新面孔。`,
  loud: '声音最大',
  loyal: '忠实：一直称赞，或表示会再来',
  leaving: '流失：表示不再光顾',
  earlierPraise: (count) => line`此前 12 周称赞 ${count.shown} 次`,
  earlierPosts: (count) => line`此前 12 周发过 ${count.shown} 条`,
  notHeard: '此前 12 周未出现',
  postsOf: (count) => line`${count.shown} 条`,

  tools: '渠道',
  toolsNote: '在哪里说，我们看到了多少',
  siteValue: (mentions, negative) => line`${mentions.shown} 条 · 负面 ${negative}`,
  siteSilent: '已读取，没有提及',
  coverage: (share) => line`覆盖率 ${share}，其余未能看到`,
  blindTitle: '有的地方看不到',

  takingPart: '回应',
  takingPartNote: '我们回应了什么（以本篇生成时为准）',
  complaints: (days) => `近 ${days} 天的投诉：`,
  answered: (count, median) => line`已回应 ${strong([count.shown])} 条${median}。`,
  median: (duration) => line`，一半在 ${duration}内`,
  unanswered: (count) => line`未回应 ${strong([count.shown])} 条`,
  oldest: '等待回应，最早的在前',
  incidents: (week) => `事件（${week ? '本周' : '当日'}结束时）`,
  incident: (severity, title, state, negative, since) =>
    line`${strong(severity)} ${title}：${state}，负面帖子 ${negative.shown} 条，始于 ${since}`,
  moreIncidents: (n) => `另有 ${n} 起`,
  untitled: '负面帖子',
  unconfirmed: '可能没有送达的消息',
  delivery: (subject, who, channel, at, why) => line`${subject}，发给 ${who}（${channel}，${at}）：${why}`,

  openPage: '打开网页版',
  footerZone: (zone) => line`日期与时间均为 ${zone} 时区。`,
  unsubscribe: '退订',
};
