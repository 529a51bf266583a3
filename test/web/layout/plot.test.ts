import { describe, expect, it } from 'vitest';
import { area, bars, line, niceTicks, plot } from '../../../src/web/layout/chart/plot.ts';

const SCALE = { columns: 4, least: 0, most: 10 };

describe('ticks', () => {
  it('are round, and reach around the values', () => {
    expect(niceTicks(0, 97)).toEqual([0, 50, 100]);
    expect(niceTicks(-62, 41)).toEqual([-100, -50, 0, 50]);
    expect(niceTicks(0, 3)).toEqual([0, 1, 2, 3]);
    expect(niceTicks(0, 0.3).at(-1)).toBeGreaterThanOrEqual(0.3);
    expect(niceTicks(0, 0)).toHaveLength(1);
  });
});

describe('shapes', () => {
  it('break where nothing is known, and never leave the plot', () => {
    const path = String(line(SCALE, [1, null, 5, 50], 'net'));
    expect(path.match(/M/g)).toHaveLength(2);
    expect(path).toContain('L875 0');
    expect(
      String(area(SCALE, [{ low: 1, high: 2 }, null, { low: 0, high: 3 }, { low: 0, high: 3 }])).match(/M/g),
    ).toHaveLength(2);
  });

  it('stack: a bar begins where another ends', () => {
    const drawn = String(bars(SCALE, [10, 0, null, 5], 'others', [5, 0, null, 5]));
    expect(drawn.match(/<rect/g)).toHaveLength(1);
    expect(drawn).toContain('y="0"');
    expect(drawn).toContain('height="50"');
  });

  it('say in words what they show, with nothing that a strict policy would refuse', () => {
    const markup = String(
      plot({
        ...SCALE,
        label: 'Mentions <b>',
        height: 100,
        ticks: [{ value: 0, text: '0' }],
        labels: [{ at: 2, text: '1 Mar' }],
        shapes: [],
        flags: [{ at: 1.5, letter: 'A', title: 'x' }],
      }),
    );
    expect(markup).toContain('role="img" aria-label="Mentions &lt;b&gt;"');
    expect(markup).toContain('x1="37.5%"');
    expect(markup).not.toMatch(/style=|<style/);
  });
});
