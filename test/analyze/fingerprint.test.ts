import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprint, sameStory, similarity } from '../../src/analyze/fingerprint.ts';
import { StoryIndex } from '../../src/analyze/stories.ts';
import { anyText, coreMs, monotonous } from './any-text.ts';

const ZH = '订了海景房，到了才知道酒店在一万公里之外，客服让我打车过去，退款拖了三个星期还没有到账。';
const EN =
  'Booked a sea view room and found the hotel is ten thousand kilometres away; support told me to take a taxi.';

const print = (text: string) => {
  const print = fingerprint(text);
  if (print === null) throw new Error(`no fingerprint: ${text}`);
  return print;
};
const shareBand = (a: string, b: string) => print(a).bands.some((band) => print(b).bands.includes(band));

describe('copies', () => {
  it.each([
    ['the same', ZH, ZH],
    ['a changed title', `【震惊】${ZH}`, `网友爆料：${ZH}`],
    ['an edited word', ZH, ZH.replace('三个星期', '二十多天')],
    ['other punctuation and emoji', ZH, `${ZH.replaceAll('，', '！！')}😡😡[怒] http://t.cn/abc`],
    [
      'traditional characters',
      ZH,
      '訂了海景房，到了才知道酒店在一萬公里之外，客服讓我打車過去，退款拖了三個星期還沒有到賬。',
    ],
    ['a cut', ZH, ZH.slice(0, 32)],
    ['a Weibo repost', ZH, `转发微博 //@小红: 太惨了 //@小明：${ZH}`],
    ['a comment on it', `这也行？//@小明：${ZH}`, `笑死我了哈哈哈哈哈，以后再也不敢订他家的房了啊 //@小明：${ZH}`],
    ['a retweet', EN, `so true RT @ann: ${EN} http://t.co/x`],
    ['a quotation', EN, `"@ann: ${EN}" this is why I left`],
    ['HTML left in it', EN, `<p>${EN.replace(' and ', ' &amp;nbsp; and ')}</p>`],
    ['full width', EN, EN.replace(/[a-z]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0))],
    ['an added sentence', EN, `${EN} Never again with these people.`],
  ])('%s', (_, a, b) => {
    expect(shareBand(a, b)).toBe(true);
    expect(sameStory(print(a), print(b))).toBe(true);
    expect(similarity(print(a), print(b))).toBeGreaterThan(0.4);
  });
});

describe('different texts', () => {
  it.each([
    [ZH, '房间很干净，早餐也不错，就是离地铁站有点远，下次来这边出差还会选择这家酒店。'],
    [EN, 'The room was clean and the breakfast was good, we would stay here again when we come back to town.'],
    [ZH, '订了海景房，前台小姐姐特别热情，给我们免费升级了套房，孩子在沙滩上玩得特别开心，推荐。'],
    [
      "I've been on hold for two hours about my bag that never came",
      "I've been on hold for 30 minutes to change a booking, unbelievable",
    ],
  ])('%s | %s', (a, b) => {
    expect(sameStory(print(a), print(b))).toBe(false);
  });

  it.each([
    '好评',
    '👍',
    '',
    '很好很好很好很好很好很好很好',
    'Great app, love it!',
    '转发微博 //@a: 哈哈',
    '@a @b @c http://t.co/x',
    '哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈',
  ])('too little to tell: %j', (text) => {
    expect(fingerprint(text)).toBeNull();
  });

  it('tells short texts apart by whose words they are', () => {
    expect(sameStory(print('RT @ann: our fleet is on fleek'), print('wow RT @ann: our fleet is on fleek'))).toBe(true);
    expect(sameStory(print('RT @ann: our fleet is on fleek'), print('RT @bob: my cat is on sale'))).toBe(false);
  });
});

describe('any text', () => {
  it('has a well-formed fingerprint or none, and is like itself', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const print = fingerprint(text);
        if (print === null) return;
        expect(print.simhash).toMatch(/^[0-9a-f]{16}$/);
        for (const band of print.bands) expect(band).toMatch(/^[0-9a-f]{13}$/);
        expect(similarity(print, print)).toBe(1);
        expect(sameStory(print, print)).toBe(true);
      }),
    );
  });

  it('takes time in proportion to its length, whatever it repeats', () => {
    for (const text of monotonous(200_000)) {
      const took = coreMs(() => fingerprint(text));
      expect(took, JSON.stringify(text.slice(0, 12))).toBeLessThan(2000);
    }
  });
});

describe('StoryIndex', () => {
  it('joins copies to the first, and shares to what they share', () => {
    const index = new StoryIndex();
    expect(index.join('a', fingerprint(ZH))).toBe('a');
    expect(index.join('b', fingerprint(`【转】${ZH}`))).toBe('a');
    expect(index.join('c', fingerprint(EN))).toBe('c');
    expect(index.join('d', fingerprint('好评'))).toBe('d');
    expect(index.join('e', fingerprint('好评'))).toBe('e');
    expect(index.join('f', fingerprint('怎么会这样'), 'a')).toBe('a');
  });

  it('does not drift: a copy of a copy is measured against the first', () => {
    const words = EN.split(' ');
    const other = 'seven quick brown foxes jump over lazy dogs while nobody at all was watching them today'.split(' ');
    const index = new StoryIndex();
    const stories = new Set<string>();
    for (let i = 0; i <= words.length; i++) {
      stories.add(index.join(`p${i}`, fingerprint([...other.slice(0, i), ...words.slice(i)].join(' '))));
    }
    expect(stories.size).toBeGreaterThan(1);
  });
});
