/** Who writes in town. */
import { followersOf } from './cascade.ts';
import type { Lang, Person, Place } from './posts.ts';
import type { Random } from './random.ts';

const ZH_FIRST = '阿 小 大 老 不 爱 懒 风 晴 夜 南 北 青 半 一 慢 糖 橘 麦 云 鹿 柠 豆 木'.split(' ');
const ZH_SECOND =
  '岩 鱼 满 舟 禾 可可 吃货 走路的猫 想去海边 在路上 要早睡 不加糖 同学 妈 先生 北北 星星 的旅行箱 爱喝茶 不吃香菜 叔 茉莉 桃 呆呆'.split(
    ' ',
  );
const EN_FIRST =
  'Maya Tom Elif Jonas Priya Ana Luca Sofia Ben Nora Kenji Ola Grace Diego Hugo Mina Ivy Sam Rosa Theo'.split(' ');
const EN_SECOND =
  'Travels,Walker,Lind,K.,Okafor,on the road,Moreau,B.,Tan,Novak,_88,Reyes,M.,Hale,Petrov,abroad,D.,Costa'.split(',');

const PER_PLACE: Readonly<Record<Place, number>> = { reviews: 700, microblog: 1100, forum: 240, news: 12 };
const DESKS = [
  '城市晨报 旅游组',
  '朝闻商业',
  '远方观察',
  '消费一线',
  '长街晚报',
  'Harbour Business Wire',
  'The Traveller’s Desk',
];

/** The people of one place; the same person comes back now and then. */
export class People {
  readonly #pool: readonly { person: Person; lang: Lang }[];
  readonly #random: Random;

  constructor(place: Place, random: Random) {
    this.#random = random;
    this.#pool = Array.from({ length: PER_PLACE[place] }, (_, i) => {
      const lang: Lang = i % 4 === 3 ? 'en' : 'zh';
      return { lang, person: place === 'news' ? desk(i) : newPerson(`${place[0]}${1000 + i}`, lang, random) };
    });
  }

  /** Somebody who writes in this language. */
  anyone(lang: Lang): Person {
    for (;;) {
      const { person, lang: speaks } = this.#random.pick(this.#pool);
      if (speaks === lang) return person;
    }
  }
}

function newPerson(id: string, lang: Lang, random: Random): Person {
  const name =
    lang === 'zh'
      ? `${random.pick(ZH_FIRST)}${random.pick(ZH_SECOND)}${random.chance(0.35) ? random.int(2, 99) : ''}`
      : `${random.pick(EN_FIRST)} ${random.pick(EN_SECOND)}`;
  const followers = followersOf(random);
  return { id, name, followers, verified: followers > 50_000 };
}

function desk(i: number): Person {
  return { id: `desk${i}`, name: DESKS[i % DESKS.length]!, followers: 0, verified: true };
}
