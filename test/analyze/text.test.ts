import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clausesOf, masked, readText, squeeze } from '../../src/analyze/text.ts';
import { anyText, coreMs, monotonous } from './any-text.ts';

const marks = (text: string) => readText(text).marks.map((m) => `${m.kind} ${m.value}`);
const voices = (text: string) =>
  readText(text).segments.map((s) => `${s.author ?? 'me'}: ${text.slice(s.start, s.end)}`);
const clauses = (text: string) => clausesOf(text).map((c) => (c.contrast ? 'but ' : '') + text.slice(c.start, c.end));

describe('marks', () => {
  it.each<[string, string[]]>([
    ['看 http://t.cn/abc。好', ['url http://t.cn/abc']],
    ['see www.acme.com/x, ok', ['url www.acme.com/x']],
    ['write a.b@acme.com now', ['email a.b@acme.com']],
    ['@JetBlue: thanks @小米手机 ＠wide', ['mention JetBlue', 'mention 小米手机', 'mention wide']],
    ['#小米 之家# #WorstEver #1 C#', ['hashtag 小米 之家', 'hashtag WorstEver']],
    ['#a #b', ['hashtag a', 'hashtag b']],
    ['[泪][doge][图片] [1]', ['emoticon 泪', 'emoticon doge', 'placeholder 图片']],
    ['👍🏽👨‍👩‍👧🇨🇳 ❤️', ['emoji 👍🏽', 'emoji 👨‍👩‍👧', 'emoji 🇨🇳', 'emoji ❤️']],
    ['ok :) no :-( <3 a:b 10:30', ['emoticon :)', 'emoticon :-(', 'emoticon <3']],
    ['A&amp;B&nbsp;&#39;<br/>a < b \\u002c', ['html &', 'html  ', "html '", 'html \n', 'html ,']],
    ['&eacute;&NewLine;&emsp;&#0; &copy=1 &nope;', ['html é', 'html \n', 'html  ']],
  ])('%s', (text, expected) => {
    expect(marks(text)).toEqual(expected);
  });

  it('keeps offsets when marks are blanked out', () => {
    const text = '@united 太差 😡 http://t.co/x bad';
    const blank = masked(readText(text));
    expect(blank).toHaveLength(text.length);
    expect(blank.indexOf('太差')).toBe(text.indexOf('太差'));
    expect(blank.trim().split(/\s+/)).toEqual(['太差', 'bad']);
  });
});

describe('whose words', () => {
  it.each<[string, string[]]>([
    ['还不错', ['me: 还不错']],
    ['转给你看 //@小红: 太差了 //@官方微博：新品上市', ['me: 转给你看', '小红: 太差了', '官方微博: 新品上市']],
    ['//@a://@b:hi', ['b: hi']],
    ['RT @JetBlue: new planes', ['JetBlue: new planes']],
    ['so true RT @ann worst airline', ['me: so true', 'ann: worst airline']],
    [`"@JetBlue: Our fleet's here" I can't`, ["JetBlue: Our fleet's here", "me: I can't"]],
    ['“@ann: never again” 说得对', ['ann: never again', 'me: 说得对']],
    ['ask @ann about it', ['me: ask @ann about it']],
    ['START @ann: x', ['me: START @ann: x']],
    ['   ', []],
  ])('%s', (text, expected) => {
    expect(voices(text)).toEqual(expected);
  });
});

describe('clauses', () => {
  it.each<[string, string[]]>([
    ['酒店很好，但是客服态度太差，再也不来了', ['酒店很好', 'but 客服态度太差', '再也不来了']],
    ['好用 推荐', ['好用', '推荐']],
    ['Food was great but the service sucked.', ['Food was great', 'but the service sucked']],
    ['It cost 1,200.50 at acme.com. Bad!', ['It cost 1,200.50 at acme.com', 'Bad']],
    ['Loved Chanel no. 5. No. 6 less so', ['Loved Chanel no. 5', 'No. 6 less so']],
    ['Again? no. 5 stars all the same', ['Again', 'no', '5 stars all the same']],
    ['（其实）还行……', ['其实）还行']],
    ['button broke, buttery', ['button broke', 'buttery']],
    ['但是', ['but 但是']],
    ['!!!', []],
  ])('%s', (text, expected) => {
    expect(clauses(text)).toEqual(expected);
  });
});

describe('squeeze', () => {
  it.each([
    ['sooooo goooood', 'soo good'],
    ['哈哈哈哈哈', '哈哈'],
    ['hahahahaha', 'haha'],
    ['10000000 元！！！！', '10000000 元！！'],
    ['banana', 'banana'],
  ])('%s → %s', (text, expected) => {
    expect(squeeze(text)).toBe(expected);
  });
});

describe('any text', () => {
  it('is read without a throw, with offsets in order and inside', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const doc = readText(text);
        for (const spans of [doc.marks, doc.segments, clausesOf(text)]) {
          let last = 0;
          for (const { start, end } of spans) {
            expect(start).toBeGreaterThanOrEqual(last);
            expect(end).toBeGreaterThan(start);
            expect(end).toBeLessThanOrEqual(text.length);
            last = end;
          }
        }
        expect(masked(doc)).toHaveLength(text.length);
        squeeze(text);
      }),
      { numRuns: 500 },
    );
  });

  it('takes time in proportion to its length, whatever it repeats', () => {
    for (const text of monotonous(100_000)) {
      const took = coreMs(() => {
        readText(text);
        clausesOf(text);
        squeeze(text);
      });
      expect(took, JSON.stringify(text.slice(0, 12))).toBeLessThan(2000);
    }
  });
});
