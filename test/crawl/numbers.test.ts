import { describe, expect, it } from 'vitest';
import { parseChineseNumeral, parseNumber } from '../../src/crawl/numbers.ts';

describe('parseNumber', () => {
  it.each([
    ['1.2万', 12_000],
    ['1.1万', 11_000],
    ['１.２万', 12_000],
    ['10万+', 100_000],
    ['1.2w', 12_000],
    ['3亿', 300_000_000],
    ['2千', 2_000],
    ['3.4k', 3_400],
    ['1.2M', 1_200_000],
    ['1.5 million', 1_500_000],
    ['12,345', 12_345],
    ['12,34,567', 1_234_567],
    ['1,234.5', 1_234.5],
    ['1.234,5', 1_234.5],
    ['4,5', 4.5],
    ['1.234', 1.234],
    ['1.234.567', 1_234_567],
    ['1 234', 1_234],
    ['3 2016', 3],
    ['(123)', 123],
    ['123条评论', 123],
    ['-5', -5],
    ['3 kg', 3],
  ])('%s is %d', (text, expected) => expect(parseNumber(text)).toBe(expected));

  it.each(['赞', '', 'no'])('%s is none', (text) => expect(parseNumber(text)).toBeNull());
  it('leaves numbers as they are, but for those that are none', () => {
    expect(parseNumber(3.5)).toBe(3.5);
    expect(parseNumber(Number.NaN)).toBeNull();
    expect(parseNumber(null)).toBeNull();
  });
});

describe('parseChineseNumeral', () => {
  it.each([
    ['两', 2],
    ['十', 10],
    ['十五', 15],
    ['三十', 30],
    ['二十三', 23],
    ['几', 3],
    ['百', null],
    ['二三', null],
  ])('%s is %s', (text, expected) => expect(parseChineseNumeral(text)).toBe(expected));
});
