/** Words of a mention's page. */
import type { Language } from '../../notify/content/format.ts';
import type { Correction } from '../../store/corrections.ts';

interface MentionWords {
  readonly published: string;
  readonly read: string;
  readonly byModels: string;
  readonly byPerson: (name: string) => string;
  readonly modelsSaid: string;
  readonly score: string;
  readonly brandwise: string;
  readonly found: string;
  readonly where: Readonly<Record<'text' | 'title' | 'author', string>>;
  readonly fromTarget: (name: string) => string;
  readonly ofPage: (name: string) => string;
  readonly correct: string;
  readonly correctLead: string;
  readonly verdicts: Readonly<Record<Correction, string>>;
  readonly undo: string;
  readonly said: Readonly<Record<Correction, string>>;
  readonly undone: (name: string) => string;
  readonly history: string;
  readonly thread: string;
  readonly threadLead: string;
  readonly here: string;
  readonly story: string;
  readonly storyOf: (count: string) => string;
  readonly alone: string;
  readonly engagement: string;
  readonly engagementLead: string;
  readonly counters: Readonly<Record<'likes' | 'replies' | 'reposts' | 'views' | 'helpful', string>>;
  readonly source: string;
  readonly noSource: string;
  readonly noKept: string;
  readonly moreOf: string;
  readonly seen: string;
  readonly target: string;
}

const en: MentionWords = {
  published: 'As published',
  read: 'How it was read',
  byModels: 'by the models',
  byPerson: (name) => `corrected by ${name}`,
  modelsSaid: 'The models said:',
  score: 'score',
  brandwise: 'Towards each brand',
  found: 'What it is about, and what its writer will do',
  where: { text: 'text', title: 'title', author: 'author' },
  fromTarget: (name) => `Everything that the target ${name} brings is about the brand.`,
  ofPage: (name) => `The page itself is about the brand: ${name}`,
  correct: 'Correct it',
  correctLead:
    'What you say counts at once in every number, stays when the post is read again, and is kept for training.',
  verdicts: {
    negative: 'Negative',
    neutral: 'Neutral',
    positive: 'Positive',
    spam: 'Spam or advertising',
    unrelated: 'Not about us',
  },
  undo: 'Take it back',
  said: {
    negative: 'said: negative',
    neutral: 'said: neutral',
    positive: 'said: positive',
    spam: 'said: spam or advertising',
    unrelated: 'said: not about us',
  },
  undone: (name) => `taken back by ${name}`,
  history: 'Corrections',
  thread: 'Thread',
  threadLead: 'What it answers or shares, and what answers it, as far as it was crawled.',
  here: 'this post',
  story: 'Story',
  storyOf: (count) => `${count} posts say the same`,
  alone: 'Nobody else says the same.',
  engagement: 'Engagement over time',
  engagementLead: 'likes, replies and reposts together, as they were read',
  counters: { likes: 'likes', replies: 'replies', reposts: 'reposts', views: 'views', helpful: 'found it helpful' },
  source: 'Open the post on its site',
  noSource: 'Its site gives no address for it.',
  noKept: 'No copy was kept: pages are kept for posts of incidents.',
  moreOf: 'More by this author',
  seen: 'first seen',
  target: 'crawled by',
};

const zh: MentionWords = {
  published: '原帖内容',
  read: '判读结果',
  byModels: '由模型判读',
  byPerson: (name) => `由 ${name} 更正`,
  modelsSaid: '模型原判：',
  score: '分值',
  brandwise: '对各品牌的情感',
  found: '谈及内容与意图',
  where: { text: '正文', title: '标题', author: '作者' },
  fromTarget: (name) => `采集目标 ${name} 的全部内容都与该品牌有关。`,
  ofPage: (name) => `页面本身即关于该品牌：${name}`,
  correct: '更正',
  correctLead: '更正立即计入所有数字；帖子重新判读时不会被覆盖，并保留用于训练。',
  verdicts: { negative: '负面', neutral: '中性', positive: '正面', spam: '垃圾信息或广告', unrelated: '与我们无关' },
  undo: '撤销更正',
  said: {
    negative: '判为负面',
    neutral: '判为中性',
    positive: '判为正面',
    spam: '判为垃圾信息或广告',
    unrelated: '判为与品牌无关',
  },
  undone: (name) => `已由 ${name} 撤销`,
  history: '更正记录',
  thread: '讨论串',
  threadLead: '它所回复或转发的内容，以及对它的回复（限已采集部分）。',
  here: '本帖',
  story: '同源内容',
  storyOf: (count) => `共 ${count} 条内容相同`,
  alone: '没有其他人发布相同内容。',
  engagement: '互动量变化',
  engagementLead: '点赞、回复与转发合计，按每次读取',
  counters: { likes: '点赞', replies: '回复', reposts: '转发', views: '浏览', helpful: '认为有用' },
  source: '打开原帖',
  noSource: '原站未提供地址。',
  noKept: '未保存副本：仅为事件中的帖子保存页面。',
  moreOf: '该作者的其他内容',
  seen: '首次发现',
  target: '采集自',
};

export const MENTION_WORDS: Readonly<Record<Language, MentionWords>> = { en, zh };
