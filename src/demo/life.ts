/** Ordinary life: what people write about the brands on ordinary days, at every place in town. */
import { OFFICIAL } from './brands.ts';
import { DAY, eventTimes, HOUR, localMidnight, MINUTE, type Timeline } from './calendar.ts';
import { cascade } from './cascade.ts';
import type { People } from './people.ts';
import type { Feeling, Growth, Lang, Person, Place, TownPost } from './posts.ts';
import type { Random } from './random.ts';
import { ARTICLES } from './texts/news.ts';
import { MATERIAL, type Writer } from './texts/writer.ts';

/** A post before it has an id. */
export type Draft = Omit<TownPost, 'id'>;

/** Who gets how much attention: posts on an average day. */
const RATES: readonly { readonly brand: string; readonly place: Place; readonly perDay: number }[] = [
  { brand: 'reedpipe', place: 'microblog', perDay: 46 },
  { brand: 'reedpipe', place: 'reviews', perDay: 24 },
  { brand: 'reedpipe', place: 'forum', perDay: 11 },
  { brand: 'farsail', place: 'microblog', perDay: 17 },
  { brand: 'farsail', place: 'reviews', perDay: 13 },
  { brand: 'farsail', place: 'forum', perDay: 4 },
  { brand: 'mooring', place: 'microblog', perDay: 6 },
];
const FEELINGS: Readonly<Record<Place, Readonly<Record<Feeling, number>>>> = {
  microblog: { negative: 0.31, neutral: 0.28, positive: 0.41 },
  reviews: { negative: 0.3, neutral: 0, positive: 0.7 },
  forum: { negative: 0.33, neutral: 0.4, positive: 0.27 },
  news: { negative: 0, neutral: 1, positive: 0 },
};
const ENGLISH: Readonly<Record<Place, number>> = { microblog: 0.12, reviews: 0.3, forum: 0.35, news: 0.3 };
/** Complaints that end with the regulator, the press or a court; the last days before the town opens have none. */
const GRAVE = 0.02;
/** So old that a threat of yesterday is no news on the first day. */
const GRAVE_UNTIL_MS = 3 * DAY;
const NAMESAKES_PER_DAY = 3;
const ADVERTS_PER_DAY = 1.6;
const ARTICLES_PER_DAY = 2.2;
/** Share of reviews the brand answers, and after how long at the least. */
const ANSWERED = { negative: 0.45, positive: 0.12 };

export interface Writers {
  readonly writer: Writer;
  readonly people: Readonly<Record<Place, People>>;
  readonly random: Random;
}

export const OFFICIAL_PERSON: Person = { id: 'u-ludi', name: OFFICIAL, followers: 412_000, verified: true };

/** Everything ordinary from the history's first day to the end. */
export function ordinaryLife(timeline: Timeline, writers: Writers): Draft[] {
  const { historyStart, start, end } = timeline;
  const drafts: Draft[] = [];
  const { random } = writers;
  const span = (perDay: number) => eventTimes(perDay, historyStart.getTime(), end.getTime(), random);
  for (const { brand, place, perDay } of RATES) {
    for (const at of span(perDay)) {
      drafts.push(opinion(writers, timeline, brand, place, at, at < start.getTime() - GRAVE_UNTIL_MS ? GRAVE : 0));
    }
  }
  for (const at of span(NAMESAKES_PER_DAY)) drafts.push(stray(writers, timeline, at, 'namesakes', null));
  for (const at of span(ADVERTS_PER_DAY)) drafts.push(stray(writers, timeline, at, 'adverts', 'reedpipe'));
  for (const at of span(ARTICLES_PER_DAY)) drafts.push(article(writers, at));
  return [...drafts, ...officialPosts(writers, timeline)];
}

function opinion(writers: Writers, timeline: Timeline, brand: string, place: Place, at: number, grave: number): Draft {
  const { writer, random, people } = writers;
  const lang: Lang = random.chance(ENGLISH[place]) ? 'en' : 'zh';
  const feeling = random.weighted(FEELINGS[place]);
  const { title, text } = writer.opinion({ lang, brand, place, feeling, grave });
  const author = people[place].anyone(lang);
  return {
    ...bare(place, lang, at, author),
    brand,
    feeling,
    title,
    text,
    stars: place === 'reviews' ? starsOf(feeling, random) : null,
    reply: place === 'reviews' ? replyOf(writers, lang, brand, feeling, at) : null,
    ...attention(writers, timeline, place, author, at),
  };
}

