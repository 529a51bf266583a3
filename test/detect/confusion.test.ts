/** Counts corrected for what the classifier is known to get wrong. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bornOut, negativeShare, trulyNegative } from '../../src/detect/confusion.ts';
import { DEFAULT_DETECT_SETTINGS } from '../../src/detect/settings.ts';

interface Card {
  readonly scores: Record<string, { confusion?: number[][] }>;
}

const KNOWN = DEFAULT_DETECT_SETTINGS.confusion!;
const sum = (list: readonly number[]) => list.reduce((all, x) => all + x, 0);

describe('the default', () => {
  it('is what the shipped models get wrong at the least, of negative against the rest, as their cards say', () => {
    const tables = ['zh', 'en'].flatMap((lang) => {
      const card = JSON.parse(readFileSync(`src/analyze/models/${lang}.json`, 'utf8')) as Card;
      return Object.values(card.scores).flatMap(({ confusion }) => (confusion === undefined ? [] : [confusion]));
    });
    expect(tables.length).toBeGreaterThan(8);
    const found = tables.map(([negative]) => negative![0]! / sum(negative!));
    const mistaken = tables.map(([, neutral, positive]) => {
      return (neutral![0]! + positive![0]!) / (sum(neutral!) + sum(positive!));
    });
    expect(Math.abs(Math.max(...found) - KNOWN.sensitivity)).toBeLessThan(0.01);
    expect(Math.abs(Math.min(...mistaken) - KNOWN.falsePositiveRate)).toBeLessThan(0.01);
  });
});

describe('truly negative mentions', () => {
  it('are as many as would be labelled so often, by hand', () => {
    // Of 100, 40 are negative: 0.8 · 40 + 0.1 · 60 = 38 are labelled so.
    expect(trulyNegative(38, 100, { sensitivity: 0.8, falsePositiveRate: 0.1 })).toBeCloseTo(40, 9);
  });

  it('are at least none, and no more than were said', () => {
    expect(trulyNegative(1, 100, KNOWN)).toBe(0);
    expect(trulyNegative(6, 6, KNOWN)).toBe(6);
  });

  it('have a share with an interval around it, wide where little was said', () => {
    const [few, many] = [negativeShare(4, 10, KNOWN), negativeShare(400, 1000, KNOWN)];
    expect(few.share).toBeCloseTo(many.share, 9);
    expect(few.low).toBeLessThan(many.low);
    expect(few.high).toBeGreaterThan(many.high);
    expect(many.low).toBeLessThan(many.share);
    expect(many.high).toBeGreaterThan(many.share);
  });
});

it('takes no more mistakes for granted than the series has negative labels', () => {
  expect(bornOut(KNOWN, 0.01)).toEqual({ sensitivity: KNOWN.sensitivity, falsePositiveRate: 0.01 });
  expect(bornOut(KNOWN, 0.4)).toEqual(KNOWN);
  expect(bornOut(undefined, 0.4)).toEqual({ sensitivity: 1, falsePositiveRate: 0 });
});
