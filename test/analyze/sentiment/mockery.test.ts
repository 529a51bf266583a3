import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mocks } from '../../../src/analyze/sentiment/mockery.ts';
import { anyText } from '../any-text.ts';

describe('mocks', () => {
  it.each([
    ['en', 'Thanks for losing my suitcase twice'],
    ['en', 'Great job cancelling the only flight home'],
    ['en', 'I love waiting in line for two hours'],
    ['en', 'thanks so much @acme for keeping us on hold'],
    ['en', 'Thanks for nothing'],
    ['en', 'We rang all week. So much for your famous support.'],
    ['zh', '真是谢谢你们了，让我等了三个小时'],
    ['zh', '这就是你们“优质”的服务？'],
    ['zh', '恭喜贵司成功失去一个客户'],
  ])('%s: %s', (lang, text) => {
    expect(mocks(text, lang)).toBe(true);
  });

  it.each([
    ['en', 'Thank you so much for your help'],
    ['en', 'Thanks for getting me home after my flight was cancelled'],
    ['en', 'Thank you for not letting me down'],
    ['en', 'I love how easy it is, you never have to wait'],
    ['en', 'Great job, everyone'],
    ['zh', '谢谢你们的热情招待'],
    ['zh', '真的很感谢客服'],
    ['zh', '推荐“小炒肉”，服务热情'],
  ])('not in %s: %s', (lang, text) => {
    expect(mocks(text, lang)).toBe(false);
  });

  it('takes no longer for texts made to be slow', () => {
    const slow = [
      'thanks '.repeat(20_000),
      'love how the '.repeat(10_000),
      `服务${'“好'.repeat(50_000)}`,
      'nothing says '.repeat(9_000),
    ];
    const begun = performance.now();
    for (const text of slow) for (const lang of ['en', 'zh']) mocks(text, lang);
    expect(performance.now() - begun).toBeLessThan(500);
  });

  it('answers for any text', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom('en', 'zh', 'fr'), (text, lang) => typeof mocks(text, lang) === 'boolean'),
    );
  });
});
