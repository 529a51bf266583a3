/**
 * Short phrases of our own that corpora hold too few of: negations, double negations, plain words of praise and blame
 * beside them, customers left to themselves. They only teach the expert for all texts.
 */
import type { Label } from '../../../model.ts';
import type { LabelledText } from './rows.ts';

type Patterns = Readonly<Record<Exclude<Label, 'neutral'>, readonly string[]>>;

interface Phrases {
  readonly praise: readonly string[];
  readonly blame: readonly string[];
  /** What becomes of a word of praise (`_`) in a pattern. */
  readonly praised: Patterns;
  readonly blamed: Patterns;
  /** Customers, and what becomes of them: sent away to help themselves, or helped. */
  readonly customers: readonly string[];
  readonly treated: Patterns;
}

const ZH: Phrases = {
  praise:
    '高兴 开心 满意 喜欢 好吃 好用 好看 好喝 好听 推荐 舒服 干净 值得 划算 方便 靠谱 专业 耐心 热情 清楚 流畅 新鲜 安全 诚信 实惠 便宜 精彩 愉快 放心 幸福 友好 负责 及时 好'.split(
      ' ',
    ),
  blame:
    '差 难吃 贵 脏 慢 失望 麻烦 难用 吵 后悔 卡 糟糕 难看 无聊 生气 难受 讨厌 敷衍 坑 垃圾 难喝 危险 冷漠 担心'.split(
      ' ',
    ),
  praised: {
    negative: [
      '不_',
      '不太_',
      '一点也不_',
      '一点都不_',
      '不怎么_',
      '并不_',
      '根本不_',
      '完全不_',
      '没那么_',
      '没有想象中_',
      '谈不上_',
      '很不_',
      '非常不_',
      '感觉不_',
      '不是很_',
      '不够_',
      '_个屁',
    ],
    positive: [
      '很_',
      '真_',
      '非常_',
      '特别_',
      '超级_',
      '没有不_的',
      '不能更_了',
      '太_了',
      '挺_的',
      '真的很_',
      '越来越_',
    ],
  },
  blamed: {
    positive: [
      '一点也不_',
      '一点都不_',
      '不_',
      '没有_',
      '并不_',
      '不算_',
      '不觉得_',
      '从来没_过',
      '没那么_',
      '完全不_',
    ],
    negative: ['很_', '真_', '太_了', '非常_', '特别_', '不是一般的_', '越来越_', '又_又贵', '超级_', '真的很_'],
  },
  customers: '我 我们 旅客 客人 顾客 乘客 用户 消费者 老人 人'.split(' '),
  treated: {
    negative: [
      '客服让_自己打车',
      '客服让_自己想办法',
      '让_自己解决',
      '叫_自己去找',
      '要_自己联系',
      '让_自己承担损失',
      '客服让_等着',
      '让_自己打车过去',
      '把_晾在一边',
    ],
    positive: [
      '客服帮_解决了',
      '主动帮_打车',
      '客服耐心帮_处理',
      '主动为_升级',
      '帮_联系好了',
      '客服让_很放心',
      '让_很满意',
      '亲自送_过去',
    ],
  },
};

const EN: Phrases = {
  praise:
    'good great happy satisfied helpful useful clean friendly reliable easy worth fast nice impressed comfortable fresh tasty recommended polite professional safe fair honest accurate amazing'.split(
      ' ',
    ),
  blame:
    'bad terrible slow expensive dirty rude difficult disappointing awful boring broken noisy confusing annoying useless unhelpful ugly cheap overpriced worst'.split(
      ' ',
    ),
  praised: {
    negative: [
      'not _',
      'not very _',
      'not _ at all',
      "isn't _",
      "wasn't _ at all",
      "it's not that _",
      'far from _',
      "didn't find it _",
      "don't think it is _",
      'hardly _',
      'not even _',
      'nothing _ about it',
      'not so _',
      'anything but _',
      'no longer _',
      'less than _',
    ],
    positive: [
      'very _',
      'really _',
      'so _',
      "couldn't be more _",
      'always _',
      'never been so _',
      'it was _',
      'pretty _',
    ],
  },
  blamed: {
    positive: [
      'not _ at all',
      'not _',
      'not too _',
      "isn't _",
      "wasn't _ at all",
      'never _',
      'nothing _ about it',
      'not so _',
    ],
    negative: ['very _', 'really _', 'so _', 'just _', 'it was _', 'too _', 'always _', 'beyond _'],
  },
  customers: [],
  treated: { negative: [], positive: [] },
};

const BARE = / ?\[[^\]\s]{1,10}\]/g;

/** Texts to add to those of `lang`: the phrases, and half of the `emoticons` corpora without their emoticons. */
export function additions(lang: string, texts: readonly LabelledText[], emoticons: readonly string[]): LabelledText[] {
  const phrases = lang === 'zh' ? ZH : lang === 'en' ? EN : null;
  const made: LabelledText[] = [];
  if (phrases !== null) {
    for (const [words, patterns] of [
      [phrases.praise, phrases.praised],
      [phrases.blame, phrases.blamed],
      [phrases.customers, phrases.treated],
    ] as const) {
      for (const label of ['negative', 'positive'] as const) {
        for (const pattern of patterns[label]) {
          for (const word of words) made.push({ text: pattern.replace('_', word), label, corpus: 'phrases' });
        }
      }
    }
  }
  texts.forEach((t, i) => {
    if (i % 2 === 1 || !emoticons.includes(t.corpus)) return;
    const text = t.text.replace(BARE, '');
    if (text.trim() !== '') made.push({ text, label: t.label, corpus: `${t.corpus} without emoticons` });
  });
  return made;
}
