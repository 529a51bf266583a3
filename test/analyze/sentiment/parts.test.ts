import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadModels, MODEL_LANGUAGES } from '../../../src/analyze/models/load.ts';
import { unitsOf } from '../../../src/analyze/sentiment/units.ts';

const bytesOf = (name: string) => readFileSync(new URL(`../../../src/analyze/models/${name}`, import.meta.url));
const models = loadModels(bytesOf);
const others = loadModels(bytesOf);

const TEXTS = {
  en: [
    "I don't like the seats at all, but the crew was great great great and the food was not bad. 10/10!!",
    'Not once did anybody answer. Never again :-( '.repeat(40),
    'ok',
  ],
  zh: ['房间不太干净，但是服务非常好[赞]，下次还会来！价格 299 元', '一点也不好吃，再也不来了。'.repeat(30), '好'],
};

describe.each(MODEL_LANGUAGES)('parts of a text, %s', (lang) => {
  it.each(TEXTS[lang])('are read as they would be had nothing been read before: %#', (text) => {
    const used = models.get(lang);
    const { count } = unitsOf(text);
    const units = unitsOf(text);
    const parts: [number, number][] = [[0, count]];
    for (let i = 0; i < 12; i++) {
      const from = Math.floor((i * count) / 13);
      parts.push([from, count], [0, count - from], [from, Math.min(count, from + 5)], [from, from]);
    }
    for (const kind of ['review', undefined] as const) {
      for (const [from, to] of parts) {
        // A text of its own each time: nothing that was kept of the one before is about it.
        expect(used.judge(units, kind, from, to)).toEqual(others.get(lang).judge(unitsOf(text), kind, from, to));
      }
    }
  });

  it('do not depend on the text before', () => {
    const used = models.get(lang);
    const [first, second, third] = TEXTS[lang].map((text) => used.judge(unitsOf(text), undefined));
    const again = TEXTS[lang].toReversed().map((text) => used.judge(unitsOf(text), undefined));
    expect(again.toReversed()).toEqual([first, second, third]);
  });
});
