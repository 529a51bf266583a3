import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileMatcher, type MatchInput } from '../../src/analyze/match.ts';
import type { Brand } from '../../src/model.ts';
import { anyText, coreMs, monotonous } from './any-text.ts';
import { brand } from './brands.ts';

/** The words of each field that matched, by brand. */
function found(brands: readonly Brand[], post: MatchInput | string): Record<string, string[]> {
  const input = typeof post === 'string' ? { text: post } : post;
  const matches = compileMatcher(brands).match(input);
  return Object.fromEntries(
    matches.map(({ brand: id, why }) => [
      id,
      why.map((reason) => {
        if (!('field' in reason)) throw new Error('no place');
        const source = reason.field === 'author' ? reason.term : input[reason.field];
        return String(source).slice(reason.start, reason.end);
      }),
    ]),
  );
}

const words = (b: Brand, text: string) => found([b], text)[b.id] ?? [];

describe('Latin terms', () => {
  const mac = brand('mac', ['mac']);
  it.each<[string, string[]]>([
    ['my Mac is slow', ['Mac']],
    ['machine', []],
    ['stomach', []],
    ['Mac’s, MAC! (mac)', ['Mac', 'MAC', 'mac']],
    ['mac-like, e-mac', ['mac', 'mac']],
    ['mac_book mac2', []],
    ['我的Mac太卡', ['Mac']],
    ['ＭＡＣ', ['ＭＡＣ']],
    ['m\u200Bac', ['m\u200Bac']],
    ['http://mac.com/mac?x=mac me@mac.com', []],
  ])('mac in %j', (text, expected) => {
    expect(words(mac, text)).toEqual(expected);
  });

  it('keeps to the case where told so, and folds accents where not', () => {
    const apple = brand('apple', [{ term: 'Apple', caseSensitive: true }, 'Nestlé']);
    expect(words(apple, 'an apple, an Apple, nestle, NESTLÉ')).toEqual(['Apple', 'nestle', 'NESTLÉ']);
  });

  it('takes blanks, hyphens and line ends between words for one', () => {
    const cola = brand('cola', ['Coca-Cola']);
    expect(words(cola, 'coca cola; Coca-Cola; coca \n cola; cocacola')).toEqual([
      'coca cola',
      'Coca-Cola',
      'coca \n cola',
    ]);
  });

  it('finds names with signs in them, in HTML too', () => {
    const att = brand('att', ['AT&T', 'acme.com', 'Yahoo!']);
    expect(words(att, 'AT&amp;T and AT&T, see https://acme.com/x, yahoo! fool')).toEqual([
      'AT&amp;T',
      'AT&T',
      'acme.com',
      'yahoo!',
    ]);
  });
});

describe('handles and tags', () => {
  const acme = brand('acme', ['Acme', 'Acme Air']);
  it.each<[string, string[]]>([
    ["@Acme's late", ['Acme']],
    ['@acme: hi .@ACME', ['acme', 'ACME']],
    ['@AcmeSupport @acme_help @AskAcme @AcmeUK', ['Acme', 'acme', 'Acme', 'Acme']],
    ['@AcmeFan99 @theacmeway', []],
    ['@acme太差了 @acme-rebooked', ['acme', 'acme']],
    ['#acme #AcmeFail #BoycottAcme #acmefail #boycottacme', ['acme', 'Acme', 'Acme', 'acme', 'acme']],
    ['#acmeology #placmefoo', []],
    ['#AcmeAir #acme_air @AcmeAir', ['AcmeAir', 'acme', 'AcmeAir']],
    ['#Acme 怎么了# #怎么看Acme#', ['Acme', 'Acme']],
  ])('Acme in %j', (text, expected) => {
    expect(words(acme, text)).toEqual(expected);
  });

  it('does not take a letter before a capital for a word', () => {
    expect(words(brand('phone', ['phone']), '#iPhone #MyPhone')).toEqual(['Phone']);
  });

  it('finds Chinese names in handles of the company, not in those of its fans', () => {
    const mi = brand('mi', ['小米']);
    expect(words(mi, '@小米 @小米客服你们太慢了 @小米公司 #小米翻车# #小米')).toEqual([
      '小米',
      '小米',
      '小米',
      '小米',
      '小米',
    ]);
    expect(words(mi, '@小米粒的春天')).toEqual([]);
  });

  it('takes a term with @ or # for that handle or tag only, sign included', () => {
    const united = brand('united', ['@united', '#flyunited']);
    expect(words(united, '@United late, united we stand #flyUnited #flyunited# @unitedwestand')).toEqual([
      '@United',
      '#flyUnited',
      '#flyunited#',
    ]);
  });
});

