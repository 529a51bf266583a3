/**
 * The disaster: one traveller's post, shared on and on; angry posts of others that it sets off, at first on the
 * microblog, then in reviews and on the forum; the news of the next morning; the brand's answer, and what follows.
 */
import { HOUR, MINUTE, type Timeline } from './calendar.ts';
import { type CascadeSettings, cascade, type Share } from './cascade.ts';
import { bare, type Draft, growth, OFFICIAL_PERSON, type Writers } from './life.ts';
import type { Feeling, Lang, Person, Place } from './posts.ts';
import type { Random } from './random.ts';
import { DISASTER_ARTICLES } from './texts/news.ts';
import { DISASTER } from './texts/writer.ts';
import { ZH_ANSWER, ZH_FIRST_POST } from './texts/zh/disaster.ts';

const TRAVELLER: Person = { id: 'u-ayan', name: '阿岩在路上', followers: 9_430, verified: false };

/** Chances that a share sets off something besides. */
const SETS_OFF = { words: 0.1, angry: 0.075, review: 0.011, thread: 0.006 };
const SETS_OFF_AFTER_ANSWER = { words: 0.06, opinion: 0.12 };

/** Drafts that know each other by key; ids come later. */
export interface LinkedDraft extends Draft {
  readonly key?: string;
  readonly parentKey?: string;
  readonly rootKey?: string;
}

export const FIRST_POST = 'first';
export const ANSWER = 'answer';

export function disaster(timeline: Timeline, writers: Writers): LinkedDraft[] {
  const { disasterAt, answerAt, end } = timeline;
  const random = writers.random.fork('disaster');
  const shares = firstCascade(timeline, random);
  const first: LinkedDraft = {
    ...bare('microblog', 'zh', disasterAt.getTime(), TRAVELLER),
    key: FIRST_POST,
    brand: 'reedpipe',
    feeling: 'negative',
    text: ZH_FIRST_POST,
    shares,
    likes: growth(60, 3, 5.2),
    comments: growth(30, 3, 1.1),
  };
  const answerShares = cascade(
    {
      at: answerAt.getTime(),
      followers: 150_000,
      infectiousness: 0.7,
      lifeMs: 9 * HOUR,
      audience: 2_500,
      until: end.getTime(),
    },
    random,
  );
  const answer: LinkedDraft = {
    ...bare('microblog', 'zh', answerAt.getTime(), OFFICIAL_PERSON),
    key: ANSWER,
    parentKey: FIRST_POST,
    rootKey: FIRST_POST,
    brand: 'reedpipe',
    feeling: 'positive',
    text: ZH_ANSWER,
    shares: answerShares,
    likes: growth(2_200, 5, 3),
    comments: growth(900, 5),
  };
  return [
    first,
    answer,
    ...anger(shares, timeline, writers),
    ...relief(answerShares, timeline, writers),
    ...articles(timeline, writers),
  ].filter((draft) => draft.at < end.getTime());
}

/** R > 1 for the first hours; somebody with many followers takes it up. Drawn until it is the great one of the year. */
function firstCascade({ disasterAt, answerAt, end }: Timeline, random: Random): Share[] {
  const at = disasterAt.getTime();
  const settings: CascadeSettings = {
    at,
    followers: TRAVELLER.followers,
    infectiousness: 1.18,
    lifeMs: 14 * HOUR,
    calmAt: answerAt.getTime(),
    audience: 8_000,
    until: end.getTime(),
    boosts: [
      { at: at + 52 * MINUTE, followers: 88_000 },
      { at: at + 133 * MINUTE, followers: 410_000 },
    ],
  };
  const half = at + 30 * MINUTE;
  let best: Share[] = [];
  for (let i = 0; i < 60; i++) {
    // The first half hour alone is the beginning of the whole: cheap to look at.
    const early = cascade({ ...settings, until: half }, random.fork(`cascade ${i}`)).length;
    if (early < 14 || early > 50) continue;
    const shares = cascade(settings, random.fork(`cascade ${i}`));
    if (shares.length >= 2_500 && shares.length <= 6_000) return shares;
    if (shares.length > best.length) best = shares;
  }
  return best;
}

