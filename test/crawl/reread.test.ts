import { describe, expect, it } from 'vitest';
import { nextReread } from '../../src/crawl/reread.ts';

describe('the next re-reading', () => {
  const born = new Date('2024-05-01T00:00:00Z');
  const minutes = (n: number) => new Date(born.getTime() + n * 60_000);
  const readings = (...pairs: [minute: number, total: number][]) =>
    pairs.map(([m, total]) => ({ at: minutes(m), total }));

  it('follows the ages of the table while nothing moves', () => {
    const ages = [15, 60, 240, 720, 1440, 4320];
    const read: [number, number][] = [];
    for (const age of ages) {
      expect(nextReread(born, readings(...read))).toEqual(minutes(age));
      read.push([age, 0]);
    }
    expect(nextReread(born, readings(...read))).toBeNull();
  });

  it('comes sooner while the post moves, and sooner still when it takes off', () => {
    expect(nextReread(born, readings([60, 100], [90, 125]))).toEqual(minutes(120));
    expect(nextReread(born, readings([60, 100], [90, 300]))).toEqual(minutes(105));
    expect(nextReread(born, readings([60, 100], [70, 900]))).toEqual(minutes(80));
    expect(nextReread(born, readings([60, 1], [90, 2]))).toEqual(minutes(240));
  });

  it('goes on after three days while it moves, but not for ever', () => {
    expect(nextReread(born, readings([4320, 1000], [4440, 2000]))).toEqual(minutes(4500));
    expect(nextReread(born, readings([30_000, 1000], [30_100, 2000]))).toBeNull();
  });
});
