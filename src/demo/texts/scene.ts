/** The things a text is about: drawn once, so that a text does not change its city in the middle. */
import type { Lang } from '../posts.ts';
import type { Random } from '../random.ts';
import type { Slots } from './grammar.ts';

interface Words {
  readonly cities: readonly string[];
  readonly hotels: readonly string[];
  readonly rooms: readonly string[];
  readonly companions: readonly string[];
  readonly months: readonly string[];
  readonly times: readonly string[];
}

const ZH: Words = {
  cities:
    '杭州 厦门 成都 大理 青岛 西安 三亚 桂林 苏州 重庆 长沙 哈尔滨 昆明 泉州 威海 敦煌 洛阳 珠海 京都 清迈 里斯本 首尔'.split(
      ' ',
    ),
  hotels:
    '湖滨悦居 云上小院 听潮酒店 半山民宿 锦亭饭店 望江公寓酒店 南风客栈 鼓楼轻居 白塔宾馆 竹影小筑 榕荫酒店 临海雅舍 老街驿站 松涛山庄 晚风小筑 拾光旅舍'.split(
      ' ',
    ),
  rooms: '大床房 双床房 家庭房 湖景房 阳台房 亲子房 复式套房 标准间'.split(' '),
  companions: '我妈 爸妈 闺蜜 男朋友 孩子 奶奶 同事 岳父 室友 表妹'.split(' '),
  months: '上个月 国庆 中秋 周末 前几天 年初 暑假 上周 五一 这个月'.split(' '),
  times: '早上七点 上午十点 下午三点 晚上九点 夜里十一点 凌晨一点'.split(' '),
};

const EN: Words = {
  cities:
    'Lisbon,Kyoto,Hangzhou,Edinburgh,Seville,Chengdu,Prague,Busan,Dali,Porto,Vienna,Xiamen,Ghent,Penang,Bologna'.split(
      ',',
    ),
  hotels:
    'the Lakeside Inn,Harbour House,the Old Mill,Hotel Marisol,Cloud Courtyard,the Green Door,Villa Aurora,Pine Lodge,the Drum Tower Hotel,Casa Clara,the Wharf Rooms,Garden Court'.split(
      ',',
    ),
  rooms: 'double room,twin room,family room,balcony room,lake view room,attic room,suite,standard room'.split(','),
  companions:
    'mother,best friend,partner,grandmother,colleague,father-in-law,sister,wife,husband,uncle,niece,boss'.split(','),
  months: 'January,March,April,May,June,July,August,September,October,November,December'.split(','),
  times: 'seven in the morning,ten,three in the afternoon,nine at night,eleven at night,one in the morning'.split(','),
};

/** Slots of a text: `B` is how it names the brand, `V` a rival. */
export function drawScene(lang: Lang, names: { brand: string; rival: string }, random: Random): Slots {
  const words = lang === 'zh' ? ZH : EN;
  const price = random.int(21, 145) * 10 + random.pick([8, 9, 0, 5]);
  const diff = random.int(18, Math.min(260, Math.floor(price / 2)));
  return {
    B: names.brand,
    V: names.rival,
    city: random.pick(words.cities),
    hotel: random.pick(words.hotels),
    room: random.pick(words.rooms),
    who: random.pick(words.companions),
    month: random.pick(words.months),
    tod: random.pick(words.times),
    days: String(random.int(4, 46)),
    nights: String(random.int(2, 8)),
    hours: String(random.int(2, 9)),
    minutes: String(random.int(11, 58)),
    times: String(random.int(3, 9)),
    floor: String(random.int(4, 9)),
    fee: String(random.int(35, 880)),
    price: String(price),
    price2: String(price + diff),
    diff: String(diff),
  };
}
