import { describe, expect, it } from 'vitest';
import { READ_UNITS } from '../../../src/analyze/sentiment/network.ts';
import { clauseNumbers, type Place } from '../../../src/analyze/sentiment/place.ts';
import { targetInput } from '../../../src/analyze/sentiment/target-network.ts';
import { unitsOf } from '../../../src/analyze/sentiment/units.ts';

const read = (text: string, places: Place[]) => {
  const units = unitsOf(text);
  const negated = Uint8Array.from({ length: units.count }, (_, i) => (i === 0 ? 1 : 0));
  return { units, ...targetInput(units, negated, places, clauseNumbers(units)) };
};

describe('a text as read for one of its targets', () => {
  it('hides what the target is called, and says what stands in its clause and beside it', () => {
    const { units, input } = read('nice big screen here, bad battery', [[2, 3]]);
    expect([...input.hash].map((h, i) => h === units.hash[i])).toEqual([true, true, false, true, true, true, true]);
    expect([...input.marks]).toEqual([1, 0, 2, 0, 0, 0, 0]);
    expect([...input.regions!]).toEqual([1 + 2 + 4, 1 + 2 + 4, 1 + 2, 1 + 2 + 8, 1 + 8, 1 + 8, 1 + 8]);
  });

  it('takes all of a text that never names it for its clause', () => {
    expect([...read('so good', []).input.regions!]).toEqual([3, 3]);
  });

  it('reads around the target where a text is long', () => {
    const text = 'one two three four '.repeat(250);
    expect(read(text, [[0, 1]])).toMatchObject({ from: 0, to: READ_UNITS });
    const { from, to } = read(text, [[500, 501]]);
    expect([from, to]).toEqual([500 - READ_UNITS / 2, 500 + READ_UNITS / 2]);
    expect(read('a b c', [[1, 2]])).toMatchObject({ from: 0, to: 3 });
  });
});
