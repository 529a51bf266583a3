/** Counts corrected for what the classifier is known to get wrong. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ErrorsByKind } from '../../src/analyze/sentiment/label-errors.ts';
import { bornOut, mixOf, negativeShare, trulyNegative } from '../../src/detect/confusion.ts';
import { DEFAULT_DETECT_SETTINGS } from '../../src/detect/settings.ts';

const KNOWN = DEFAULT_DETECT_SETTINGS.confusion!;

describe('the default', () => {
  it('is what the shipped models get wrong at the least, in any language and kind of text, as their cards say', () => {
    const measured = ['zh', 'en'].flatMap((lang) => {
      const card = JSON.parse(readFileSync(`src/analyze/models/${lang}.json`, 'utf8')) as { errors: ErrorsByKind };
      return Object.values(card.errors);
    });
    expect(measured).toHaveLength(4);
    expect(Math.abs(Math.max(...measured.map((m) => m.sensitivity)) - KNOWN.sensitivity)).toBeLessThan(0.01);
    expect(Math.abs(Math.min(...measured.map((m) => m.falsePositiveRate)) - KNOWN.falsePositiveRate)).toBeLessThan(
      0.01,
    );
  });
});

describe('the errors on several kinds together', () => {
  const careful = { sensitivity: 0.9, falsePositiveRate: 0.02 };
  const careless = { sensitivity: 0.5, falsePositiveRate: 0.2 };

  it('are those of the kind that there is', () => {
    const mixed = mixOf([{ confusion: careful, total: 500, negative: 100 }])!;
    expect(mixed.sensitivity).toBeCloseTo(0.9, 9);
    expect(mixed.falsePositiveRate).toBeCloseTo(0.02, 9);
    expect(mixOf([])).toBeNull();
    expect(mixOf([{ confusion: careful, total: 0, negative: 0 }])).toBeNull();
  });

  it('miss as the complaints are spread, and mistake as all else is', () => {
    // 900 carefully read ones without a complaint (18 mistakes), 100 careless ones that all complain (50 seen).
    const mixed = mixOf([
      { confusion: careful, total: 900, negative: 18 },
      { confusion: careless, total: 100, negative: 50 },
    ])!;
    expect(mixed.sensitivity).toBeCloseTo(0.5, 1);
    expect(mixed.falsePositiveRate).toBeCloseTo(0.02, 2);
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
