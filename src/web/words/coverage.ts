/** Words of the page behind a coverage figure. */
import type { Language } from '../../notify/content/format.ts';

interface CoverageWords {
  readonly title: string;
  readonly lead: string;
  readonly about: (site: string | null) => string;
  readonly total: (share: string) => string;
  readonly formula: (targets: number) => string;
  readonly noTargets: string;
  readonly seen: (share: string) => string;
  readonly gapless: string;
  readonly unseen: string;
  readonly from: string;
  readonly until: string;
  readonly length: string;
  readonly part: string;
  readonly why: string;
  readonly waiting: string;
  readonly crawls: string;
  readonly noCrawls: string;
  readonly crawlCount: (count: number) => string;
  readonly troubled: (shown: number, all: number) => string;
  readonly time: string;
  readonly outcome: string;
  readonly keptSince: (at: string) => string;
  readonly posts: string;
}

const en: CoverageWords = {
  title: 'Coverage',
  lead: 'What was looked at and what could not be seen, as it is known now.',
  about: (site) => site ?? 'all sites of the brand',
  total: (share) => `${share} of this time was seen.`,
  formula: (targets) =>
    targets === 1
      ? 'The share of the one target below: the whole time less the stretches listed under it; a stretch that was seen in part counts for that part.'
      : `The mean of the shares of the ${targets} targets below. Each is the whole time less the stretches listed under it; a stretch that was seen in part counts for that part.`,
  noTargets: 'No target looks here: these posts are brought, not fetched, and none is known to be missing.',
  seen: (share) => `seen ${share}`,
  gapless: 'Seen without a gap.',
  unseen: 'Not seen, or seen in part',
  from: 'From',
  until: 'Until',
  length: 'Length',
  part: 'Seen of it',
  why: 'Why',
  waiting: 'not looked at yet',
  crawls: 'Crawls that began in this time',
  noCrawls: 'none',
  crawlCount: (count) => `${count} ${count === 1 ? 'crawl' : 'crawls'}`,
  troubled: (shown, all) =>
    shown === all
      ? `${all} of them did not see everything`
      : `${all} of them did not see everything; the first ${shown}`,
  time: 'Time',
  outcome: 'How it ended',
  keptSince: (at) => `No crawl before ${at} is kept; the time before it counts as seen.`,
  posts: 'The posts of this time',
};

const zh: CoverageWords = {
  title: '覆盖率',
  lead: '看了哪些地方、哪些时段没能看到，以目前所知为准。',
  about: (site) => site ?? '该品牌的全部站点',
  total: (share) => `这段时间看到了 ${share}。`,
  formula: (targets) =>
    targets === 1
      ? '即下面这一个采集目标的覆盖率：整段时间减去其下所列的时段；只看到一部分的时段，按看到的部分计入。'
      : `下面 ${targets} 个采集目标覆盖率的平均值。每个目标的覆盖率为整段时间减去其下所列的时段；只看到一部分的时段，按看到的部分计入。`,
  noTargets: '这里没有采集目标：帖子是导入的，不是抓取的，没有已知的缺失。',
  seen: (share) => `看到 ${share}`,
  gapless: '没有缺口。',
  unseen: '未看到或只看到一部分的时段',
  from: '开始',
  until: '结束',
  length: '时长',
  part: '其中看到',
  why: '原因',
  waiting: '还没有轮到采集',
  crawls: '这段时间内开始的抓取',
  noCrawls: '没有',
  crawlCount: (count) => `${count} 次`,
  troubled: (shown, all) => (shown === all ? `其中 ${all} 次没有看全` : `其中 ${all} 次没有看全，以下为前 ${shown} 次`),
  time: '时间',
  outcome: '结果',
  keptSince: (at) => `${at} 之前的抓取记录已不保留；更早的时间按已看到计算。`,
  posts: '这段时间的帖子',
};

export const COVERAGE_WORDS: Readonly<Record<Language, CoverageWords>> = { en, zh };
