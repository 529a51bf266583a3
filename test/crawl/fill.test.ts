import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialTail, FillCount, rememberFill, vanishedFields } from '../../src/crawl/fill.ts';
import { normalisePosts } from '../../src/crawl/normalise.ts';
import type { TargetState } from '../../src/crawl/ports.ts';
import type { Post } from '../../src/model.ts';

const context = { site: 's', now: new Date('2024-05-01T00:00:00Z'), timezone: 'UTC' };
function posts(count: number, fields: object): readonly Post[] {
  const inputs = Array.from({ length: count }, (_, i) => ({ id: i, text: 'x', ...fields }));
  return normalisePosts(inputs, context).posts;
}
function counted(count: number, fields: object, expected: string[] = []): FillCount {
  const fill = new FillCount();
  fill.add(posts(count, fields), expected);
  return fill;
}

describe('binomialTail', () => {
  it('is P(X ≤ k)', () => {
    expect(binomialTail(0, 5, 0.5)).toBeCloseTo(1 / 32, 12);
    expect(binomialTail(2, 4, 0.5)).toBeCloseTo(11 / 16, 12);
    expect(binomialTail(5, 5, 0.9)).toBe(1);
    expect(binomialTail(50, 1000, 0.1) / 5.995167632379621e-9).toBeCloseTo(1, 9);
  });
  it('grows with k and lies in 0…1', () => {
    const arbitrary = fc.tuple(fc.integer({ min: 1, max: 300 }), fc.double({ min: 0.01, max: 0.99, noNaN: true }));
    fc.assert(
      fc.property(arbitrary, ([n, p]) => {
        let before = 0;
        for (let k = 0; k <= n; k++) {
          const tail = binomialTail(k, n, p);
          expect(tail).toBeGreaterThanOrEqual(before - 1e-12);
          expect(tail).toBeLessThanOrEqual(1);
          before = tail;
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('what has vanished', () => {
  const full = { author: { name: 'x' }, published_at: '2024-04-30' };
  const past = (...crawls: FillCount[]) =>
    crawls.reduce<TargetState['fill']>((fill, count) => rememberFill(fill, count, false), {});

  it('nothing, while posts are as they were', () => {
    const history = past(counted(20, full), counted(20, full));
    expect(vanishedFields(counted(20, full), history)).toEqual([]);
    expect(vanishedFields(counted(1, full), history)).toEqual([]);
    expect(vanishedFields(counted(0, {}), history)).toEqual([]);
  });

  it('a field that every post had, and five posts lack', () => {
    const history = past(counted(30, full));
    expect(vanishedFields(counted(5, { published_at: '2024-04-30' }), history)).toEqual(['author.name']);
    expect(vanishedFields(counted(2, { published_at: '2024-04-30' }), history)).toEqual([]);
  });

  it('is also seen where posts come one at a time', () => {
    let history = past(counted(30, full));
    const seen: number[] = [];
    for (let i = 1; i <= 6; i++) {
      const count = counted(1, { published_at: '2024-04-30' });
      if (vanishedFields(count, history).includes('author.name')) seen.push(i);
      history = rememberFill(history, count, false);
    }
    expect(seen[0]).toBe(5);
  });

  it('not a field that only some posts ever had', () => {
    const history = past(counted(10, full), counted(20, { title: 'x' }));
    expect(vanishedFields(counted(20, full), history)).toEqual([]);
  });

  it('not what comments lack and posts have, in whatever mixture they come', () => {
    const mixed = counted(10, { ...full, kind: 'post' });
    mixed.add(posts(10, { kind: 'comment' }), []);
    const history = past(mixed, mixed);
    expect(vanishedFields(counted(60, { kind: 'comment' }), history)).toEqual([]);
    expect(vanishedFields(counted(60, { kind: 'post' }), history)).toEqual(['published_at', 'author.name']);
  });

  it('not one of a target without a past, unless its page expects it', () => {
    expect(vanishedFields(counted(5, {}), {})).toEqual([]);
    expect(vanishedFields(counted(5, {}, ['text', 'published_at', 'author']), {})).toEqual(['published_at', 'author']);
    expect(vanishedFields(counted(2, {}, ['published_at']), {})).toEqual([]);
  });

  it('a change that stays becomes the new normal in time, but not at once', () => {
    let history = past(counted(30, full));
    let crawls = 0;
    for (; crawls < 500; crawls++) {
      const count = counted(10, { published_at: '2024-04-30' });
      const drifted = vanishedFields(count, history).length > 0;
      if (!drifted) break;
      history = rememberFill(history, count, drifted);
    }
    expect(crawls).toBeGreaterThan(5);
    expect(crawls).toBeLessThan(200);
  });
});

it('shares are of this crawl’s posts, fields that none has left out', () => {
  const count = counted(3, { title: 'x' });
  count.add(normalisePosts([{ id: 9, text: 'y' }], context).posts, []);
  expect(count.shares()).toEqual({ text: 1, title: 0.75 });
});
