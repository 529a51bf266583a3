/** Words of the feed and of its filters. */
import type { PostKind } from '../../model.ts';
import type { Language } from '../../notify/content/format.ts';

export interface FeedWords {
  readonly title: string;
  readonly lead: string;
  readonly search: string;
  readonly searchHint: string;
  readonly apply: string;
  readonly more: string;
  readonly any: string;
  readonly brand: string;
  readonly label: string;
  readonly site: string;
  readonly kind: string;
  readonly kinds: Readonly<Record<PostKind, string>>;
  readonly aspect: string;
  readonly intent: string;
  readonly lang: string;
  readonly langs: Readonly<Record<string, string>>;
  readonly talker: string;
  readonly talkers: Readonly<Record<string, string>>;
  readonly stars: string;
  readonly starsFrom: (least: number, most: number) => string;
  readonly from: string;
  readonly to: string;
  readonly fold: string;
  readonly everyone: string;
  readonly author: string;
  readonly oneAuthor: string;
  readonly story: string;
  readonly oneStory: string;
  readonly oneIncident: string;
  readonly stretches: string;
  readonly newcomers: string;
  readonly late: string;
  readonly answered: string;
  readonly yes: string;
  readonly no: string;
  readonly without: (what: string) => string;
  readonly clear: string;
  readonly none: string;
  readonly noneYet: string;
  readonly older: string;
  readonly newest: string;
  readonly csv: string;
  readonly csvNote: (count: string) => string;
  readonly views: string;
  readonly noViews: string;
  readonly save: string;
  readonly name: string;
  readonly remove: (name: string) => string;
  readonly shareNote: string;
  readonly tooMany: string;
  readonly copies: (count: string) => string;
  readonly corrected: string;
  readonly followers: (count: string) => string;
  readonly rated: (value: string, best: string) => string;
}

const en: FeedWords = {
  title: 'Mentions',
  lead: 'Everything said in public, newest first. What many say in the same words is shown once.',
  search: 'Search',
  searchHint: 'Words that must all occur, "phrases", -words that must not; in Chinese any part of a sentence.',
  apply: 'Show',
  more: 'More filters',
  any: 'any',
  brand: 'Brand',
  label: 'Sentiment',
  site: 'Site',
  kind: 'Kind',
  kinds: { review: 'review', post: 'post', comment: 'comment', article: 'article' },
  aspect: 'About',
  intent: 'Intent',
  lang: 'Language',
  langs: { zh: 'Chinese', en: 'English', und: 'unknown' },
  talker: 'Who speaks',
  talkers: {
    customer: 'customers',
    large: 'large accounts',
    press: 'press',
    advertising: 'advertising and spam',
    brand: 'the brand itself',
    unrelated: 'not about the brand',
  },
  stars: 'Rating',
  starsFrom: (least, most) => (least === most ? `${least} of 5 stars` : `${least} to ${most} of 5 stars`),
  from: 'From',
  to: 'Until',
  fold: 'Show what is said in the same words once',
  everyone: 'Also the brand itself and advertising',
  author: 'Author',
  oneAuthor: 'one author',
  story: 'Story',
  oneStory: 'one story',
  oneIncident: 'one incident',
  stretches: 'the days compared with',
  newcomers: 'people heard for the first time',
  late: 'read in late',
  answered: 'Answered',
  yes: 'yes',
  no: 'no',
  without: (what) => `Remove the filter: ${what}`,
  clear: 'Clear all filters',
  none: 'Nothing matches. Remove a filter, or look further back.',
  noneYet: 'Nothing has been said yet, or nothing has been crawled yet: Targets shows what is crawled, and when next.',
  older: 'Older',
  newest: 'Back to the newest',
  csv: 'Download as CSV',
  csvNote: (count) => `Exactly what is listed here, on all its pages; at most ${count} rows.`,
  views: 'Saved views',
  noViews: 'Save the filters you use often; everybody here sees them, and their address can be shared.',
  save: 'Save this view',
  name: 'Name',
  remove: (name) => `Delete the view ${name}`,
  shareNote: 'The address of this page can be shared, too.',
  tooMany: 'There are too many saved views; delete some first.',
  copies: (count) => `and ${count} more that say the same`,
  corrected: 'corrected',
  followers: (count) => `${count} followers`,
  rated: (value, best) => `${value} of ${best}`,
};

const zh: FeedWords = {
  title: '提及',
  lead: '所有公开言论，最新在前；内容相同的只显示一次。',
  search: '搜索',
  searchHint: '多个词须同时出现；“引号”内为短语；-词 表示排除；中文可搜索句中任意片段。',
  apply: '查看',
  more: '更多筛选',
  any: '不限',
  brand: '品牌',
  label: '情感',
  site: '网站',
  kind: '类型',
  kinds: { review: '评价', post: '帖子', comment: '评论', article: '文章' },
  aspect: '话题',
  intent: '意图',
  lang: '语言',
  langs: { zh: '中文', en: '英文', und: '未知' },
  talker: '发言者',
  talkers: {
    customer: '普通用户',
    large: '大号',
    press: '媒体',
    advertising: '广告与垃圾信息',
    brand: '品牌自己',
    unrelated: '与品牌无关',
  },
  stars: '评分',
  starsFrom: (least, most) => (least === most ? `${least} 星（满分 5 星）` : `${least}–${most} 星（满分 5 星）`),
  from: '起',
  to: '止',
  fold: '内容相同的只显示一次',
  everyone: '包括品牌自己与广告',
  author: '作者',
  oneAuthor: '同一作者',
  story: '同源内容',
  oneStory: '同一内容',
  oneIncident: '同一事件',
  stretches: '对比的各日',
  newcomers: '首次发声的人',
  late: '后来才收到的',
  answered: '已回应',
  yes: '是',
  no: '否',
  without: (what) => `移除筛选：${what}`,
  clear: '清除全部筛选',
  none: '没有符合条件的内容。请减少筛选条件，或查看更早的时间。',
  noneYet: '还没有任何言论，或尚未开始采集：“采集目标”中可查看采集内容与下次时间。',
  older: '更早',
  newest: '回到最新',
  csv: '下载 CSV',
  csvNote: (count) => `与此处所列完全一致，包含所有分页；最多 ${count} 行。`,
  views: '已保存的视图',
  noViews: '把常用的筛选保存下来：所有同事可见，地址可以分享。',
  save: '保存此视图',
  name: '名称',
  remove: (name) => `删除视图 ${name}`,
  shareNote: '本页地址也可以直接分享。',
  tooMany: '已保存的视图过多，请先删除一些。',
  copies: (count) => `另有 ${count} 条内容相同`,
  corrected: '已人工更正',
  followers: (count) => `粉丝 ${count}`,
  rated: (value, best) => `评分 ${value}/${best}`,
};

export const FEED_WORDS: Readonly<Record<Language, FeedWords>> = { en, zh };
