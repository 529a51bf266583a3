import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeModel, SentimentModel } from '../../src/analyze/sentiment/model.ts';
import type { Card } from '../../src/analyze/sentiment/train/card.ts';
import { unitsOf } from '../../src/analyze/sentiment/units.ts';
import { SteppedClock } from '../../src/clock.ts';
import register from '../../src/commands/train.ts';
import { run } from './support/run.ts';

const GOOD = ['好吃', '满意', '推荐', '很棒', '喜欢'];
const BAD = ['难吃', '失望', '垃圾', '太差', '后悔'];
const THINGS = ['面条', '手机', '酒店', '快递', '客服', '书', '电影'];

const line = (i: number) => {
  const bad = i % 2 === 0;
  const words = bad ? BAD : GOOD;
  const text = `第${i}次了，${THINGS[i % 7]}${words[i % 5]}，${words[(i + 2) % 5]}`;
  return JSON.stringify({
    text,
    label: bad ? 'negative' : 'positive',
    lang: 'zh',
    corpus: i % 3 ? 'zh-waimai' : 'own',
  });
};

describe('earshot train', () => {
  let dir = '';
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'earshot-train-'));
    writeFileSync(join(dir, 'data.jsonl'), Array.from({ length: 240 }, (_, i) => line(i)).join('\n'));
    writeFileSync(join(dir, 'dev.jsonl'), Array.from({ length: 40 }, (_, i) => line(i + 100)).join('\n'));
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  const train = (out: string) => {
    const paths = ['--data', join(dir, 'data.jsonl'), '--dev', join(dir, 'dev.jsonl'), '--out', join(dir, out)];
    return run(register, ['train', '--lang', 'zh', ...paths], '', new SteppedClock(new Date('2026-01-02T03:04:05Z')));
  };

  it('makes the same model from the same files, keeps the dev texts out, and writes its card', async () => {
    const { out } = await train('a');
    await train('b');
    expect(out).toEqual([{ lang: 'zh', texts: 200, targets: 0, bytes: expect.any(Number) }]);
    const bytes = readFileSync(join(dir, 'a/zh.bin'));
    expect(bytes.equals(readFileSync(join(dir, 'b/zh.bin')))).toBe(true);

    const model = new SentimentModel(decodeModel(bytes));
    expect(model.judge(unitsOf('客服难吃失望'), undefined).label).toBe(0);
    expect(model.judge(unitsOf('快递很棒推荐'), undefined).label).toBe(2);

    const card = JSON.parse(readFileSync(join(dir, 'a/zh.json'), 'utf8')) as Card;
    expect(card.trained).toBe('2026-01-02T03:04:05.000Z');
    expect(card.data.own).toEqual({ negative: expect.any(Number), neutral: 0, positive: expect.any(Number) });
    expect(card.scores.own?.accuracy).toBeGreaterThan(0.9);
    expect(card.weaknesses.length).toBeGreaterThan(2);
  });

  it('wants a language it knows and enough texts', async () => {
    const out = join(dir, 'c');
    await expect(run(register, ['train', '--lang', 'xx', '--data', dir, '--out', out])).rejects.toThrow('zh or en');
    await expect(run(register, ['train', '--lang', 'en', '--data', dir, '--out', out])).rejects.toThrow('0 labelled');
  });
});
