import { describe, expect, it } from 'vitest';
import { completeRating, parseRating, ratingShare } from '../../src/crawl/ratings.ts';

describe('completeRating', () => {
  it.each([
    [{ value: 4 }, { value: 4, best: 5, worst: 1 }],
    [{ value: 7.5 }, { value: 7.5, best: 10, worst: 1 }],
    [{ value: 80 }, { value: 80, best: 100, worst: 0 }],
    [
      { value: 0, best: 5 },
      { value: 0, best: 5, worst: 0 },
    ],
    [
      { value: 1, best: 1 },
      { value: 1, best: 1, worst: 0 },
    ],
    [
      { value: -1, best: 1, worst: -1 },
      { value: -1, best: 1, worst: -1 },
    ],
  ])('%j', (given, expected) => expect(completeRating(given)).toEqual(expected));

  it.each([{ value: 9, best: 5 }, { value: 500 }, { value: Number.NaN }, { value: 3, best: 1, worst: 5 }])(
    '%j is off its scale',
    (given) => expect(completeRating(given)).toBeNull(),
  );
});

it('ratingShare puts any scale on 0…1', () => {
  expect(ratingShare({ value: 1, best: 5, worst: 1 })).toBe(0);
  expect(ratingShare({ value: 3, best: 5, worst: 1 })).toBe(0.5);
  expect(ratingShare({ value: 80, best: 100, worst: 0 })).toBe(0.8);
});

describe('parseRating', () => {
  it.each([
    ['4.5/5', { value: 4.5, best: 5 }],
    ['Rated 4.5 out of 5 stars', { value: 4.5, best: 5 }],
    ['average rating\n4.6\nout of 5', { value: 4.6, best: 5 }],
    ['4,5 von 5', { value: 4.5, best: 5 }],
    ['80%', { value: 80, best: 100 }],
    ['★★★☆☆', { value: 3, best: 5 }],
    ['★★★', { value: 3, best: 5 }],
    ['3星', { value: 3, best: 5 }],
    ['7.8', { value: 7.8 }],
  ])('%s', (text, expected) => expect(parseRating(text)).toEqual(expected));

  it('is null where there is none', () => expect(parseRating('unrated')).toBeNull());
});
