import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSpans, readSearch, toTsQuery } from '../../src/analyze/search/query.ts';
import { MOST_TOKENS, searchTokens } from '../../src/analyze/search/tokens.ts';
import { anyText } from './any-text.ts';

const lexemes = (text: string) => [...searchTokens(text)].map(({ lexeme }) => lexeme);
const found = (text: string, typed: string) => findSpans(text, readSearch(typed)).map(([a, b]) => text.slice(a, b));

describe('tokens', () => {
  it('are stems in alphabets, pairs where there are no spaces, and single pictographs', () => {
    expect(lexemes('Refunded REFUNDS, iPhone15客服态度 😡')).toEqual([
      'refund',
      'refund',
      'iphone15',
      '客服',
      '服态',
      '态度',
      '度',
      '😡',
    ]);
  });

  it('read the same where the text reads the same', () => {
    expect(lexemes('ＡＣＭＥ 客服態度')).toEqual(lexemes('acme 客服态度'));
  });

  it('end after as many as are searched', () => {
    expect(lexemes('好'.repeat(MOST_TOKENS * 2))).toHaveLength(MOST_TOKENS);
  });
});

describe('a search', () => {
  it('is words that all occur, phrases, and words that do not', () => {
    expect(toTsQuery(readSearch('客服态度 "never again" -ads 贵 refun*'))).toBe(
      "('客服' <1> '服态' <1> '态度') & ('never' <1> 'again') & !('ad') & ('贵':*) & ('refun':*)",
    );
    expect(toTsQuery(readSearch('iPhone手机 follow-up'))).toBe("('iphon' <1> '手机') & ('follow' <1> 'up')");
  });

  it('is nothing where nothing could be found', () => {
    for (const typed of ['', '  ', '!!! ，。', '-spam', '"']) expect(readSearch(typed)).toEqual([]);
  });

  it('is shown in the text as it was published', () => {
    expect(found('客服態度太差，態度！', '态度')).toEqual(['態度', '態度']);
    expect(found('They REFUNDED me; no refunds since', 'refund')).toEqual(['REFUNDED', 'refunds']);
    expect(found('never, ever. never again', '"never again"')).toEqual(['never again']);
    expect(found('太贵了，贵', '贵')).toEqual(['贵', '贵']);
    expect(found('refundable', 'refun*')).toEqual(['refundable']);
    expect(found('good ads', 'good -ads')).toEqual(['good']);
    expect(found('a 好 b', '不好')).toEqual([]);
  });

  it('never fails, whatever is typed or written', () => {
    fc.assert(
      fc.property(anyText, anyText, (text, typed) => {
        const terms = readSearch(typed);
        expect(toTsQuery(terms)).not.toMatch(/\\|'{3}/);
        let before = 0;
        for (const [start, end] of findSpans(text, terms)) {
          expect(start).toBeGreaterThanOrEqual(before);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          before = end;
        }
      }),
    );
  });

  it('finds what was taken from the text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('很', '好', '服', '务', 'good', ' ', '，', 'x'), { minLength: 1 }),
        (parts) => {
          const text = parts.join('');
          for (const run of text.matchAll(/[很好服务]{2,}/g)) {
            expect(findSpans(text, readSearch(run[0])).length).toBeGreaterThan(0);
          }
        },
      ),
    );
  });
});