describe('Chinese and Japanese terms', () => {
  const mi = brand('mi', [{ term: '小米', notIn: ['小米粥', '小米椒'] }, '米粉']);
  it.each<[string, string[]]>([
    ['我从小米换到别家', ['小米']],
    ['小米粥很好喝', []],
    ['喝小米粥，用小米手机', ['小米']],
    ['小米粉丝', ['小米']],
    ['小　米', []],
  ])('小米 in %s', (text, expected) => {
    expect(words(mi, text).filter((w) => w === '小米')).toEqual(expected);
  });

  it('folds traditional characters on either side', () => {
    expect(words(brand('hw', ['华为']), '華為手機')).toEqual(['華為']);
    expect(words(brand('hw', ['華為']), '华为手机')).toEqual(['华为']);
  });

  it('does not find アップル in パイナップル', () => {
    expect(words(brand('apple', ['アップル', 'ップル']), 'パイナップルとアップル')).toEqual(['アップル']);
  });

  it('finds an emoji', () => {
    expect(words(brand('apple', ['🍎']), '好用🍎🍎')).toEqual(['🍎', '🍎']);
  });
});

describe('several brands', () => {
  it('gives each its own reasons, in the order of the brands', () => {
    const text = '我从小米换到 Acme 了';
    const matches = compileMatcher([brand('acme', ['Acme']), brand('mi', ['小米'])]).match({ text });
    expect(matches).toEqual([
      { brand: 'acme', why: [{ term: 'Acme', field: 'text', start: 7, end: 11 }] },
      { brand: 'mi', why: [{ term: '小米', field: 'text', start: 2, end: 4 }] },
    ]);
  });

  it('lets the longer name win', () => {
    const brands = [brand('united', ['United']), brand('club', ['Manchester United'])];
    expect(found(brands, 'Manchester United lost')).toEqual({ club: ['Manchester United'] });
    expect(found(brands, 'Manchester United flew United')).toEqual({ united: ['United'], club: ['Manchester United'] });
    expect(found([brand('a', ['acme', 'acme air'])], 'acme air')).toEqual({ a: ['acme air'] });
  });

  it('lets two brands share a name', () => {
    expect(found([brand('a', ['Delta']), brand('b', ['delta'])], 'Delta')).toEqual({ a: ['Delta'], b: ['Delta'] });
  });

  it('excludes for the one brand only, title included', () => {
    const brands = [brand('a', ['apple'], { exclude: ['apple pie'] }), brand('b', ['apple'])];
    expect(found(brands, { title: 'Apple pie', text: 'apple' })).toEqual({ b: ['Apple', 'apple'] });
  });

  it('reads the title too and never the author', () => {
    const input = { title: 'Acme down', text: 'again', author: 'Acme' };
    expect(compileMatcher([brand('acme', ['acme'])]).match(input)).toEqual([
      { brand: 'acme', why: [{ term: 'acme', field: 'title', start: 0, end: 4 }] },
    ]);
  });
});

describe('any text', () => {
  const brands = [
    brand('a', ['Acme', '小米', { term: 'mac', notIn: ['machine gun'] }, '@JetBlue', '#话题', '😡', 'ガ', '哈哈']),
    brand('b', ['客服', 'united'], { query: '(TERMS OR soo*) NEAR/5 态度 OR acme AND NOT machine' }),
    brand('c', ['[泪]', 'co'], { exclude: ['acme'] }),
  ];
  const matcher = compileMatcher(brands);

  it('is matched without a throw, each reason reading as its term when folded', () => {
    fc.assert(
      fc.property(anyText, anyText, (title, text) => {
        for (const { why } of matcher.match({ title, text })) {
          expect(why.length).toBeGreaterThan(0);
          for (const reason of why) {
            if (!('field' in reason)) throw new Error('no place');
            const source = reason.field === 'title' ? title : text;
            expect(reason.start).toBeGreaterThanOrEqual(0);
            expect(reason.end).toBeGreaterThan(reason.start);
            expect(reason.end).toBeLessThanOrEqual(source.length);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is found wherever it is put between blanks', () => {
    fc.assert(
      fc.property(anyText, anyText, (before, after) => {
        // An open quotation, tag or address before it may swallow what follows; a new line ends them all.
        const text = `${before}\n ACME \n${after}`;
        const start = before.length + 2;
        const { why } = compileMatcher([brand('a', ['Acme'])]).match({ text })[0]!;
        expect(why.length >= 50 || why.some((r) => 'start' in r && r.start === start && r.end === start + 4)).toBe(
          true,
        );
      }),
      { numRuns: 500 },
    );
  });

  it('takes time in proportion to its length, whatever it repeats', () => {
    for (const text of [...monotonous(100_000), 'acme '.repeat(20_000), '客服态度'.repeat(25_000)]) {
      const took = coreMs(() => matcher.match({ text }));
      expect(took, JSON.stringify(text.slice(0, 12))).toBeLessThan(2000);
    }
  });
});
