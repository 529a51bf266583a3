import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { onlyInquires } from '../../src/analyze/inquiry.ts';
import { readText } from '../../src/analyze/text.ts';
import { anyText } from './any-text.ts';

describe('onlyInquires', () => {
  it.each([
    ['zh', '请问停车场晚上几点锁门？'],
    ['zh', '套餐里有没有饮料？可以换成热的吗？'],
    ['zh', '这里离地铁站多远？'],
    ['zh', '儿童票怎么买？'],
    ['zh', '礼盒能不能寄到国外呢'],
    ['en', '@acme what time does the counter at gate 4 close?'],
    ['en', 'Hi there, do you have this lamp in green? And how much is shipping?'],
    ['en', 'Is lunch included?'],
    ['en', 'Anyone going to the launch tonight?'],
  ])('%s: %s', (lang, text) => {
    expect(onlyInquires(readText(text), lang)).toBe(true);
  });

  it.each([
    ['zh', '到底几点开门？'],
    ['zh', '等了一周，什么时候能到？'],
    ['zh', '凭什么只有我要排队？'],
    ['zh', '还能再慢一点吗？'],
    ['zh', '怎么会有这么漂亮的杯子？'],
    ['zh', '灯坏了，怎么换？'],
    ['zh', '盒子能做结实点吗？'],
    ['zh', '几点开门'],
    ['zh', '想问问几点开门？[怒]'],
    ['en', 'When will somebody finally answer me?!'],
    ['en', 'Why is the line so long?'],
    ['en', 'Do you ever answer the phone?'],
    ['en', 'The soup was cold. Is that normal?'],
    ['en', 'Do you have any planes that are not broken?'],
    ['en', 'How is it this pretty 😍?'],
    ['en', `Is it ${'very '.repeat(30)}far?`],
    ['fr', 'Où est la gare?'],
    ['en', ''],
    ['en', '?'],
  ])('not in %s: %s', (lang, text) => {
    expect(onlyInquires(readText(text), lang)).toBe(false);
  });

  it('takes no longer for texts made to be slow', () => {
    const slow = ['hi, '.repeat(35), '怎么'.repeat(15), `${'is it '.repeat(23)}?`, '?!'.repeat(70), ' '.repeat(139)];
    const begun = performance.now();
    for (const text of slow) for (const lang of ['zh', 'en']) onlyInquires(readText(text), lang);
    expect(performance.now() - begun).toBeLessThan(200);
  });

  it('says something of every text', () => {
    fc.assert(fc.property(anyText, (text) => typeof onlyInquires(readText(text), 'zh') === 'boolean'));
  });
});
