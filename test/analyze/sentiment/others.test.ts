import { describe, expect, it } from 'vitest';
import { othersIn } from '../../../src/analyze/sentiment/others.ts';
import type { Span } from '../../../src/model.ts';

const at = (text: string, word: string): Span => [text.indexOf(word), text.indexOf(word) + word.length];

describe('othersIn', () => {
  it.each<[string, string, string, string[]]>([
    ['Acme 好，Bolt 垃圾', 'zh', 'Acme', ['Bolt']],
    ['阿克米比 Bolt 强', 'zh', '阿克米', ['Bolt']],
    ['Acme 好，acme 真好', 'zh', 'Acme', []],
    ['Acme 的 App 打不开，Wifi 也连不上', 'zh', 'Acme', []],
    ['Acme 见 https://x.cn/Bolt @Bolt #Bolt', 'zh', 'Acme', []],
    ['阿克米 VIP 太贵', 'zh', '阿克米', []],
    ['Acme is great on Monday in London', 'en', 'Acme', []],
  ])('%s (%s, %s): %s', (text, lang, own, expected) => {
    const found = othersIn(text, lang, [at(text, own)], []);
    expect(found.map(([start, end]) => text.slice(start, end))).toEqual(expected);
  });

  it('counts known others that do not share the place', () => {
    const text = 'Switched from Bolt to Acme';
    expect(othersIn(text, 'en', [at(text, 'Acme')], [at(text, 'Bolt')])).toEqual([at(text, 'Bolt')]);
    expect(othersIn(text, 'en', [at(text, 'Acme')], [at(text, 'Acme')])).toEqual([]);
  });
});
