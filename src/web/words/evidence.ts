/** Words of evidence lists and of the digest archive. */
import type { Language } from '../../notify/content/format.ts';

interface EvidenceWords {
  readonly lead: string;
  readonly inFeed: string;
  readonly csv: string;
  readonly counts: (negative: string, neutral: string, positive: string) => string;
  readonly stories: (count: number) => string;
  /** `unnamed`: posts whose author is not known. */
  readonly people: (named: number, unnamed: number) => string;
  readonly peopleLead: string;
  readonly person: string;
  readonly site: string;
  readonly posts: string;
  readonly allPosts: string;
  readonly nameless: string;
  readonly morePeople: string;
  readonly archiveLead: string;
  readonly day: string;
  readonly period: string;
  readonly periods: Readonly<Record<'day' | 'week', string>>;
  readonly brand: string;
  readonly recipient: string;
  readonly sent: string;
  readonly notSent: string;
  readonly amended: (edition: number) => string;
  readonly all: string;
  readonly open: string;
  readonly openLead: string;
  readonly show: string;
  readonly noDigests: string;
}

const en: EvidenceWords = {
  lead: 'Exactly the posts that the number counts, as they are known now.',
  inFeed: 'Search and filter them',
  csv: 'Download as CSV',
  counts: (negative, neutral, positive) => `${negative} negative, ${neutral} neutral, ${positive} positive`,
  stories: (count) =>
    count === 1
      ? 'One story stands behind this number.'
      : `${count} separate stories stand behind this number; each is shown by one post.`,
  people: (named, unnamed) =>
    unnamed === 0
      ? named === 1
        ? 'One person stands behind this number.'
        : `${named} people stand behind this number.`
      : `At most ${named + unnamed} people stand behind this number: ${named} whose accounts are known, and ${unnamed === 1 ? 'one post whose author is not' : `${unnamed} posts whose authors are not`}.`,
  peopleLead:
    'Who wrote the posts that the number counts, and how many of them each. Accounts on different sites count as different people.',
  person: 'Author',
  site: 'Site',
  posts: 'Posts',
  allPosts: 'All their posts',
  nameless: 'no name',
  morePeople: 'More',
  archiveLead: 'Digests as they were sent, newest first; each number in them still leads to its posts.',
  day: 'Day',
  period: 'Period',
  periods: { day: 'day', week: 'week' },
  brand: 'Brand',
  recipient: 'Recipient',
  sent: 'Sent',
  notSent: 'not sent',
  amended: (edition) => `amended, edition ${edition + 1}`,
  all: 'All brands',
  open: 'Any day',
  openLead: 'As it was sent; where it was sent to nobody, as it is known now.',
  show: 'Show',
  noDigests: 'No digest has been composed yet. Who gets one, and when, stands in digests in earshot.yaml.',
};

const zh: EvidenceWords = {
  lead: '恰为该数字所计的帖子，以目前所知为准。',
  inFeed: '搜索与筛选',
  csv: '下载 CSV',
  counts: (negative, neutral, positive) => `负面 ${negative}，中性 ${neutral}，正面 ${positive}`,
  stories: (count) => `这个数字对应 ${count} 个不同话题，每个话题只列一帖。`,
  people: (named, unnamed) =>
    unnamed === 0
      ? `这个数字对应 ${named} 人。`
      : `这个数字至多对应 ${named + unnamed} 人：已知账号 ${named} 个，另有 ${unnamed} 帖作者不明。`,
  peopleLead: '列出该数字所计帖子的作者及各自帖数；不同网站的账号按不同的人计。',
  person: '作者',
  site: '网站',
  posts: '帖数',
  allPosts: '全部帖子',
  nameless: '无名',
  morePeople: '更多',
  archiveLead: '按发送时的原样保存，最新在前；其中每个数字仍可查看对应帖子。',
  day: '日期',
  period: '周期',
  periods: { day: '日报', week: '周报' },
  brand: '品牌',
  recipient: '收件人',
  sent: '发送于',
  notSent: '未发送',
  amended: (edition) => `已修订（第 ${edition + 1} 版）`,
  all: '全部品牌',
  open: '查看任意一天',
  openLead: '已发送的按原样显示；未发送给任何人的，按目前所知生成。',
  show: '查看',
  noDigests: '尚未生成任何简报。收件人与时间在 earshot.yaml 的 digests 中设置。',
};

export const EVIDENCE_WORDS: Readonly<Record<Language, EvidenceWords>> = { en, zh };
