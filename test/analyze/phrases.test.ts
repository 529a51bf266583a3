import { describe, expect, it } from 'vitest';
import { Field } from '../../src/analyze/match/field.ts';
import { PhraseBook } from '../../src/analyze/phrases/book.ts';

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
