import { describe, expect, it } from 'vitest';
import { type Judged, measure, slicesOf } from '../../../src/analyze/sentiment/measure.ts';
import type { Label } from '../../../src/model.ts';

const judged = (truth: Label, label: Label, score: number, confidence: number, text = 'x'): Judged => ({
  text,
  truth,
  sentiment: { label, score, confidence },
  corpus: 'c',
  slices: [],
});

describe('measuring', () => {
  it('counts by label where there are three classes', () => {
    const m = measure([
      judged('negative', 'negative', -0.9, 0.9),
      judged('neutral', 'negative', -0.2, 0.5),
      judged('positive', 'positive', 0.9, 0.9),
      judged('positive', 'neutral', 0.1, 0.5),
    ])!;
    expect(m.accuracy).toBe(0.5);
    expect(m.confusion).toEqual([
      [1, 0, 0],
      [1, 0, 0],
      [0, 1, 1],
    ]);
    // F1: negative 2/3, neutral 0, positive 2/3.
    expect(m.macroF1).toBeCloseTo(4 / 9);
    expect(m.macroRecall).toBeCloseTo(0.5);
    expect(m.polarity).toBe(1);
  });

  it('goes by the sign of the score where there are two', () => {
    const m = measure([judged('negative', 'neutral', -0.1, 0.5), judged('positive', 'neutral', 0.1, 0.5)])!;
    expect(m.accuracy).toBe(1);
    expect(m.classes).toBe(2);
  });

  it('finds overconfidence', () => {
    const sure = Array.from({ length: 10 }, (_, i) => judged(i < 6 ? 'positive' : 'negative', 'positive', 0.9, 0.95));
    expect(measure(sure)!.ece).toBeCloseTo(0.35);
  });

  it('measures nothing on nothing', () => expect(measure([])).toBeNull());

  it('sorts texts into slices by their looks', () => {
    const names = (text: string) => slicesOf(judged('negative', 'negative', -1, 1, text));
    expect(names('不高兴')).toContain('negation');
    expect(names('这个 app 卡得要死')).toContain('mixed zh/en');
    expect(names("isn't it great? 😀")).toEqual(
      expect.arrayContaining(['negation', 'question', 'emoji', 'very short']),
    );
    expect(names('不错不错，酒店的位置很好离地铁也近')).not.toContain('negation');
  });
});
