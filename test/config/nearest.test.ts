import { describe, expect, test } from 'vitest';
import { editDistance, nearest } from '../../src/config/nearest.ts';

describe('editDistance', () => {
  test.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
    ['shcedule', 'schedule', 1], // two neighbours swapped are one edit
    ['小米粥', '小米', 1],
    ['😀a', '😁a', 1], // characters, not UTF-16 units
  ])('%s → %s is %i', (a, b, expected) => {
    expect(editDistance(a, b)).toBe(expected);
    expect(editDistance(b, a)).toBe(expected);
  });
});

describe('nearest', () => {
  const keys = ['public_url', 'timezone', 'contact', 'data_dir'];

  test.each([
    ['publicUrl', 'public_url'],
    ['public-url', 'public_url'],
    ['timzone', 'timezone'],
    ['contcat', 'contact'],
    ['datadir', 'data_dir'],
  ])('%s means %s', (word, expected) => expect(nearest(word, keys)).toBe(expected));

  test('says nothing where nothing is near', () => {
    expect(nearest('colour', keys)).toBeUndefined();
    expect(nearest('x', ['y'])).toBeUndefined();
    expect(nearest('cn', ['en', 'zh'])).toBeUndefined();
    expect(nearest('', keys)).toBeUndefined();
    expect(nearest('anything', [])).toBeUndefined();
  });

  test('stays quick on a very long word', () => {
    const long = 'x'.repeat(1_000_000);
    const start = performance.now();
    nearest(long, [long, ...keys]);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});
