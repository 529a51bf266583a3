import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Span } from '../../../src/model.ts';
import { clip, excerpt, graphemeEnd } from '../../../src/notify/content/excerpt.ts';

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const FAMILY = '👨‍👩‍👧‍👦';

test('a short text is quoted whole', () => {
  expect(excerpt('  服务很差  ', [], 10)).toEqual({
    text: '服务很差',
    start: 2,
    end: 6,
    cutBefore: false,
    cutAfter: false,
    marks: [],
  });
});

test('a long text is cut between signs, not within them', () => {
  const text = FAMILY.repeat(5);
  expect(excerpt(text, [], 2)).toMatchObject({ text: FAMILY.repeat(2), cutAfter: true });
  expect(excerpt('e\u0301e\u0301e\u0301', [], 2).text).toBe('e\u0301e\u0301');
});

test('an excerpt ends at a word where the script has words', () => {
  expect(excerpt('The agent never called back', [], 12).text).toBe('The agent');
  expect(excerpt('客服一直没有回电话给我', [], 6).text).toBe('客服一直没有');
});

test('the words that decided are shown, from the beginning of their sentence', () => {
  const text = `${'早上好。'.repeat(60)}到了机场才知道航班取消。要求退款，没人理。后面还有很多话，${'说了又说，'.repeat(60)}`;
  const at = text.indexOf('退款');
  const cut = excerpt(text, [[at, at + 2]], 40);
  expect(cut.text.startsWith('要求退款')).toBe(true);
  expect(cut).toMatchObject({ cutBefore: true, cutAfter: true });
  expect(cut.text.slice(...cut.marks[0]!)).toBe('退款');
});

test('marks outside of the excerpt, overlapping, or wrong altogether do no harm', () => {
  const spans: Span[] = [
    [5, 8],
    [6, 9],
    [-3, 2],
    [4, 4],
    [2, 900],
    [0, 1],
  ];
  const { text, marks } = excerpt('abcdefghij', spans, 8);
  expect(text).toBe('abcdefgh');
  expect(marks.every(([a, b], i) => a >= (marks[i - 1]?.[1] ?? 0) && b > a && b <= 8)).toBe(true);
});

test('one word of ten thousand letters, one letter with a thousand accents', () => {
  expect(excerpt('x'.repeat(10_000), [], 100).text).toHaveLength(100);
  const zalgo = `a${'\u0316'.repeat(1_000)}`;
  expect(excerpt(zalgo.repeat(10), [], 100).text.length).toBeLessThan(200);
  expect(graphemeEnd('😀'.repeat(3), 0, 1)).toBe(2);
});

test('an excerpt is a substring, within its size, and never splits a sign', () => {
  const sign = fc.constantFrom('a', ' ', '。', '好', '👍🏽', FAMILY, 'e\u0301', '.', '\n', '🇨🇳', 'نص');
  fc.assert(
    fc.property(fc.array(sign, { maxLength: 200 }), fc.nat(60), fc.nat(200), fc.nat(20), (signs, max, from, length) => {
      const text = signs.join('');
      const cut = excerpt(text, [[from, from + length]], max + 1);
      expect(text.slice(cut.start, cut.end)).toBe(cut.text);
      expect([...segmenter.segment(cut.text)].length).toBeLessThanOrEqual(max + 1);
      const edges = new Set([...segmenter.segment(text)].map(({ index }) => index)).add(text.length);
      expect(edges.has(cut.start) || cut.text === '').toBe(true);
      expect(edges.has(cut.end) || cut.text === '').toBe(true);
    }),
  );
});

test('clip marks that something followed', () => {
  expect(clip('短', 5)).toBe('短');
  expect(clip('a long name indeed', 6)).toBe('a long…');
});
