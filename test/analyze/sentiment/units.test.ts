import { describe, expect, it } from 'vitest';
import { EMOTICON, PUNCTUATION, REFERENCE, unitsOf, WORD } from '../../../src/analyze/sentiment/units.ts';

const pieces = (text: string): string[] => {
  const u = unitsOf(text);
  return Array.from({ length: u.count }, (_, i) => u.folded.slice(u.start[i], u.end[i]));
};
const hashes = (text: string): number[] => [...unitsOf(text).hash.subarray(0, unitsOf(text).count)];

describe('units of a text', () => {
  it('are characters in Chinese, words in English, tags and emoji whole', () => {
    expect(pieces('太好了[允悲]')).toEqual(['太', '好', '了', '[允悲]']);
    expect(pieces("I don't LIKE it 👎")).toEqual(['i', "don't", 'like', 'it', '👎']);
    expect(pieces('iPhone 真香')).toEqual(['iphone', '真', '香']);
  });

  it('know that a link or a name is there, not what it says', () => {
    const u = unitsOf('@小明 see https://example.com/a?b=1 //@路人甲:哈');
    expect([...u.kind.subarray(0, u.count)]).toEqual([REFERENCE, WORD, REFERENCE, REFERENCE, PUNCTUATION, 0]);
    expect(hashes('@a yes')).toEqual(hashes('@someone_else yes'));
  });

  it('hear elongations as the same word', () => {
    expect(hashes('sooooo good')).toEqual(hashes('soo good'));
    expect(hashes('哈哈哈哈哈哈')).toEqual(hashes('哈哈哈'));
    expect(hashes('!!!!!!')).toEqual(hashes('!!'));
    expect(hashes('so')).not.toEqual(hashes('soo'));
  });

  it('take smileys for feelings', () => {
    for (const face of [':)', ':-(', ':D', ':P', '<3', ';)']) {
      const u = unitsOf(`ok ${face}`);
      expect([face, u.count, u.kind[1]]).toEqual([face, 2, EMOTICON]);
    }
  });

  it('read full width and traditional writing as the plain one', () => {
    expect(hashes('Ｇｏｏｄ！服務很棒')).toEqual(hashes('good!服务很棒'));
  });

  it('find places of the original again', () => {
    const text = 'ﬁne 服務很好';
    const u = unitsOf(text);
    expect(u.folded.slice(u.foldedOffset(text.indexOf('服')))).toBe('服务很好');
  });

  it.each([
    ['nothing', ''],
    ['blanks', ' \n\t\u3000'],
    ['lone surrogates', '\ud800\udc00\ud83d坏\udfff'],
    ['direction marks and controls', '\u202eabc\u0000\u0007\u200f坏'],
    ['open tags', '['.repeat(5000)],
  ])('survive %s', (_, text) => {
    const u = unitsOf(text);
    expect(u.count).toBeLessThanOrEqual(text.length);
  });

  it('read a megabyte in one line at both its ends', () => {
    const started = performance.now();
    const u = unitsOf(`${'坏'.repeat(500_000)}x${'好'.repeat(500_000)}`);
    expect(u.count).toBeLessThan(13_000);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
