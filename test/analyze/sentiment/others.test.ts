import { describe, expect, it } from 'vitest';
import { speaksOfOthers } from '../../../src/analyze/sentiment/others.ts';
import type { Span } from '../../../src/model.ts';

const at = (text: string, word: string): Span => [text.indexOf(word), text.indexOf(word) + word.length];

describe('speaksOfOthers', () => {
  it.each<[string, string, string, boolean]>([
    ['Acme 好，Bolt 垃圾', 'zh', 'Acme', true],
    ['阿克米比 Bolt 强', 'zh', '阿克米', true],
    ['Acme 好，acme 真好', 'zh', 'Acme', false],
    ['Acme 的 App 打不开，Wifi 也连不上', 'zh', 'Acme', false],
    ['Acme 见 https://x.cn/Bolt @Bolt #Bolt', 'zh', 'Acme', false],
    ['阿克米 VIP 太贵', 'zh', '阿克米', false],
    ['Acme is great on Monday in London', 'en', 'Acme', false],
  ])('%s (%s, %s): %s', (text, lang, own, expected) => {
    expect(speaksOfOthers(text, lang, [at(text, own)], [])).toBe(expected);
  });

  it('counts known others that do not share the place', () => {
    const text = 'Switched from Bolt to Acme';
    expect(speaksOfOthers(text, 'en', [at(text, 'Acme')], [at(text, 'Bolt')])).toBe(true);
    expect(speaksOfOthers(text, 'en', [at(text, 'Acme')], [at(text, 'Acme')])).toBe(false);
  });
});
