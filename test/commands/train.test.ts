import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeModel, SentimentModel } from '../../src/analyze/sentiment/model.ts';
import { TargetModel } from '../../src/analyze/sentiment/target.ts';
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
    expect(card.keptOut).toEqual({});
  });

  it('keeps one text in ten of a corpus without a dev part out, the same ones whatever stands beside them', async () => {
    const weibo = Array.from({ length: 300 }, (_, i) => line(i + 1000).replace(/zh-waimai|own/, 'zh-weibo2018'));
    const file = (name: string, lines: string[]) => {
      writeFileSync(join(dir, name), lines.join('\n'));
      return join(dir, name);
    };
    const cardOf = async (out: string, lines: string[]) => {
      const paths = ['--data', file(`${out}.jsonl`, lines), '--out', join(dir, out)];
      await run(register, ['train', '--lang', 'zh', ...paths], '', new SteppedClock(new Date('2026-01-02T03:04:05Z')));
      return JSON.parse(readFileSync(join(dir, out, 'zh.json'), 'utf8')) as Card;
    };
    const card = await cardOf('cut', weibo);
    const out = card.keptOut['zh-weibo2018']!;
    expect(out).toBeGreaterThan(10);
    expect(out).toBeLessThan(50);
    expect(card.scores['zh-weibo2018']?.texts).toBe(out);
    const other = await cardOf('cut2', [...weibo.toReversed(), ...Array.from({ length: 60 }, (_, i) => line(i))]);
    expect(other.scores).toHaveProperty('zh-weibo2018');
    expect(other.keptOut).toEqual(card.keptOut);
  });

  it('begins networks with vectors from a file, for whole texts and for targets, and keeps them when asked to', async () => {
    const texts = Array.from({ length: 120 }, (_, i) => {
      const word = i % 2 ? ['good', 'great', 'fine'][i % 3] : ['bad', 'awful', 'poor'][i % 3];
      return { text: `item ${i} is ${word}`, label: i % 2 ? 'positive' : 'negative', lang: 'en', corpus: 'en-steam' };
    });
    const targets = texts.map((t) => ({ ...t, corpus: 'en-twitter', target: 'item', start: 0, end: 4 }));
    const data = join(dir, 'en.jsonl');
    writeFileSync(data, [...texts, ...targets].map((t) => JSON.stringify(t)).join('\n'));
    const vectors = join(dir, 'vectors.txt');
    writeFileSync(vectors, 'good 1 0 0\nsuperb 0.9 0.1 0\nbad -1 0 0\nthe 0 0 1\n');
    const out = join(dir, 'd');
    const train = (file: string) =>
      run(register, ['train', '--lang', 'en', '--data', data, '--vectors', file, '--out', out]);
    await train(vectors);
    const parts = decodeModel(readFileSync(join(out, 'en.bin')));
    expect(parts.network).toMatchObject({ dimensions: 4, heads: expect.arrayContaining(['all', 'games']) });
    expect(parts.network!.words).toContain(unitsOf('superb').hash[0]);
    const towards = decodeModel(readFileSync(join(out, 'en-target.bin')));
    expect(towards.network).toMatchObject({ regions: 4, heads: expect.arrayContaining(['names']) });
    expect(towards.network!.vectors).toHaveLength(0);
    const model = new SentimentModel(parts);
    expect(model.judge(unitsOf('item 5 is great'), undefined).label).toBe(2);
    const units = unitsOf('item 5 is awful');
    expect(new TargetModel(model, towards).judge(units, [[0, 4]], undefined)!.label).toBe(0);

    const again = join(dir, 'e');
    await run(register, ['train', '--lang', 'en', '--data', data, '--networks', out, '--out', again]);
    expect(decodeModel(readFileSync(join(again, 'en.bin'))).network).toEqual(parts.network);
    expect(decodeModel(readFileSync(join(again, 'en-target.bin'))).network).toEqual(towards.network);

    await expect(train(join(dir, 'none.txt'))).rejects.toThrow('none.txt cannot be read');
  });

  it('wants a language it knows and enough texts', async () => {
    const out = join(dir, 'c');
    await expect(run(register, ['train', '--lang', 'xx', '--data', dir, '--out', out])).rejects.toThrow('zh or en');
    await expect(
      run(register, ['train', '--lang', 'en', '--data', join(dir, 'data.jsonl'), '--out', out]),
    ).rejects.toThrow('0 labelled');
  });
});
