import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import register from '../../src/commands/score.ts';
import { run } from './support/run.ts';

const score = (lines: readonly (string | object)[], ...args: string[]) =>
  run(register, ['score', ...args], lines.map((l) => (typeof l === 'string' ? l : JSON.stringify(l))).join('\n'));

interface Line {
  readonly id: unknown;
  readonly lang: string;
  readonly sentiment: { readonly label: string; readonly score: number; readonly confidence: number };
}

describe('earshot score', () => {
  it('answers every line in order, in the contract’s form', async () => {
    const { out, exitCode } = await score([
      { id: '1', text: '酒店很好，但是客服态度太差，再也不来了', kind: 'review', rating: { value: 2, best: 5 } },
      { id: 2, text: 'Switched from Bolt to Acme, so much better', brand: 'Bolt', span: [14, 18] },
    ]);
    expect(exitCode).toBe(0);
    const lines = out.map((l) => l as Line);
    expect(lines.map((l) => [l.id, l.lang, l.sentiment.label])).toEqual([
      ['1', 'zh', 'negative'],
      [2, 'en', 'negative'],
    ]);
    expect(Object.keys(lines[0]!)).toEqual(['id', 'lang', 'sentiment', 'aspects', 'intents']);
  });

  it('ignores ratings when told so', async () => {
    const line = { id: 1, text: '还行吧', rating: { value: 1, best: 5 } };
    const [rated] = (await score([line])).out as Line[];
    const [unrated] = (await score([line], '--no-rating')).out as Line[];
    expect(rated!.sentiment.score).toBeLessThan(unrated!.sentiment.score);
  });

  it('finds the brand’s own aspects when told the brand', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'earshot-score-'));
    onTestFinished(() => rm(dir, { recursive: true, force: true }));
    await mkdir(join(dir, 'brands'));
    await writeFile(join(dir, 'brands/acme.yaml'), 'name: Acme\naspects: {飞行卡: [飞行卡, miles card]}\n');
    const line = { id: 1, text: '飞行卡用不了，烦死了' };
    const aspects = async (...args: string[]) => (await score([line], ...args)).out;
    expect(await aspects()).toMatchObject([{ aspects: [] }]);
    expect(await aspects('--brand', 'acme', '--config', dir)).toMatchObject([
      { aspects: [{ aspect: '飞行卡', evidence: [0, 6] }] },
    ]);
    await expect(aspects('--brand', 'bolt', '--config', dir)).rejects.toThrow('there is no brand "bolt"; brands: acme');
  });

  it('names the lines it cannot use and goes on', async () => {
    const { out, err, exitCode } = await score([
      '{"id":1',
      { id: 2 },
      { id: 3, text: 'x', span: [0, 9] },
      { id: 4, text: 'x', kind: 'poem' },
      { id: 5, text: 'x', rating: 'five' },
      { id: 6, text: 'great' },
    ]);
    expect(out.map((l) => (l as Line).id)).toEqual([6]);
    expect(err).toMatch(/line 1: not JSON/);
    expect(err).toMatch(/line 2: "text" is missing/);
    expect(err).toMatch(/line 3: "span" must lie within the text, which has 1/);
    expect(err).toMatch(/line 4: "kind" must be one of review, post, comment, article/);
    expect(err).toMatch(/line 5: "rating" must be an object/);
    expect(exitCode).toBe(1);
  });
});
