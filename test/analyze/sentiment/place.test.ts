import { describe, expect, it } from 'vitest';
import { clauseNumbers, placeFeatures, placesOf } from '../../../src/analyze/sentiment/place.ts';
import { findTarget } from '../../../src/analyze/sentiment/target.ts';
import { unitsOf } from '../../../src/analyze/sentiment/units.ts';

describe('places in a text', () => {
  it('are found by span or by words, whatever the case', () => {
    expect(findTarget('Acme, ACME', ['acme'], [])).toEqual([
      [0, 4],
      [6, 10],
    ]);
    expect(findTarget('Acme, ACME', ['acme'], [[6, 10]])).toEqual([[6, 10]]);
    expect(findTarget('x', [''], [[3, 9]])).toEqual([]);
  });

  it('are counted in units', () => {
    const text = '用了 Ａcme 三年';
    expect(placesOf(unitsOf(text), findTarget(text, ['Ａcme'], []))).toEqual([[2, 3]]);
    expect(placesOf(unitsOf('  '), [[0, 1]])).toEqual([]);
  });

  it('see the same words otherwise from another clause', () => {
    const units = unitsOf('great screen, bad battery');
    const clauses = clauseNumbers(units);
    const screen = new Set(placeFeatures(units, [[1, 2]], clauses));
    const battery = new Set(placeFeatures(units, [[4, 5]], clauses));
    expect(clauses[1]).not.toBe(clauses[4]);
    expect([...screen].filter((f) => !battery.has(f)).length).toBeGreaterThan(5);
    expect([...screen].some((f) => battery.has(f))).toBe(true);
  });
});
