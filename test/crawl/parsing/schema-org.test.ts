import { load } from 'cheerio';
import { describe, expect, test } from 'vitest';
import { schemaReviews } from '../../../src/crawl/parsing/schema-org.ts';

const BASE = 'https://shop.example/p/1';
const jsonLd = (...blocks: unknown[]) =>
  schemaReviews(
    load(blocks.map((block) => `<script type="application/ld+json">${JSON.stringify(block)}</script>`).join('')),
    BASE,
  );
const review = (more: object) => ({
  '@type': 'Review',
  author: 'Ann',
  datePublished: '2024-01-02',
  reviewBody: 'Fine.',
  ...more,
});

describe('ratings', () => {
  test.each([
    [{ ratingValue: '4' }, { value: 4, best: 5 }],
    [{ ratingValue: '4,5' }, { value: 4.5, best: 5 }],
    [{ ratingValue: 8.4 }, { value: 8.4, best: 10 }],
    [{ ratingValue: 86 }, { value: 86, best: 100 }],
    [
      { ratingValue: '9.2', bestRating: 5 },
      { value: 9.2, best: 10 },
    ],
    [
      { ratingValue: '3', bestRating: '10', worstRating: '0' },
      { value: 3, best: 10, worst: 0 },
    ],
    [{ ratingValue: '' }, null],
    [{ ratingValue: 'not yet rated' }, null],
  ])('%j', (rating, expected) => {
    const { reviews } = jsonLd(review({ reviewRating: { '@type': 'Rating', ...rating } }));
    expect(reviews[0]?.rating ?? null).toEqual(expected);
  });
});

describe('aggregates', () => {
  const product = (url: string, value: number, count: number, more = {}) => ({
    '@type': 'Product',
    url,
    aggregateRating: { '@type': 'AggregateRating', ratingValue: value, ratingCount: count },
    ...more,
  });

  test('the one of the thing the page is about, not of what else it sells', () => {
    const { aggregate } = jsonLd([product('https://shop.example/p/2', 4.9, 900), product(BASE, 2.1, 12)]);
    expect(aggregate).toEqual({ rating: { value: 2.1, best: 5 }, count: 12 });
  });

  test('the one whose reviews stand on the page', () => {
    const { aggregate } = jsonLd([product('/a', 4.9, 900), product('/b', 2.1, 12, { review: [review({})] })]);
    expect(aggregate?.count).toBe(12);
  });

  test.each([
    [{ ratingValue: 0, reviewCount: 0 }, null],
    [{ ratingValue: 0 }, null],
    [{ ratingValue: 4.5 }, { rating: { value: 4.5, best: 5 }, count: null }],
    [
      { ratingValue: '4.5', reviewCount: '1,204' },
      { rating: { value: 4.5, best: 5 }, count: 1204 },
    ],
  ])('%j', (aggregate, expected) => {
    expect(jsonLd({ '@type': 'AggregateRating', ...aggregate }).aggregate).toEqual(expected);
  });
});

describe('identity', () => {
  test('reviews that share the id of the thing reviewed are told apart by their words', () => {
    const { reviews } = jsonLd([
      review({ '@id': '/p/1#r', reviewBody: 'One.' }),
      review({ '@id': '/p/1#r', reviewBody: 'Two.' }),
    ]);
    expect(new Set(reviews.map(({ id }) => id)).size).toBe(2);
  });

  test('the same review in two blocks is one', () => {
    expect(jsonLd(review({}), review({})).reviews).toHaveLength(1);
  });

  test('a review in JSON-LD and in microdata is one', () => {
    const page = `<script type="application/ld+json">${JSON.stringify([review({}), review({ reviewBody: 'Other.' })])}</script>
      <div itemscope itemtype="https://schema.org/Review"><p itemprop="reviewBody">Fine.</p><b itemprop="author">Ann</b></div>`;
    expect(schemaReviews(load(page), BASE).reviews).toHaveLength(2);
  });

  test('an id of its own is made absolute', () => {
    expect(jsonLd(review({ '@id': '#r7' })).reviews[0]?.id).toBe(`${BASE}#r7`);
  });
});

test('a reference to itself ends', () => {
  const { reviews } = jsonLd({
    '@id': '#a',
    '@type': 'Product',
    review: { '@id': '#r', ...review({ itemReviewed: { '@id': '#a' } }) },
  });
  expect(reviews).toHaveLength(1);
});

test('a fact-check judges a claim and is no review', () => {
  expect(jsonLd({ '@type': 'ClaimReview', reviewBody: 'False.', reviewRating: { ratingValue: 1 } }).reviews).toEqual(
    [],
  );
});

test('pros and cons are the text where there is no other', () => {
  const notes = (...names: string[]) => ({
    '@type': 'ItemList',
    itemListElement: names.map((name) => ({ '@type': 'ListItem', name })),
  });
  const { reviews } = jsonLd({
    '@type': 'Review',
    positiveNotes: notes('Quiet'),
    negativeNotes: notes('Leaks', 'Dear'),
  });
  expect(reviews[0]?.text).toBe('Quiet\nLeaks\nDear');
});

test('the answer of an organisation is a reply, that of a person is none', () => {
  const answer = (type: string) =>
    review({ comment: { '@type': 'Comment', author: { '@type': type, name: 'X' }, text: 'Sorry.' } });
  expect(jsonLd(answer('Organization')).reviews[0]?.reply?.text).toBe('Sorry.');
  expect(jsonLd(answer('Person')).reviews[0]?.reply).toBeUndefined();
});
