/** What is taken for negative and what is missed, by kind of text. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorsByKind } from '../../../src/analyze/sentiment/label-errors.ts';
import type { Card } from '../../../src/analyze/sentiment/train/card.ts';
import { RECIPES } from '../../../src/analyze/sentiment/train/recipe.ts';

const table = (...confusion: [number[], number[], number[]]) => ({
  texts: confusion.flat().reduce((all, x) => all + x, 0),
  confusion,
});

describe('errors by kind', () => {
  const styles = [
    { kind: 'review' as const, corpora: ['shop', 'hotel', 'few'] },
    { kind: 'post' as const, corpora: ['praise-only'] },
  ];
  const measured = {
    shop: table([80, 0, 20], [0, 0, 0], [30, 0, 270]),
    hotel: table([180, 10, 10], [10, 10, 0], [5, 0, 175]),
    few: table([10, 0, 0], [0, 0, 0], [0, 0, 10]),
    'praise-only': table([0, 0, 0], [0, 0, 0], [10, 0, 490]),
    unnamed: table([400, 0, 0], [0, 0, 0], [0, 0, 400]),
  };

  it('are the least of the corpora of a kind that are large enough, with the table of all of them', () => {
    expect(errorsByKind(measured, styles)).toEqual({
      review: {
        corpora: ['shop', 'hotel'],
        texts: 800,
        confusion: [
          [260, 10, 30],
          [10, 10, 0],
          [35, 0, 445],
        ],
        sensitivity: 0.9,
        falsePositiveRate: 0.075,
      },
    });
  });

  it.each(['zh', 'en'])('stand in the card of the shipped model as they follow from its own figures: %s', (lang) => {
    const card = JSON.parse(readFileSync(`src/analyze/models/${lang}.json`, 'utf8')) as Card;
    const { styles, targetStyles } = RECIPES[lang]!;
    expect(card.errors).toEqual(errorsByKind(card.crossValidation, [...styles, ...targetStyles]));
    for (const kind of ['review', 'post'] as const) expect(card.errors[kind]?.corpora.length).toBeGreaterThan(2);
  });
});
