import { describe, expect, it } from 'vitest';
import { turnOf } from '../../../src/analyze/sentiment/compare.ts';

const turn = (text: string, name: string) => {
  const at = text.indexOf(name);
  return turnOf(text, [at, at + name.length]);
};

describe('comparisons and changes of brand', () => {
  it.each([
    ['换成 Acme 后好用多了，以前的 Bolt 真是垃圾', 1, -1],
    ['从 Bolt 换到 Acme 之后省心多了', 1, -1],
    ['Acme 比 Bolt 好用', 1, -1],
    ['Bolt 不如 Acme', 1, -1],
    ['Bolt 比 Acme 差远了', 1, -1],
    ['Switched from Bolt to Acme, so much better', 1, -1],
    ['Acme is so much better than Bolt', 1, -1],
    ['Bolt is way worse than Acme', 1, -1],
    ['ditched Bolt and moved to Acme', 1, -1],
  ] as const)('%s', (text, acme, bolt) => {
    expect([turn(text, 'Acme'), turn(text, 'Bolt')]).toEqual([acme, bolt]);
  });

  it.each(['Acme 的客服电话是多少', '换成 Acme 真后悔', 'I bought an Acme yesterday', 'switched to Acme, big mistake'])(
    'says nothing of %s',
    (text) => expect(turn(text, 'Acme')).toBe(0),
  );

  it('takes time in proportion to the text', () => {
    const text = `${'比'.repeat(20_000)}Acme${' not better'.repeat(20_000)}`;
    const started = performance.now();
    turn(text, 'Acme');
    expect(performance.now() - started).toBeLessThan(200);
  });
});
