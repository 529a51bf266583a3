import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from '../../src/analyze/normalise.ts';
import { anyText } from './any-text.ts';

/** What of the original each folded unit came from. */
function sources(text: string): string[] {
  const folded = fold(text);
  return [...Array(folded.text.length).keys()].map((i) => text.slice(folded.startOf(i), folded.endOf(i + 1)));
}

describe('fold', () => {
  it.each([
    ['ＡＣＭＥ！', 'acme!'],
    ['頭髮乾了', '头发干了'],
    ['Nestlé', 'nestle'],
    ['Ne\u0301stle\u0301', 'nestle'],
    ['Ac\u200Bm\u00ADe', 'acme'],
    ['İstanbul', 'istanbul'],
    ['ｶﾞｶ', 'ガカ'],
    ['\u1112\u1161\u11AB국', '한국'],
    ['don’t “x”', 'don\'t "x"'],
    ['𝐀cme', 'acme'],
    ['①…', '1...'],
    ['\ud800a\udc00', '\ud800a\udc00'],
    ['', ''],
  ])('%j folds to %j', (text, folded) => {
    expect(fold(text).text).toBe(folded);
  });

  it('leads back to the original, however lengths differ', () => {
    expect(sources('Ac\u200Bme')).toEqual(['A', 'c', 'm', 'e']);
    expect(sources('…x')).toEqual(['…', '…', '…', 'x']);
    expect(sources('e\u0301x')).toEqual(['e\u0301', 'x']);
    expect(sources('𝐀b')).toEqual(['𝐀', 'b']);
  });

  it('has offsets inside the text and in order, for any text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const folded = fold(text);
        let last = 0;
        for (let i = 0; i < folded.text.length; i++) {
          const start = folded.startOf(i);
          const end = folded.endOf(i + 1);
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          last = start;
        }
        expect(folded.startOf(folded.text.length)).toBeLessThanOrEqual(text.length);
      }),
    );
  });

  it('changes no character the second time', () => {
    const changed: string[] = [];
    for (let code = 0; code < 0x10000; code++) {
      const once = fold(String.fromCharCode(code)).text;
      if (fold(once).text !== once) changed.push(code.toString(16));
    }
    expect(changed).toEqual([]);
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = fold(text).text;
        expect(fold(once).text).toBe(once);
      }),
    );
  });
});
