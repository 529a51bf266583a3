import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyOf } from '../../src/analyze/match/needle.ts';

describe('keyOf', () => {
  it('is the same for a term that needs no folding as for one that does', () => {
    const word = fc.string({ unit: fc.constantFrom(..."abcxyz0189'"), minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), (words) => {
        expect(keyOf(words.join(' '))).toBe(words.join(' '));
        expect(keyOf(` ${words.join(' - ').toUpperCase()}`)).toBe(words.join(' '));
      }),
    );
  });

  it.each([
    ['e-mail', 'e mail'],
    ['don’t', "don't"],
    ['ＡＢＣ  公司', 'abc 公司'],
    ['退款', '退款'],
  ])('%s → %s', (term, key) => {
    expect(keyOf(term)).toBe(key);
  });
});
