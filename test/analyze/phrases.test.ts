import { describe, expect, it } from 'vitest';
import { ZH as ASPECTS, NEITHER_ZH as NEITHER_ASPECT } from '../../src/analyze/aspects/zh.ts';
import { ZH as INTENTS, NEITHER_ZH as NEITHER_INTENT } from '../../src/analyze/intents/zh.ts';
import { Field } from '../../src/analyze/match/field.ts';
import { PhraseBook } from '../../src/analyze/phrases/book.ts';
import { readingsOf } from '../../src/analyze/phrases/pattern.ts';
import { ScriptBooks } from '../../src/analyze/phrases/scripts.ts';
import {
  ADVERTISING_STRONG_ZH,
  CALL_ZH,
  HURRY_ZH,
  NO_SELLER_ZH,
  OFFER_ZH,
  SELLER_ZH,
} from '../../src/analyze/talkers/signs.ts';

const found = (patterns: string[], text: string) =>
  new PhraseBook(patterns.map((p) => [p, p] as const)).find(new Field(text)).map((o) => text.slice(o.start, o.end));

describe('PhraseBook', () => {
  it.each<[string, string, string[]]>([
    ['(再也|以后)不(会|想|)来', '再也不来，以后不想来，不来', ['再也不来', '以后不想来']],
    ['refund*', 'Refunds, refunded; prerefund', ['Refunds', 'refunded']],
    ['sue', 'sue issue sued', ['sue']],
    ['switch* .. to', 'switching over to them. switch. to', ['switching over to']],
    ['never .. again', 'never one two three four five six again', ['never one two three four five six again']],
    ['never .. again', 'never one two three four five six seven again', []],
    ['(will|would) + (sue|go)', 'will go, would  sue; will not go', ['will go', 'would  sue']],
    [
      '(take|took|taking) (my|our) (business|money|custom) (elsewhere|away|back|there)',
      'Taking my money elsewhere',
      ['Taking my money elsewhere'],
    ],
    ['tell* + (all|my) friends', 'telling my friends', ['telling my friends']],
    ['a + (very|) + good', 'a good, a very good, a bad good', ['a good', 'a very good']],
    ['退款', '要退款 退_款 退 款', ['退款']],
    ["don't", 'don’t DON’T', ['don’t', 'DON’T']],
  ])('%s in %s', (pattern, text, expected) => {
    expect(found([pattern], text)).toEqual(expected);
  });

  it.each([
    ['(a|b', 'unbalanced bracket'],
    ['a)', 'unbalanced bracket'],
    ['a|b', 'unbalanced bracket'],
    ['(a|)', 'nothing need occur'],
    ['', 'nothing need occur'],
    ['a* b', 'only the end of a part may be open'],
  ])('refuses %s', (pattern, message) => {
    expect(() => new PhraseBook([[pattern, 1]])).toThrow(message);
  });
});

describe('ScriptBooks', () => {
  const entries = [
    ['退款', 'han'],
    ['(点了|下载)app', 'han'],
    ['12315', 'digits'],
    ['refund*', 'letters'],
    ['возврат', 'letters'],
  ] as const;

  it.each<[string, string[]]>([
    ['要退款！', ['退款']],
    ['Refunds, please', ['Refunds']],
    ['打12315要退款，refund', ['退款', '12315', 'refund']],
    ['下载APP', ['下载APP']],
    ['Где возврат?', ['возврат']],
    ['……？！', []],
  ])('finds the same as one book would: %s', (text, expected) => {
    const spans = (found: { start: number; end: number }[]) => found.map((o) => text.slice(o.start, o.end)).sort();
    expect(spans(new ScriptBooks(() => entries).find(new Field(text)))).toEqual([...expected].sort());
    expect(spans(new PhraseBook(entries).find(new Field(text)))).toEqual([...expected].sort());
  });

  it('asks for no entry before a text needs one, and reads no Chinese pattern for an English text', () => {
    let asked = 0;
    const books = new ScriptBooks(() => {
      asked++;
      return [
        ['(退款', 'broken'],
        ['refund', 'fine'],
      ];
    });
    expect(books.find(new Field('……'))).toEqual([]);
    expect(asked).toBe(0);
    expect(books.find(new Field('a refund')).map((o) => o.value)).toEqual(['fine']);
    expect(() => books.find(new Field('退款'))).toThrow('unbalanced bracket');
  });
});

describe('the built-in lists', () => {
  const lists = [
    ...Object.values(ASPECTS).flatMap(({ topics, signs }) => [topics, signs]),
    NEITHER_ASPECT,
    ...Object.values(INTENTS),
    NEITHER_INTENT,
    ADVERTISING_STRONG_ZH,
    CALL_ZH,
    HURRY_ZH,
    NO_SELLER_ZH,
    OFFER_ZH,
    SELLER_ZH,
  ].flatMap((list) => list.replace(/ \+ /g, '\0').split(/\s+/));

  it('have no pattern with a Chinese character that can be written without one', () => {
    const patterns = lists.map((p) => p.replaceAll('\0', ' + ')).filter((p) => /\p{Script=Han}/u.test(p));
    expect(patterns.length).toBeGreaterThan(1000);
    const open = patterns.filter((p) =>
      readingsOf(p).some((parts) =>
        parts.every(({ texts }) => texts.some(({ text }) => !/\p{Script=Han}/u.test(text))),
      ),
    );
    expect(open).toEqual([]);
  });
});
