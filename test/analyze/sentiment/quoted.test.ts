import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { onlyTells, toldWords, without } from '../../../src/analyze/sentiment/quoted.ts';
import { anyText } from '../any-text.ts';

const told = (text: string, lang: string) => toldWords(text, lang).map(([start, end]) => text.slice(start, end));

describe('words that are not the writer’s', () => {
  it.each<[string, string, string[]]>([
    ['zh', '电影院门口的告示写着“今晚停电”，只好回家', ['“今晚停电”']],
    ['zh', '昨天看的那部片名叫《坏孩子》', ['《坏孩子》']],
    ['zh', '同事问我“这个牌子靠谱吗”', ['“这个牌子靠谱吗”']],
    ['en', 'The sign reads "closed for repairs" today', ['"closed for repairs"']],
    ['en', 'a song called “Bad Guy” was playing', ['“Bad Guy”']],
    ['en', 'My boss asked me "is it any good?" and left', ['"is it any good?"']],
  ])('%s: %s', (lang, text, expected) => {
    expect(told(text, lang)).toEqual(expected);
  });

  it.each([
    ['zh', '朋友说“别买”，我信了'],
    ['zh', '店长说“不退”'],
    ['zh', '“顶级”配置，卡成这样'],
    ['en', 'The agent said "deal with it"'],
    ['en', 'They call this "fresh" fish'],
    ['en', '"Great" job'],
    ['fr', 'un film intitulé "Le mauvais"'],
  ])('but may be in %s: %s', (lang, text) => {
    expect(told(text, lang)).toEqual([]);
  });

  it('are blanked out where they stand', () => {
    expect(
      without('a "b" c "d"', [
        [2, 5],
        [8, 11],
      ]),
    ).toBe('a     c    ');
  });

  it('are all that is told, or not', () => {
    expect(onlyTells('告示写着      ', 'zh')).toBe(true);
    expect(onlyTells('告示写着      ，结果我在外面冻了两个小时', 'zh')).toBe(false);
    expect(onlyTells('The sign reads       ', 'en')).toBe(true);
    expect(onlyTells('The sign reads        but nobody was there and we lost the whole evening', 'en')).toBe(false);
  });

  it('are looked for in any text, in time that grows with its length', () => {
    fc.assert(fc.property(anyText, (text) => without(text, toldWords(text, 'zh')).length === text.length));
    const begun = performance.now();
    for (const slow of [
      '"'.repeat(5000),
      '“a'.repeat(2500),
      `called ${' '.repeat(5000)}"a"`,
      '写着：，'.repeat(1200),
    ]) {
      for (const lang of ['zh', 'en']) toldWords(slow, lang);
    }
    expect(performance.now() - begun).toBeLessThan(200);
  });
});
