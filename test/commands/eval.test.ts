import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Measures } from '../../src/analyze/sentiment/measure.ts';
import register from '../../src/commands/eval.ts';
import { run } from './support/run.ts';

interface Table {
  readonly name: string;
  readonly whole: Measures;
  readonly slices: Record<string, Measures>;
}

describe('earshot eval', () => {
  let dir = '';
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'earshot-eval-'));
    const two = [
      { text: '味道很好，下次还来', label: 'positive', corpus: 'two' },
      { text: '太难吃了，垃圾', label: 'negative', corpus: 'two' },
      { text: '送餐太慢，差评', label: 'negative', corpus: 'two', slice: 'mine' },
      { text: 'x', label: 'awful' },
    ];
    writeFileSync(join(dir, 'two.jsonl.gz'), gzipSync(two.map((l) => JSON.stringify(l)).join('\n')));
    const text = 'Switched from Bolt to Acme, so much better';
    const targets = [
      { text, label: 'negative', target: 'Bolt', start: 14, end: 18 },
      { text, label: 'positive', target: 'Acme', start: 22, end: 26 },
    ];
    writeFileSync(join(dir, 'targets.jsonl'), targets.map((l) => JSON.stringify(l)).join('\n'));
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  it('measures each corpus and slice, and names what it cannot use', async () => {
    const { out, err, exitCode } = await run(register, ['eval', '--json', dir]);
    const [targets, two] = out as Table[];
    expect([targets!.name, targets!.whole.accuracy]).toEqual(['targets', 1]);
    expect([two!.name, two!.whole.accuracy, two!.whole.classes]).toEqual(['two', 1, 2]);
    expect(two!.whole.confusion[0]).toEqual([2, 0, 0]);
    expect(two!.slices.mine?.texts).toBe(1);
    expect(err).toMatch(/two\.jsonl\.gz: line 4: "label" must be negative, neutral or positive/);
    expect(exitCode).toBe(1);
  });

  it('prints a table for people', async () => {
    const { text } = await run(register, ['eval', join(dir, 'two.jsonl.gz')]);
    expect(text).toMatch(/two +3 +100\.0/);
    expect(text).toMatch(/mine +1/);
  });

  it('says which file is missing', async () => {
    await expect(run(register, ['eval', join(dir, 'none.jsonl')])).rejects.toThrow(/none\.jsonl: cannot be read/);
  });
});
