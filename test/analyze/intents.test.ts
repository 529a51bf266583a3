import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findIntents } from '../../src/analyze/intents.ts';
import { readText } from '../../src/analyze/text.ts';
import { anyText, coreMs, monotonous } from './any-text.ts';

const found = (text: string) => findIntents(readText(text)).map((i) => `${i.intent}: ${text.slice(...i.evidence)}`);
const intents = (text: string) => findIntents(readText(text)).map((i) => i.intent);

describe('findIntents', () => {
  it.each<[string, string[]]>([
    ['酒店很好，但是客服态度太差，再也不来了', ['churn: 再也不来了']],
    ['以后絕對不會再買', ['churn: 以后絕對不會再買']],
    ['已经卸载了，换别家', ['churn: 已经卸载了']],
    ['第一次也是最后一次', ['churn: 第一次也是最后一次']],
    ["I won't be back.", ["churn: I won't be back"]],
    ['Never flying with you again!', ['churn: Never flying with you again']],
    ['Taking my business elsewhere', ['churn: Taking my business elsewhere']],
    ['Just cancelled my subscription', ['churn: Just cancelled my subscription']],
    ['大家千万别买', ['warning: 大家千万别买']],
    ['不推荐购买', ['warning: 不推荐购买']],
    ['DONT BUY THIS', ['warning: DONT BUY THIS']],
    ['Would not recommend to anyone', ['warning: Would not recommend to anyone']],
    ['Stay away from these crooks', ['warning: Stay away from these crooks']],
    ['我要退款', ['refund: 我要退款']],
    ['They refuse to refund me', ['refund: They refuse to refund me']],
    ['I want my money back', ['refund: I want my money back']],
    ['再不退款我就打12315', ['refund: 再不退款我就打12315', 'regulator: 再不退款我就打12315']],
    ['我要向消协投诉', ['regulator: 我要向消协投诉']],
    ['Reporting you to the BBB', ['regulator: Reporting you to the BBB']],
    ['I will be filing complaints with the FAA', ['regulator: I will be filing complaints with the FAA']],
    ['等着被媒体曝光吧', ['press: 等着被媒体曝光吧']],
    ['发到微博上让大家评评理', ['press: 发到微博上让大家评评理']],
    ["I'm contacting the local news", ["press: I'm contacting the local news"]],
    ['准备起诉你们', ['legal: 准备起诉你们']],
    ['已经委托律师', ['legal: 已经委托律师']],
    ['You will hear from my lawyer', ['legal: You will hear from my lawyer']],
    ["I'm going to sue", ["legal: I'm going to sue"]],
    ['吃完上吐下泻，住院了', ['safety: 吃完上吐下泻']],
    ['my charger caught fire', ['safety: my charger caught fire']],
    ['强烈推荐给大家', ['praise: 强烈推荐给大家']],
    ['I highly recommend it', ['praise: I highly recommend it']],
    ['下次还会来', ['repurchase: 下次还会来']],
    ['无限回购', ['repurchase: 无限回购']],
    ['I will definitely be back', ['repurchase: I will definitely be back']],
    ['请问什么时候发货？', ['question: 请问什么时候发货']],
    ['怎么退货呢', ['question: 怎么退货呢', 'refund: 怎么退货呢']],
    ['@united how do I rebook my flight?', ['question: how do I rebook my flight']],
    ['今天天气不错', []],
    ['', []],
  ])('%s', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it.each([
    '没有投诉12315',
    '不用退款了',
    '我不会起诉你们',
    '没有过敏，很好',
    'no one was hurt',
    'This hurt my budget',
    'All of this is due to their negligence',
    "I'm not going to sue",
    "don't want a refund",
    '再也不用担心迟到了',
    'hope this never happens again',
    'got a full refund the next day',
    '商家主动退款了，很快',
    'my kids don’t fly often',
    'my phone is back online, they said it would be back up',
    'insult to injury',
    '抵制不了诱惑',
  ])('not meant: %s', (text) => {
    expect(intents(text)).toEqual([]);
  });

  it.each([
    '他说再也不来了',
    '朋友说要起诉他们',
    '网友扬言曝光',
    'She said she will never come back',
    'My friend told me he is suing them',
    'People say they will boycott them',
  ])('somebody else’s: %s', (text) => {
    expect(intents(text)).toEqual([]);
  });

  it.each(['表妹临时住院去不了大理，不可取消的单全退了', '我妈骨折来不了，客服帮忙改了期', '家人住院，酒店免费取消了'])(
    'why one could not come is no harm done by the brand: %s',
    (text) => {
      expect(intents(text)).not.toContain('safety');
    },
  );

  it('but a harm is one, whatever could not be done after it', () => {
    expect(intents('酒店电梯坏了，老人摔伤住院，旅行也去不了了')).toContain('safety');
  });

  it.each([
    ['我跟他们说我要起诉', ['legal']],
    ['they said no, so I will sue', ['legal']],
    ['网友说得对，再也不买了', ['churn']],
    ['我不得不报警', ['legal']],
    ['不仅要退款', ['refund']],
    ['I would never buy from them again', ['churn']],
    ['Of all their perfumes Chanel no. 5 I highly recommend', ['praise']],
    ['Room No.5 is where we will definitely be back', ['repurchase']],
  ])('the writer’s after all: %s', (text, expected) => {
    expect(intents(text)).toEqual(expected);
  });

  it.each([
    'are you kidding me?',
    '你们还能再慢点吗？',
    '难道不该赔吗',
    "I don't know when it leaves?",
    'what a joke',
    '为什么不早说？',
  ])('no question: %s', (text) => {
    expect(intents(text)).not.toContain('question');
  });

  it('reads the writer’s words only', () => {
    expect(intents('转发 //@a: 再也不来了')).toEqual([]);
    expect(intents('RT @a: never flying with them again')).toEqual([]);
    expect(intents('see http://x.com/refund @RefundHelp')).toEqual([]);
  });
});

describe('any text', () => {
  it('has its intents once each, with evidence inside the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const findings = findIntents(readText(text));
        expect(new Set(findings.map((f) => f.intent)).size).toBe(findings.length);
        for (const { evidence } of findings) {
          expect(evidence[0]).toBeGreaterThanOrEqual(0);
          expect(evidence[1]).toBeGreaterThan(evidence[0]);
          expect(evidence[1]).toBeLessThanOrEqual(text.length);
        }
      }),
    );
  });

  it('takes time in proportion to its length, whatever it repeats', () => {
    const texts = [
      'never ',
      '再也不',
      '他说他说',
      'she said ',
      'not never ',
      'will you ',
      '再也不来',
      'do not buy ',
    ].map((w) => w.repeat(50_000 / w.length));
    for (const text of [...monotonous(50_000), ...texts]) {
      const took = coreMs(() => findIntents(readText(text)));
      expect(took, JSON.stringify(text.slice(0, 12))).toBeLessThan(3000);
    }
  });
});
