import { describe, expect, it } from 'vitest';
import { isToBeNamed, NAMED, named } from '../../../src/analyze/sentiment/train/named.ts';

const texts = Array.from({ length: 60 }, (_, i) => ({
  text: `味道不错，就是送得慢 ${i}`,
  label: 'negative' as const,
  corpus: 'c',
}));

describe('named', () => {
  it.each(['zh', 'en'])(
    'puts a name somewhere into each text, and keeps all of the text and its label (%s)',
    (lang) => {
      const made = named(lang, texts);
      expect(made).toHaveLength(texts.length);
      made.forEach(({ text, label, corpus, target, span }, i) => {
        expect([label, corpus]).toEqual(['negative', NAMED]);
        expect(text.slice(...span!)).toBe(target);
        for (const part of ['味道不错', `就是送得慢 ${i}`]) expect(text).toContain(part);
      });
      expect(new Set(made.map(({ target }) => target)).size).toBeGreaterThan(5);
      expect(new Set(made.map(({ span }) => span![0])).size).toBeGreaterThan(3);
      const shared = made.filter(({ text }) => text.split('味道不错').length > 2);
      expect(shared.length).toBeGreaterThan(10);
      expect(shared.length).toBeLessThan(21);
      expect(named(lang, texts)).toEqual(made);
    },
  );

  it('has no names for other languages', () => {
    expect(named('fr', texts)).toEqual([]);
  });

  it('takes a small share of texts that are no longer than a post, whatever their marks', () => {
    const long = { text: '好'.repeat(300), label: 'positive' as const, corpus: 'c' };
    expect(isToBeNamed(long)).toBe(false);
    const many = Array.from({ length: 4000 }, (_, i) => ({ ...texts[0]!, text: `第${i}次来，很好！` }));
    const taken = many.filter(isToBeNamed);
    expect(taken.length).toBeGreaterThan(150);
    expect(taken.length).toBeLessThan(350);
    expect(taken.every(({ text }) => isToBeNamed({ ...texts[0]!, text: text.replaceAll(/[，！]/g, ' ') }))).toBe(true);
  });
});