/** A post that is no opinion: advertising, or the brand's word with another meaning. */
function stray(
  writers: Writers,
  timeline: Timeline,
  at: number,
  kind: 'adverts' | 'namesakes',
  brand: string | null,
): Draft {
  const { writer, random, people } = writers;
  const place: Place = random.chance(0.75) ? 'microblog' : 'forum';
  const lang: Lang = random.chance(0.15) ? 'en' : 'zh';
  const author = people[place].anyone(lang);
  const text = writer.line(lang, 'reedpipe', MATERIAL[lang][kind], STRAY_TAILS[lang][kind]);
  return {
    ...bare(place, lang, at, author),
    brand,
    title: place === 'forum' ? text.split(/[，,。.:：]/)[0]! : null,
    text,
    ...attention(writers, timeline, place, author, at),
  };
}

const STRAY_TAILS: Readonly<Record<Lang, Readonly<Record<'adverts' | 'namesakes', readonly string[]>>>> = {
  zh: {
    adverts: ['速来', '{month}有效', '先到先得，仅限{times}位', '诚信交易，骗子绕道'],
    namesakes: ['{month}拍的', '附图{times}张', '{tod}的光刚好', '和{who}一起', '风有点大，穿了外套'],
  },
  en: {
    adverts: ['Only {times} left.', 'Valid until the end of {month}.', 'Serious people only.'],
    namesakes: ['Took {times} photos.', 'With my {who}.', 'That was at {tod}.'],
  },
};

function article({ writer, people, random }: Writers, at: number): Draft {
  const lang: Lang = random.chance(ENGLISH.news) ? 'en' : 'zh';
  const { title, text } = writer.pair(lang, 'reedpipe', ARTICLES[lang]);
  const named = /芦笛|Reedpipe/.test(title + text);
  return { ...bare('news', lang, at, people.news.anyone(lang)), brand: named ? 'reedpipe' : null, title, text };
}

/** The brand's own account says something every weekday morning. */
function officialPosts({ writer, random }: Writers, { historyStart, end }: Timeline): Draft[] {
  const drafts: Draft[] = [];
  for (let day = localMidnight(historyStart.getTime()); day < end.getTime(); day += 24 * HOUR) {
    const at = day + 10 * HOUR + random.int(0, 50) * MINUTE;
    if (at < historyStart.getTime() || at >= end.getTime() || random.chance(0.3)) continue;
    const text = writer.line('zh', 'reedpipe', OFFICIAL_LINES);
    drafts.push({ ...bare('microblog', 'zh', at, OFFICIAL_PERSON), brand: 'reedpipe', text, likes: growth(90, 4) });
  }
  return drafts;
}

const OFFICIAL_LINES = [
  '#芦笛旅行# {month}出发去{city}？{times}家新上线的院子，评论区告诉我们你最想住哪一间。',
  '#芦笛旅行# 今日小贴士：{city}早晚温差大，{hotel}提供免费外套借用，到店报订单尾号{fee}即可。',
  '#芦笛旅行# 周末抽奖：转发说说你和{who}的旅行，送{city}{nights}晚。昨日中奖尾号{price}。',
];

/** What every draft begins as: silent, unanswered, unshared. */
export function bare(place: Place, lang: Lang, at: number, author: Person): Draft {
  const silent = { likes: growth(0, 1), comments: growth(0, 1), shares: [] };
  const plain = { brand: null, feeling: 'neutral' as const, title: null, text: '', stars: null };
  return { place, lang, at, author, ...plain, ...silent, parent: null, root: null, reply: null };
}

export function growth(final: number, tauHours: number, perShare = 0): Growth {
  return { final, tauMs: tauHours * HOUR, perShare };
}

function attention(
  { random }: Writers,
  { end }: Timeline,
  place: Place,
  author: Person,
  at: number,
): Pick<Draft, 'likes' | 'comments' | 'shares'> {
  if (place === 'news') return { likes: growth(0, 1), comments: growth(0, 1), shares: [] };
  if (place === 'reviews') return { likes: growth(random.poisson(1.3), 30), comments: growth(0, 1), shares: [] };
  const comments = growth(Math.round(random.logNormal(place === 'forum' ? 6 : 1.5, 0.9)), 5);
  const likes = growth(Math.round(random.logNormal(3, 1.1)), 3, 1.5);
  if (place === 'forum') return { likes, comments, shares: [] };
  const settings = { at, followers: author.followers, infectiousness: 0.16, lifeMs: 9 * HOUR, audience: 300 };
  return { likes, comments, shares: cascade({ ...settings, until: end.getTime() }, random) };
}

function starsOf(feeling: Feeling, random: Random): number {
  if (feeling === 'negative') return random.chance(0.6) ? 1 : 2;
  return random.chance(0.72) ? 5 : 4;
}

function replyOf(writers: Writers, lang: Lang, brand: string, feeling: Feeling, at: number): Draft['reply'] {
  if (feeling === 'neutral' || brand !== 'reedpipe' || !writers.random.chance(ANSWERED[feeling])) return null;
  const text = writers.writer.plain(lang, brand, MATERIAL[lang].replies[feeling]);
  return { text, at: at + writers.random.int(3, 40) * HOUR + writers.random.int(0, 3599) * 1000 };
}
