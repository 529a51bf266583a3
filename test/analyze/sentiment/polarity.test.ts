import { describe, expect, it } from 'vitest';
import { emojiValues, englishWords, readByLexicon } from '../../../src/analyze/sentiment/lexicons.ts';
import { PolarityReader, polarityList } from '../../../src/analyze/sentiment/polarity.ts';
import { unitsOf } from '../../../src/analyze/sentiment/units.ts';

const read = (text: string) => {
  const reader = new PolarityReader(polarityList([...englishWords(), ...emojiValues()]));
  const { values, negated } = reader.read(unitsOf(text));
  return [...values].map((v, i) => (v === 0 ? 0 : Math.sign(v) * (negated[i] === 1 ? -1 : 1)));
};

describe('words of praise and blame', () => {
  it('are turned by a negation before them, up to the next mark', () => {
    expect(read('good').slice(0, 1)).toEqual([1]);
    expect(read('not good').slice(0, 2)).toEqual([0, -1]);
    expect(read('no, terrible').slice(0, 3)).toEqual([0, 0, -1]);
    expect(read("it wasn't a terrible day").slice(0, 4)).toEqual([0, 0, 0, 1]);
  });

  it('include emoji', () => {
    expect(read('😍')[0]).toBe(1);
    expect(read('😒')[0]).toBe(-1);
  });

  it('of other languages give a coarse score, never NaN', () => {
    expect(readByLexicon('muy malo', 'es')!.score).toBeLessThan(0);
    expect(readByLexicon('no es malo', 'es')!.score).toBeGreaterThan(0);
    expect(readByLexicon('', 'fr')).toEqual({ score: 0, hits: 0 });
    expect(readByLexicon('magnifique', 'fr')!.score).toBeGreaterThan(0);
    expect(readByLexicon('ok', 'ja')).toBeNull();
  });
});
