import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countWords, topicsOf } from '../../src/analyze/topics.ts';
import { anyText } from './any-text.ts';

const USUAL = [
  'Acme 的快递很快',
  'Acme 快递给力，包装不错',
  'Acme flight on schedule',
  'the Acme crew was friendly',
  'Acme 味道好，快递快',
];
const background = countWords([...USUAL, ...USUAL, ...USUAL]);
const words = (texts: string[], options = {}) => topicsOf(texts, background, options).map((t) => t.word);

describe('topicsOf', () => {
  it('names what is new, in Chinese words and English words', () => {
    const today = ['Acme 泄露用户数据', '数据泄露，Acme 道歉', 'Acme leaked my data', 'leaks again, Acme', '快递还行'];
    const found = words(today, { exclude: ['Acme'] });
    expect(found).toContain('泄露');
    expect(found).toContain('数据');
    expect(found).not.toContain('快递');
    expect(found).not.toContain('acme');
  });

  it('counts forms of one word together and shows the commonest', () => {
    const [topic] = topicsOf(['refund please', 'refunds', 'refund', 'refunded'], background);
    expect(topic).toMatchObject({ word: 'refund', texts: 4 });
  });

  it('counts a word once a text, and leaves out addresses, names and function words', () => {
    expect(words(['bug bug bug', 'the and was', 'http://x.com/crash @crash', '@crash http://x.com/crash'])).toEqual([]);
    expect(words(['crash crash', 'crash'])).toEqual(['crash']);
  });

  it('takes the words of a single text, has none of no text, and keeps to the limit', () => {
    expect(words(['crash'])).toEqual(['crash']);
    expect(words([])).toEqual([]);
    expect(words(['crash leak outage breach', 'crash leak outage breach'], { limit: 2 })).toHaveLength(2);
    expect(topicsOf(['crash', 'crash'], countWords([])).map((t) => t.word)).toEqual(['crash']);
  });

  it('weighs any texts by finite numbers, in order', () => {
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 6 }), (texts) => {
        const weights = topicsOf(texts, background).map((t) => t.weight);
        expect(weights.every((w) => Number.isFinite(w) && w > 0)).toBe(true);
        expect(weights).toEqual([...weights].sort((a, b) => b - a));
      }),
      { numRuns: 60 },
    );
  });
});