/** What the shares set off: comments on the way, posts of their own, reviews, threads. */
function anger(shares: readonly Share[], { answerAt }: Timeline, writers: Writers): LinkedDraft[] {
  const random = writers.random.fork('anger');
  const drafts: LinkedDraft[] = [];
  for (const share of shares) {
    const lang: Lang = random.chance(0.1) ? 'en' : 'zh';
    const { shared, angry, angryMore, reviews, jokes } = DISASTER[lang];
    if (random.chance(SETS_OFF.words)) drafts.push(sharedWith(share, lang, shared, FIRST_POST, 'negative', writers));
    if (share.at > answerAt.getTime() && random.chance(0.6)) continue;
    const later = (hours: number) => share.at + Math.round(random.exponential(hours * HOUR) / 1000) * 1000;
    if (random.chance(SETS_OFF.angry)) {
      const joke = random.chance(0.06);
      const text = writers.writer.naming(lang, 'reedpipe', joke ? jokes : angry, joke ? [] : angryMore);
      drafts.push(voice('microblog', lang, later(0.5), 'negative', null, text, writers));
    }
    if (random.chance(SETS_OFF.review)) {
      const text = writers.writer.line(lang, 'reedpipe', reviews);
      drafts.push({ ...voice('reviews', lang, later(3), 'negative', null, text, writers), stars: 1 });
    }
    if (random.chance(SETS_OFF.thread)) {
      const { title, text } = writers.writer.pair(lang, 'reedpipe', DISASTER[lang].threads);
      drafts.push(voice('forum', lang, later(2), 'negative', title, text, writers));
    }
  }
  return drafts;
}

function relief(shares: readonly Share[], timeline: Timeline, writers: Writers): LinkedDraft[] {
  const random = writers.random.fork('relief');
  const drafts: LinkedDraft[] = [];
  for (const share of shares) {
    const lang: Lang = random.chance(0.1) ? 'en' : 'zh';
    if (!random.chance(SETS_OFF_AFTER_ANSWER.opinion)) continue;
    const feeling: Feeling = random.chance(0.72) ? 'positive' : 'negative';
    const at = share.at + Math.round(random.exponential(0.6 * HOUR) / 1000) * 1000;
    const texts = feeling === 'positive' ? DISASTER[lang].relieved : DISASTER[lang].unmoved;
    const text = writers.writer.naming(lang, 'reedpipe', texts);
    if (at < timeline.end.getTime()) drafts.push(voice('microblog', lang, at, feeling, null, text, writers));
  }
  return drafts;
}

/** A share with words of its own: a post that points at what it shares. */
function sharedWith(
  share: Share,
  lang: Lang,
  texts: readonly string[],
  root: string,
  feeling: Feeling,
  { writer, people, random }: Writers,
): LinkedDraft {
  const somebody = people.microblog.anyone(lang);
  const author = { ...somebody, id: `${somebody.id}s${share.at % 997}`, followers: share.followers };
  const comment = writer.plain(lang, 'reedpipe', texts);
  return {
    ...bare('microblog', lang, share.at, author),
    brand: 'reedpipe',
    feeling,
    text: `${comment} //@${TRAVELLER.name}: ${ZH_FIRST_POST}`,
    likes: growth(Math.round(random.logNormal(1.2, 1)), 2),
    parentKey: root,
    rootKey: root,
  };
}

function voice(
  place: Place,
  lang: Lang,
  at: number,
  feeling: Feeling,
  title: string | null,
  text: string,
  { people, random }: Writers,
): LinkedDraft {
  const likes = growth(Math.round(random.logNormal(9, 1.2)), 3);
  const comments = growth(Math.round(random.logNormal(4, 1)), 3);
  const opinion = { brand: 'reedpipe', feeling, title, text, likes, comments };
  return { ...bare(place, lang, at, people[place].anyone(lang)), ...opinion };
}

function articles({ newsAt }: Timeline, { people }: Writers): LinkedDraft[] {
  const all = (['zh', 'en'] as const).flatMap((lang) => DISASTER_ARTICLES[lang].map((item) => ({ lang, ...item })));
  return all.map(({ lang, title, text }, i) => ({
    ...bare('news', lang, newsAt.getTime() + i * 95 * MINUTE, people.news.anyone(lang)),
    brand: 'reedpipe',
    feeling: 'negative',
    title,
    text,
  }));
}
